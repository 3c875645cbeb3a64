package dev.roadcase.app.twin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The box's side of the visitors' door: asks the twin for it, and holds a connection for as long as
 * the box lives. The kernel closes it with the process, however that ends, and the twin takes the
 * door back. When no twin runs, nothing happens; one that is started later is told.
 */
public final class TwinLease implements AutoCloseable {
  static final String HOLD = "hold?\n";
  static final String YIELD = "yield\n";
  static final String YES = "yes\n";
  static final String NO = "no\n";
  static final String YOURS = "yours\n";

  private static final Logger LOG = LoggerFactory.getLogger(TwinLease.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long LOOK_MILLIS = 500;

  private final Path socket;
  private final CountDownLatch first = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable SocketChannel line;

  public TwinLease(Path dataDir) {
    this.socket = TwinFiles.socket(dataDir);
    this.thread = Thread.ofVirtual().name("twin-lease").unstarted(this::run);
  }

  /** Whether a twin is at the visitors' door right now, and will go when it is asked. */
  public static boolean held(Path dataDir) {
    Path socket = TwinFiles.socket(dataDir);
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel line = connect(socket)) {
      send(line, HOLD);
      return YES.equals(read(line));
    } catch (IOException e) {
      return false;
    }
  }

  /** Asks for the door. When this returns, a twin that runs has left it. Answers whether it did. */
  public boolean take() throws InterruptedException {
    thread.start();
    if (!Files.exists(socket)) {
      return false;
    }
    boolean left = first.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (!left) {
      LOG.debug("no twin answers at {}", socket);
    }
    return left;
  }

  @Override
  public void close() {
    thread.interrupt();
    SocketChannel open = line;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("the twin's line was closed already", e);
      }
    }
  }

  private void run() {
    try {
      while (true) {
        if (Files.exists(socket)) {
          hold();
        }
        first.countDown();
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      // The box stops, and the twin sees the line go.
    }
  }

  /** Returns when the twin has ended. */
  private void hold() {
    try (SocketChannel open = connect(socket)) {
      line = open;
      send(open, YIELD);
      if (YOURS.equals(read(open))) {
        first.countDown();
        // Nothing more is said; the end of the line is the news.
        var _ = read(open);
      }
    } catch (IOException e) {
      LOG.debug("no twin at {}: {}", socket, e.toString());
    }
  }

  private static SocketChannel connect(Path socket) throws IOException {
    SocketChannel line = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      line.connect(UnixDomainSocketAddress.of(socket));
      return line;
    } catch (IOException | RuntimeException e) {
      line.close();
      throw e instanceof IOException io ? io : new IOException(e);
    }
  }

  static void send(SocketChannel line, String word) throws IOException {
    line.write(ByteBuffer.wrap(word.getBytes(StandardCharsets.US_ASCII)));
  }

  /** One word; empty at the end of the line. */
  static String read(SocketChannel line) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(16);
    while (word.hasRemaining() && line.read(word) >= 0) {
      if (word.position() > 0 && word.get(word.position() - 1) == '\n') {
        break;
      }
    }
    return new String(word.array(), 0, word.position(), StandardCharsets.US_ASCII);
  }
}
