package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.FactBody.ClientAdded;
import dev.roadcase.core.fact.FactBody.ClientRemoved;
import dev.roadcase.core.fact.FactBody.CloneSuspected;
import dev.roadcase.core.fact.FactBody.DeviceResumed;
import dev.roadcase.core.fact.FactBody.EpochBegan;
import dev.roadcase.core.fact.FactBody.IssuerKeyChanged;
import dev.roadcase.core.fact.FactBody.OfAuth;
import dev.roadcase.core.fact.FactBody.PinPassed;
import dev.roadcase.core.fact.FactBody.PinTried;
import dev.roadcase.core.fact.FactBody.PinUnlocked;
import dev.roadcase.core.fact.FactBody.TokenIssued;
import dev.roadcase.core.fact.FactBody.TokenRevoked;
import dev.roadcase.core.fact.FactBody.TokensRefused;
import dev.roadcase.core.fact.FactBody.TreeHeadSigned;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Set;

/** The bodies of what the auth broker writes down. */
final class AuthFactJson {
  private AuthFactJson() {}

  static void write(JsonGenerator json, OfAuth body) throws IOException {
    switch (body) {
      case DeviceResumed f -> json.writeStringField("device", f.device().value());
      case CloneSuspected f -> json.writeStringField("device", f.device().value());
      case ClientAdded f -> {
        json.writeStringField("client", f.client().value());
        json.writeStringField("secret", f.secretHash());
        json.writeStringField("scope", Scope.words(f.scopes()));
        json.writeNumberField("life", f.lifeSeconds());
      }
      case ClientRemoved f -> json.writeStringField("client", f.client().value());
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
      case TreeHeadSigned f -> {
        json.writeNumberField("size", f.size());
        json.writeStringField("root", f.root().value());
        json.writeStringField("sth", f.jwt());
      }
      case PinTried f -> {
        json.writeStringField("device", f.device().value());
        json.writeStringField("staff", f.staff());
      }
      case PinPassed f -> {
        json.writeStringField("device", f.device().value());
        json.writeStringField("staff", f.staff());
      }
      case PinUnlocked f -> json.writeStringField("device", f.device().value());
    }
  }

  /** Also none: a release issued tokens for nothing, and a journal is read for ever. */
  private static Set<Scope> scopes(String words) {
    return words.isEmpty() ? Set.of() : Scope.set(words);
  }

  static OfAuth read(FactType type, Fields f) {
    return switch (type) {
      case DEVICE_RESUMED -> new DeviceResumed(f.as("device", DeviceId::new));
      case CLONE_SUSPECTED -> new CloneSuspected(f.as("device", DeviceId::new));
      case CLIENT_ADDED ->
          new ClientAdded(
              f.as("client", ClientId::new),
              f.text("secret"),
              f.as("scope", Scope::set),
              (int) f.whole("life"));
      case CLIENT_REMOVED -> new ClientRemoved(f.as("client", ClientId::new));
      case TOKEN_ISSUED ->
          new TokenIssued(
              (int) f.whole("index"),
              f.as("sub", Subject::of),
              f.whole("gen"),
              f.as("scope", AuthFactJson::scopes),
              (int) f.whole("life"),
              f.as("grant", TokenGrant::of),
              f.text("staff"));
      case TOKEN_REVOKED ->
          new TokenRevoked((int) f.whole("index"), f.as("sub", Subject::of), f.text("reason"));
      case TOKENS_REFUSED ->
          new TokensRefused(f.text("reason"), f.text("device"), f.whole("count"));
      case EPOCH_BEGAN -> new EpochBegan(f.whole("epoch"));
      case ISSUER_KEY_CHANGED ->
          new IssuerKeyChanged(
              new PublicKey(f.text("x"), f.text("y")),
              new PublicKey(f.text("nextX"), f.text("nextY")));
      case TREE_HEAD -> new TreeHeadSigned(f.whole("size"), f.as("root", Hash::new), f.text("sth"));
      case PIN_TRIED -> new PinTried(f.as("device", DeviceId::new), f.text("staff"));
      case PIN_PASSED -> new PinPassed(f.as("device", DeviceId::new), f.text("staff"));
      case PIN_UNLOCKED -> new PinUnlocked(f.as("device", DeviceId::new));
      default -> throw new IllegalArgumentException(type + " is not the auth broker's");
    };
  }
}
