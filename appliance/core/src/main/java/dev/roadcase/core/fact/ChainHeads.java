package dev.roadcase.core.fact;

import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ends of the box's own two chains and of the classes: gives each fact its place, and follows
 * the journal as a machine like any other. The chains of peers are in {@link PeerChains}. A fact
 * that does not follow its predecessor is refused, live and at start-up.
 */
public final class ChainHeads implements Machine {

  /**
   * The state: last position, last fact of each chain, last sequence of each class, last reading.
   */
  public record Heads(
      long position, Map<Chain, Head> chains, Map<DeltaClass, Long> classes, Hlc hlc, long lo) {
    public Heads {
      chains = Map.copyOf(chains);
      classes = Map.copyOf(classes);
    }

    static final Heads EMPTY =
        new Heads(
            0, Map.of(Chain.PRIVATE, Head.START, Chain.SITE, Head.START), Map.of(), Hlc.ZERO, 0);
  }

  public record Head(long seq, Hash hash) {
    static final Head START = new Head(0, Hash.NONE);
  }

  private final KitId kit;
  private final Incarnation incarnation;
  private final FactCodec codec;
  private final StagedValue<Heads> heads = new StagedValue<>(Heads.EMPTY);

  public ChainHeads(KitId kit, Incarnation incarnation, FactCodec codec) {
    this.kit = kit;
    this.incarnation = incarnation;
    this.codec = codec;
  }

  /** Gives {@code body} its place at the end of its chain, and its bytes. Changes nothing yet. */
  public Entry seal(Now now, Mode mode, String command, FactBody body) {
    Heads at = heads.get();
    Reach reach = body.type().reach();
    Head head = head(at, reach.chain());
    DeltaClass deltaClass = reach.deltaClass();
    long classSeq = deltaClass == null ? 0 : at.classes().getOrDefault(deltaClass, 0L) + 1;
    Fact fact =
        new Fact(
            kit,
            incarnation,
            head.seq() + 1,
            head.hash(),
            classSeq,
            command,
            now,
            at.hlc().next(now.wall()),
            mode,
            body);
    byte[] bytes = codec.encode(fact);
    return new Entry(at.position() + 1, fact, bytes, Hash.of(bytes));
  }

  @Override
  public Reads reads() {
    return Reads.SITE;
  }

  @Override
  public void apply(Entry entry) {
    Heads at = heads.get();
    Fact fact = entry.fact();
    if (entry.origin() == Origin.PEER) {
      // Its own chain is for PeerChains to follow. What a peer says of the time proves nothing
      // here.
      heads.set(
          new Heads(
              entry.position(), at.chains(), at.classes(), at.hlc().max(fact.hlc()), at.lo()));
      return;
    }
    Head head = head(at, fact.chain());
    if (fact.seq() != head.seq() + 1 || !fact.prev().equals(head.hash())) {
      throw new BrokenChain(
          "the %s chain breaks at its fact %d (journal position %d): it does not follow fact %d"
              .formatted(fact.chain().word(), fact.seq(), entry.position(), head.seq()));
    }
    Map<Chain, Head> chains = new EnumMap<>(at.chains());
    chains.put(fact.chain(), new Head(fact.seq(), entry.hash()));
    Map<DeltaClass, Long> classes = at.classes();
    DeltaClass deltaClass = fact.type().reach().deltaClass();
    if (deltaClass != null) {
      long last = classes.getOrDefault(deltaClass, 0L);
      if (fact.classSeq() != last + 1) {
        throw new BrokenChain(
            "class %s goes from %d to %d at journal position %d"
                .formatted(deltaClass.word(), last, fact.classSeq(), entry.position()));
      }
      Map<DeltaClass, Long> grown = new EnumMap<>(DeltaClass.class);
      grown.putAll(classes);
      grown.put(deltaClass, fact.classSeq());
      classes = grown;
    }
    heads.set(
        new Heads(
            entry.position(), chains, classes, fact.hlc(), Math.max(at.lo(), fact.now().lo())));
  }

  /** Gives a peer's fact its place in this journal. Changes nothing yet. */
  public Entry place(PeerFact peer) {
    return new Entry(
        heads.get().position() + 1, Origin.PEER, peer.fact(), peer.bytes(), peer.hash());
  }

  @Override
  public void publish() {
    heads.publish();
  }

  @Override
  public void discard() {
    heads.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("heads", 1, Heads.class, this::published, this::restore));
  }

  public Heads published() {
    return heads.published();
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(Heads from) {
    heads.set(from);
    heads.publish();
  }

  private static Head head(Heads at, Chain chain) {
    Head head = at.chains().get(chain);
    return head == null ? Head.START : head;
  }
}
