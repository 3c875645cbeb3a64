package dev.roadcase.core.fact;

import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The site chains of the other kits, as far as this box has taken them in: one for each kit and
 * incarnation. A fact is taken only where it follows the one before it.
 */
public final class PeerChains extends StagedMachine<PeerChains.State> {

  /**
   * Where the chain of one kit has got to.
   *
   * @param lives the incarnations that it has had, the present one last: one that was adopted goes
   *     on with the chain of the one before
   */
  public record Head(KitId kit, List<Incarnation> lives, long seq, Hash hash) {
    public Head {
      lives = List.copyOf(lives);
    }

    private static Head start(Fact fact) {
      return new Head(fact.kit(), List.of(fact.incarnation()), 0, Hash.NONE);
    }

    private boolean isOf(Fact fact) {
      return kit.equals(fact.kit())
          && (lives.contains(fact.incarnation())
              || former(fact).filter(lives::contains).isPresent());
    }

    /** Whether a fact of that life may come next. */
    private boolean goesOnWith(Fact fact) {
      Incarnation present = lives.getLast();
      return fact.incarnation().equals(present) || former(fact).filter(present::equals).isPresent();
    }

    private Head after(Fact fact, Hash its) {
      List<Incarnation> all = lives;
      if (!fact.incarnation().equals(lives.getLast())) {
        all = new ArrayList<>(lives);
        all.add(fact.incarnation());
      }
      return new Head(kit, all, fact.seq(), its);
    }
  }

  /**
   * All of it, for a snapshot.
   *
   * @param unread types that this release passed over, as {@code word/version}: a release that
   *     reads one of them has to begin anew
   */
  public record State(List<Head> heads, List<String> unread) {
    static final State NOTHING = new State(List.of(), List.of());

    public State {
      heads = List.copyOf(heads);
      unread = List.copyOf(unread);
    }

    private Head head(Fact fact) {
      return heads.stream()
          .filter(head -> head.isOf(fact))
          .findFirst()
          .orElseGet(() -> Head.start(fact));
    }
  }

  /** How a fact stands to what is here. */
  public enum Step {
    /** It follows. */
    NEXT,
    /** It is here already. */
    KNOWN,
    /** Facts before it are missing. */
    GAP,
    /** Another fact stands in its place, or before it: that kit's log was written twice. */
    FORK
  }

  private final FactCodec codec;

  public PeerChains(FactCodec codec) {
    super("peers", 1, State.class, State.NOTHING);
    this.codec = codec;
  }

  /** The writer's view of all heads, to look along while more are decided. */
  public Ahead ahead() {
    return new Ahead(current());
  }

  /** What the chains would be behind facts that are not taken in yet. */
  public static final class Ahead {
    private State at;

    private Ahead(State at) {
      this.at = at;
    }

    /** How a fact stands to them. */
    public Step step(Fact fact, Hash hash) {
      Head head = at.head(fact);
      if (fact.seq() > head.seq() && !head.goesOnWith(fact)) {
        return Step.FORK; // A former life goes on beside the one that took its place.
      }
      if (fact.seq() == head.seq() + 1) {
        return fact.prev().equals(head.hash()) ? Step.NEXT : Step.FORK;
      }
      if (fact.seq() > head.seq()) {
        return Step.GAP;
      }
      return fact.seq() == head.seq() && !hash.equals(head.hash()) ? Step.FORK : Step.KNOWN;
    }

    /** The sequence that a chain goes on with. */
    public long next(Fact of) {
      return at.head(of).seq() + 1;
    }

    /** Goes on behind a fact that is {@link Step#NEXT}. */
    public void take(Fact fact, Hash hash) {
      at = after(at, fact, hash);
    }
  }

  /** Any thread's view. */
  public List<Head> published() {
    return state().heads();
  }

  @Override
  public Reads reads() {
    return Reads.PEERS;
  }

  @Override
  public void apply(Entry entry) {
    Fact fact = entry.fact();
    if (new Ahead(current()).step(fact, entry.hash()) != Step.NEXT) {
      throw new BrokenChain(
          "the chain of %s breaks at its fact %d (journal position %d)"
              .formatted(fact.kit(), fact.seq(), entry.position()));
    }
    stage(after(current(), fact, entry.hash()));
  }

  /**
   * Takes up where a snapshot left off.
   *
   * @throws IllegalArgumentException when facts were passed over that this release reads
   */
  @Override
  public void restore(State from) {
    for (String unread : from.unread()) {
      int slash = unread.indexOf('/');
      if (codec.reads(unread.substring(0, slash), Integer.parseInt(unread.substring(slash + 1)))) {
        throw new IllegalArgumentException(
            "peers' facts of type " + unread + " were passed over, and this release reads them");
      }
    }
    super.restore(from);
  }

  private static State after(State at, Fact fact, Hash hash) {
    Head before = at.head(fact);
    List<Head> heads = new ArrayList<>(at.heads());
    heads.remove(before);
    heads.add(before.after(fact, hash));
    heads.sort(
        Comparator.comparing((Head head) -> head.kit().value())
            .thenComparing(head -> head.lives().getFirst().value()));
    return new State(heads, unread(at, fact));
  }

  private static List<String> unread(State at, Fact fact) {
    if (!(fact.body() instanceof UnreadFact)) {
      return at.unread();
    }
    TreeSet<String> all = new TreeSet<>(at.unread());
    all.add(fact.type().word() + "/" + fact.type().version());
    return List.copyOf(all);
  }

  private static Optional<Incarnation> former(Fact fact) {
    return fact.body() instanceof BoxFact.IncarnationAdopted(Incarnation former)
        ? Optional.of(former)
        : Optional.empty();
  }
}
