package dev.roadcase.core.auth;

import dev.roadcase.core.auth.Device.Standing;
import dev.roadcase.core.auth.DeviceFact.CloneSuspected;
import dev.roadcase.core.auth.DeviceFact.DevicePaired;
import dev.roadcase.core.auth.DeviceFact.DeviceResumed;
import dev.roadcase.core.auth.DeviceFact.DeviceRevoked;
import dev.roadcase.core.auth.DeviceFact.PairingFailed;
import dev.roadcase.core.auth.DeviceFact.PairingOffered;
import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Entry;
import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.fact.Machine;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.fact.Reads;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.fact.Staged;
import dev.roadcase.core.fact.StagedValue;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.identity.Role;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.sale.SaleFact.SequenceReused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is let in. A code is offered, used by one key, and dead; a device is paired until it is
 * revoked, and suspended when its key has signed two things under one number.
 */
public final class Devices implements Machine {
  /** How long a pairing code opens the door. */
  public static final Duration CODE_LIFE = Duration.ofMinutes(10);

  /**
   * Wrong codes in {@link #TRY_WINDOW} that are written down and told what is wrong with them. The
   * right one opens at any time: a guest who types nonsense all day keeps no till out, and a code
   * has so many bits that nobody guesses it at any rate that a box can answer.
   */
  public static final int TRIES = 10;

  public static final Duration TRY_WINDOW = Duration.ofMinutes(1);

  /**
   * A code as the box remembers it.
   *
   * @param ask whether the crew still has to approve who brings it
   * @param usedBy empty until it is used
   */
  public record Offer(
      String codeHash, Role role, String boot, long expires, boolean ask, List<DeviceId> usedBy) {}

  /** Wrong codes since {@code since}, monotonic nanoseconds of {@code boot}. */
  public record Tries(String boot, long since, int count) {}

  public record State(List<Device> devices, List<Offer> offers, Tries tries) {}

  private final Mode mode;
  private final Staged<DeviceId, Device> devices = new Staged<>();
  private final Staged<String, Offer> offers = new Staged<>();
  private final StagedValue<Tries> tries = new StagedValue<>(new Tries("", 0, 0));

  public Devices(Mode mode) {
    this.mode = mode;
  }

  /** Only the hash of a code is ever written down. */
  public static String hashOf(String code) {
    return Hash.of(("roadcase pairing 1\n" + code).getBytes(StandardCharsets.UTF_8)).value();
  }

  /** Makes a code count. {@code ask}: who brings it still has to be approved. */
  public Decision<Offer> offer(String code, Role role, boolean ask, Now now) {
    long expires = now.monotonic() + CODE_LIFE.toNanos();
    Offer offer = new Offer(hashOf(code), role, now.boot(), expires, ask, List.of());
    return Decision.of(
        offer, new PairingOffered(offer.codeHash(), role, offer.boot(), offer.expires(), ask));
  }

  /**
   * Lets a key in that the crew has approved.
   *
   * @param codeHash of the code that it had brought, which is dead from then on; or ""
   */
  public Decision<PairOutcome> admit(PublicKey key, Role role, String name, String codeHash) {
    DeviceId id = DeviceId.of(key);
    Device known = devices.get(id);
    if (known != null && known.revoked()) {
      return Decision.nothing(new PairOutcome.KeyRevoked());
    }
    if (known != null && known.standing() == Standing.SUSPENDED) {
      return Decision.nothing(new PairOutcome.KeySuspended());
    }
    Offer offer = codeHash.isEmpty() ? null : offers.get(codeHash);
    if (offer != null && !offer.usedBy().isEmpty() && !offer.usedBy().contains(id)) {
      return Decision.nothing(new PairOutcome.CodeUsed());
    }
    Device device = Device.in(id, key, role, name);
    if (device.equals(known)) {
      return Decision.nothing(new PairOutcome.Paired(device, true));
    }
    return Decision.of(
        new PairOutcome.Paired(device, false), new DevicePaired(id, key, role, name, codeHash));
  }

  public Decision<PairOutcome> pair(Verified<PairingRequest> verified, Now now) {
    PairingRequest request = verified.value();
    DeviceId id = DeviceId.of(request.key());
    Offer offer = offers.get(hashOf(request.code()));
    if (offer != null && offer.usedBy().contains(id) && alive(offer, now)) {
      Device device = devices.get(id);
      if (device != null && !device.revoked()) {
        return Decision.nothing(new PairOutcome.Paired(device, true));
      }
    }
    Device known = devices.get(id);
    if (known != null && known.revoked()) {
      return failed(new PairOutcome.KeyRevoked(), now);
    }
    if (known != null && known.standing() == Standing.SUSPENDED) {
      return failed(new PairOutcome.KeySuspended(), now);
    }
    if (offer == null) {
      return failed(new PairOutcome.CodeUnknown(), now);
    }
    if (!offer.usedBy().isEmpty()) {
      return failed(new PairOutcome.CodeUsed(), now);
    }
    if (!alive(offer, now)) {
      return failed(new PairOutcome.CodeExpired(), now);
    }
    if (offer.ask()) {
      return Decision.nothing(new PairOutcome.AskTheCrew(offer.role(), offer.codeHash()));
    }
    Device device = Device.in(id, request.key(), offer.role(), request.name());
    return Decision.of(
        new PairOutcome.Paired(device, false),
        new DevicePaired(id, request.key(), offer.role(), request.name(), offer.codeHash()));
  }

