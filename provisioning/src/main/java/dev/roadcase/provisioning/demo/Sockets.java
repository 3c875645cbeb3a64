package dev.roadcase.provisioning.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** To whom a process talks, by Linux's {@code /proc} (proc(5)). */
final class Sockets {
  private static final int REMOTE_ADDRESS = 2;
  private static final int INODE = 9;

  private Sockets() {}

  /** Remote addresses of the TCP and UDP sockets that {@code pid} holds, connected ones only. */
  static Set<String> remotes(long pid) {
    Set<String> inodes = inodes(pid);
    Set<String> remotes = new HashSet<>();
    for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
      try {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
          String[] columns = line.strip().split("\\s+", -1);
          if (columns.length > INODE && inodes.contains(columns[INODE])) {
            String remote = columns[REMOTE_ADDRESS];
            String address = remote.substring(0, remote.indexOf(':'));
            if (!address.chars().allMatch(c -> c == '0')) {
              remotes.add(readable(address));
            }
          }
        }
      } catch (IOException e) {
        // Not Linux, or the process is gone.
      }
    }
    return remotes;
  }

  private static Set<String> inodes(long pid) {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path descriptor : descriptors.toList()) {
        try {
          String target = Files.readSymbolicLink(descriptor).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring(8, target.length() - 1));
          }
        } catch (IOException e) {
          // Closed meanwhile.
        }
      }
    } catch (IOException e) {
      // Not Linux, or the process is gone.
    }
    return inodes;
  }

  /** Hex in groups of four octets, each in the machine's byte order: little-endian here. */
  private static String readable(String hex) throws IOException {
    byte[] octets = new byte[hex.length() / 2];
    for (int group = 0; group < octets.length; group += 4) {
      for (int i = 0; i < 4; i++) {
        int at = (group + i) * 2;
        octets[group + 3 - i] = (byte) Integer.parseInt(hex.substring(at, at + 2), 16);
      }
    }
    String address = InetAddress.getByAddress(octets).getHostAddress();
    return address.equals("0:0:0:0:0:0:0:1") ? "::1" : address;
  }
}
