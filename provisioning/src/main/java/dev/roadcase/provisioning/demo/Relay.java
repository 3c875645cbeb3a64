package dev.roadcase.provisioning.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The link to upstream, outside the box: a TCP relay that can fall silent without closing anything,
 * as a dead cell does, and that can be thin.
 */
final class Relay implements AutoCloseable {
  /** A thin link's buffers are short as well; else a rate limit is a queue. */
  private static final int SOCKET_BUFFER = 8 * 1024;

  private static final int CHUNK = 1_400;

  private static final long FREELY = Long.MAX_VALUE / 125;

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicLong bytesUp = new AtomicLong();
  private boolean open = true;
  private long bytesPerSecond = FREELY * 125;

  Relay(InetSocketAddress target) throws IOException {
    this.target = target;
    server = new ServerSocket();
    server.setReceiveBufferSize(SOCKET_BUFFER);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Thread.ofVirtual().name("relay").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Bytes that went up since the start. */
  long bytesUp() {
    return bytesUp.get();
  }

  /** From now on nothing passes, in either direction, and nobody is told. */
  void blackHole() {
    lock.lock();
    try {
      open = false;
    } finally {
      lock.unlock();
    }
  }

  /** Passes again, as fast as the machine can. */
  void passFreely() {
    pass(FREELY);
  }

  /** Passes again, at {@code kilobitsPerSecond} each way. */
  void pass(long kilobitsPerSecond) {
    lock.lock();
    try {
      open = true;
      bytesPerSecond = kilobitsPerSecond * 125;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void connect(Socket near) {
    Socket far = new Socket();
    try {
      far.setSendBufferSize(SOCKET_BUFFER);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      far.connect(target);
    } catch (IOException e) {
      closeQuietly(near);
      return;
    }
    Thread.ofVirtual().name("relay-up").start(() -> pump(near, far, bytesUp));
    Thread.ofVirtual().name("relay-down").start(() -> pump(far, near, new AtomicLong()));
  }

  private void pump(Socket from, Socket to, AtomicLong counter) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      long busyUntil = System.nanoTime();
      int n;
      while ((n = in.read(chunk)) >= 0) {
        busyUntil = Math.max(busyUntil, System.nanoTime()) + nanosFor(n);
        // What a sleep overshoots is made good by the next: the rate holds on a busy machine too.
        Thread.sleep(Duration.ofNanos(Math.max(0, busyUntil - System.nanoTime())));
        awaitPassage();
        out.write(chunk, 0, n);
        counter.addAndGet(n);
      }
      awaitPassage();
    } catch (IOException e) {
      // One end is gone; closing the other is all there is to do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitPassage() throws InterruptedException {
    lock.lock();
    try {
      while (!open) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private long nanosFor(int bytes) {
    lock.lock();
    try {
      return bytesPerSecond >= FREELY ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    } finally {
      lock.unlock();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It was of no use any more.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
