package dev.roadcase.app.auth;

import dev.roadcase.app.box.AuthCommand.IssueToken;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.core.auth.IssueOutcome;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.wire.token.AccessToken;
import dev.roadcase.wire.token.IssuerUrl;
import dev.roadcase.wire.token.Party;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Gives tokens out: first written down, then signed. */
public final class TokenDesk {
  /**
   * What is wanted.
   *
   * @param thumbprint of the key that it will be bound to
   * @param staff whose PIN was given, or ""
   */
  public record Order(
      Subject subject,
      Set<Scope> scopes,
      Duration life,
      TokenGrant grant,
      Optional<String> thumbprint,
      String staff) {
    public Order {
      scopes = Set.copyOf(scopes);
    }
  }

  private final Supplier<IssuerUrl> issuer;
  private final Party show;
  private final IssuerKeys keys;
  private final Writer writer;
  private final UpstreamSession upstream;
  private final SecureRandom chance;

  public TokenDesk(
      Supplier<IssuerUrl> issuer,
      Party show,
      IssuerKeys keys,
      Writer writer,
      UpstreamSession upstream,
      SecureRandom chance) {
    this.issuer = issuer;
    this.show = show;
    this.keys = keys;
    this.writer = writer;
    this.upstream = upstream;
    this.chance = chance;
  }

  /** Writes an issuance down. What it answers with is then {@link #signed}, on any thread. */
  public CompletableFuture<IssueOutcome> write(Order order) {
    return writer.submit(
        new IssueToken(
            order.subject(),
            order.scopes(),
            order.life(),
            order.grant(),
            order.staff(),
            chance.nextInt(Tokens.CAPACITY),
            upstream.now()));
  }

  /** The token, as text. */
  public String signed(Order order, Tokens.Issued issued) {
    return new AccessToken(
            issuer.get(),
            show,
            issued.subject(),
            issued.scopes(),
            issued.expires() - issued.lifeSeconds(),
            issued.expires(),
            issued.index(),
            issued.generation(),
            order.thumbprint(),
            Optional.of(issued.staff()).filter(id -> !id.isEmpty()))
        .signedBy(keys.present());
  }
}
