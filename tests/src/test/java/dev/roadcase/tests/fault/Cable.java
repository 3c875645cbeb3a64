package dev.roadcase.tests.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The line between a box and its upstream, as a port of this machine. Pulled, it ends what goes
 * through it, and whoever comes is hung up on.
 */
final class Cable implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
  private final int upstream;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean plugged = true;

  Cable(int upstream) throws IOException {
    this.upstream = upstream;
    Thread.ofVirtual().name("cable").start(this::accept);
  }

  /** Where the box reaches its upstream. */
  String url() {
    return "mqtt://127.0.0.1:" + door.getLocalPort();
  }

  void pull() {
    plugged = false;
    open.forEach(Cable::hangUp);
  }

  void plug() {
    plugged = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket box = door.accept();
        open.add(box);
        Thread.ofVirtual().name("cable").start(() -> carry(box));
      }
    } catch (IOException e) {
      // Closed: no more boxes come.
    }
  }

  private void carry(Socket box) {
    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
      open.add(there);
      if (!plugged) {
        return;
      }
      Thread back = Thread.ofVirtual().name("cable").start(() -> copy(there, box));
      copy(box, there);
      back.join();
    } catch (IOException | InterruptedException e) {
      // Upstream is not there, or went: the box sees a line that ends.
    } finally {
      hangUp(box);
      open.removeIf(Socket::isClosed);
    }
  }

  /** Until one of the two hangs up; then the other is hung up on. */
  private static void copy(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException e) {
      // The line ends here.
    }
  }

  private static void hangUp(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    pull();
  }
}
