package dev.roadcase.core.auth;

import dev.roadcase.core.auth.ClientFact.ClientRemoved;
import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.auth.TokenFact.EpochBegan;
import dev.roadcase.core.auth.TokenFact.TokenIssued;
import dev.roadcase.core.auth.TokenFact.TokenRevoked;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.Staged;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.link.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every token that this box has issued and that may still be shown to somebody: where it stands in
 * the status list, how old it is, and whether it is dead.
 *
 * <p><b>Generations.</b> A token that is minted while a session with upstream stands is of the even
 * generation {@code 2·epoch}, any other of the odd one {@code 2·epoch + 1}. When upstream holds
 * every issuance of the odd one and the session has stood for {@link #STABLE}, the epoch goes up by
 * one; {@link #GRACE} later odd generations of before are dead. Even ones never die so, and
 * therefore nothing goes in circles when the link does.
 */
public final class Tokens implements Machine {
  /** Places in the status list: more tokens than 200 devices use in a day. */
  public static final int CAPACITY = 1 << 17;

  /** How long a session has to stand before offline tokens are replaced. */
  public static final Duration STABLE = Duration.ofSeconds(60);

  /** How long offline tokens live on, once their replacements can be had. */
  public static final Duration GRACE = Duration.ofSeconds(30);

  /**
   * From so many places taken on, they are scarce: nobody is to take the rest of them, be it a till
   * that has lost its mind or the thief of a phone that is still paired.
   */
  public static final int SCARCE = CAPACITY / 4 * 3;

  /** What one holder may have of them then: a token every second, for a quarter of an hour. */
  public static final int SHARE = 1_024;

  /**
   * What one holder may have on a disk that is running out: two, and some for pages that reload.
   */
  public static final int FEW = 8;

  /** A place is given to another token this much after the end of the first, at the earliest. */
  private static final Duration REST = Duration.ofMinutes(5);

  /**
   * One token.
   *
   * @param boot the boot that issued it
   * @param at monotonic nanoseconds of that boot
   * @param expires epoch seconds, as the token says
   * @param lifeSeconds how long it lives
   */
  public record Issued(
      int index,
      Subject subject,
      long generation,
      Set<Scope> scopes,
      String boot,
      long at,
      long expires,
      int lifeSeconds,
      String staff,
      boolean revoked) {
    public Issued {
      scopes = Set.copyOf(scopes);
    }

    Issued dead() {
      return new Issued(
          index, subject, generation, scopes, boot, at, expires, lifeSeconds, staff, true);
    }

    /** How long it may still live, whatever else becomes of it; zero or less when it is over. */
    public Duration left(Now now) {
      Duration life = Duration.ofSeconds(lifeSeconds);
      Duration left =
          boot.equals(now.boot())
              ? life.minusNanos(now.monotonic() - at)
              : Duration.ofMillis(expires * 1000 - now.lo());
      return left.compareTo(life) > 0 ? life : left;
    }

    /** Whether nobody can take it for a living one any more, by any clock. */
    boolean longOver(Now now) {
      long rest = REST.toSeconds();
      return boot.equals(now.boot())
          ? now.monotonic() - at > Duration.ofSeconds(lifeSeconds + rest).toNanos()
          : (expires + rest) * 1000 < now.lo();
    }
  }

  /**
   * Which tokens of before are on their way out.
   *
   * @param epoch goes up by one with every completed sync
   * @param boot the boot in which it began, "" for the first
   * @param at monotonic nanoseconds of that boot
   * @param lastOffline p1 sequence of the last issuance of this epoch's odd generation, 0 for none
   * @param list goes up whenever the status list changes
   */
  public record Epoch(long epoch, String boot, long at, long lastOffline, long list) {
    static final Epoch FIRST = new Epoch(0, "", 0, 0, 0);

    /** The lowest odd generation that is alive, as the status list says it. */
    public long lowestAlive(Now now) {
      return graceLeft(now).isPositive() ? Math.max(0, 2 * epoch - 2) : 2 * epoch;
    }

    /** For how long yet the generation before is alive; zero when it is not. */
    public Duration graceLeft(Now now) {
      long passed = now.monotonic() - at;
      return boot.equals(now.boot()) && passed < GRACE.toNanos()
          ? GRACE.minusNanos(passed)
          : Duration.ZERO;
    }

    Epoch changed() {
      return new Epoch(epoch, boot, at, lastOffline, list + 1);
    }
  }

  /** A token in a snapshot: in words and numbers alone. */
  public record Kept(
      int index,
      String subject,
      long generation,
      String scopes,
      String boot,
      long at,
      long expires,
      int lifeSeconds,
      String staff,
      boolean revoked) {
    static Kept of(Issued token) {
      return new Kept(
          token.index(),
          token.subject().value(),
          token.generation(),
          Scope.words(token.scopes()),
          token.boot(),
          token.at(),
          token.expires(),
          token.lifeSeconds(),
          token.staff(),
          token.revoked());
    }

    Issued token() {
      return new Issued(
          index,
          Subject.of(subject),
          generation,
          // Of a release that issued tokens for nothing.
          scopes.isEmpty() ? Set.of() : Scope.set(scopes),
          boot,
          at,
          expires,
          lifeSeconds,
          staff,
          revoked);
    }
  }

  /** All of it, for a snapshot. */
  public record State(List<Kept> issued, Epoch epoch) {
    public State {
      issued = List.copyOf(issued);
    }
  }

  private final Mode mode;
  private final Staged<Integer, Issued> issued = new Staged<>();

  /** How many of the issued are whose. */
  private final Staged<Subject, Integer> held = new Staged<>();

  private final StagedValue<Epoch> epoch = new StagedValue<>(Epoch.FIRST);

  /**
   * Places in the order in which they were given away, to the writer, whose alone they are: what is
   * staged is among them. A start reads ten thousand facts before it publishes, and has to forget
   * at the same fact as when they were written; the number of the status list depends on it, and
   * must not fall.
   */
  private final Deque<Integer> order = new ArrayDeque<>();

  /** Staged: so many at the end of {@link #order} are new, and these have gone from its front. */
  private int added;

  private final Deque<Integer> gone = new ArrayDeque<>();

  public Tokens(Mode mode) {
    this.mode = mode;
  }

  /**
   * Issues a token.
   *
   * @param scopes empty when the roster has nothing for the holder to do: then there is no token
   * @param life up to {@link dev.roadcase.core.pack.Roster#LIFE_MAX}
   * @param draw chance, by which the place in the list is found; 0 … {@link #CAPACITY} − 1
   */
  public Decision<IssueOutcome> issue(
      Subject subject,
      Set<Scope> scopes,
      Duration life,
      TokenGrant grant,
      String staff,
      int draw,
      Session session,
      Now now) {
    if (scopes.isEmpty()) {
      return Decision.nothing(new IssueOutcome.NothingToDo());
    }
    int overdue = overdue(now);
    if (overdue < 0 && order.size() >= SCARCE && heldBy(subject) >= SHARE) {
      return Decision.nothing(new IssueOutcome.ShareTaken());
    }
    int index = order.size() < CAPACITY ? free(draw) : overdue;
    if (index < 0) {
      return Decision.nothing(new IssueOutcome.Full());
    }
    long generation = 2 * epoch.get().epoch() + (session.live() ? 0 : 1);
    TokenIssued fact =
        new TokenIssued(
            index, subject, generation, scopes, Math.toIntExact(life.toSeconds()), grant, staff);
    return Decision.of(new IssueOutcome.Granted(of(fact, now)), fact);
  }

  /**
   * The writer's view: whether {@code subject} has so few tokens that another is no waste of a disk
   * that is running out.
   */
  public boolean hasFew(Subject subject) {
    return heldBy(subject) < FEW;
  }

  /** Revoking twice, or what was never issued, changes nothing and answers false. */
  public Decision<Boolean> revoke(int index, Subject subject, String reason) {
    Issued token = issued.get(index);
    return token == null || token.revoked() || !token.subject().equals(subject)
        ? Decision.nothing(false)
        : Decision.of(true, new TokenRevoked(index, subject, reason));
  }

  /**
   * Begins the next epoch, if the time has come.
   *
   * @param acked upstream holds p1 up to here without a gap, with what is acknowledged in this very
   *     transaction
   */
  public Decision<Boolean> completeSync(Session session, long acked, Now now) {
    Epoch at = epoch.get();
    boolean complete =
        at.lastOffline() > 0 && acked >= at.lastOffline() && session.stableFor(STABLE, now);
    return complete ? Decision.of(true, new EpochBegan(at.epoch() + 1)) : Decision.nothing(false);
  }

  /** Any thread's view: whether a sync is there to be completed once the session has stood. */
  public boolean syncIsDue() {
    return epoch.published().lastOffline() > 0;
  }

  /** Any thread's view of a token that this box's key has signed. */
  public Standing standing(Claim claim, Now now) {
    Issued token = issued.published(claim.index());
    if (token == null
        || token.generation() != claim.generation()
        || token.expires() != claim.expires()
        || !token.subject().equals(claim.subject())) {
      return Standing.UNKNOWN;
    }
    if (token.revoked()) {
      return Standing.REVOKED;
    }
    if (odd(token.generation()) && token.generation() < epoch.published().lowestAlive(now)) {
      return Standing.SUPERSEDED;
    }
    if (token.boot().equals(now.boot())) {
      long age = now.monotonic() - token.at();
      return age > Duration.ofSeconds(token.lifeSeconds()).toNanos()
          ? Standing.EXPIRED
          : Standing.GOOD;
    }
    // Issued before the power went: nobody knows for how long it was away.
    if (token.expires() * 1000 < now.lo()) {
      return Standing.EXPIRED;
    }
    return token.expires() * 1000 > now.hi() ? Standing.GOOD : Standing.UNSURE;
  }

  /** Any thread's view. */
  public @Nullable Issued published(int index) {
    return issued.published(index);
  }

  public Epoch epoch() {
    return epoch.published();
  }

  /** Any thread's view: the places of the dead, for the status list. */
  public BitSet revoked() {
    BitSet dead = new BitSet(CAPACITY);
    issued.forEachPublished((index, token) -> {
      if (token.revoked()) {
        dead.set(index);
      }
    });
    return dead;
  }

  /**
   * Any thread's view: how long the last token of each holder may still be taken for a living one
   * by who is cut off from this box and hears of no revocation.
   */
  public Map<Subject, Duration> bounds(Now now) {
    Map<Subject, Duration> bounds = new HashMap<>();
    issued.forEachPublished((index, token) -> {
      Duration left = token.left(now);
      if (left.isPositive()) {
        bounds.merge(token.subject(), left, (a, b) -> a.compareTo(b) < 0 ? b : a);
      }
    });
    return bounds;
  }

  /** Any thread's view: what has been issued and not been forgotten. */
  public List<Issued> published() {
    List<Issued> all = new ArrayList<>();
    issued.forEachPublished((index, token) -> all.add(token));
    return all;
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (!mode.knowsDevicesOf(entry.fact().mode())) {
      return;
    }
    Now at = entry.fact().now();
    switch (entry.fact().body()) {
      case TokenIssued f -> {
        forgetTheOldest(at);
        issued.put(f.index(), of(f, at));
        held.put(f.subject(), heldBy(f.subject()) + 1);
        order.addLast(f.index());
        added++;
        if (odd(f.generation())) {
          Epoch was = epoch.get();
          epoch.set(
              new Epoch(was.epoch(), was.boot(), was.at(), entry.fact().classSeq(), was.list()));
        }
      }
      case TokenRevoked f -> kill(f.index());
      case DeviceRevoked f -> killAllOf(f.device());
      case ClientRemoved f -> killAllOf(f.client());
      case EpochBegan f ->
          epoch.set(new Epoch(f.epoch(), at.boot(), at.monotonic(), 0, epoch.get().list() + 1));
      default -> {}
    }
  }

  @Override
  public void publish() {
    issued.publish();
    held.publish();
    epoch.publish();
    added = 0;
    gone.clear();
  }

  @Override
  public void discard() {
    issued.discard();
    held.discard();
    epoch.discard();
    while (!gone.isEmpty()) {
      order.addFirst(gone.removeLast());
    }
    while (added > 0) {
      order.removeLast();
      added--;
    }
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("tokens", 1, State.class, this::state, this::restore));
  }

  public State state() {
    List<Kept> all = new ArrayList<>();
    for (int index : order) {
      Issued token = issued.published(index);
      if (token != null) {
        all.add(Kept.of(token));
      }
    }
    return new State(all, epoch.published());
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(State state) {
    state
        .issued()
        .forEach(kept -> {
          Issued token = kept.token();
          issued.put(token.index(), token);
          held.put(token.subject(), heldBy(token.subject()) + 1);
          order.addLast(token.index());
        });
    epoch.set(state.epoch());
    publish();
  }

  private static boolean odd(long generation) {
    return (generation & 1) != 0;
  }

  private static Issued of(TokenIssued fact, Now at) {
    return new Issued(
        fact.index(),
        fact.subject(),
        fact.generation(),
        fact.scopes(),
        at.boot(),
        at.monotonic(),
        at.wall() / 1000 + fact.lifeSeconds(),
        fact.lifeSeconds(),
        fact.staff(),
        false);
  }

  /** The first free place from {@code draw} on; −1 when there is none. */
  private int free(int draw) {
    for (int i = 0; i < CAPACITY; i++) {
      int index = (draw + i) & (CAPACITY - 1);
      if (issued.get(index) == null) {
        return index;
      }
    }
    return -1;
  }

  /**
   * The place of the oldest token, if nobody can take that for a living one any more: what {@link
   * #forgetTheOldest} frees first. Without it a list that was full once would stay so for ever, as
   * nothing is forgotten but by the next issuance. −1 when there is none.
   */
  private int overdue(Now now) {
    Integer index = order.peekFirst();
    if (index == null) {
      return -1;
    }
    Issued token = issued.get(index);
    return token != null && token.longOver(now) ? index : -1;
  }

  private int heldBy(Subject subject) {
    Integer count = held.get(subject);
    return count == null ? 0 : count;
  }

  private void forget(Issued token) {
    if (token.revoked()) {
      epoch.set(epoch.get().changed());
    }
    int left = heldBy(token.subject()) - 1;
    if (left > 0) {
      held.put(token.subject(), left);
    } else {
      held.remove(token.subject());
    }
    issued.remove(token.index());
  }

  /** Two go for each that comes: the book stays as long as tokens live. */
  private void forgetTheOldest(Now at) {
    for (int i = 0; i < 2 && !order.isEmpty(); i++) {
      int index = order.getFirst();
      Issued token = issued.get(index);
      if (token != null && !token.longOver(at)) {
        return;
      }
      if (token != null) {
        forget(token);
      }
      gone.addLast(order.removeFirst());
    }
  }

  private void kill(int index) {
    Issued token = issued.get(index);
    if (token != null) {
      issued.put(index, token.dead());
      epoch.set(epoch.get().changed());
    }
  }

  private void killAllOf(Subject subject) {
    for (Issued token : issued.values()) {
      if (token.subject().equals(subject) && !token.revoked()) {
        kill(token.index());
      }
    }
  }
}
