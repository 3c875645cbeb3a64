package dev.roadcase.wire.log;

import dev.roadcase.core.fact.BoxFact;
import dev.roadcase.core.fact.Chain;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.log.Verdict.Broken;
import dev.roadcase.wire.log.Verdict.Fault;
import dev.roadcase.wire.log.Verdict.Whole;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.FleetRoot;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log from its first byte to its last, in one pass and with no more memory than a bit a
 * fact, and says what is wrong first. Dates of certificates are not held against it: a log is
 * checked long after its show.
 */
public final class LogVerifier {
  private static final int LINE_MAX = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int begin;
  private int full;
  private final Optional<FleetRoot> trusted;
  private final List<KeptHead> against;
  private final MessageDigest digest = LogWriter.sha256();
  private final BitSet seen = new BitSet();
  private @Nullable LogHeader header;

  /** The lives of the box from the one that the log has come to. */
  private List<Incarnation> lives = List.of();

  private @Nullable TreeWatch watch;
  private @Nullable Broken gap;
  private long line;
  private long records;
  private long expected = 1;
  private Hash head = Hash.NONE;
  private long position;
  private long first;
  private long time;

  private LogVerifier(InputStream in, Optional<FleetRoot> trusted, List<KeptHead> against) {
    this.in = in;
    this.trusted = trusted;
    this.against = against;
  }

  /**
   * Checks a log.
   *
   * @param root whom to trust; when nobody is named, the log's own root, and the verdict says so
   */
  public static Verdict verify(InputStream log, Optional<FleetRoot> root) throws IOException {
    return verify(log, root, List.of());
  }

  /**
   * Checks a log, and whether it begins with what it was when these heads were given out.
   *
   * @throws KeptHead.Unusable when a head is none, or not of this log
   */
  public static Verdict verify(InputStream log, Optional<FleetRoot> root, List<KeptHead> against)
      throws IOException {
    return new LogVerifier(log, root, List.copyOf(against)).verify();
  }

  /** A line as it stands in the file. */
  private record Line(String text, boolean whole) {}

  private Verdict verify() throws IOException {
    Line opening = next();
    if (opening == null || !opening.whole()) {
      return broken(Fault.UNREADABLE, 0, "this is no log of a box: its first line is missing");
    }
    TreeWatch tree;
    try {
      header = LogHeader.of(bytes(opening));
      lives = header.lives();
      tree = new TreeWatch(header);
    } catch (IllegalArgumentException e) {
      return broken(
          Fault.UNREADABLE,
          0,
          "the first line, which says whose log it is, cannot be read: " + e.getMessage());
    }
    feed(opening);
    watch = tree;
    Optional<Broken> forked = keep(header, tree);
    if (forked.isPresent()) {
      return forked.get();
    }
    for (Line at = next(); at != null; at = next()) {
      if (at.whole() && isEnd(at.text())) {
        return ending(header, tree, at);
      }
      Optional<Broken> wrong = record(header, tree, at);
      if (wrong.isPresent()) {
        return wrong.get();
      }
    }
    return gap != null
        ? gap
        : broken(
            Fault.CUT,
            expected,
            "the log ends after sequence "
                + (expected - 1)
                + " without the kit's signature: what followed was cut off");
  }

  private Optional<Broken> keep(LogHeader header, TreeWatch tree) {
    for (KeptHead head : against) {
      try {
        Optional<Broken> forked = tree.keep(head).map(wrong -> trustedly(header, wrong, 0));
        if (forked.isPresent()) {
          return forked;
        }
      } catch (KeptHead.Unusable e) {
        // A log under another key is no reason to think ill of the head.
        return Optional.of(broken(Fault.NOT_TRUSTED, 0, untrusted(header).orElseThrow(() -> e)));
      }
    }
    return Optional.empty();
  }

  /** A signature has no space in it and a record begins with its check. */
  private static boolean isEnd(String text) {
    return text.indexOf(' ') < 0 && text.chars().filter(c -> c == '.').count() == 2;
  }

  private Optional<Broken> record(LogHeader header, TreeWatch tree, Line at) {
    String text = at.text();
    if (!at.whole()) {
      return Optional.of(
          gap != null
              ? gap
              : broken(Fault.CUT, expected, "the log ends within sequence " + expected));
    }
    int afterCheck = text.indexOf(' ');
    int afterPosition = text.indexOf(' ', afterCheck + 1);
    if (afterCheck != 43 || afterPosition < 0) {
      return Optional.of(changed());
    }
    String fact = text.substring(afterPosition + 1);
    long where;
    try {
      where = Long.parseLong(text.substring(afterCheck + 1, afterPosition));
    } catch (NumberFormatException e) {
      return Optional.of(changed());
    }
    if (!LogWriter.check(where, fact).equals(text.substring(0, afterCheck))) {
      return Optional.of(changed());
    }
    feed(at);
    return follow(header, tree, where, fact);
  }

