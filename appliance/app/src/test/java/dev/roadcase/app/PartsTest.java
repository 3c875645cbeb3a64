package dev.roadcase.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> said = new ArrayList<>();

  private Part part(String name, boolean comesUp) {
    return new Part() {
      @Override
      public void start() throws IOException {
        said.add(name + " starts");
        if (!comesUp) {
          throw new IOException(name);
        }
      }

      @Override
      public void quiet() {
        said.add(name + " is quiet");
      }

      @Override
      public void stop() throws InterruptedException {
        said.add(name + " stops");
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    };
  }

  @Test
  void allAreQuietBeforeOneStops() throws Exception {
    Parts parts = new Parts(part("journal", true), part("doors", true));
    parts.up();
    parts.down();
    assertEquals(
        List.of(
            "journal starts",
            "doors starts",
            "doors is quiet",
            "journal is quiet",
            "doors stops",
            "journal stops"),
        said);
  }

  @Test
  void whatDoesNotComeUpTakesAllDownAndNoneIsQuietThatNeverStarted() {
    Parts parts = new Parts(part("journal", true), part("doors", false), part("uplink", true));
    assertThrows(IOException.class, parts::up);
    assertEquals(
        List.of(
            "journal starts",
            "doors starts",
            "doors is quiet",
            "journal is quiet",
            "uplink stops",
            "doors stops",
            "journal stops"),
        said);
  }

  @Test
  void anInterruptSkipsNoPart() throws Exception {
    Parts parts = new Parts(part("journal", true), part("doors", true));
    parts.up();
    said.clear();
    Thread.currentThread().interrupt();
    parts.down();
    assertEquals(true, Thread.interrupted(), "the interrupt is handed on");
    assertEquals(
        List.of("doors is quiet", "journal is quiet", "doors stops", "journal stops"), said);
  }
}
