package dev.roadcase.core.fact;

import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Scope;
import dev.roadcase.core.identity.Subject;
import dev.roadcase.core.identity.TokenGrant;
import dev.roadcase.core.identity.UpstreamEpoch;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What happened. One record a type; {@link FactType} says what each is called and where it goes.
 */
public sealed interface FactBody {

  FactType type();

  /**
   * What the fact is about, for coalescing and for order: facts of one class and key stay in order,
   * and of a coalesced class only the last of a key need travel.
   */
  String key();

  /**
   * The process came up.
   *
   * @param clean whether the last run had stopped in good order
   * @param urgent whether it travels with the money; before version 2 it did not
   */
  record BoxStarted(String release, boolean clean, boolean urgent) implements FactBody {
    public BoxStarted(String release, boolean clean) {
      this(release, clean, true);
    }

    @Override
    public FactType type() {
      return urgent ? FactType.BOX_STARTED : FactType.BOX_STARTED_1;
    }

    @Override
    public String key() {
      return "box";
    }
  }

  /**
   * The process is about to end in good order: what follows is silence.
   *
   * @param why in words, such as {@code asked to}
   */
  record BoxStopped(String why) implements FactBody {
    @Override
    public FactType type() {
      return FactType.BOX_STOPPED;
    }

    @Override
    public String key() {
      return "box";
    }
  }

  /**
   * From here on, prices, taxes and keys are this pack's. The journal keeps the pack's file beside
   * it.
   */
  record PackApplied(Pack pack) implements FactBody {
    @Override
    public FactType type() {
      return FactType.PACK_APPLIED;
    }

    @Override
    public String key() {
      return "pack";
    }
  }

  /**
   * This box may sell so much more of some items, or so much less, because a pack says so.
   *
   * @param grants one for each item that the pack counts; also for those whose delta is 0
   */
  record RightsGranted(PackId from, List<Grant> grants) implements FactBody {
    public RightsGranted {
      grants = List.copyOf(grants);
    }

    @Override
    public FactType type() {
      return FactType.RIGHTS_GRANTED;
    }

    @Override
    public String key() {
      return "rights";
    }
  }

  /**
   * The crew changed the price of one item, for as long as the pack counts.
   *
   * @param was unit price before, minor units of the pack's currency
   * @param price unit price from here on, minor units; not negative
   */
  record PriceChanged(Sku sku, long was, long price) implements FactBody {
    @Override
    public FactType type() {
      return FactType.PRICE_CHANGED;
    }

    @Override
    public String key() {
      return "price/" + sku;
    }
  }

  /**
   * A change of what may be sold of one item.
   *
   * @param delta milli-units, negative when a later pack takes some back; 0 makes an item known
   *     whose stock is nothing
   */
  record Grant(Sku sku, long delta) {}

  /**
   * A one-time code was made. Only its hash is written down.
   *
   * @param codeHash SHA-256 of the code, base64url
   * @param boot the boot whose monotonic clock {@code expires} is on; in another boot the code is
   *     dead
   * @param expires monotonic nanoseconds
   * @param ask whether the crew still has to approve who brings it
   */
  record PairingOffered(String codeHash, Role role, String boot, long expires, boolean ask)
      implements FactBody {
    @Override
    public FactType type() {
      return FactType.PAIRING_OFFERED;
    }

    @Override
    public String key() {
      return "pairing";
    }
  }

  /**
   * Somebody tried a code that opens nothing. Counted before it is answered, so that guessing is
   * slow even across restarts.
   */
  record PairingFailed() implements FactBody {
    @Override
    public FactType type() {
      return FactType.PAIRING_FAILED;
    }

    @Override
    public String key() {
      return "pairing";
    }
  }

  /**
   * This key was let in.
   *
   * @param codeHash of the code that it brought, or "" when the crew approved it without one
   */
  record DevicePaired(DeviceId device, PublicKey publicKey, Role role, String name, String codeHash)
      implements FactBody {
    @Override
    public FactType type() {
      return FactType.DEVICE_PAIRED;
    }

    @Override
    public String key() {
      return "device/" + device;
    }
  }

  record DeviceRevoked(DeviceId device, String reason) implements FactBody {
    @Override
    public FactType type() {
      return FactType.DEVICE_REVOKED;
    }

    @Override
    public String key() {
      return "device/" + device;
    }
  }

  /** What the auth broker writes down. */
  sealed interface OfAuth extends FactBody {}