  /** The line is as it was written; is it the next? */
  private Optional<Broken> follow(LogHeader header, TreeWatch tree, long where, String fact) {
    byte[] bytes = fact.getBytes(StandardCharsets.UTF_8);
    Fields fields;
    long seq;
    long wall;
    String prev;
    try {
      fields = Json.object(bytes, "a fact");
      seq = fields.whole("seq");
      prev = fields.text("prev");
      wall = fields.object("now").whole("wall");
      if (!fields.text("chain").equals(Chain.SITE.word())
          || !fields.text("kit").equals(header.kit().value())
          || !lives.contains(fields.as("inc", Incarnation::new))) {
        return Optional.of(
            broken(
                Fault.FORGED,
                seq,
                "sequence " + seq + " is a fact of another box or another chain"));
      }
    } catch (Malformed e) {
      return Optional.of(
          broken(Fault.FORGED, expected, "the fact in its place is none: " + e.getMessage()));
    }
    if (gap == null && seq == expected) {
      if (!prev.equals(head.value())) {
        return Optional.of(
            broken(
                Fault.FORGED,
                seq,
                "sequence " + seq + " does not follow the fact before it, which was written anew"));
      }
      Optional<Broken> objection =
          alive(seq, fields).or(() -> held(header, tree, seq, fields, bytes));
      if (objection.isEmpty()) {
        take(seq, where, wall, bytes);
      }
      return objection;
    }
    return outOfOrder(seq, where, wall, bytes);
  }

  /** A box changes its incarnation by a fact that says so, and by no other. */
  private Optional<Broken> alive(long seq, Fields fact) {
    try {
      Incarnation named = fact.as("inc", Incarnation::new);
      if (!fact.text("type").equals(BoxFact.INCARNATION_ADOPTED.word())) {
        return named.equals(lives.getFirst())
            ? Optional.empty()
            : Optional.of(
                broken(
                    Fault.FORGED,
                    seq,
                    "sequence " + seq + " is of another incarnation, which no fact adopts"));
      }
      Incarnation former = fact.object("body").as("former", Incarnation::new);
      if (lives.size() < 2 || !former.equals(lives.getFirst()) || !named.equals(lives.get(1))) {
        return Optional.of(
            broken(
                Fault.FORGED,
                seq,
                "sequence " + seq + " adopts an incarnation that the first line does not have"));
      }
      lives = lives.subList(1, lives.size());
      return Optional.empty();
    } catch (Malformed e) {
      return Optional.of(
          broken(Fault.FORGED, seq, "the fact in its place is none: " + e.getMessage()));
    }
  }

  /** The fact is the next; do the heads that the kit signed say so too? */
  private Optional<Broken> held(
      LogHeader header, TreeWatch tree, long seq, Fields fact, byte[] bytes) {
    Optional<TreeWatch.Objection> wrong;
    try {
      wrong = tree.next(seq, fact, bytes);
    } catch (Malformed e) {
      return Optional.of(
          broken(Fault.FORGED, seq, "the fact in its place is none: " + e.getMessage()));
    }
    return wrong.map(objection -> trustedly(header, objection, seq));
  }

  /** A head is worth what the key is worth. */
  private Broken trustedly(LogHeader header, TreeWatch.Objection objection, long seq) {
    return untrusted(header)
        .map(why -> broken(Fault.NOT_TRUSTED, 0, why))
        .orElseGet(() -> broken(objection, seq));
  }

  /**
   * A hole, and what comes behind it: a fact that was dropped never comes, one that was moved does.
   */
  private Optional<Broken> outOfOrder(long seq, long where, long wall, byte[] fact) {
    if (seq < 1 || seq > Integer.MAX_VALUE) {
      return Optional.of(broken(Fault.FORGED, expected, "no box writes a sequence of " + seq));
    }
    if (seen.get((int) seq)) {
      return Optional.of(
          gap != null
              ? gap
              : new Broken(
                  header,
                  Fault.REPEATED,
                  line,
                  seq,
                  where,
                  wall,
                  vouched(),
                  "sequence " + seq + " stands there a second time"));
    }
    if (gap == null) {
      gap =
          broken(
              Fault.MISSING,
              expected,
              "sequence "
                  + expected
                  + " is missing: the next fact is "
                  + seq
                  + ", at journal position "
                  + where);
    } else if (seq == gap.seq()) {
      return Optional.of(
          new Broken(
              header,
              Fault.MOVED,
              line,
              seq,
              where,
              wall,
              vouched(),
              "sequence " + seq + " was moved: it belongs on line " + gap.line()));
    }
    take(seq, where, wall, fact);
    return Optional.empty();
  }

  private void take(long seq, long where, long wall, byte[] fact) {
    seen.set((int) seq);
    records++;
    expected = seq + 1;
    head = Hash.of(fact);
    if (gap == null) {
      position = where;
      time = wall;
      first = first == 0 ? wall : first;
    }
  }

