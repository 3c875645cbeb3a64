package dev.roadcase.core.audit;

import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.fact.Chain;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.StagedValue;
import java.util.Optional;

/**
 * The tree over the site chain: a leaf for each fact, of its stored bytes, a tree head's own among
 * them. Counts the facts of every mode, as the chain does.
 */
public final class SiteTree implements Machine {
  /** Everything that a snapshot holds. */
  public record State(MerkleTree.State tree, Anchoring anchoring) {}

  /** Signs a head. Deterministic, so that deciding stays pure. */
  public interface Signer {
    /**
     * The signed head, as text.
     *
     * @param lo it is no earlier, epoch milliseconds
     */
    String sign(TreeHead head, long lo);
  }

  private record Grown(MerkleTree tree, Anchoring anchoring) {}

  private final StagedValue<Grown> grown =
      new StagedValue<>(new Grown(MerkleTree.EMPTY, Anchoring.START));

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (entry.fact().chain() == Chain.SITE) {
      Grown at = grown.get();
      grown.set(new Grown(at.tree().plus(entry.bytes()), at.anchoring().after(entry.fact())));
    }
  }

  @Override
  public void publish() {
    grown.publish();
  }

  @Override
  public void discard() {
    grown.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("tree", 1, State.class, this::state, this::restore));
  }

  /**
   * The head of all facts before it, to be written down next, if it is time.
   *
   * @param last whether the box is about to stop: then it is, when anything has changed
   */
  public Optional<TreeHeadSigned> anchor(Signer signer, boolean last, Now now) {
    Grown at = grown.get();
    if (last ? !at.anchoring().changed() : !at.anchoring().due(now)) {
      return Optional.empty();
    }
    TreeHead head = at.tree().head();
    return Optional.of(new TreeHeadSigned(head.size(), head.root(), signer.sign(head, now.lo())));
  }

  /** How many leaves are on the disk. Any thread may ask. */
  public long size() {
    return grown.published().tree().size();
  }

  /** The head of what is on the disk. Any thread may ask. */
  public TreeHead head() {
    return grown.published().tree().head();
  }

  /** Whether {@link #anchor} would have something to write down. Any thread may ask. */
  public boolean due(Now now) {
    return grown.published().anchoring().due(now);
  }

  public State state() {
    Grown at = grown.published();
    return new State(at.tree().state(), at.anchoring());
  }

  /** Takes up where a snapshot left off. Only before the first {@code apply}. */
  public void restore(State state) {
    grown.set(new Grown(MerkleTree.of(state.tree()), state.anchoring()));
    grown.publish();
  }
}
