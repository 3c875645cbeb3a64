package dev.roadcase.app;

import dev.roadcase.app.auth.UpstreamSession;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.box.NoteCommand;
import dev.roadcase.app.clock.SystemClock;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.journal.JournalFailure;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.status.Release;
import dev.roadcase.app.uplink.AckClock;
import dev.roadcase.app.uplink.JournalDeltas;
import dev.roadcase.app.uplink.LinkReport;
import dev.roadcase.app.uplink.MqttUplink;
import dev.roadcase.app.uplink.Reachability;
import dev.roadcase.app.uplink.TlsIdentity;
import dev.roadcase.app.uplink.UplinkConfig;
import dev.roadcase.app.uplink.UplinkFeed;
import dev.roadcase.app.uplink.UplinkLedger;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.queue.Ack;
import dev.roadcase.core.queue.CheckedAck;
import dev.roadcase.core.queue.UplinkFact.SetBackFound;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.KitFolder;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way upstream, and what is known of upstream where there is none. */
final class UplinkWing implements Part {
  private static final Logger LOG = LoggerFactory.getLogger(UplinkWing.class);

  /** For the fact that the box stops, to be on its way. */
  private static final Duration LAST_WORD = Duration.ofSeconds(1);

  private final SystemClock clock;
  private final AckClock ackClock;
  private final UpstreamSession session;
  private final Reachability reachability;
  private final UplinkFeed feed = new UplinkFeed();
  private final Optional<MqttUplink> uplink;

  /**
   * From the journal to the broker of the configuration.
   *
   * @param upstreamKey by which upstream's acks are believed; the pack names it, and without it
   *     nothing goes upstream
   * @param never told when the uplink fails in a way that is a bug
   */
  UplinkWing(
      BoxConfig config,
      KitFolder kit,
      JournalWing journal,
      Optional<PublicKey> upstreamKey,
      SecureRandom chance,
      Consumer<JournalFailure> never) {
    clock = journal.clock();
    ackClock = new AckClock(clock);
    session = new UpstreamSession(clock);
    reachability = new Reachability(journal.writer());
    uplink =
        config
            .upstream()
            .flatMap(broker -> uplink(broker, kit, journal, upstreamKey, chance, never));
    journal.writer().tells(feed);
    journal.writer().tells(ackClock);
  }

  private Optional<MqttUplink> uplink(
      URI broker,
      KitFolder kit,
      JournalWing journal,
      Optional<PublicKey> upstreamKey,
      SecureRandom chance,
      Consumer<JournalFailure> never) {
    if (upstreamKey.isEmpty()) {
      LOG.warn("no pack is loaded, so upstream's key is unknown: nothing goes upstream yet");
      return Optional.empty();
    }
    Box box = journal.box();
    UplinkConfig calling =
        new UplinkConfig(
            broker,
            Optional.of(
                TlsIdentity.of(
                    KeyStores.jdkKey(kit.key()),
                    kit.chain(),
                    kit.root().certificate(),
                    clock::now)),
            kit.fleet(),
            kit.kit(),
            box.identity().incarnation(),
            upstreamKey.get(),
            Release.VERSION);
    return Optional.of(
        new MqttUplink(
            calling,
            new JournalDeltas(box.identity(), journal.reader()),
            new Ledger(journal.writer()),
            box.outbox(),
            box.setBack(),
            this::reported,
            System::nanoTime,
            chance::nextDouble,
            cause ->
                never.accept(
                    new JournalFailure(
                        JournalFailure.Exit.SOFTWARE, "the uplink failed: " + cause, cause))));
  }

  private void reported(LinkReport report) {
    session.live(report instanceof LinkReport.Up);
    reachability.answers(report instanceof LinkReport.Up);
  }

  /** What upstream says goes into the journal. */
  private final class Ledger implements UplinkLedger {
    private final Writer writer;

    Ledger(Writer writer) {
      this.writer = writer;
    }

    @Override
    public void acknowledged(CheckedAck ack) {
      var _ = writer.submit(new NoteCommand.NoteAck(ack, session.now()));
    }

    @Override
    public void setBack(SetBackFound evidence) {
      var _ = writer.submit(new NoteCommand.NoteSetBack(evidence));
    }

    @Override
    public void heard(Ack ack) {
      ackClock.heard(ack);
    }
  }

  Optional<MqttUplink> uplink() {
    return uplink;
  }

  UpstreamSession session() {
    return session;
  }

  Reachability reachability() {
    return reachability;
  }

  /** How upstream's latest signed time contradicts what the box knows; nothing if it does not. */
  Optional<String> contradiction() {
    return ackClock.contradiction();
  }

  @Override
  public void start() {
    uplink.ifPresent(link -> {
      feed.connect(link);
      link.start(clock.now());
    });
  }

  @Override
  public void stop() throws InterruptedException {
    if (uplink.isPresent()) {
      uplink.get().lastWord(LAST_WORD);
      uplink.get().close();
    }
  }
}