  private Verdict ending(LogHeader header, TreeWatch tree, Line at) throws IOException {
    if (gap != null) {
      return gap;
    }
    CompactJws end;
    long signedRecords;
    String signedHead;
    String signedDigest;
    try {
      end = CompactJws.parse(at.text(), LogWriter.END_TYP);
      Fields fields = Json.object(end.payload(), "the log's end");
      signedRecords = fields.whole("records");
      signedHead = fields.text("head");
      signedDigest = fields.text("digest");
    } catch (Malformed e) {
      return broken(Fault.CHANGED, 0, "the kit's signature at the end was changed");
    }
    X509Certificate kit = header.chain().getFirst();
    Optional<String> untrusted = untrusted(header);
    if (untrusted.isPresent()) {
      return broken(Fault.NOT_TRUSTED, 0, untrusted.get());
    }
    if (!end.signedBy(new Es256(Certificates.publicKey(kit)))) {
      return broken(Fault.FORGED, 0, "the signature at the end is not " + header.kit() + "'s");
    }
    if (signedRecords > records) {
      return broken(
          Fault.MISSING,
          expected,
          "sequence "
              + expected
              + " is missing: the kit signed "
              + signedRecords
              + " facts and "
              + records
              + " are there");
    }
    if (signedRecords != records || !signedHead.equals(head.value())) {
      return broken(Fault.FORGED, records, "the kit signed another log: its last fact is another");
    }
    if (!signedDigest.equals(HexFormat.of().formatHex(digest.digest()))) {
      return broken(Fault.CHANGED, 0, "the first line or a journal position was written anew");
    }
    if (next() != null) {
      return broken(Fault.CHANGED, 0, "something was added behind the kit's signature");
    }
    if (lives.size() > 1) {
      return broken(
          Fault.FORGED, records, "no fact adopts the incarnation that the first line names");
    }
    return tree.ended()
        .<Verdict>map(wrong -> broken(wrong, records + 1))
        .orElseGet(() ->
            new Whole(
                header, records, first, time, tree.heads(), tree.vouched(), trusted.isPresent()));
  }

  /** Why the certificates do not lead to the root, if they do not. */
  private Optional<String> untrusted(LogHeader header) {
    try {
      FleetRoot own = FleetRoot.of(header.chain().get(2));
      if (trusted.isPresent() && !trusted.get().certificate().equals(own.certificate())) {
        return Optional.of("the log's root is another than the one that was named");
      }
      X509Certificate show = header.chain().get(1);
      Name.Show name = own.show(show, 0, Long.MAX_VALUE);
      header.chain().getFirst().verify(show.getPublicKey());
      boolean ours =
          Certificates.name(header.chain().getFirst()) instanceof Name.Kit(var fleet, var kit)
              && fleet.equals(header.fleet())
              && kit.equals(header.kit())
              && own.fleet().equals(header.fleet())
              && name.show().equals(header.show());
      return ours
          ? Optional.empty()
          : Optional.of("the certificate is not that of " + header.kit() + " in this show");
    } catch (NotTrusted e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (GeneralSecurityException e) {
      return Optional.of("the kit's certificate is not signed by the show: " + e.getMessage());
    }
  }

  private Broken changed() {
    return gap != null
        ? gap
        : broken(Fault.CHANGED, expected, "sequence " + expected + " is not as it was written");
  }

  private Broken broken(TreeWatch.Objection wrong, long seq) {
    if (wrong.fault() == Fault.FORGED) {
      return broken(Fault.FORGED, seq, wrong.why());
    }
    return new Broken(header, wrong.fault(), line, seq, position, time, vouched(), wrong.why());
  }

  private Broken broken(Fault fault, long seq, String why) {
    String besides =
        Optional.ofNullable(watch)
            .flatMap(TreeWatch::disputed)
            .map(disputed -> ". Besides, " + disputed)
            .orElse("");
    return new Broken(header, fault, line, seq, position, time, vouched(), why + besides);
  }

  private long vouched() {
    return watch == null ? 0 : watch.vouched();
  }

  private void feed(Line at) {
    digest.update(bytes(at));
    digest.update((byte) '\n');
  }

  private static byte[] bytes(Line at) {
    return at.text().getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable Line next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    while (filled() && bytes.size() < LINE_MAX) {
      int end = begin;
      int most = Math.min(full, begin + LINE_MAX - bytes.size());
      while (end < most && buffer[end] != '\n') {
        end++;
      }
      bytes.write(buffer, begin, end - begin);
      begin = end;
      if (end < full && buffer[end] == '\n') {
        begin++;
        line++;
        return new Line(bytes.toString(StandardCharsets.UTF_8), true);
      }
    }
    if (bytes.size() == 0) {
      return null;
    }
    line++;
    return new Line(bytes.toString(StandardCharsets.UTF_8), false);
  }

  /** Whether there is more to read. */
  private boolean filled() throws IOException {
    if (begin == full) {
      begin = 0;
      full = Math.max(0, in.read(buffer));
    }
    return begin < full;
  }
}
