package dev.roadcase.core.link;

import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.StagedMachine;
import dev.roadcase.core.link.LinkFact.LinkChanged;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way upstream as last written down: every change is a fact, and nothing else is. */
public final class Link extends StagedMachine<Link.State> {

  /**
   * What the journal last said.
   *
   * @param last null as long as nothing was ever written down
   * @param since when {@code last.reachable()} became what it is; another way to the same answer
   *     does not begin it anew
   */
  public record State(@Nullable LinkChanged last, @Nullable Now since) {
    static final State NOTHING = new State(null, null);

    public boolean reachable() {
      return last != null && last.reachable();
    }

    /** How long it has been so, if the two moments can be compared. */
    public Optional<Duration> lasting(Now now) {
      return Optional.ofNullable(since).flatMap(from -> between(from, now));
    }
  }

  public Link() {
    super("link", 1, State.class, State.NOTHING);
  }

  /** The fact that an observation is worth, if any. */
  public Optional<LinkChanged> note(LinkChanged observed) {
    return observed.equals(current().last()) ? Optional.empty() : Optional.of(observed);
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().body() instanceof LinkChanged fact) {
      State was = current();
      boolean same = was.last() != null && was.last().reachable() == fact.reachable();
      stage(new State(fact, same ? was.since() : entry.fact().now()));
    }
  }

  /** Within a boot exactly; across boots only as well as the clock was known both times. */
  private static Optional<Duration> between(Now from, Now to) {
    if (from.boot().equals(to.boot())) {
      return Optional.of(Duration.ofNanos(Math.max(0, to.monotonic() - from.monotonic())));
    }
    return from.sure() && to.sure()
        ? Optional.of(Duration.ofMillis(Math.max(0, to.wall() - from.wall())))
        : Optional.empty();
  }
}
