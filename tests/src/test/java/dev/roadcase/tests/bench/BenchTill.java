package dev.roadcase.tests.bench;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.Prover;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A till of the bench, and its proofs of possession: signed beforehand where that can be, since a
 * real till signs on a processor of its own.
 */
final class BenchTill {
  /** A nonce is good for at least half a minute; older proofs are thrown away. */
  private static final long GOOD_NANOS = 28_000_000_000L;

  private final URI target;
  private final Optional<String> token;
  private final Prover prover;
  private final Deque<String> ready = new ArrayDeque<>();
  private long nonceAt = System.nanoTime();
  private long readyAt;

  private BenchTill(URI target, Optional<String> token, SigningKey key) {
    this.target = target;
    this.token = token;
    this.prover = new Prover(key, new SecureRandom());
  }

  /** A line of the file of tills. */
  static String line(int port, String token, SigningKey key) {
    return port + " " + token + " " + key.scalar();
  }

  /** One that sells. */
  static BenchTill of(String line) {
    String[] parts = line.split(" ");
    return new BenchTill(on(parts[0], "/sales"), Optional.of(parts[1]), SigningKey.of(parts[2]));
  }

  /** One that renews its token, and shows nothing but its key for it. */
  static BenchTill renewing(String line) {
    String[] parts = line.split(" ");
    return new BenchTill(on(parts[0], "/oauth/token"), Optional.empty(), SigningKey.of(parts[2]));
  }

  private static URI on(String port, String path) {
    return URI.create("https://127.0.0.1:" + port + path);
  }

  /** What it posts to, and makes its proofs for. */
  URI target() {
    return target;
  }

  /** What it posts to have its token renewed. */
  String form() {
    return "grant_type=client_credentials&client_id=" + DeviceId.of(prover.key().publicKey());
  }

  String authority() {
    return target.getRawAuthority();
  }

  String token() {
    return token.orElseThrow();
  }

  /** Whether it shows a token. */
  boolean hasToken() {
    return token.isPresent();
  }

  /** The newest nonce, as an answer had it. */
  void nonce(Optional<String> header) {
    if (prover.noted(header)) {
      nonceAt = System.nanoTime();
    }
  }

  /** Signs so many proofs for later. */
  void prove(int count) {
    ready.clear();
    for (int i = 0; i < count; i++) {
      ready.add(made());
    }
    // A proof is as old as its nonce, and signing takes its time on a crowded machine.
    readyAt = nonceAt;
  }

  /** A proof that was not used. */
  String proof() {
    if (System.nanoTime() - readyAt > GOOD_NANOS) {
      ready.clear();
    }
    String proof = ready.poll();
    return proof == null ? made() : proof;
  }

  private String made() {
    return prover.proof("POST", target, token);
  }
}
