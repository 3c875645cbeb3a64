package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.audit.MerkleTree;
import dev.roadcase.core.audit.SiteTree;
import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.log.LogHeader;
import dev.roadcase.wire.log.LogWriter;
import dev.roadcase.wire.token.TreeHeadToken;
import dev.roadcase.wire.x509.KitFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code roadcase box audit verify} as it ships, in a process of its own, over logs that are made
 * and damaged here. The roots in them are worked out by the classes of this process.
 */
class AuditTest {
  private static final Incarnation INCARNATION = new Incarnation("0123456789abcdef");
  private static final int FACTS = 30;

  private static Path folder;
  private static Site site;
  private static KitFolder kit;

  private record Ran(int exit, String said) {}

  @BeforeAll
  static void aKit() throws IOException {
    folder = Workshop.fresh("audit");
    site = new Site(folder);
    kit = KitFolder.read(site.fleet.kitFolder(new KitId("kit-1")));
  }

  @Test
  void aLogThatNobodyTouchedIsWhole() throws Exception {
    Ran ran = verify(written("good", -1, -1));
    assertEquals(0, ran.exit, "a good log is called broken: " + ran.said);
    assertTrue(ran.said.contains("they vouch for facts 1 to 27"), ran.said);
  }

  @Test
  void aHeadOfOtherFactsIsNoticed() throws Exception {
    // Whoever did it has the key, and has written everything anew but one head.
    Ran ran = verify(written("rewritten", 3, -1));
    assertEquals(65, ran.exit, "a head of other facts went unnoticed: " + ran.said);
    assertTrue(ran.said.contains("from sequence 1 to 6 was written anew"), ran.said);
  }

  @Test
  void aKeptHeadTellsOfAnotherHistory() throws Exception {
    Path head = folder.resolve("HEAD.jwt");
    Files.writeString(head, head(written("first", -1, -1), 20));
    Path other = written("second", -1, 5);
    assertEquals(0, verify(other).exit);
    Ran ran = verify(other, "--against", head.toString());
    assertEquals(65, ran.exit, "a fork went unnoticed: " + ran.said);
    assertTrue(ran.said.contains("forked"), ran.said);
  }

  @Test
  void aKeptHeadTellsOfABoxThatWasSetBack() throws Exception {
    Path log = written("all", -1, -1);
    Path head = folder.resolve("LAST.jwt");
    // What the box would have given out one fact later.
    Files.writeString(head, head(log, FACTS + 1));
    Ran ran = verify(log, "--against", head.toString());
    assertEquals(65, ran.exit, "a journal that was set back went unnoticed: " + ran.said);
    assertTrue(ran.said.contains("the log ends after 30"), ran.said);
  }

  /**
   * A log with a head at each seventh fact.
   *
   * @param hidden a fact that the head behind it does not tell of, or −1
   * @param other a fact that is another than usual, or −1
   */
  private static Path written(String name, int hidden, int other) throws IOException {
    Path file = folder.resolve(name + ".rclog");
    FactJson codec =
        new FactJson(id -> {
          throw new IllegalArgumentException("no pack " + id);
        });
    ChainHeads chain = new ChainHeads(kit.kit(), INCARNATION, codec);
    SiteTree tree = new SiteTree();
    SiteTree told = new SiteTree();
    try (OutputStream out = Files.newOutputStream(file)) {
      LogWriter log = new LogWriter(header(), out);
      for (int seq = 1; seq <= FACTS; seq++) {
        FactBody body =
            seq % 7 == 0 ? head(told.head()) : new PowerChanged(seq == other, seq % 100, -1);
        Entry entry = seal(chain, seq, body);
        tree.apply(entry);
        tree.publish();
        told.apply(seq == hidden ? seal(chain, seq, new PowerChanged(true, 0, 0)) : entry);
        told.publish();
        chain.apply(entry);
        log.record(entry.position(), entry.bytes());
      }
      log.end(kit.key());
    }
    return file;
  }

  private static Entry seal(ChainHeads chain, int seq, FactBody body) {
    long at = 1_800_000_000_000L + seq;
    return chain.seal(new Now("boot", seq, at, at + 10, at), Mode.LIVE, "c" + seq, body);
  }

  private static LogHeader header() {
    List<X509Certificate> certificates = new ArrayList<>(kit.chain());
    certificates.add(kit.root().certificate());
    return new LogHeader(kit.fleet(), kit.kit(), INCARNATION, kit.show(), Mode.LIVE, certificates);
  }

  private static TreeHeadSigned head(TreeHead head) {
    return new TreeHeadSigned(head.size(), head.root(), signed(head));
  }

  private static String signed(TreeHead head) {
    return new TreeHeadToken(INCARNATION, head, 1_800_000_000_000L).signedBy(kit.key());
  }

  /** The head of the first so many facts of a log, and of one more that is not in it. */
  private static String head(Path log, int size) throws IOException {
    MerkleTree tree = MerkleTree.EMPTY;
    List<String> lines = Files.readAllLines(log);
    for (int seq = 1; seq <= size; seq++) {
      String fact = seq <= FACTS ? lines.get(seq).split(" ", 3)[2] : "one more";
      tree = tree.plus(fact.getBytes(StandardCharsets.UTF_8));
    }
    return signed(tree.head());
  }

  private static Ran verify(Path log, String... more) throws Exception {
    List<String> classPath = new ArrayList<>();
    if (System.getProperty(BoxProcess.CLASSES_PROPERTY) instanceof String mutated) {
      classPath.add(mutated);
    }
    classPath.addAll(Workshop.boxClassPath());
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            String.join(":", classPath),
            "dev.roadcase.app.Main",
            "box",
            "audit",
            "verify",
            log.toString(),
            "--root",
            site.trust().toString()));
    command.addAll(List.of(more));
    Path said = log.resolveSibling(log.getFileName() + ".said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
    return new Ran(process.exitValue(), Files.readString(said));
  }
}
