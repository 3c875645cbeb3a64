package dev.roadcase.wire.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.auth.Claim;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.wire.token.StatusListReader.Floor;
import dev.roadcase.wire.token.StatusListReader.Outcome;
import dev.roadcase.wire.token.StatusListReader.Why;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class StatusListTest {
  private static final Some.Kind KIND = Some.KINDS.get(3);

  @Test
  void whatIsSignedComesBackWhole() {
    StatusList list =
        StatusList.verified(Some.list(3, 0, 7, 8, 131_071).signedBy(Some.ISSUER), Some.KEYS)
            .orElseThrow()
            .value();
    assertEquals(Some.list(3).head(), list.head());
    BitSet dead = new BitSet();
    for (int i = 0; i < Tokens.CAPACITY; i++) {
      dead.set(i, list.revoked(i));
    }
    assertEquals("{0, 7, 8, 131071}", dead.toString());
  }

  @Test
  void theLowestPlaceIsTheLowestBitOfTheFirstOctet() throws Exception {
    // The draft's own example: octets b9 a3 for these sixteen bits, place 0 first.
    int[] bits = {1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1};
    BitSet dead = new BitSet();
    for (int i = 0; i < bits.length; i++) {
      dead.set(i, bits[i] == 1);
    }
    byte[] octets = Arrays.copyOf(new byte[] {(byte) 0xb9, (byte) 0xa3}, Tokens.CAPACITY / 8);
    assertEquals(dead, StatusBits.read(Some.base64(deflated(octets))));
    byte[] written = java.util.Base64.getUrlDecoder().decode(StatusBits.write(dead));
    assertEquals(0x78, written[0], "zlib, RFC 1950");
    java.util.zip.Inflater inflater = new java.util.zip.Inflater();
    inflater.setInput(written);
    byte[] back = new byte[octets.length];
    assertEquals(octets.length, inflater.inflate(back));
    assertTrue(Arrays.equals(octets, back));
  }

  @Test
  void aListIsSmallAndTheWorstOneFits() {
    System.out.println("empty list: " + sized(0) + " characters");
    System.out.println("1 % revoked: " + sized(Tokens.CAPACITY / 100) + " characters");
    System.out.println("half revoked: " + sized(Tokens.CAPACITY / 2) + " characters");
    assertTrue(sized(Tokens.CAPACITY / 2) <= StatusList.LENGTH_MAX);
  }

  @Test
  void aListRefusesTheRevokedAndOldOfflineGenerations() {
    StatusList list = Some.list(1, 5);
    assertTrue(list.refuses(claim(5, 20)));
    assertFalse(list.refuses(claim(6, 20)));
    assertTrue(list.refuses(claim(6, 11)), "minted offline, before the last sync");
    assertFalse(list.refuses(claim(6, 10)), "minted online: stays good");
    assertFalse(list.refuses(claim(6, 13)));
  }

  @Test
  void aListHasThePlacesThatItHas() {
    for (int index : new int[] {-1, Tokens.CAPACITY, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> Some.list(1).revoked(index));
    }
    BitSet tooMany = new BitSet();
    tooMany.set(Tokens.CAPACITY);
    assertThrows(
        IllegalArgumentException.class, () -> new StatusList(Some.list(1).head(), tooMany));
  }

  @Test
  void aListInflatesToItsSizeAndNotAnOctetMore() {
    int size = Tokens.CAPACITY / 8;
    assertTrue(KIND.accepts(withBits(deflated(new byte[size]))));
    for (int other : new int[] {0, 1, size - 1, size + 1, 2 * size, 100 << 20}) {
      byte[] bomb = deflated(new byte[other]);
      assertThrows(IllegalArgumentException.class, () -> StatusBits.read(Some.base64(bomb)));
    }
    byte[] good = deflated(new byte[size]);
    assertFalse(KIND.accepts(withBits(Arrays.copyOf(good, good.length - 1))), "cut off");
    assertFalse(KIND.accepts(withBits(Arrays.copyOf(good, good.length + 1))), "something behind");
    byte[] wrongSum = good.clone();
    wrongSum[good.length - 1] ^= 1;
    assertFalse(KIND.accepts(withBits(wrongSum)), "another checksum");
    assertFalse(KIND.accepts(withBits(new byte[] {0x78, (byte) 0xbb, 0, 0, 0, 1})), "dictionary");
    assertFalse(KIND.accepts(withBits(Arrays.copyOfRange(good, 2, good.length))), "no zlib");
    assertFalse(KIND.accepts(withBits(new byte[] {0x1f, (byte) 0x8b, 8, 0})), "gzip");
  }

  @Test
  void aListHasOneBitATokenAndNothingElse() {
    for (String list :
        new String[] {
          "{\"bits\":2,\"lst\":\"x\"}",
          "{\"bits\":8}",
          "{\"lst\":\"x\"}",
          "{\"bits\":1,\"lst\":\"\"}",
          "{\"bits\":1,\"lst\":\"!\"}",
          "{\"bits\":1,\"lst\":7}",
          "[]"
        }) {
      ObjectNode claims = Some.json(KIND.payloadJson());
      claims.set("status_list", Some.json("{\"v\":" + list + "}").get("v"));
      assertFalse(KIND.accepts(KIND.resigned(KIND.headerJson(), claims.toString())), list);
    }
    ObjectNode more = Some.json(KIND.payloadJson());
    ((ObjectNode) more.get("status_list")).put("aggregation_uri", "https://evil.example");
    assertFalse(KIND.accepts(KIND.resigned(KIND.headerJson(), more.toString())));
  }

  @Test
  void anOlderListIsRefusedAndTheNewerStays() {
    StatusListReader reader = reader(Floor.NONE);
    assertInstanceOf(Outcome.Fresh.class, reader.take(signed(Some.list(4, 9))));
    assertEquals(refused(Why.OLDER), reader.take(signed(Some.list(3))));
    assertTrue(reader.last().orElseThrow().revoked(9));
    assertInstanceOf(Outcome.Fresh.class, reader.take(signed(Some.list(5, 9, 10))));
  }

  @Test
  void noRestartForgetsHowFarTheListHadCome() {
    StatusListReader before = reader(Floor.NONE);
    before.take(signed(Some.list(4)));
    StatusListReader after = reader(before.floor());
    assertEquals(Optional.empty(), after.last());
    assertEquals(refused(Why.OLDER), after.take(signed(Some.list(3))));
    assertInstanceOf(Outcome.Fresh.class, after.take(signed(Some.list(4))));
  }

  @Test
  void theSameListAgainIsNoSignOfLife() {
    StatusListReader reader = reader(Floor.NONE);
    String list = signed(Some.list(4));
    reader.take(list);
    assertEquals(new Outcome.Again(), reader.take(list));
    StatusList.Head head = Some.list(4).head();
    StatusList heartbeat = new StatusList(at(head, head.issued() + 10, 4, 12), new BitSet());
    assertInstanceOf(Outcome.Fresh.class, reader.take(signed(heartbeat)));
    assertEquals(refused(Why.OLDER), reader.take(list), "signed before the last heartbeat");
  }

  @Test
  void anotherBoxsListIsRefused() {
    StatusListReader reader = reader(Floor.NONE);
    StatusList.Head head = Some.list(9).head();
    StatusList other =
        new StatusList(
            new StatusList.Head("rc:demo/kit-2/status/1", head.issued(), head.expires(), 10, 9, 12),
            new BitSet());
    assertEquals(refused(Why.OTHER_LIST), reader.take(signed(other)));
    assertEquals(refused(Why.BAD_SIGNATURE), reader.take(Some.list(9).signedBy(Some.STRANGER)));
    assertEquals(refused(Why.GARBAGE), reader.take("x"));
    assertEquals(refused(Why.GARBAGE), reader.take(Some.token("sell").signedBy(Some.ISSUER)));
    assertEquals(Optional.empty(), reader.last());
  }

  @Test
  void generationsDoNotComeBackAndTwoListsOfOneNumberAreAFork() {
    StatusListReader reader = reader(Floor.NONE);
    StatusList.Head head = Some.list(4).head();
    reader.take(signed(Some.list(4)));
    assertEquals(
        refused(Why.OLDER),
        reader.take(signed(new StatusList(at(head, head.issued() + 1, 5, 11), new BitSet()))));
    BitSet other = new BitSet();
    other.set(1);
    assertEquals(
        refused(Why.FORKED),
        reader.take(signed(new StatusList(at(head, head.issued() + 1, 4, 12), other))));
    // Odd generations end half a minute after a sync, without a change of the bits.
    assertInstanceOf(
        Outcome.Fresh.class,
        reader.take(signed(new StatusList(at(head, head.issued() + 1, 4, 14), new BitSet()))));
  }

  private static Claim claim(int index, long generation) {
    return new Claim(index, new ClientId("c-x"), generation, Some.EXPIRES);
  }

  private static StatusList.Head at(StatusList.Head head, long issued, long seq, long lowest) {
    return new StatusList.Head(head.subject(), issued, head.expires(), head.ttl(), seq, lowest);
  }

  private static StatusListReader reader(Floor floor) {
    return new StatusListReader(Some.LIST, Some.KEYS, floor);
  }

  private static Outcome refused(Why why) {
    return new Outcome.Refused(why);
  }

  private static String signed(StatusList list) {
    return list.signedBy(Some.ISSUER);
  }

  private static String withBits(byte[] lst) {
    ObjectNode claims = Some.json(KIND.payloadJson());
    ((ObjectNode) claims.get("status_list")).put("lst", Some.base64(lst));
    return KIND.resigned(KIND.headerJson(), claims.toString());
  }

  private static byte[] deflated(byte[] octets) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(octets);
    deflater.finish();
    byte[] out = new byte[octets.length + 1_000];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  private static int sized(int revoked) {
    Random random = new Random(1);
    BitSet dead = new BitSet();
    while (dead.cardinality() < revoked) {
      dead.set(random.nextInt(Tokens.CAPACITY));
    }
    return signed(new StatusList(Some.list(4).head(), dead)).length();
  }
}
