package dev.roadcase.tests.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.auth.Pins;
import dev.roadcase.tests.attack.Victim.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has a paired phone, and wants to know what Anna types. PINs cost what they cost. */
class PinAttacksTest {
  @TempDir private Path folder;
  private Victim box;

  @BeforeEach
  void open() throws Exception {
    box = new Victim(folder);
  }

  @AfterEach
  void close() {
    box.close();
  }

  @Test // 46, races
  void fiftyPinsAtOnceAreFiveTries() throws Exception {
    Stranger phone = Stranger.paired(box, "till");
    phone.nonce();
    List<Answer> answers =
        Together.all(50, i -> () -> phone.pin("anna", "%06d".formatted(100_000 + i)));
    long looked = answers.stream().filter(a -> a.error().equals("invalid_grant")).count();
    long waits = answers.stream().filter(a -> a.error().equals("slow_down")).count();
    assertTrue(looked <= Pins.FREE_TRIES, looked + " were looked at");
    assertEquals(50, looked + waits, "and the others were told to wait");
    Answer right = phone.pin("anna", Victim.ANNAS_PIN);
    assertEquals("slow_down", right.error(), "the right one has to wait as well");
    int seconds = Integer.parseInt(right.raw().headers().firstValue("Retry-After").orElseThrow());
    assertTrue(seconds > 2 && seconds <= 61, seconds + " s");
  }

  @Test // 46, races
  void theRightPinAmongFiftyIsOfUseOnlyAmongTheFirstFive() throws Exception {
    Stranger phone = Stranger.paired(box, "till");
    phone.nonce();
    for (int i = 0; i < Pins.FREE_TRIES; i++) {
      assertEquals("invalid_grant", phone.pin("anna", "00000" + i).error());
    }
    List<Answer> answers = Together.all(50, i -> () -> phone.pin("anna", Victim.ANNAS_PIN));
    assertTrue(answers.stream().allMatch(a -> a.error().equals("slow_down")));
    box.stop();
    box.start();
    assertEquals("slow_down", phone.pin("anna", Victim.ANNAS_PIN).error(), "nor after a restart");
  }

  @Test // 46
  void nobodyHearsOrMeasuresWhoWorksHere() throws Exception {
    List<Long> known = new ArrayList<>();
    List<Long> unknown = new ArrayList<>();
    Stranger.paired(box, "till").pin("anna", "000000");
    for (int device = 0; device < 4; device++) {
      Stranger phone = Stranger.paired(box, "till");
      phone.nonce();
      for (int i = 0; i < 2; i++) {
        long start = System.nanoTime();
        String wrong = phone.pin("anna", "00000" + i).text();
        long middle = System.nanoTime();
        String nobody = phone.pin("zoe", "00000" + i).text();
        known.add(middle - start);
        unknown.add(System.nanoTime() - middle);
        assertEquals(wrong, nobody, "the same words");
      }
    }
    Collections.sort(known);
    Collections.sort(unknown);
    double ratio = (double) known.get(4) / unknown.get(4);
    // Without the hash of nobody's PIN it is twenty and more.
    assertTrue(ratio > 1 / 3.0 && ratio < 3, "medians: " + known + " and " + unknown);
  }

  @Test // 46
  void whateverStandsInTheNameIsNobodysName() throws Exception {
    Stranger phone = Stranger.paired(box, "till");
    List<String> names = List.of("anna' OR '1'='1", "ANNA", "anna\u0000", "x".repeat(5_000));
    for (String name : names) {
      assertEquals("invalid_grant", phone.pin(name, Victim.ANNAS_PIN).error(), name);
    }
    Stranger next = Stranger.paired(box, "till");
    assertEquals("invalid_grant", next.pin("anna", "1".repeat(5_000)).error());
    assertEquals("invalid_request", next.renew(Map.of("staff", "anna")).error());
    Answer right = next.pin("anna", Victim.ANNAS_PIN);
    assertEquals("sell refund watch prices", right.body().path("scope").asText());
  }

  @Test
  void aPinIsOfNoUseWithoutAPairedKeyAndAddsOnlyWhatItsOwnerMay() throws Exception {
    Stranger stranger = new Stranger(box);
    assertEquals("invalid_grant", stranger.pin("anna", Victim.ANNAS_PIN).error());
    Stranger kiosk = Stranger.paired(box, "kiosk");
    assertEquals(
        "invalid_scope",
        kiosk.renew(Map.of("staff", "anna", "pin", Victim.ANNAS_PIN, "scope", "refund")).error(),
        "refunds are Bob's");
    assertEquals("sell", kiosk.renew().body().path("scope").asText());
  }
}
