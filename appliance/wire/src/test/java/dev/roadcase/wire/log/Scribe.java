package dev.roadcase.wire.log;

import dev.roadcase.core.audit.AuditFact.TreeHeadSigned;
import dev.roadcase.core.audit.MerkleTree;
import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.ChainHeads;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.FactBody;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.power.PowerFact.PowerChanged;
import dev.roadcase.wire.fact.FactJson;
import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.token.TreeHeadToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a log with a tree head at each fortieth fact. Knows how to lie as well: everything that
 * follows is then made to fit, as far as whoever lies has the key.
 */
final class Scribe {
  static final int FACTS = 200;
  static final int EVERY = 40;

  /** Sequence → what is written there instead. */
  final Map<Integer, FactBody> instead = new HashMap<>();

  /** Heads that are written as they are, whatever stands before them: who lies has no key. */
  final Map<Integer, TreeHeadSigned> heads = new HashMap<>();

  SigningKey key = SomeLog.KEY;
  int facts = FACTS;

  private final List<TreeHead> grown = new ArrayList<>();

  /** The head of the first so many facts, as the box would give it out. */
  String given(int size) {
    return signed(grown.get(size - 1), SomeLog.BEGIN);
  }

  /** The lines of the log. */
  List<String> lines() {
    FactJson codec =
        new FactJson(id -> {
          throw new IllegalArgumentException("no pack " + id);
        });
    ChainHeads chain = new ChainHeads(SomeLog.KIT, SomeLog.INCARNATION, codec);
    MerkleTree tree = MerkleTree.EMPTY;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      LogWriter writer = new LogWriter(SomeLog.HEADER, out);
      for (int seq = 1; seq <= facts; seq++) {
        long at = SomeLog.BEGIN + seq * 1000L;
        Entry entry =
            chain.seal(
                new Now("boot", seq, at, at + 10, at), Mode.LIVE, "c" + seq, body(seq, tree, at));
        chain.apply(entry);
        tree = tree.plus(entry.bytes());
        grown.add(tree.head());
        writer.record(entry.position(), entry.bytes());
      }
      writer.end(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(out.toString(StandardCharsets.UTF_8).split("\n"));
  }

  private FactBody body(int seq, MerkleTree tree, long at) {
    FactBody lie = instead.get(seq);
    if (lie != null) {
      return lie;
    }
    if (seq % EVERY != 0) {
      return usual(seq);
    }
    TreeHead head = tree.head();
    TreeHeadSigned honest = new TreeHeadSigned(head.size(), head.root(), signed(head, at));
    return heads.computeIfAbsent(seq, none -> honest);
  }

  private String signed(TreeHead head, long lo) {
    return new TreeHeadToken(SomeLog.INCARNATION, head, lo).signedBy(key);
  }

  static FactBody usual(int seq) {
    return new PowerChanged(seq % 2 == 0, seq % 100, -1);
  }

  /** With the end of another log, which is all that somebody without the key can put there. */
  static List<String> withTheEndOf(List<String> signed, List<String> lines) {
    List<String> all = new ArrayList<>(lines.subList(0, lines.size() - 1));
    all.add(signed.getLast());
    return all;
  }
}
