package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.roadcase.core.identity.Scope;
import dev.roadcase.wire.json.Malformed;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

// Apart from the other tests: Surefire would write two reports of one name.
class TokenPropertiesTest {
  @Property(tries = 300)
  void anyTokenThatCanExistComesBackWhole(
      @ForAll("scopes") Set<Scope> scopes,
      @ForAll @IntRange(max = 131_071) int index,
      @ForAll @LongRange(max = (1L << 53) - 1) long generation,
      @ForAll @LongRange(min = 1, max = (1L << 53) - 1) long expires) {
    AccessToken some = Some.token("sell");
    AccessToken token =
        new AccessToken(
            some.issuer(),
            some.audience(),
            some.subject(),
            scopes,
            expires - 1,
            expires,
            index,
            generation,
            some.thumbprint(),
            some.staff());
    assertEquals(
        token, AccessToken.verified(token.signedBy(Some.ISSUER), Some.KEYS).orElseThrow().value());
  }

  @Property(tries = 300)
  void aChildIsAcceptedExactlyWhenItIsNarrower(
      @ForAll("scopes") Set<Scope> parent,
      @ForAll("scopes") Set<Scope> child,
      @ForAll @IntRange(min = -2, max = 2) int later) {
    String root = Some.token(parent, Optional.empty()).signedBy(Some.ISSUER);
    String chain =
        ChildToken.lend(Some.DEVICE, root, child, Some.EXPIRES + later, Some.FRIEND.publicKey());
    boolean accepted;
    try {
      accepted = TokenChain.verified(chain, Some.KEYS).isPresent();
    } catch (Malformed e) {
      accepted = false;
    }
    assertEquals(parent.containsAll(child) && later <= 0, accepted);
  }

  @Property(tries = 1_000)
  void noTextMakesAReaderFail(@ForAll String text, @ForAll @IntRange(max = 6) int kind) {
    assertFalse(Some.KINDS.get(kind).accepts(text));
  }

  @Property(tries = 1_000)
  void noUriMakesTheComparisonFail(@ForAll("uris") String uri) {
    try {
      Target target = Target.of(uri);
      Target again =
          Target.of(target.scheme() + "://" + target.host() + ":" + target.port() + target.path());
      assertEquals(target, again, "what is normal stays as it is");
    } catch (Malformed e) {
      assertFalse(Target.of("http://box/").isNamedBy(uri));
    }
  }

  @Provide
  Arbitrary<Set<Scope>> scopes() {
    return Arbitraries.of(Scope.class).set().ofMinSize(1);
  }

  @Provide
  Arbitrary<String> uris() {
    Arbitrary<String> path =
        Arbitraries.strings().withChars("aZ09./%~;:@?#&=+ \\\u00e9eEfF257cC").ofMaxLength(24);
    return Arbitraries.oneOf(
        path.map(p -> "https://box.example/" + p),
        path.map(p -> "http://box:80" + p),
        Arbitraries.strings());
  }
}
