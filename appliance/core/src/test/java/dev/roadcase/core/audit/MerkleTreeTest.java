package dev.roadcase.core.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.Hash;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against the leaves, roots and paths that implementations of RFC 6962 are tested with. */
class MerkleTreeTest {
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private static final List<String> ROOTS =
      List.of(
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  @Test
  void theRootsAreThoseOfOtherImplementations() {
    MerkleTree tree = MerkleTree.EMPTY;
    assertEquals(ROOTS.getFirst(), root(tree));
    for (int i = 0; i < LEAVES.size(); i++) {
      tree = tree.plus(HexFormat.of().parseHex(LEAVES.get(i)));
      assertEquals(ROOTS.get(i + 1), root(tree), "of " + (i + 1) + " leaves");
      assertEquals(i + 1, tree.size());
      assertEquals(tree.head(), Proofs.head(leaves(i + 1)));
    }
  }

  @Test
  void theAuditPathOfTheFirstOfEightIsThatOfOtherImplementations() {
    assertEquals(
        List.of(
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
        Proofs.inclusion(leaves(8), 0).stream().map(MerkleTreeTest::hex).toList());
  }

  @Test
  void aNodeCannotBePassedOffAsALeaf() {
    List<Hash> two = leaves(2);
    byte[] children = new byte[64];
    System.arraycopy(two.get(0).octets(), 0, children, 0, 32);
    System.arraycopy(two.get(1).octets(), 0, children, 32, 32);
    assertNotEquals(Proofs.head(two).root(), MerkleTree.EMPTY.plus(children).head().root());
  }

  @Test
  void aTreeGoesOnFromItsSnapshot() {
    MerkleTree tree = MerkleTree.EMPTY;
    for (int i = 0; i < 100; i++) {
      byte[] record = {(byte) i};
      MerkleTree.State kept = tree.state();
      assertEquals(Long.bitCount(i), kept.peaks().size());
      tree = tree.plus(record);
      assertEquals(tree.head(), MerkleTree.of(kept).plus(record).head());
    }
  }

  @Test
  void aSnapshotThatIsNoTreeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MerkleTree.State(3, List.of(Hash.NONE)));
    assertThrows(IllegalArgumentException.class, () -> new MerkleTree.State(-1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new TreeHead(-1, Hash.NONE));
  }

  @Test
  void theEmptyTreeIsTheBeginningOfEveryOther() {
    TreeHead empty = MerkleTree.EMPTY.head();
    TreeHead three = Proofs.head(leaves(3));
    assertTrue(Proofs.consistent(empty, three, List.of()));
    assertTrue(Proofs.consistent(empty, empty, List.of()));
    assertFalse(Proofs.consistent(new TreeHead(0, Hash.NONE), three, List.of()));
    assertFalse(Proofs.consistent(three, empty, List.of()));
  }

  @Test
  void aProofThatNobodyCanMakeIsABug() {
    assertThrows(IllegalArgumentException.class, () -> Proofs.inclusion(leaves(3), 3));
    assertThrows(IllegalArgumentException.class, () -> Proofs.inclusion(leaves(3), -1));
    assertThrows(IllegalArgumentException.class, () -> Proofs.consistency(leaves(3), 0));
    assertThrows(IllegalArgumentException.class, () -> Proofs.consistency(leaves(3), 4));
  }

  private static List<Hash> leaves(int count) {
    List<Hash> leaves = new ArrayList<>();
    for (String leaf : LEAVES.subList(0, count)) {
      leaves.add(MerkleTree.leaf(HexFormat.of().parseHex(leaf)));
    }
    return leaves;
  }

  private static String root(MerkleTree tree) {
    return hex(tree.head().root());
  }

  private static String hex(Hash hash) {
    return HexFormat.of().formatHex(hash.octets());
  }
}
