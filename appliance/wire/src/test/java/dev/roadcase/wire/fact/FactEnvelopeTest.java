package dev.roadcase.wire.fact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.fact.DeltaClass;
import dev.roadcase.core.fact.Fact;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One pass over the bytes, beside the codec that reads all of them. */
class FactEnvelopeTest {

  @Test
  void itSaysOfEachTypeWhatTheWholeFactSays() throws IOException {
    for (String line : FactJsonTest.golden()) {
      Fact fact = FactJsonTest.CODEC.decode(utf8(line));

      FactEnvelope envelope = FactEnvelope.of(utf8(line));

      assertEquals(
          new FactEnvelope(
              fact.chain(),
              fact.kit(),
              fact.incarnation(),
              fact.seq(),
              fact.type().word(),
              fact.type().version(),
              Optional.ofNullable(fact.type().reach().deltaClass()),
              fact.classSeq(),
              fact.body().key(),
              fact.now(),
              fact.hlc(),
              fact.mode(),
              line.substring(line.indexOf(",\"body\":{") + 8, line.length() - 1)),
          envelope,
          line);
    }
  }

  @Test
  void aTypeThatThisReleaseDoesNotKnowHasOneToo() throws IOException {
    String line =
        golden().replace("\"type\":\"box-started\",\"ver\":1", "\"type\":\"x\",\"ver\":9");
    assertThrows(IllegalArgumentException.class, () -> FactJsonTest.CODEC.decode(utf8(line)));

    FactEnvelope envelope = FactEnvelope.of(utf8(line));

    assertEquals("x", envelope.word());
    assertEquals(9, envelope.version());
    assertEquals(Optional.of(DeltaClass.P2), envelope.deltaClass());
    assertTrue(line.endsWith(",\"body\":" + envelope.body() + "}"), line);
  }

  @Test
  void membersOfALaterReleaseArePassedOverWhereverTheyStand() throws IOException {
    String later = "\"later\":{\"body\":{},\"key\":[\"k\"]}";
    String line =
        golden().replaceFirst("\\{", "{" + later + ",").replaceFirst("}$", "," + later + "}");

    assertEquals(FactEnvelope.of(utf8(golden())), FactEnvelope.of(utf8(line)));
  }

  @Test
  void whatIsTornOrAnotherThingIsRefused() throws IOException {
    String line = golden();
    for (int length = 0; length < line.length(); length++) {
      refused(line.substring(0, length));
    }
    refused(line + "x");
    refused(line + line);
    refused(line.replace("{\"v\":1,", "{\"v\":2,"));
    refused(line.replace("{\"v\":1,", "{"));
    refused(line.replace("\"kit\":\"kit-4\"", "\"kit\":4"));
    refused(line.replace("\"class\":\"p2\"", "\"class\":\"p9\""));
    refused(line.replace("\"seq\":11", "\"seq\":\"11\""));
    refused(line.replace("\"wall\":1795000000001", "\"wall\":1"));
    refused(line.replaceFirst("\"body\":\\{.*}}$", "\"body\":[]}"));
  }

  @Test
  void octetsThatAreNoUtf8AreRefused() throws IOException {
    byte[] line = utf8(golden());
    int text = golden().indexOf("0.1.0");
    line[text] = (byte) 0xc0;
    line[text + 1] = (byte) 0xae;
    assertThrows(IllegalArgumentException.class, () -> FactEnvelope.of(line));
  }

  private static void refused(String line) {
    assertThrows(IllegalArgumentException.class, () -> FactEnvelope.of(utf8(line)), line);
  }

  /** A start of the box, of the first release. */
  private static String golden() throws IOException {
    return FactJsonTest.golden().getFirst();
  }

  private static byte[] utf8(String line) {
    return line.getBytes(StandardCharsets.UTF_8);
  }
}
