package dev.roadcase.wire.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.log.Verdict.Broken;
import dev.roadcase.wire.log.Verdict.Fault;
import dev.roadcase.wire.log.Verdict.Whole;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Issuer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogVerifierTest {

  @Test
  void aLogIsWholeAsItWasWritten() {
    Whole whole = assertInstanceOf(Whole.class, SomeLog.verify(SomeLog.bytes(SomeLog.LINES)));
    assertEquals(SomeLog.FACTS, whole.records());
    assertEquals("kit-1", whole.whose());
    assertEquals(SomeLog.BEGIN + 1000, whole.first());
    assertTrue(whole.trusted());
  }

  @Test
  void nothingOfThePrivateChainIsInIt() {
    assertTrue(SomeLog.LINES.stream().noneMatch(line -> line.contains("pairing")));
  }

  @Test
  void withoutARootTheLogsOwnIsTakenAndTheVerdictSaysSo() throws Exception {
    Verdict verdict =
        LogVerifier.verify(
            new ByteArrayInputStream(SomeLog.bytes(SomeLog.LINES)), Optional.empty());
    assertFalse(assertInstanceOf(Whole.class, verdict).trusted());
  }

  @Test
  void anotherFleetsRootIsRefused() throws Exception {
    SecureRandom chance = new SecureRandom();
    Issuer other =
        Issuer.root(new FleetId("fleet"), SigningKey.make(chance), Instant.now(), chance);
    Verdict verdict =
        LogVerifier.verify(
            new ByteArrayInputStream(SomeLog.bytes(SomeLog.LINES)),
            Optional.of(FleetRoot.of(other.certificate())));
    assertEquals(Fault.NOT_TRUSTED, broken(verdict).fault());
  }

  @Test
  void aSignatureOfAnotherKeyIsForged() {
    assertEquals(
        Fault.FORGED,
        broken(SomeLog.verify(SomeLog.forged().getBytes(StandardCharsets.UTF_8))).fault());
  }

  @Test
  void aRewrittenPositionWithItsCheckIsFound() {
    List<String> lines = new ArrayList<>(SomeLog.LINES);
    String[] parts = lines.get(5).split(" ", 3);
    lines.set(5, LogWriter.check(77, parts[2]) + " 77 " + parts[2]);
    assertEquals(Fault.CHANGED, broken(SomeLog.verify(SomeLog.bytes(lines))).fault());
  }

  @Test
  void aRewrittenFactWithItsCheckDoesNotFitTheNext() {
    List<String> lines = new ArrayList<>(SomeLog.LINES);
    String[] parts = lines.get(5).split(" ", 3);
    String fact = parts[2].replace("\"percent\":", "\"percent\":1");
    lines.set(5, LogWriter.check(Long.parseLong(parts[1]), fact) + " " + parts[1] + " " + fact);
    Broken broken = broken(SomeLog.verify(SomeLog.bytes(lines)));
    assertEquals(Fault.FORGED, broken.fault());
    assertEquals(6, broken.seq());
  }

  @Test
  void somethingElseIsNoLog() {
    assertEquals(
        Fault.UNREADABLE,
        broken(SomeLog.verify("hello\n".getBytes(StandardCharsets.UTF_8))).fault());
    assertEquals(Fault.UNREADABLE, broken(SomeLog.verify(new byte[0])).fault());
  }

  private static Broken broken(Verdict verdict) {
    return assertInstanceOf(Broken.class, verdict);
  }
}
