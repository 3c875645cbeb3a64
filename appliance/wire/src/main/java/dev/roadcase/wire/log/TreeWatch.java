package dev.roadcase.wire.log;

import dev.roadcase.core.audit.AuditFact;
import dev.roadcase.core.audit.MerkleTree;
import dev.roadcase.core.audit.TreeHead;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.log.Verdict.Fault;
import dev.roadcase.wire.token.TreeHeadToken;
import dev.roadcase.wire.x509.Certificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Grows the tree again as a log is read, and holds it against each head that the kit signed: those
 * that stand in the log, and those that somebody kept.
 */
final class TreeWatch {
  /** What a head says against the log. */
  record Objection(Fault fault, String why) {}

  private record Kept(String name, TreeHead head) {}

  private final LogHeader header;
  private final String keyId;
  private final Es256 key;
  private final TreeMap<Long, List<Kept>> kept = new TreeMap<>();
  private MerkleTree tree = MerkleTree.EMPTY;
  private long heads;
  private long vouched;
  private long agreed;
  private @Nullable String disputed;

  /**
   * A watch over the log of that kit.
   *
   * @throws IllegalArgumentException when the certificate has no key of ours
   */
  TreeWatch(LogHeader header) {
    this.header = header;
    PublicKey kit = Certificates.publicKey(header.chain().getFirst());
    keyId = Jwk.keyId(kit);
    key = new Es256(kit);
  }

  /** How many heads stand in the log, as far as it has been read. */
  long heads() {
    return heads;
  }

  /** The facts 1 … this are vouched for by a head, of the log or kept. */
  long vouched() {
    return Math.max(vouched, agreed);
  }

  /**
   * Holds the log against that head as well, when it has been read so far.
   *
   * @return what it says together with those before it
   * @throws KeptHead.Unusable when it is not of this log
   */
  Optional<Objection> keep(KeptHead head) {
    TreeHeadToken token;
    try {
      token =
          TreeHeadToken.verified(head.jwt(), this::key)
              .orElseThrow(() ->
                  new KeptHead.Unusable(
                      head.name()
                          + " is not signed by the key of this log: one of the two is not "
                          + header.kit()
                          + "'s"))
              .value();
    } catch (Malformed e) {
      throw new KeptHead.Unusable(head.name() + " is no tree head: " + e.getMessage());
    }
    if (!header.lives().contains(token.incarnation())) {
      throw new KeptHead.Unusable(
          head.name()
              + " is a head of incarnation "
              + token.incarnation()
              + ", and this log is of "
              + header.incarnation()
              + ": the box was made anew between the two. Take the log of the other");
    }
    Kept mine = new Kept(head.name(), token.head());
    List<Kept> same = kept.computeIfAbsent(mine.head().size(), size -> new ArrayList<>());
    same.add(mine);
    for (Kept other : same) {
      if (!other.head().equals(mine.head())) {
        return Optional.of(
            new Objection(
                Fault.FORKED,
                "the kit signed two histories: %s and %s are heads of %d facts, and differ"
                    .formatted(other.name(), mine.name(), mine.head().size())));
      }
    }
    ask();
    return Optional.empty();
  }

  /** The next fact, in its place; what the heads say against it. */
  Optional<Objection> next(long seq, Fields fact, byte[] bytes) {
    Optional<Objection> wrong =
        fact.text("type").equals(AuditFact.TREE_HEAD.word()) ? head(seq, fact) : Optional.empty();
    if (wrong.isPresent()) {
      return wrong;
    }
    tree = tree.plus(bytes);
    ask();
    return Optional.empty();
  }

  /** What a kept head says against the log, if one does; the log may have been forged, though. */
  Optional<String> disputed() {
    return Optional.ofNullable(disputed);
  }

  /** The kit has signed the end of the log; what the kept heads say to that. */
  Optional<Objection> ended() {
    if (disputed != null) {
      return Optional.of(new Objection(Fault.FORKED, "the kit signed two histories: " + disputed));
    }
    return Optional.ofNullable(kept.higherEntry(tree.size()))
        .map(later -> later.getValue().getFirst())
        .map(head ->
            new Objection(
                Fault.CUT,
                ("%s vouches for %d facts, and the log ends after %d. Export it again; if it is as"
                        + " short, the box's journal was set back or cut off")
                    .formatted(head.name(), head.head().size(), tree.size())));
  }

  /** A head that stands in the log: it vouches for everything before it. */
  private Optional<Objection> head(long seq, Fields fact) {
    TreeHead said;
    Optional<TreeHeadToken> signed;
    try {
      Fields body = fact.object("body");
      said = new TreeHead(body.whole("size"), body.as("root", Hash::new));
      signed = TreeHeadToken.verified(body.text("sth"), this::key).map(v -> v.value());
    } catch (IllegalArgumentException e) {
      return forged("sequence " + seq + " is a tree head that cannot be read: " + e.getMessage());
    }
    if (signed.isEmpty()) {
      return forged("sequence " + seq + " is a tree head that " + header.kit() + " has not signed");
    }
    if (!signed.get().head().equals(said)
        || !signed.get().incarnation().value().equals(fact.text("inc"))) {
      return forged("sequence " + seq + " is a tree head with the signature of another");
    }
    if (said.size() != tree.size()) {
      return forged(
          "sequence %d is a tree head of %d facts, and %d stand before it"
              .formatted(seq, said.size(), tree.size()));
    }
    if (!said.equals(tree.head())) {
      return forged(
          "sequence %d is a tree head by which the %d facts before it are others: something from"
                  .formatted(seq, said.size())
              + " sequence %d to %d was written anew".formatted(vouched() + 1, said.size()));
    }
    heads++;
    vouched = said.size();
    return Optional.empty();
  }

  /** Asks those heads that were kept when the log was as long as it has been read. */
  private void ask() {
    List<Kept> here = kept.get(tree.size());
    if (here == null || disputed != null) {
      return;
    }
    // All of one size are the same.
    Kept head = here.getFirst();
    if (head.head().equals(tree.head())) {
      agreed = tree.size();
    } else {
      disputed =
          "by %s the first %d facts are others than in this log; they part between sequence %d and %d"
              .formatted(head.name(), tree.size(), vouched() + 1, tree.size());
    }
  }

  private static Optional<Objection> forged(String why) {
    return Optional.of(new Objection(Fault.FORGED, why));
  }

  private @Nullable Es256 key(String kid) {
    return kid.equals(keyId) ? key : null;
  }
}
