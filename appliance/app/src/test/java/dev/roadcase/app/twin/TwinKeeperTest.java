package dev.roadcase.app.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.journal.Show;
import dev.roadcase.app.shop.Window;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TwinKeeperTest {
  @TempDir private Path folder;

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(TwinKeeper.class);

  @BeforeEach
  void listen() {
    said.start();
    log.addAppender(said);
  }

  @AfterEach
  void stopListening() {
    log.detachAppender(said);
  }

  @Test
  void aBoxThatStopsWhileItsTwinIsWrittenWarnsOfNothing() throws Exception {
    TwinKeeper keeper = keeper();

    Thread.currentThread().interrupt();
    boolean wrote = keeper.write();

    assertTrue(Thread.interrupted(), "the keeper's next wait ends at once");
    assertFalse(wrote);
    assertEquals(List.of(), said.list);
    assertTrue(keeper.write(), "there was something to write");
  }

  @Test
  void aTwinThatCannotBeWrittenIsSaid() throws Exception {
    Files.writeString(TwinFiles.folder(folder), "no folder");

    assertFalse(keeper().write());

    assertEquals(1, said.list.size());
  }

  private TwinKeeper keeper() {
    Box box =
        new Box(
            new Box.Identity(Show.FLEET, new KitId("kit-1"), Incarnation.born(0, 1), Mode.LIVE),
            new FactJson(_ -> {
              throw new AssertionError("nothing is read back");
            }));
    var _ = box.decide(Show.now(0), Show.pack(1));
    box.publish();
    return new TwinKeeper(folder, new Window(box, () -> 0), () -> Show.now(0));
  }
}
