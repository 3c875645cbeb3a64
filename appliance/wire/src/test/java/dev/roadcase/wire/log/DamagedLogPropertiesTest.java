package dev.roadcase.wire.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.roadcase.wire.log.Verdict.Broken;
import dev.roadcase.wire.log.Verdict.Fault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** One thing is done to a log, anywhere: it is found, and named. Line n + 1 is sequence n. */
class DamagedLogPropertiesTest {

  @Property(tries = 400)
  void aFlippedBitIsFoundInItsRecord(
      @ForAll @IntRange(min = 1, max = SomeLog.FACTS) int seq,
      @ForAll @IntRange(max = 100_000) int at,
      @ForAll @IntRange(max = 7) int bit) {
    byte[] log = SomeLog.bytes(SomeLog.LINES);
    int from = SomeLog.bytes(SomeLog.LINES.subList(0, seq)).length;
    // Its line end belongs to a record.
    int length = SomeLog.bytes(SomeLog.LINES.subList(0, seq + 1)).length - from;
    log[from + at % length] ^= (byte) (1 << bit);
    Broken broken = broken(log);
    assertEquals(Fault.CHANGED, broken.fault(), broken.why());
    assertEquals(seq, broken.seq());
    assertEquals(seq + 1, broken.line());
    assertLastSound(broken, seq - 1);
  }

  @Property(tries = 200)
  void aDroppedRecordIsMissing(@ForAll @IntRange(min = 1, max = SomeLog.FACTS) int seq) {
    List<String> lines = new ArrayList<>(SomeLog.LINES);
    lines.remove(seq);
    Broken broken = broken(SomeLog.bytes(lines));
    assertEquals(Fault.MISSING, broken.fault(), broken.why());
    assertEquals(seq, broken.seq());
    assertLastSound(broken, seq - 1);
  }

  @Property(tries = 300)
  void aMovedRecordIsNamed(
      @ForAll @IntRange(min = 1, max = SomeLog.FACTS) int one,
      @ForAll @IntRange(min = 1, max = SomeLog.FACTS) int other) {
    if (one == other) {
      return;
    }
    int low = Math.min(one, other);
    int high = Math.max(one, other);
    List<String> lines = new ArrayList<>(SomeLog.LINES);
    lines.set(low, SomeLog.LINES.get(high));
    lines.set(high, SomeLog.LINES.get(low));
    Broken broken = broken(SomeLog.bytes(lines));
    assertEquals(Fault.MOVED, broken.fault(), broken.why());
    assertEquals(low, broken.seq());
    assertEquals(SomeLog.POSITIONS.get(low - 1), broken.position());
    assertEquals(high + 1, broken.line());
  }

  @Property(tries = 100)
  void aRecordThatStandsTwiceIsNamed(@ForAll @IntRange(min = 1, max = SomeLog.FACTS) int seq) {
    List<String> lines = new ArrayList<>(SomeLog.LINES);
    lines.add(seq, SomeLog.LINES.get(seq));
    Broken broken = broken(SomeLog.bytes(lines));
    assertEquals(Fault.REPEATED, broken.fault(), broken.why());
    assertEquals(seq, broken.seq());
  }

  @Property(tries = 400)
  void aLogThatWasCutAnywhereSaysWhere(@ForAll @IntRange(max = 1_000_000) int at) {
    byte[] log = SomeLog.bytes(SomeLog.LINES);
    int header = SomeLog.bytes(SomeLog.LINES.subList(0, 1)).length;
    int signature = SomeLog.bytes(SomeLog.LINES.subList(0, SomeLog.FACTS + 1)).length;
    int length = header + at % (signature - header);
    Broken broken = broken(Arrays.copyOf(log, length));
    int whole = 0;
    while (SomeLog.bytes(SomeLog.LINES.subList(0, whole + 2)).length <= length) {
      whole++;
    }
    assertEquals(Fault.CUT, broken.fault(), broken.why());
    assertEquals(whole + 1, broken.seq());
    assertLastSound(broken, whole);
  }

  @Property(tries = 100)
  void aLogIsNotWholeWithAPartOfItsSignature(@ForAll @IntRange(min = 1, max = 100) int less) {
    byte[] log = SomeLog.bytes(SomeLog.LINES);
    broken(Arrays.copyOf(log, log.length - 1 - less));
  }

  private static void assertLastSound(Broken broken, int seq) {
    assertEquals(seq == 0 ? 0 : SomeLog.POSITIONS.get(seq - 1), broken.position());
  }

  private static Broken broken(byte[] log) {
    return assertInstanceOf(Broken.class, SomeLog.verify(log));
  }
}
