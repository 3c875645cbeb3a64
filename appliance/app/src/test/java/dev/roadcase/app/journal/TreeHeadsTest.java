package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.audit.TreeHeads;
import dev.roadcase.app.box.Command;
import dev.roadcase.app.box.LifeCommand;
import dev.roadcase.app.disk.Room;
import dev.roadcase.core.audit.MerkleTree;
import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.TreeHeadToken;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signed heads over a journal, on a clock that is moved by hand. */
@Timeout(60)
class TreeHeadsTest {
  private static final SigningKey KIT = SigningKey.make(new SecureRandom());

  @TempDir private Path folder;
  private final AtomicLong millis = new AtomicLong(1);
  private OpenJournal open;
  private Writer writer;
  private TreeHeads heads;
  private boolean running;

  @BeforeEach
  void aBoxThatSells() throws Exception {
    open = new OpenJournal(folder, Mode.LIVE);
    writer =
        new Writer(
            open.box,
            open.journal,
            open.snapshots,
            () -> Show.now(millis.get()),
            List.of(),
            Room.endless(),
            failure -> {
              throw failure;
            });
    heads =
        new TreeHeads(
            open.box.tree(),
            open.box.identity().incarnation(),
            KIT,
            () -> Show.now(millis.get()),
            writer);
    writer.start();
    running = true;
    for (Command<?> command : Show.opening()) {
      writer.submit(command).get();
    }
  }

  @AfterEach
  void stop() throws Exception {
    if (running) {
      writer.stop();
    }
    open.close();
  }

  @Test
  void aHeadVouchesForWhatIsOnTheDisk() {
    TreeHeadToken token = token(heads.newest());
    assertEquals(open.box.tree().head(), token.head());
    assertEquals(open.box.identity().incarnation(), token.incarnation());
    assertEquals(Show.now(millis.get()).lo(), token.lo());
  }

  @Test
  void itIsSignedAtMostOnceASecondAndOnlyWhenSomethingChanged() throws Exception {
    String first = heads.newest();
    millis.addAndGet(60_000);
    assertEquals(first, heads.newest(), "nothing has changed");
    sell(1);
    String second = heads.newest();
    assertNotEquals(first, second);
    sell(2);
    millis.addAndGet(999);
    assertEquals(second, heads.newest(), "less than a second ago");
    millis.addAndGet(1);
    assertEquals(open.box.tree().head(), token(heads.newest()).head());
  }

  @Test
  void theNewestIsWrittenDownOnceAMinuteHoweverOftenItIsLookedAt() throws Exception {
    long before = open.box.tree().size();
    for (int second = 0; second < 300; second++) {
      millis.addAndGet(1_000);
      heads.tick(Show.now(millis.get()));
      heads.tick(Show.now(millis.get()));
      sell(second + 1);
    }
    assertEquals(before + 300 + 5, open.box.tree().size());
    assertEquals(5, headsInTheJournal());
  }

  @Test
  void anIdleBoxWritesNone() throws Exception {
    heads.tick(Show.now(millis.get()));
    writer.submit(new LifeCommand.Barrier()).get();
    long size = open.box.tree().size();
    for (int hour = 0; hour < 24; hour++) {
      millis.addAndGet(3_600_000);
      heads.tick(Show.now(millis.get()));
    }
    writer.submit(new LifeCommand.Barrier()).get();
    assertEquals(size, open.box.tree().size());
  }

  @Test
  void whatIsWrittenLastIsVouchedForBeforeTheStop() throws Exception {
    sell(1);
    var _ = writer.submit(heads.lastWord());
    writer.stop();
    running = false;
    List<Fields> facts = siteFacts();
    assertEquals("box-stopped", facts.getLast().text("type"));
    assertEquals("tree-head", facts.get(facts.size() - 2).text("type"));
    assertEquals(1, headsInTheJournal());
  }

  /** Each says of itself how many facts stand before it, and is a leaf of the next. */
  private int headsInTheJournal() throws Exception {
    MerkleTree tree = MerkleTree.EMPTY;
    int found = 0;
    for (byte[] bytes : siteBytes()) {
      Fields fact = Json.object(bytes, "a fact");
      if (fact.text("type").equals("tree-head")) {
        found++;
        TreeHead head = token(fact.object("body").text("sth")).head();
        assertEquals(fact.whole("seq") - 1, head.size());
        assertEquals(tree.head(), head);
      }
      tree = tree.plus(bytes);
    }
    assertEquals(tree.head(), open.box.tree().head());
    return found;
  }

  private List<Fields> siteFacts() throws Exception {
    List<Fields> facts = new ArrayList<>();
    for (byte[] bytes : siteBytes()) {
      facts.add(Json.object(bytes, "a fact"));
    }
    return facts;
  }

  private List<byte[]> siteBytes() throws Exception {
    List<byte[]> all = new ArrayList<>();
    try (JournalReader reader = new JournalReader(folder.resolve("journal.db"))) {
      reader.facts(
          reader.extent().position(),
          stored -> {
            if (Json.object(stored.bytes(), "a fact").text("chain").equals("site")) {
              all.add(stored.bytes());
            }
          });
    }
    return all;
  }

  private void sell(long sequence) throws Exception {
    writer.submit(Show.sell(0, sequence, Show.LEMONADE, 1)).get();
  }

  private static TreeHeadToken token(String jwt) {
    var verified = TreeHeadToken.verified(jwt, kid -> new Es256(KIT.publicKey()));
    assertTrue(verified.isPresent());
    return verified.get().value();
  }
}
