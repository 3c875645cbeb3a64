package dev.roadcase.tests.bench;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Requests to a token endpoint, one after the other. From a file, since a process asks. */
sealed interface TokenRequests {
  /** The next one, to be sent as it is. */
  Buffer next();

  /** Who sends the one that was given out last. */
  default int lastAsker() {
    return 0;
  }

  /** An answer to that asker had a newer nonce. */
  default void nonce(int asker, String nonce) {}

  /** What {@link #secret} or {@link #devices} has left. */
  static TokenRequests read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.getFirst().startsWith("http")
        ? new Secret(URI.create(lines.get(0)), lines.get(1))
        : new Renewals(lines.stream().map(BenchTill::renewing).toList());
  }

  /** A client with a secret, in the body (RFC 6749 §2.3.1). */
  static void secret(Path file, URI endpoint, String client, String secret) throws IOException {
    Files.write(
        file,
        List.of(
            endpoint.toString(),
            "grant_type=client_credentials&client_id=" + client + "&client_secret=" + secret));
  }

  /** Head and body of a request with a form. */
  static Buffer form(URI endpoint, String headers, String form) {
    return Buffer.buffer(
        ("POST "
                + endpoint.getRawPath()
                + " HTTP/1.1\r\nHost: "
                + endpoint.getRawAuthority()
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + headers
                + "Content-Length: "
                + form.length()
                + "\r\n\r\n"
                + form)
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** One client, over and over. */
  final class Secret implements TokenRequests {
    private final Buffer request;

    Secret(URI endpoint, String form) {
      request = form(endpoint, "", form);
    }

    @Override
    public Buffer next() {
      return request.copy();
    }
  }

  /** Paired devices in turn, each with a proof by its key. */
  final class Renewals implements TokenRequests {
    private final List<BenchTill> tills;
    private int at;

    Renewals(List<BenchTill> tills) {
      this.tills = new ArrayList<>(tills);
    }

    /**
     * Makes proofs for what is to come, on all processors.
     *
     * @param most as many as will be sent within twenty seconds
     * @param nonce fetches the nonce of a till
     */
    void prove(int most, Function<BenchTill, Optional<String>> nonce) {
      tills.forEach(till -> till.nonce(nonce.apply(till)));
      int each = most / tills.size() + 1;
      tills.parallelStream().forEach(till -> till.prove(each));
    }

    @Override
    public Buffer next() {
      at = (at + 1) % tills.size();
      BenchTill till = tills.get(at);
      return form(till.target(), "DPoP: " + till.proof() + "\r\n", till.form());
    }

    @Override
    public int lastAsker() {
      return at;
    }

    @Override
    public void nonce(int asker, String nonce) {
      tills.get(asker).nonce(Optional.of(nonce));
    }
  }
}