  /** Revoking twice, or a device that was never here, changes nothing and answers false. */
  public Decision<Boolean> revoke(DeviceId id, String reason) {
    Device device = devices.get(id);
    return device == null || device.revoked()
        ? Decision.nothing(false)
        : Decision.of(true, new DeviceRevoked(id, reason));
  }

  /**
   * The crew has had a look: a suspended device goes on, and one that seemed to be in two places is
   * no longer asked about. Answers whether it changed anything.
   */
  public Decision<Boolean> resume(DeviceId id) {
    Device device = devices.get(id);
    return device != null
            && !device.revoked()
            && (device.standing() == Standing.SUSPENDED || device.twoPlaces())
        ? Decision.of(true, new DeviceResumed(id))
        : Decision.nothing(false);
  }

  /** The writer's view: whether {@code id} may act now. */
  public boolean active(DeviceId id) {
    Device device = devices.get(id);
    return device != null && device.active();
  }

  /** Any thread's view. */
  public @Nullable Device published(DeviceId id) {
    return devices.published(id);
  }

  public List<Device> published() {
    List<Device> all = new ArrayList<>();
    devices.forEachPublished((id, device) -> all.add(device));
    return all;
  }

  @Override
  public Reads reads() {
    return Reads.OWN;
  }

  @Override
  public void apply(Entry entry) {
    if (!mode.knowsDevicesOf(entry.fact().mode())) {
      return;
    }
    Now at = entry.fact().now();
    switch (entry.fact().body()) {
      case PairingOffered f ->
          offers.put(
              f.codeHash(),
              new Offer(f.codeHash(), f.role(), f.boot(), f.expires(), f.ask(), List.of()));
      case PairingFailed f -> tries.set(counted(at));
      case DevicePaired f -> {
        devices.put(f.device(), Device.in(f.device(), f.publicKey(), f.role(), f.name()));
        Offer offer = offers.get(f.codeHash());
        if (offer != null) {
          offers.put(
              f.codeHash(),
              new Offer(
                  f.codeHash(),
                  f.role(),
                  offer.boot(),
                  offer.expires(),
                  offer.ask(),
                  List.of(f.device())));
        }
      }
      case DeviceRevoked f -> stand(f.device(), Standing.REVOKED);
      case DeviceResumed f -> stand(f.device(), Standing.ACTIVE);
      case CloneSuspected f -> {
        Device device = devices.get(f.device());
        if (device != null && !device.revoked()) {
          devices.put(f.device(), device.inTwoPlaces());
        }
      }
      case SequenceReused f -> stand(f.sequence().device(), Standing.SUSPENDED);
      default -> {}
    }
  }

  @Override
  public void publish() {
    devices.publish();
    offers.publish();
    tries.publish();
  }

  @Override
  public void discard() {
    devices.discard();
    offers.discard();
    tries.discard();
  }

  @Override
  public Optional<SnapshotPart<?>> snapshotPart() {
    return Optional.of(new SnapshotPart<>("devices", 1, State.class, this::state, this::restore));
  }

  public State state() {
    List<Offer> open = new ArrayList<>();
    offers.forEachPublished((hash, offer) -> open.add(offer));
    return new State(published(), open, tries.published());
  }

  public void restore(State state) {
    state.devices().forEach(d -> devices.put(d.id(), d));
    state.offers().forEach(o -> offers.put(o.codeHash(), o));
    tries.set(state.tries());
    publish();
  }

  /** Revoked is for ever: a new pairing alone, by a new key, changes that. */
  private void stand(DeviceId id, Standing standing) {
    Device device = devices.get(id);
    if (device != null && !device.revoked()) {
      devices.put(id, device.standing(standing));
    }
  }

  private static boolean alive(Offer offer, Now now) {
    return offer.boot().equals(now.boot()) && now.monotonic() <= offer.expires();
  }

  /** Counted and told, or told to wait: a flood of them writes no book. */
  private Decision<PairOutcome> failed(PairOutcome why, Now now) {
    long wait = waitBeforeNextTry(now);
    return wait > 0
        ? Decision.nothing(new PairOutcome.TooManyTries(wait))
        : Decision.of(why, new PairingFailed());
  }

  private long waitBeforeNextTry(Now now) {
    Tries t = tries.get();
    if (!t.boot().equals(now.boot()) || t.count() < TRIES) {
      return 0;
    }
    long left = t.since() + TRY_WINDOW.toNanos() - now.monotonic();
    return left <= 0 ? 0 : Duration.ofNanos(left).toSeconds() + 1;
  }

  private Tries counted(Now at) {
    Tries t = tries.get();
    boolean sameWindow =
        t.boot().equals(at.boot()) && at.monotonic() - t.since() < TRY_WINDOW.toNanos();
    return sameWindow
        ? new Tries(t.boot(), t.since(), t.count() + 1)
        : new Tries(at.boot(), at.monotonic(), 1);
  }
}
