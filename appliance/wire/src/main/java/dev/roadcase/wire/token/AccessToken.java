package dev.roadcase.wire.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device or a client shows at the door: {@code at+jwt} (RFC 9068). Whose it is, and for
 * which show, is for the caller to compare: {@link #issuer} and {@link #audience} are well-formed
 * here, and no more. {@code client_id} is the subject (RFC 9068 §2.2: the client acts for itself),
 * and {@code status} says where its bit is (Token Status List, section 6.1).
 *
 * @param issuer the box, as its metadata has it
 * @param audience the show, so that every box of it accepts the token
 * @param scopes what it is good for; at least one
 * @param issued {@code iat}, epoch seconds by the clock that {@code expires} is by: the box's best
 *     guess; nobody judges a token by it
 * @param expires epoch seconds
 * @param index its place in the status list, {@code jti}: 0 … {@link Tokens#CAPACITY} − 1
 * @param generation {@code gen}: even when it was minted with upstream at hand, else odd
 * @param thumbprint of the key it is bound to, {@code cnf.jkt}: a device's always, and a client's
 *     if it has a key; empty means that its text alone opens what {@link Clients#LENDABLE} allows
 * @param staff whose PIN was given, {@code act.sub} (RFC 8693 §4.1)
 */
public record AccessToken(
    IssuerUrl issuer,
    Party audience,
    Subject subject,
    Set<Scope> scopes,
    long issued,
    long expires,
    int index,
    long generation,
    Optional<String> thumbprint,
    Optional<String> staff) {
  public static final String TYP = "at+jwt";

  private static final String WHAT = "an access token";
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,5}");
  private static final Pattern STAFF = Pattern.compile("[a-z0-9][a-z0-9-]{0,19}");

  public AccessToken {
    scopes = Set.copyOf(scopes);
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("a token is good for something");
    }
    if (expires <= 0 || generation < 0) {
      throw new IllegalArgumentException("a token's end is above 0, its generation not below");
    }
    if (issued < 0 || issued >= expires) {
      throw new IllegalArgumentException("a token is issued before its end, and not before 1970");
    }
    if (index < 0 || index >= Tokens.CAPACITY) {
      throw new IllegalArgumentException("a token's place is 0 to " + (Tokens.CAPACITY - 1));
    }
    thumbprint.ifPresent(TokenJws::sha256);
    if (thumbprint.isEmpty() && !Clients.LENDABLE.containsAll(scopes)) {
      throw new IllegalArgumentException(
          "a token without a key is good for " + Scope.words(Clients.LENDABLE) + " at most");
    }
    if (subject instanceof DeviceId device) {
      // A device is named by its key.
      if (!thumbprint.map(jkt -> jkt.startsWith(device.value().substring(2))).orElse(false)) {
        throw new IllegalArgumentException("a device's token is bound to that device's key");
      }
    } else if (staff.isPresent()) {
      throw new IllegalArgumentException("a PIN is given at a device");
    }
    staff.ifPresent(AccessToken::requireStaff);
  }

  /** The token as text, signed by the box's issuer key. */
  public String signedBy(SigningKey key) {
    ObjectNode claims = Json.MAPPER.createObjectNode();
    claims.put("iss", issuer.toString());
    claims.put("aud", audience.toString());
    claims.put("sub", subject.value());
    claims.put("client_id", subject.value());
    claims.put("scope", Scope.words(scopes));
    claims.put("iat", issued);
    claims.put("exp", expires);
    claims.put("jti", Integer.toString(index));
    claims.put("gen", generation);
    claims
        .putObject("status")
        .putObject("status_list")
        .put("idx", index)
        .put("uri", issuer.statusList());
    thumbprint.ifPresent(jkt -> claims.putObject("cnf").put("jkt", jkt));
    staff.ifPresent(id -> claims.putObject("act").put("sub", id));
    return TokenJws.sign(key, TYP, claims);
  }

  /**
   * The token in {@code text}, or nothing when no known key has signed it.
   *
   * @param keys the issuer's key of that {@code kid}, the first six characters of its thumbprint;
   *     null for none
   * @throws Malformed when it is no access token
   */
  public static Optional<Verified<AccessToken>> verified(
      String text, Function<String, @Nullable Es256> keys) {
    return TokenJws.open(text, TYP, WHAT, CompactJws.TOKEN_MAX, keys)
        .map(AccessToken::read)
        .map(Verified::new);
  }

  /** What the book of tokens is asked with. */
  public Claim claim() {
    return new Claim(index, subject, generation, expires);
  }

  private static AccessToken read(Fields claims) {
    IssuerUrl issuer = claims.as("iss", IssuerUrl::new);
    Party audience = claims.as("aud", Party::of);
    Subject subject = claims.as("sub", Subject::of);
    Set<Scope> scopes = claims.as("scope", Scope::set);
    if (!claims.text("client_id").equals(subject.value())) {
      throw new Malformed(WHAT + "'s \"client_id\" is its \"sub\"");
    }
    long issued = claims.whole("iat");
    long expires = claims.whole("exp");
    int index = claims.as("jti", AccessToken::index);
    long generation = claims.whole("gen");
    requireStatus(claims, index, issuer);
    Optional<String> thumbprint =
        claims.has("cnf") ? Optional.of(TokenJws.confirmation(claims)) : Optional.empty();
    Optional<String> staff = Optional.empty();
    if (claims.has("act")) {
      Fields actor = claims.object("act");
      staff = Optional.of(actor.text("sub"));
      actor.done();
    }
    claims.done();
    Optional<String> who = staff;
    return TokenJws.checked(
        WHAT,
        () ->
            new AccessToken(
                issuer,
                audience,
                subject,
                scopes,
                issued,
                expires,
                index,
                generation,
                thumbprint,
                who));
  }

  /** One place in one list: two readers of a token have to find the same bit. */
  private static void requireStatus(Fields claims, int index, IssuerUrl issuer) {
    Fields status = claims.object("status");
    Fields list = status.object("status_list");
    status.done();
    boolean same = list.whole("idx") == index && list.text("uri").equals(issuer.statusList());
    list.done();
    if (!same) {
      throw new Malformed(WHAT + "'s \"status\" is its \"jti\", in the list of its issuer");
    }
  }

  /** One spelling only: the book is asked by the number. */
  private static int index(String text) {
    if (!INDEX.matcher(text).matches()) {
      throw new IllegalArgumentException("a place in the status list, in decimal");
    }
    return Integer.parseInt(text);
  }

  private static void requireStaff(String id) {
    if (!STAFF.matcher(id).matches()) {
      throw new IllegalArgumentException("a staff id is 1 to 20 of a-z, 0-9 and hyphen");
    }
  }
}