  /** The crew lets a suspended device go on. */
  record DeviceResumed(DeviceId device) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.DEVICE_RESUMED;
    }

    @Override
    public String key() {
      return "device/" + device;
    }
  }

  /** One key was used from two places at a time: two tabs, a roaming till, or a copied card. */
  record CloneSuspected(DeviceId device) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.CLONE_SUSPECTED;
    }

    @Override
    public String key() {
      return "device/" + device;
    }
  }

  /**
   * A machine may get tokens by its secret.
   *
   * @param secretHash SHA-256 of the secret, which has 256 bits of chance; base64url
   */
  record ClientAdded(ClientId client, String secretHash, Set<Scope> scopes, int lifeSeconds)
      implements OfAuth {
    public ClientAdded {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public FactType type() {
      return FactType.CLIENT_ADDED;
    }

    @Override
    public String key() {
      return "client/" + client;
    }

    /** Without the hash. */
    @Override
    public String toString() {
      return "ClientAdded[" + client + "]";
    }
  }

  record ClientRemoved(ClientId client) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.CLIENT_REMOVED;
    }

    @Override
    public String key() {
      return "client/" + client;
    }
  }

  /**
   * A token was issued; it ends {@code lifeSeconds} after the fact.
   *
   * @param index its place in the status list
   * @param generation odd when no upstream session stood; see {@code core.auth.Tokens}
   * @param staff whose PIN was given, or ""
   */
  record TokenIssued(
      int index,
      Subject subject,
      long generation,
      Set<Scope> scopes,
      int lifeSeconds,
      TokenGrant grant,
      String staff)
      implements OfAuth {
    public TokenIssued {
      scopes = Set.copyOf(scopes);
    }

    @Override
    public FactType type() {
      return FactType.TOKEN_ISSUED;
    }

    @Override
    public String key() {
      return "token/" + index;
    }
  }

  record TokenRevoked(int index, Subject subject, String reason) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.TOKEN_REVOKED;
    }

    @Override
    public String key() {
      return "token/" + index;
    }
  }

  /**
   * Somebody was turned away. The first time at once, then counted for a minute.
   *
   * @param reason a stable word, such as {@code bad-proof}
   * @param device whose token it was, or "" when that is not known
   * @param count 1 or more
   */
  record TokensRefused(String reason, String device, long count) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.TOKENS_REFUSED;
    }

    @Override
    public String key() {
      return "refused/" + reason + "/" + device;
    }
  }

  /** Upstream has all that was issued without it: offline tokens of before are to be replaced. */
  record EpochBegan(long epoch) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.EPOCH_BEGAN;
    }

    @Override
    public String key() {
      return "epoch";
    }
  }

  /**
   * Tokens are signed by this key from now on.
   *
   * @param next the one after it, published already
   */
  record IssuerKeyChanged(PublicKey present, PublicKey next) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.ISSUER_KEY_CHANGED;
    }

    @Override
    public String key() {
      return "issuer";
    }
  }

  /**
   * The kit vouches for every fact of the site chain before this one.
   *
   * @param size how many those are: its own sequence less one
   * @param root of the tree over them (RFC 6962)
   * @param jwt the same, signed by the kit's key; what devices and upstream keep
   */
  record TreeHeadSigned(long size, Hash root, String jwt) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.TREE_HEAD;
    }

    @Override
    public String key() {
      return "audit";
    }
  }

  /** A PIN is about to be looked at: counted first. */
  record PinTried(DeviceId device, String staff) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.PIN_TRIED;
    }

    @Override
    public String key() {
      return "pin/" + device;
    }
  }

  /** It was the right one. */
  record PinPassed(DeviceId device, String staff) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.PIN_PASSED;
    }

    @Override
    public String key() {
      return "pin/" + device;
    }
  }

  /** The crew gives a locked device its tries back. */
  record PinUnlocked(DeviceId device) implements OfAuth {
    @Override
    public FactType type() {
      return FactType.PIN_UNLOCKED;
    }

    @Override
    public String key() {
      return "pin/" + device;
    }
  }

  /**
   * A device used one sequence number for two payloads: a fault or a fraud. Noted once a number.
   */
  record SequenceReused(DeviceSequence sequence, ReceiptToken kept, ReceiptToken refused)
      implements FactBody {
    @Override
    public FactType type() {
      return FactType.SEQUENCE_REUSED;
    }

    @Override
    public String key() {
      return "device/" + sequence.device();
    }
  }

  record SaleTaken(SignedSale signed) implements FactBody {
    @Override
    public FactType type() {
      return FactType.SALE_TAKEN;
    }

    @Override
    public String key() {
      return "sale/" + signed.receipt();
    }
  }

  record RefundGiven(SignedRefund signed) implements FactBody {
    @Override
    public FactType type() {
      return FactType.REFUND_GIVEN;
    }

    @Override
    public String key() {
      return "sale/" + signed.refund().of();
    }
  }

  /**
   * Mains came or went, or the battery passed a step.
   *
   * @param mains whether mains power is there
   * @param percent state of charge, 0 … 100
   * @param minutesLeft until empty at the present draw; -1 when unknown or on mains
   */
  record PowerChanged(boolean mains, int percent, int minutesLeft) implements FactBody {
    @Override
    public FactType type() {
      return FactType.POWER_CHANGED;
    }

    @Override
    public String key() {
      return "power";
    }
  }

  /**
   * Upstream came within reach, or went out of it.
   *
   * @param reachable whether upstream answers
   * @param via {@code wan}, {@code cellular} or {@code none}
   */
  record LinkChanged(boolean reachable, String via) implements FactBody {
    @Override
    public FactType type() {
      return FactType.LINK_CHANGED;
    }

    @Override
    public String key() {
      return "link";
    }
  }

  /**
   * The loss ledger: these p3 sequences were given up, and why.
   *
   * @param from first p3 sequence given up
   * @param to last one, inclusive
   */
  record TelemetryShed(long from, long to, String why) implements FactBody {
    @Override
    public FactType type() {
      return FactType.TELEMETRY_SHED;
    }

    @Override
    public String key() {
      return "shed/p3";
    }
  }

  /**
   * The books were written to a place outside the journal, and flushed there.
   *
   * @param position of the last fact in them, in this journal
   * @param head SHA-256 of that fact as it is written down
   * @param p0 the highest p0 sequence in them, 0 for none; they hold every one below it
   * @param p1 the same for p1
   * @param ownDisk whether the place is on the disk of the journal, and lost with it
   */
  record BooksExported(long position, Hash head, long p0, long p1, boolean ownDisk)
      implements FactBody {
    public BooksExported {
      if (position < 0 || p0 < 0 || p1 < 0) {
        throw new IllegalArgumentException("positions and sequences are 0 or more");
      }
    }

    @Override
    public FactType type() {
      return FactType.BOOKS_EXPORTED;
    }

    @Override
    public String key() {
      return "export";
    }
  }

  /**
   * How far upstream's database has got in one class, as an ack says that was held against this
   * box's own facts. With a basis, it takes the place of what was believed of the class before.
   *
   * @param ranges above the prefix, each {@code [from, to]}, ascending and apart
   * @param basis none in a journal of before sums: of p0 and p1 such a fact counts for nothing
   */
  record UpstreamAcked(
      DeltaClass deltaClass, long prefix, List<Range> ranges, Optional<AckBasis> basis)
      implements FactBody {
    public UpstreamAcked {
      ranges = List.copyOf(ranges);
    }

    @Override
    public FactType type() {
      return FactType.UPSTREAM_ACKED;
    }

    @Override
    public String key() {
      return "ack/" + deltaClass.word();
    }
  }

  /**
   * On what an {@link UpstreamAcked} rests.
   *
   * @param issued when upstream signed, epoch milliseconds by its clock
   * @param dead what stands in upstream's dead letters alone, ascending and apart
   * @param sum of this box's own facts at what is acknowledged; empty for p2 and p3
   */
  record AckBasis(UpstreamEpoch epoch, long issued, List<Range> dead, MultisetHash sum) {
    public AckBasis {
      dead = List.copyOf(dead);
    }
  }

  /**
   * Upstream has what this box has not: its data folder was set back, or lives twice.
   *
   * @param upstream the highest sequence of the class that upstream names
   * @param here the highest that this box has given out
   * @param doubtful how many sequences upstream names that this box had not believed it to have:
   *     the most that can be missing here
   */
  record SetBackFound(DeltaClass deltaClass, long upstream, long here, long doubtful)
      implements FactBody {
    public SetBackFound {
      if (upstream < 0 || here < 0 || doubtful < 0) {
        throw new IllegalArgumentException("sequences and their number are 0 or more");
      }
    }

    @Override
    public FactType type() {
      return FactType.SET_BACK_FOUND;
    }

    @Override
    public String key() {
      return "set-back";
    }
  }

  /**
   * From this fact on the box lives under another incarnation, which the envelope names. Chains and
   * sequences go on; what upstream was believed to have is believed no more.
   *
   * @param former the incarnation up to here
   */
  record IncarnationAdopted(Incarnation former) implements FactBody {
    @Override
    public FactType type() {
      return FactType.INCARNATION_ADOPTED;
    }

    @Override
    public String key() {
      return "incarnation";
    }
  }
}
