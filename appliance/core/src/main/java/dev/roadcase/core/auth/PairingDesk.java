package dev.roadcase.core.auth;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where devices wait for the crew's approval: those that asked by RFC 8628, and those that brought
 * a one-time code. Nothing of it is written down: who waits when the power goes asks again. Its
 * places are few, and fewer for one address, so that a crowd cannot keep a till out; who brings a
 * code of the crew's has places beside theirs. Times are monotonic nanoseconds of the process. For
 * use by several threads.
 *
 * <p><b>The digits.</b> A device first commits itself to a text of chance, then hears the box's,
 * then reveals its own; both show six digits over the two keys and the two chances. A false access
 * point that puts in a key of its own has to choose it, and its own chance, before it knows what it
 * would have to hit: it is right once in a million for each place at the desk that it takes, so
 * twice {@link #PLACES} times at the most in {@link #LIFE}. That holds for a device that puts in
 * the key of the certificate that it sees; one that cannot see it and believes what it is told of
 * the box's key learns that its own key arrived, and nothing of who reads along. A device without a
 * commitment has no digits.
 *
 * <p><b>The key.</b> A stock client of RFC 8628 shows none when it asks. The first key that comes
 * with its device code is its own from then on, before the crew has decided or afterwards; no other
 * gets anything for that code. It has no digits either: a key that is chosen last could be chosen
 * to fit them.
 *
 * <p><b>One token.</b> An approved code is redeemed once. The same key hears the same answer again
 * for {@link #AGAIN}, in case that the first was lost on the way.
 */
public final class PairingDesk {
  /** How long somebody waits for the crew. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  /** How often a device may ask (RFC 8628 §3.2, {@code interval}). */
  public static final Duration INTERVAL = Duration.ofSeconds(2);

  /** How long the answer to a redeemed code is repeated. */
  public static final Duration AGAIN = Duration.ofSeconds(10);

  /** Devices that wait without a code, and as many again that have brought one. */
  public static final int PLACES = 64;

  /**
   * Devices that wait, and those that have been answered and may ask again how it went. Of the
   * latter the first go when this is reached: whoever was turned away makes room, or he would keep
   * others out by having himself turned away.
   */
  static final int REMEMBERED = 4 * PLACES;

  /** Devices that wait and came from one address, with a code and without one. */
  public static final int OF_ONE_ADDRESS = 4;

  /**
   * Devices that wait and have brought one and the same code: one is right, others have seen it.
   */
  public static final int OF_ONE_CODE = 4;

  private static final Pattern REVEAL = Pattern.compile("[A-Za-z0-9_-]{22,128}");

  /** Where somebody's request stands. */
  public enum Stage {
    WAITING,
    APPROVED,
    /** Its token is being written down. */
    REDEEMING,
    REDEEMED,
    DENIED,
    /**
     * It has revealed something else than it had committed itself to. It keeps its place until its
     * time is over: else somebody in between would look at the digits that each attempt comes to,
     * and break its word until they fit.
     */
    BROKEN
  }

  /**
   * What a device brings.
   *
   * @param binding which key it is for
   * @param codeHash of the one-time code that it brought, or ""
   * @param commitment SHA-256 of the text that it will reveal, base64url; "" for none
   * @param address where it came from
   */
  public record Request(
      KeyBinding binding,
      Role role,
      String name,
      String codeHash,
      String commitment,
      String address) {
    public Request {
      if (binding instanceof KeyBinding.Open && !commitment.isEmpty()) {
        throw new IllegalArgumentException("digits are over a key, and none was shown or named");
      }
    }

    /** Of a device that has shown its key. */
    public Request(
        PublicKey key, Role role, String name, String codeHash, String commitment, String address) {
      this(new KeyBinding.Proven(key), role, name, codeHash, commitment, address);
    }

    Request with(PublicKey key) {
      return new Request(key, role, name, codeHash, commitment, address);
    }
  }

  /**
   * Somebody at the desk.
   *
   * @param id for the panel; opens nothing
   * @param userCode eight letters, for people
   * @param boxNonce the box's own chance, at least 128 bits, base64url
   * @param digits six digits that both screens show, once the device has revealed its chance
   */
  public record Waiting(
      String id,
      String userCode,
      Request request,
      String boxNonce,
      Optional<String> digits,
      Stage stage,
      long expires) {

    /** Whether digits are to come: nobody lets it in before he has seen them. */
    public boolean digitsDue() {
      return digits.isEmpty() && !request.commitment().isEmpty();
    }

    Waiting with(PublicKey key) {
      return new Waiting(id, userCode, request.with(key), boxNonce, digits, stage, expires);
    }

    Waiting at(Stage now) {
      return new Waiting(id, userCode, request, boxNonce, digits, now, expires);
    }

    Waiting showing(String six) {
      return new Waiting(id, userCode, request, boxNonce, Optional.of(six), stage, expires);
    }
  }

  /** What the device hears. */
  public sealed interface Poll {
    record Pending() implements Poll {}

    /** It asks too often. */
    record SlowDown() implements Poll {}

    /**
     * It is let in, and this is the one request that gets its token: {@link #redeemed} or {@link
     * #notRedeemed} has to follow.
     */
    record Approved(Waiting waiting) implements Poll {}

    /**
     * It has had its token a moment ago, and may not have heard it.
     *
     * @param since how long ago, at most {@link #AGAIN}
     */
    record Again(Tokens.Issued token, Duration since) implements Poll {}

    /** It has had its token. */
    record Spent() implements Poll {}

    record Denied() implements Poll {}

    /** Or never there, or another key's. */
    record Expired() implements Poll {}

    /** What it revealed is not what it had committed itself to; it is turned away. */
    record BadReveal() implements Poll {}
  }

  private record Redeemed(Tokens.Issued token, long at) {}

  private record Place(
      String deviceCodeHash, long lastAsked, Waiting waiting, Optional<Redeemed> redeemed) {
    Place with(Waiting changed) {
      return new Place(deviceCodeHash, lastAsked, changed, redeemed);
    }
  }

  private final PublicKey box;
  private final Map<String, Place> byCode = new LinkedHashMap<>();

  /**
   * A desk that nobody waits at.
   *
   * @param box the kit's key, one of the two that the digits are made of
   */
  public PairingDesk(PublicKey box) {
    this.box = box;
  }

  /**
   * Somebody asks to be let in.
   *
   * @param deviceCode at least 128 bits of chance; only its hash is kept
   * @param id chance too
   * @return nothing when every place is taken
   */
  public synchronized Optional<Waiting> ask(
      Request request, String deviceCode, String id, String userCode, String boxNonce, long now) {
    clear(now);
    List<Waiting> others =
        byCode.values().stream()
            .map(Place::waiting)
            .filter(w -> w.stage() == Stage.WAITING || w.stage() == Stage.BROKEN)
            .filter(w -> w.request().codeHash().isEmpty() == request.codeHash().isEmpty())
            .toList();
    long ofThis =
        others.stream().filter(w -> w.request().address().equals(request.address())).count();
    boolean sameCode =
        !request.codeHash().isEmpty()
            && others.stream()
                    .filter(w -> w.request().codeHash().equals(request.codeHash()))
                    .count()
                >= OF_ONE_CODE;
    if (others.size() >= PLACES || ofThis >= OF_ONE_ADDRESS || sameCode) {
      return Optional.empty();
    }
    makeRoom();
    Waiting waiting =
        new Waiting(
            id, userCode, request, boxNonce, Optional.empty(), Stage.WAITING, now + LIFE.toNanos());
    byCode.put(
        hash(deviceCode),
        new Place(hash(deviceCode), now - INTERVAL.toNanos(), waiting, Optional.empty()));
    return Optional.of(waiting);
  }

  /**
   * The device asks how it stands.
   *
   * @param key the key that it has just proved to have; its own from now on, if it had none
   * @param reveal what it had committed itself to: 22 to 128 base64url characters of chance; ""
   *     when it says nothing
   */
  public synchronized Poll poll(String deviceCode, PublicKey key, String reveal, long now) {
    clear(now);
    Place place = byCode.get(hash(deviceCode));
    if (place == null || !place.waiting().request().binding().admits(key)) {
      return new Poll.Expired();
    }
    Waiting waiting = place.waiting().with(key);
    if (!reveal.isEmpty() && waiting.digits().isEmpty()) {
      if (!committed(waiting.request().commitment(), reveal)) {
        boolean promised = !waiting.request().commitment().isEmpty();
        put(place, waiting.at(promised ? Stage.BROKEN : Stage.DENIED), now);
        return new Poll.BadReveal();
      }
      waiting = waiting.showing(digits(box, key, waiting.boxNonce(), reveal));
    }
    boolean tooSoon = now - place.lastAsked() < INTERVAL.toNanos() * 9 / 10;
    Stage stage = waiting.stage();
    put(place, stage == Stage.APPROVED ? waiting.at(Stage.REDEEMING) : waiting, now);
    return switch (stage) {
      case APPROVED -> new Poll.Approved(waiting);
      case REDEEMING -> new Poll.SlowDown();
      case REDEEMED -> again(place, now);
      case DENIED, BROKEN -> new Poll.Denied();
      case WAITING -> tooSoon ? new Poll.SlowDown() : new Poll.Pending();
    };
  }

  private static Poll again(Place place, long now) {
    Redeemed redeemed = place.redeemed().orElseThrow();
    Duration since = Duration.ofNanos(now - redeemed.at());
    return since.compareTo(AGAIN) <= 0 ? new Poll.Again(redeemed.token(), since) : new Poll.Spent();
  }

  /** An approved code has its token. */
  public synchronized void redeemed(String deviceCode, Tokens.Issued token, long now) {
    Place place = byCode.get(hash(deviceCode));
    if (place != null) {
      byCode.put(
          place.deviceCodeHash(),
          new Place(
              place.deviceCodeHash(),
              place.lastAsked(),
              place.waiting().at(Stage.REDEEMED),
              Optional.of(new Redeemed(token, now))));
    }
  }

  /** No token came of it; the device may try again. */
  public synchronized void notRedeemed(String deviceCode) {
    Place place = byCode.get(hash(deviceCode));
    if (place != null && place.waiting().stage() == Stage.REDEEMING) {
      byCode.put(place.deviceCodeHash(), place.with(place.waiting().at(Stage.APPROVED)));
    }
  }

  /** Who waits, in the order in which they came. */
  public synchronized List<Waiting> waiting(long now) {
    clear(now);
    List<Waiting> all = new ArrayList<>();
    for (Place place : byCode.values()) {
      if (place.waiting().stage() == Stage.WAITING) {
        all.add(place.waiting());
      }
    }
    return all;
  }

  /** Somebody who waits. */
  public synchronized Optional<Waiting> find(String id, long now) {
    return waiting(now).stream().filter(w -> w.id().equals(id)).findFirst();
  }

  /** The crew has decided; answers whether somebody of that id was waiting. */
  public synchronized boolean decide(String id, boolean letIn, long now) {
    clear(now);
    for (Place place : byCode.values()) {
      Waiting waiting = place.waiting();
      if (waiting.id().equals(id) && waiting.stage() == Stage.WAITING) {
        Stage stage = letIn ? Stage.APPROVED : Stage.DENIED;
        byCode.put(place.deviceCodeHash(), place.with(waiting.at(stage)));
        return true;
      }
    }
    return false;
  }

  /** The crew turns away whoever waits; answers how many did. Those let in before are in. */
  public synchronized int turnAllAway(long now) {
    List<Waiting> all = waiting(now);
    all.forEach(one -> decide(one.id(), false, now));
    return all.size();
  }

  /**
   * The six digits of two keys and two pieces of chance. Who stands in between has to choose his
   * keys before he has seen either chance: he is right once in a million.
   */
  public static String digits(PublicKey box, PublicKey device, String boxNonce, String reveal) {
    String over =
        String.join("|", "roadcase sas 1", box.thumbprint(), device.thumbprint(), boxNonce, reveal);
    byte[] hash =
        Base64.getUrlDecoder().decode(Hash.of(over.getBytes(StandardCharsets.UTF_8)).value());
    long number = ByteBuffer.wrap(hash).getLong();
    return "%06d".formatted(Long.remainderUnsigned(number, 1_000_000));
  }

  /** As the code challenge of RFC 7636 §4.6, method S256. */
  private static boolean committed(String commitment, String reveal) {
    return REVEAL.matcher(reveal).matches()
        && MessageDigest.isEqual(
            commitment.getBytes(StandardCharsets.UTF_8),
            Hash.of(reveal.getBytes(StandardCharsets.US_ASCII))
                .value()
                .getBytes(StandardCharsets.US_ASCII));
  }

  private void put(Place place, Waiting waiting, long now) {
    byCode.put(
        place.deviceCodeHash(), new Place(place.deviceCodeHash(), now, waiting, place.redeemed()));
  }

  /** The denied go first, then who has its token: the others are waiting to hear of it. */
  private void makeRoom() {
    if (byCode.size() < REMEMBERED || forgetOne(Stage.DENIED) || forgetOne(Stage.REDEEMED)) {
      return;
    }
    forgetOne(Stage.APPROVED);
  }

  private boolean forgetOne(Stage stage) {
    for (Place place : byCode.values()) {
      if (place.waiting().stage() == stage) {
        byCode.remove(place.deviceCodeHash());
        return true;
      }
    }
    return false;
  }

  private void clear(long now) {
    byCode.values().removeIf(place -> now - place.waiting().expires() > 0);
  }

  private static String hash(String deviceCode) {
    return Hash.of(("roadcase device code 1\n" + deviceCode).getBytes(StandardCharsets.UTF_8))
        .value();
  }
}
