package dev.roadcase.core.audit;

import dev.roadcase.core.fact.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * That a fact stands in a tree, and that a later tree begins with an earlier one: made from the
 * hashes of all leaves (RFC 6962 §2.1.1 and §2.1.2), judged by the heads and a few hashes alone
 * (RFC 9162 §2.1.3.2 and §2.1.4.2).
 */
public final class Proofs {
  private Proofs() {}

  /** The root over these leaves, by the definition. */
  public static TreeHead head(List<Hash> leaves) {
    return new TreeHead(
        leaves.size(), leaves.isEmpty() ? Hash.ofOctets(TreeHash.empty()) : root(leaves));
  }

  /**
   * The audit path of one leaf, from the leaf's sibling upwards.
   *
   * @param index of the leaf, from 0
   */
  public static List<Hash> inclusion(List<Hash> leaves, int index) {
    if (index < 0 || index >= leaves.size()) {
      throw new IllegalArgumentException("a tree of " + leaves.size() + " has no leaf " + index);
    }
    List<Hash> path = new ArrayList<>();
    climb(leaves, index, path);
    return path;
  }

  private static void climb(List<Hash> leaves, int index, List<Hash> path) {
    if (leaves.size() == 1) {
      return;
    }
    int split = split(leaves.size());
    List<Hash> left = leaves.subList(0, split);
    List<Hash> right = leaves.subList(split, leaves.size());
    if (index < split) {
      climb(left, index, path);
      path.add(root(right));
    } else {
      climb(right, index - split, path);
      path.add(root(left));
    }
  }

  /**
   * The proof that the tree over all leaves begins with the one over the first {@code older}.
   *
   * @param older 1 … {@code leaves.size()}
   */
  public static List<Hash> consistency(List<Hash> leaves, int older) {
    if (older < 1 || older > leaves.size()) {
      throw new IllegalArgumentException(
          "a tree of " + leaves.size() + " does not begin with one of " + older);
    }
    List<Hash> path = new ArrayList<>();
    descend(leaves, older, true, path);
    return path;
  }

  /** {@code known}: the older tree begins with the whole of this subtree. */
  private static void descend(List<Hash> leaves, int older, boolean known, List<Hash> path) {
    if (older == leaves.size()) {
      if (!known) {
        path.add(root(leaves));
      }
      return;
    }
    int split = split(leaves.size());
    List<Hash> left = leaves.subList(0, split);
    List<Hash> right = leaves.subList(split, leaves.size());
    if (older <= split) {
      descend(left, older, known, path);
      path.add(root(right));
    } else {
      descend(right, older - split, false, path);
      path.add(root(left));
    }
  }

  /**
   * Whether {@code leaf} is the leaf {@code index} of that tree.
   *
   * @param index from 0
   */
  public static boolean included(TreeHead head, long index, Hash leaf, List<Hash> path) {
    if (index < 0 || index >= head.size()) {
      return false;
    }
    long at = index;
    long last = head.size() - 1;
    byte[] node = leaf.octets();
    for (Hash sibling : path) {
      if (last == 0) {
        return false;
      }
      if ((at & 1) == 1 || at == last) {
        node = TreeHash.node(sibling.octets(), node);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        node = TreeHash.node(node, sibling.octets());
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0 && Hash.ofOctets(node).equals(head.root());
  }

  /** Whether the newer tree begins with all leaves of the older one, in their order. */
  public static boolean consistent(TreeHead older, TreeHead newer, List<Hash> path) {
    if (older.size() > newer.size()) {
      return false;
    }
    if (older.size() == newer.size()) {
      return path.isEmpty() && older.root().equals(newer.root());
    }
    if (older.size() == 0) {
      return path.isEmpty() && older.root().equals(MerkleTree.EMPTY.head().root());
    }
    List<Hash> steps = path;
    if (Long.bitCount(older.size()) == 1) {
      // Its root is a node of the newer tree, and is not repeated.
      steps = new ArrayList<>(path);
      steps.addFirst(older.root());
    }
    return !steps.isEmpty() && climbsToBoth(older, newer, steps);
  }

  private static boolean climbsToBoth(TreeHead older, TreeHead newer, List<Hash> steps) {
    long at = older.size() - 1;
    long last = newer.size() - 1;
    while ((at & 1) == 1) {
      at >>= 1;
      last >>= 1;
    }
    byte[] before = steps.getFirst().octets();
    byte[] after = before;
    for (Hash step : steps.subList(1, steps.size())) {
      if (last == 0) {
        return false;
      }
      byte[] sibling = step.octets();
      if ((at & 1) == 1 || at == last) {
        before = TreeHash.node(sibling, before);
        after = TreeHash.node(sibling, after);
        while ((at & 1) == 0 && at != 0) {
          at >>= 1;
          last >>= 1;
        }
      } else {
        after = TreeHash.node(after, sibling);
      }
      at >>= 1;
      last >>= 1;
    }
    return last == 0
        && Hash.ofOctets(before).equals(older.root())
        && Hash.ofOctets(after).equals(newer.root());
  }

  private static Hash root(List<Hash> leaves) {
    if (leaves.size() == 1) {
      return leaves.getFirst();
    }
    int split = split(leaves.size());
    return Hash.ofOctets(
        TreeHash.node(
            root(leaves.subList(0, split)).octets(),
            root(leaves.subList(split, leaves.size())).octets()));
  }

  /** The largest power of two that is smaller than {@code size}. */
  private static int split(int size) {
    return Integer.highestOneBit(size - 1);
  }
}
