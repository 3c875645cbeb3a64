package dev.roadcase.app.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.auth.TokenFact.IssuerKeyChanged;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.Roster;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign tokens: the present one, the next one, which is published a day before it is
 * used, and those of before for as long as a token of theirs may live. In one file, 0600.
 */
public final class IssuerKeys {
  /** How long a key signs. */
  public static final Duration LIFE = Duration.ofHours(24);

  /** How long it verifies after that. */
  static final Duration VERIFIES_ON = Roster.LIFE_MAX.plusMinutes(10);

  private static final String FILE = "issuer.json";

  /**
   * A key that no longer signs.
   *
   * @param until low bound of the time at which it is forgotten, epoch milliseconds
   */
  private record Retired(PublicKey key, long until) {}

  private record Keys(
      SigningKey present,
      long since,
      SigningKey next,
      List<Retired> before,
      Map<String, Es256> byKid) {
    static Keys of(SigningKey present, long since, SigningKey next, List<Retired> before) {
      Map<String, Es256> byKid = new HashMap<>();
      before.forEach(old -> byKid.put(Jwk.keyId(old.key()), new Es256(old.key())));
      // Published, and not in use: no token by it is good yet.
      byKid.put(Jwk.keyId(present.publicKey()), new Es256(present.publicKey()));
      return new Keys(present, since, next, List.copyOf(before), Map.copyOf(byKid));
    }
  }

  private final Path file;
  private final SecureRandom chance;
  private volatile Keys keys;

  private IssuerKeys(Path file, SecureRandom chance, Keys keys) {
    this.file = file;
    this.chance = chance;
    this.keys = keys;
  }

  /** The keys of a data folder, made if there are none. */
  public static IssuerKeys open(Path dataDir, SecureRandom chance, Now now) throws IOException {
    Path file = dataDir.resolve(FILE);
    if (Files.exists(file)) {
      return new IssuerKeys(file, chance, read(file));
    }
    Keys made = Keys.of(SigningKey.make(chance), now.lo(), SigningKey.make(chance), List.of());
    IssuerKeys opened = new IssuerKeys(file, chance, made);
    opened.write(made);
    return opened;
  }

  /** What is wrong with a file of these keys, without a word of what stands in it. */
  public static Optional<String> damage(Path file) throws IOException {
    try {
      var _ = read(file);
      return Optional.empty();
    } catch (Malformed e) {
      return Optional.of(
          Files.size(file) == 0 ? "it is empty" : "it is no JSON object with these keys");
    } catch (IllegalArgumentException e) {
      return Optional.of("a key in it is none");
    }
  }

  /** Signs today. */
  public SigningKey present() {
    return keys.present();
  }

  /** The key of that id, if a token by it may be good. */
  public @Nullable Es256 byKid(String kid) {
    return keys.byKid().get(kid);
  }

  /** All public keys, the present one first, then the next. */
  public List<PublicKey> published() {
    Keys now = keys;
    List<PublicKey> all = new ArrayList<>();
    all.add(now.present().publicKey());
    all.add(now.next().publicKey());
    now.before().forEach(old -> all.add(old.key()));
    return all;
  }

  /**
   * Puts the next key in the place of the present one when that has signed for a day. The file is
   * on the disk before the first signature.
   *
   * @return the fact to write down, if it was time
   */
  public synchronized Optional<IssuerKeyChanged> changeIfDue(Now now) throws IOException {
    Keys was = keys;
    // A key of more than a day ahead was dated by a clock that is not believed any more.
    if (Math.abs(now.lo() - was.since()) < LIFE.toMillis()) {
      return Optional.empty();
    }
    long latest = now.lo() + VERIFIES_ON.toMillis();
    List<Retired> before = new ArrayList<>();
    for (Retired old : was.before()) {
      if (old.until() > now.lo()) {
        before.add(new Retired(old.key(), Math.min(old.until(), latest)));
      }
    }
    before.add(new Retired(was.present().publicKey(), latest));
    Keys changed = Keys.of(was.next(), now.lo(), SigningKey.make(chance), before);
    write(changed);
    keys = changed;
    return Optional.of(
        new IssuerKeyChanged(changed.present().publicKey(), changed.next().publicKey()));
  }

  private void write(Keys now) throws IOException {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("present", now.present().scalar());
    node.put("since", now.since());
    node.put("next", now.next().scalar());
    ArrayNode before = node.putArray("before");
    for (Retired old : now.before()) {
      before.addObject().put("x", old.key().x()).put("y", old.key().y()).put("until", old.until());
    }
    WholeFile.writePrivate(file, Json.bytes(node));
  }

  private static Keys read(Path file) throws IOException {
    Fields fields = Json.object(Files.readAllBytes(file), file.toString());
    List<Retired> before =
        fields.list(
            "before",
            old -> new Retired(new PublicKey(old.text("x"), old.text("y")), old.whole("until")));
    return Keys.of(
        fields.as("present", SigningKey::of),
        fields.whole("since"),
        fields.as("next", SigningKey::of),
        before);
  }

  /** Names the keys by their ids alone. */
  @Override
  public String toString() {
    return "IssuerKeys" + published().stream().map(Jwk::keyId).toList();
  }
}
