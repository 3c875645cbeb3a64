package dev.roadcase.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds for a tree of any size, and for a proof of which any bit was changed. */
class ProofsPropertiesTest {
  private static final int MOST = 300;

  @Property(tries = 200)
  void aTreeThatGrewIsTheTreeByDefinition(@ForAll @IntRange(max = MOST) int size) {
    MerkleTree grown = MerkleTree.EMPTY;
    for (int i = 0; i < size; i++) {
      grown = grown.plus(record(i));
    }
    assertEquals(Proofs.head(leaves(size)), grown.head());
  }

  @Property(tries = 300)
  void aLeafIsInItsPlaceAndInNoOther(
      @ForAll @IntRange(min = 1, max = MOST) int size,
      @ForAll @IntRange(max = 10_000) int some,
      @ForAll @IntRange(max = 10_000) int other) {
    List<Hash> leaves = leaves(size);
    TreeHead head = Proofs.head(leaves);
    int index = some % size;
    List<Hash> path = Proofs.inclusion(leaves, index);
    assertTrue(Proofs.included(head, index, leaves.get(index), path));
    int elsewhere = other % (size + 2) - 1;
    if (elsewhere != index) {
      assertFalse(Proofs.included(head, elsewhere, leaves.get(index), path));
    }
    assertFalse(Proofs.included(head, index, MerkleTree.leaf(record(-1)), path));
  }

  @Property(tries = 500)
  void aChangedBitIsNoProofOfInclusion(
      @ForAll @IntRange(min = 2, max = MOST) int size,
      @ForAll @IntRange(max = 10_000) int some,
      @ForAll @IntRange(max = 10_000) int where,
      @ForAll @IntRange(max = 255) int bit) {
    List<Hash> leaves = leaves(size);
    int index = some % size;
    List<Hash> path = new ArrayList<>(Proofs.inclusion(leaves, index));
    TreeHead head = Proofs.head(leaves);
    path.set(where % path.size(), flipped(path.get(where % path.size()), bit));
    assertFalse(Proofs.included(head, index, leaves.get(index), path));
  }

  @Property(tries = 200)
  void aProofThatIsTooLongOrTooShortIsNone(
      @ForAll @IntRange(min = 2, max = MOST) int size, @ForAll @IntRange(max = 10_000) int some) {
    List<Hash> leaves = leaves(size);
    TreeHead head = Proofs.head(leaves);
    int index = some % size;
    List<Hash> path = Proofs.inclusion(leaves, index);
    List<Hash> longer = new ArrayList<>(path);
    longer.add(head.root());
    assertFalse(Proofs.included(head, index, leaves.get(index), longer));
    assertFalse(Proofs.included(head, index, leaves.get(index), path.subList(0, path.size() - 1)));
  }

  @Property(tries = 300)
  void aTreeBeginsWithWhatItWas(
      @ForAll @IntRange(min = 1, max = MOST) int size, @ForAll @IntRange(max = 10_000) int some) {
    List<Hash> leaves = leaves(size);
    int older = 1 + some % size;
    TreeHead now = Proofs.head(leaves);
    TreeHead before = Proofs.head(leaves.subList(0, older));
    List<Hash> path = Proofs.consistency(leaves, older);
    assertTrue(Proofs.consistent(before, now, path));
    if (older < size) {
      assertFalse(Proofs.consistent(new TreeHead(older + 1, before.root()), now, path));
      assertFalse(Proofs.consistent(now, before, path));
    }
  }

  @Property(tries = 500)
  void anotherPastIsNotItsBeginning(
      @ForAll @IntRange(min = 2, max = MOST) int size,
      @ForAll @IntRange(max = 10_000) int some,
      @ForAll @IntRange(max = 10_000) int where) {
    List<Hash> leaves = leaves(size);
    int older = 1 + some % (size - 1);
    List<Hash> rewritten = new ArrayList<>(leaves);
    rewritten.set(where % older, MerkleTree.leaf(record(-1)));
    TreeHead before = Proofs.head(leaves.subList(0, older));
    TreeHead now = Proofs.head(rewritten);
    assertFalse(Proofs.consistent(before, now, Proofs.consistency(leaves, older)));
    assertFalse(Proofs.consistent(before, now, Proofs.consistency(rewritten, older)));
  }

  @Property(tries = 500)
  void aChangedBitIsNoProofOfConsistency(
      @ForAll @IntRange(min = 2, max = MOST) int size,
      @ForAll @IntRange(max = 10_000) int some,
      @ForAll @IntRange(max = 10_000) int where,
      @ForAll @IntRange(max = 255) int bit) {
    List<Hash> leaves = leaves(size);
    int older = 1 + some % (size - 1);
    List<Hash> path = new ArrayList<>(Proofs.consistency(leaves, older));
    TreeHead before = Proofs.head(leaves.subList(0, older));
    TreeHead now = Proofs.head(leaves);
    path.set(where % path.size(), flipped(path.get(where % path.size()), bit));
    assertFalse(Proofs.consistent(before, now, path));
  }

  private static Hash flipped(Hash hash, int bit) {
    byte[] octets = hash.octets();
    octets[bit / 8] ^= (byte) (1 << (bit % 8));
    return Hash.ofOctets(octets);
  }

  private static List<Hash> leaves(int size) {
    List<Hash> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      leaves.add(MerkleTree.leaf(record(i)));
    }
    return leaves;
  }

  private static byte[] record(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }
}
