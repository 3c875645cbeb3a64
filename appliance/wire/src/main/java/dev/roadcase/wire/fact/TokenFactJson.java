package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.auth.TokenFact;
import dev.roadcase.core.auth.TokenFact.EpochBegan;
import dev.roadcase.core.auth.TokenFact.IssuerKeyChanged;
import dev.roadcase.core.auth.TokenFact.TokenIssued;
import dev.roadcase.core.auth.TokenFact.TokenRevoked;
import dev.roadcase.core.auth.TokenFact.TokensRefused;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** {@link TokenFact}. */
final class TokenFactJson implements FamilyJson<TokenFact> {
  @Override
  public Class<TokenFact> family() {
    return TokenFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, TokenFact>> readers() {
    return Map.of(
        TokenFact.TOKEN_ISSUED,
            f ->
                new TokenIssued(
                    (int) f.whole("index"),
                    f.as("sub", Subject::of),
                    f.whole("gen"),
                    f.as("scope", TokenFactJson::scopes),
                    (int) f.whole("life"),
                    f.as("grant", TokenGrant::of),
                    f.text("staff")),
        TokenFact.TOKEN_REVOKED,
            f ->
                new TokenRevoked(
                    (int) f.whole("index"), f.as("sub", Subject::of), f.text("reason")),
        TokenFact.TOKENS_REFUSED,
            f -> new TokensRefused(f.text("reason"), f.text("device"), f.whole("count")),
        TokenFact.EPOCH_BEGAN, f -> new EpochBegan(f.whole("epoch")),
        TokenFact.ISSUER_KEY_CHANGED,
            f ->
                new IssuerKeyChanged(
                    new PublicKey(f.text("x"), f.text("y")),
                    new PublicKey(f.text("nextX"), f.text("nextY"))));
  }

  @Override
  public void write(JsonGenerator json, TokenFact body) throws IOException {
    switch (body) {
      case TokenIssued f -> {
        json.writeNumberField("index", f.index());
        json.writeStringField("sub", f.subject().value());
        json.writeNumberField("gen", f.generation());
        json.writeStringField("scope", Scope.words(f.scopes()));
        json.writeNumberField("life", f.lifeSeconds());
        json.writeStringField("grant", f.grant().word());
        json.writeStringField("staff", f.staff());
      }
      case TokenRevoked f -> {
        json.writeNumberField("index", f.index());
        json.writeStringField("sub", f.subject().value());
        json.writeStringField("reason", f.reason());
      }
      case TokensRefused f -> {
        json.writeStringField("reason", f.reason());
        json.writeStringField("device", f.device());
        json.writeNumberField("count", f.count());
      }
      case EpochBegan f -> json.writeNumberField("epoch", f.epoch());
      case IssuerKeyChanged f -> {
        json.writeStringField("x", f.present().x());
        json.writeStringField("y", f.present().y());
        json.writeStringField("nextX", f.next().x());
        json.writeStringField("nextY", f.next().y());
      }
    }
  }

  /** Also none: a release issued tokens for nothing, and a journal is read for ever. */
  private static Set<Scope> scopes(String words) {
    return words.isEmpty() ? Set.of() : Scope.set(words);
  }
}
