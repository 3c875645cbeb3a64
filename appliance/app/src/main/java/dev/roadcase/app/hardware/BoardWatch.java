package dev.roadcase.app.hardware;

import dev.roadcase.app.box.Command.Done;
import dev.roadcase.app.box.NoteCommand.NoteLink;
import dev.roadcase.app.box.NoteCommand.NotePower;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.drivers.board.Board;
import dev.roadcase.drivers.board.LinkReading;
import dev.roadcase.drivers.board.NoBoard;
import dev.roadcase.drivers.board.PowerReading;
import dev.roadcase.drivers.board.Reading;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the board twice a second, and at once when it wakes us; tells the writer what changed. */
public final class BoardWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BoardWatch.class);
  private static final long LOOK_MILLIS = 500;

  /** What answers when the hardware is asked. */
  public enum Kind {
    /** Nothing: power and link by cable or radio are unknown. */
    NONE("none"),
    /** A scenario that is played: what it says of power and link is made up. */
    SIMULATED("simulated");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  private final Kind kind;
  private final Board board;
  private final Writer writer;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopped;
  private volatile boolean upstreamAnswers;
  private volatile Reading<PowerReading> power;
  private NotePower lastPower = new NotePower(true, -1, -1);
  private CompletableFuture<Done> powerTold = CompletableFuture.completedFuture(new Done());
  private CompletableFuture<Done> linkTold = CompletableFuture.completedFuture(new Done());
  private NoteLink lastLink = new NoteLink(false, "");

  public BoardWatch(Kind kind, Board board, Writer writer) {
    this.kind = kind;
    this.board = board;
    this.writer = writer;
    power = new Reading.Unknown<>(kind == Kind.NONE ? NoBoard.WHY : "not read yet");
    thread = Thread.ofPlatform().name("hardware").daemon().unstarted(this::run);
  }

  public void start() {
    board.wakeBy(wake::release);
    thread.start();
  }

  public Kind kind() {
    return kind;
  }

  /** The uplink knows whether anybody answers behind the link; the board only sees a carrier. */
  public void upstreamAnswers(boolean answers) {
    upstreamAnswers = answers;
    wake.release();
  }

  public boolean upstreamAnswers() {
    return upstreamAnswers;
  }

  /** The last reading, at most a second old. */
  public Reading<PowerReading> power() {
    return power;
  }

  private void run() {
    while (!stopped) {
      try {
        look();
      } catch (RuntimeException e) {
        LOG.error("reading the board failed; trying again", e);
        power = new Reading.Unknown<>("the board does not answer");
      }
      if (!rested()) {
        return;
      }
    }
  }

  private boolean rested() {
    try {
      boolean woken = wake.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      if (woken) {
        wake.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void look() {
    power = board.power();
    if (power instanceof Reading.Known<PowerReading>(PowerReading reading)) {
      NotePower seen =
          new NotePower(reading.mains(), reading.percent(), reading.minutesToEmpty().orElse(-1));
      if (!seen.equals(lastPower) || powerTold.isCompletedExceptionally()) {
        lastPower = seen;
        powerTold = writer.submit(seen);
      }
    }
    String via =
        switch (board.link()) {
          case Reading.Known<LinkReading>(LinkReading reading) -> reading.carrier().word();
          case Reading.Unknown<LinkReading> _ -> "none";
        };
    NoteLink seen = new NoteLink(upstreamAnswers, via);
    if (!seen.equals(lastLink) || linkTold.isCompletedExceptionally()) {
      lastLink = seen;
      linkTold = writer.submit(seen);
    }
  }

  @Override
  public void close() {
    stopped = true;
    wake.release();
    board.close();
  }
}
