package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.roadcase.app.box.AuthCommand.TryPin;
import dev.roadcase.core.auth.PinTurn;
import dev.roadcase.core.auth.Pins;
import dev.roadcase.core.fact.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody guesses at a PIN and pulls the plug after each try. What the card holds at that moment
 * is a copy of the files, taken when the answer came and before anything was closed.
 */
class PinPowerCutTest {
  private static final int CUTS = 100;

  @TempDir Path folder;

  @Test
  void aHundredPowerCutsGiveNobodyAFurtherTry() throws IOException {
    Path card = Files.createDirectory(folder.resolve("card-0"));
    try (OpenJournal first = new OpenJournal(card, Mode.LIVE)) {
      first.write(Show.opening());
    }
    int looked = 0;
    for (int cut = 1; cut <= CUTS; cut++) {
      Path next = folder.resolve("card-" + cut);
      try (OpenJournal life = new OpenJournal(card, Mode.LIVE, "boot-" + cut)) {
        if (life.write(new TryPin(Show.till(0), "anna")) instanceof PinTurn.Look) {
          looked++;
        }
        if (cut % 7 == 0) {
          life.snapshot();
        }
        copy(card, next);
      }
      card = next;
    }
    assertEquals(Pins.FREE_TRIES, looked);
  }

  @Test
  void aTryThatWasNotAnsweredWasNotLookedAt() throws IOException {
    Path card = Files.createDirectory(folder.resolve("card-0"));
    try (OpenJournal life = new OpenJournal(card, Mode.LIVE)) {
      life.write(Show.opening());
      for (int i = 0; i < CUTS; i++) {
        life.fail(List.of(new TryPin(Show.till(0), "anna")));
      }
      copy(card, folder.resolve("card-1"));
    }
    try (OpenJournal next = new OpenJournal(folder.resolve("card-1"), Mode.LIVE, "boot-2")) {
      assertEquals(List.of(), next.box.auth().pins().state().tries());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        // The index of the WAL is made anew: it never was on a card.
        if (!file.toString().endsWith("-shm")) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }
}
