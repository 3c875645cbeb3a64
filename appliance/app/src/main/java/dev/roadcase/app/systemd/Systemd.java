package dev.roadcase.app.systemd;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other end of {@code $NOTIFY_SOCKET}, by one datagram a word ({@code sd_notify(3)}). The JDK
 * has no datagrams to Unix sockets, so three functions of libc are called. Where there is no
 * socket, or it does not answer, nothing happens: a box is no worse for want of a service manager.
 */
public final class Systemd {
  private static final Logger LOG = LoggerFactory.getLogger(Systemd.class);
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code struct sockaddr_un}: a family of two bytes and a path. */
  private static final int PATH_MAX = 107;

  private final String socket;

  private Systemd(String socket) {
    this.socket = socket;
  }

  /** By the environment of this process. */
  public static Systemd of(Map<String, String> environment) {
    return new Systemd(environment.getOrDefault("NOTIFY_SOCKET", ""));
  }

  /** How often the watchdog wants to be fed at least, if there is one that watches this process. */
  public static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    try {
      String of = environment.getOrDefault("WATCHDOG_PID", Long.toString(pid));
      long micros = Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
      return micros > 0 && Long.parseLong(of) == pid
          ? Optional.of(Duration.ofNanos(micros * 1000))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** The doors are open. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + line(status));
  }

  /** It takes longer, and goes on. */
  public void stillStarting(String status) {
    send("EXTEND_TIMEOUT_USEC=60000000\nSTATUS=" + line(status));
  }

  public void status(String status) {
    send("STATUS=" + line(status));
  }

  public void stopping() {
    send("STOPPING=1\nSTATUS=stopping");
  }

  public void feedWatchdog() {
    send("WATCHDOG=1");
  }

  private static String line(String text) {
    return text.replace('\n', ' ');
  }

  private void send(String state) {
    byte[] path = socket.getBytes(StandardCharsets.UTF_8);
    if (path.length == 0 || path.length > PATH_MAX) {
      return;
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
    try (Arena arena = Arena.ofConfined()) {
      Libc.send(arena, path, state.getBytes(StandardCharsets.UTF_8));
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("the service manager was not told {}", state, e);
    }
  }

  /** Linked when there is somebody to talk to, and not before. */
  private static final class Libc {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SOCKET =
        function(
            "socket",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    private static final MethodHandle SENDTO =
        function(
            "sendto",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
        function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    @SuppressWarnings("restricted") // --enable-native-access is among the flags that ship
    private static MethodHandle function(String name, FunctionDescriptor shape) {
      return LINKER.downcallHandle(LINKER.defaultLookup().find(name).orElseThrow(), shape);
    }

    static void send(Arena arena, byte[] path, byte[] message) {
      MemorySegment address = arena.allocate(2L + path.length + 1);
      address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
      // An abstract name ends where its length says, a path with its zero.
      int length = 2 + path.length + (path[0] == 0 ? 0 : 1);
      MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
      try {
        int fd = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
        if (fd < 0) {
          return;
        }
        long sent =
            (long)
                SENDTO.invokeExact(fd, bytes, (long) message.length, MSG_NOSIGNAL, address, length);
        int closed = (int) CLOSE.invokeExact(fd);
        if (sent != message.length || closed != 0) {
          LOG.debug("the service manager took {} of {} bytes", sent, message.length);
        }
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
