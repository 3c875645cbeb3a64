package dev.roadcase.core.audit;

import dev.roadcase.core.fact.Hash;
import java.util.Arrays;
import java.util.List;

/**
 * The Merkle tree of RFC 6962 §2.1, as far as it is needed to append to it: the roots of its
 * complete subtrees, one for each bit that is set in its size. Twenty hashes stand for a million
 * leaves. Immutable.
 */
public final class MerkleTree {
  public static final MerkleTree EMPTY = new MerkleTree(0, new byte[0][]);

  /**
   * The tree as a snapshot keeps it.
   *
   * @param peaks roots of the complete subtrees, the largest and oldest first
   */
  public record State(long size, List<Hash> peaks) {
    public State {
      peaks = List.copyOf(peaks);
      if (size < 0 || peaks.size() != Long.bitCount(size)) {
        throw new IllegalArgumentException(
            peaks.size() + " subtrees do not make a tree of " + size + " leaves");
      }
    }
  }

  private final long size;
  private final byte[][] peaks;

  private MerkleTree(long size, byte[][] peaks) {
    this.size = size;
    this.peaks = peaks;
  }

  public static MerkleTree of(State state) {
    return new MerkleTree(
        state.size(), state.peaks().stream().map(Hash::octets).toArray(byte[][]::new));
  }

  public long size() {
    return size;
  }

  /** This tree with one leaf more. */
  public MerkleTree plus(byte[] record) {
    byte[] node = TreeHash.leaf(record);
    // As in adding 1 to a binary number: each set bit at the end is a subtree that is completed.
    int completed = Long.numberOfTrailingZeros(~size);
    int kept = peaks.length - completed;
    for (int i = peaks.length - 1; i >= kept; i--) {
      node = TreeHash.node(peaks[i], node);
    }
    byte[][] grown = Arrays.copyOf(peaks, kept + 1);
    grown[kept] = node;
    return new MerkleTree(size + 1, grown);
  }

  public TreeHead head() {
    return new TreeHead(size, Hash.ofOctets(root()));
  }

  private byte[] root() {
    if (peaks.length == 0) {
      return TreeHash.empty();
    }
    byte[] root = peaks[peaks.length - 1];
    for (int i = peaks.length - 2; i >= 0; i--) {
      root = TreeHash.node(peaks[i], root);
    }
    return root;
  }

  public State state() {
    return new State(size, Arrays.stream(peaks).map(Hash::ofOctets).toList());
  }

  /** The hash of one leaf, as {@link Proofs} takes them. */
  public static Hash leaf(byte[] record) {
    return Hash.ofOctets(TreeHash.leaf(record));
  }
}
