package dev.roadcase.console.upstream;

import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.RevokedCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificates our broker lets in no more: a file of X.509 lists, as {@code roadcase fleet
 * revoke} leaves it in the upstream's folder. It is read again whenever it has changed. What was on
 * it once stays out as long as this process runs, also when the file goes, is damaged, or is put
 * back to an older one.
 */
final class RevocationsFile {
  private static final Logger LOG = LoggerFactory.getLogger(RevocationsFile.class);
  private static final long SIZE_MAX = 16 << 20;

  private final @Nullable Path file;
  private final List<X509Certificate> anchors;
  private volatile RevokedCertificates known = RevokedCertificates.NONE;
  private @Nullable String seen;

  private RevocationsFile(@Nullable Path file, Collection<X509Certificate> anchors) {
    this.file = file;
    this.anchors = List.copyOf(anchors);
  }

  /** Nobody is ever revoked: the lists are somebody else's business. */
  static RevocationsFile none() {
    return new RevocationsFile(null, List.of());
  }

  /**
   * What is on the file now; it may come later.
   *
   * @param anchors that clients' chains are verified with
   * @throws NotTrusted when it is there and cannot be used: whoever starts should hear of it
   */
  static RevocationsFile open(Path file, Collection<X509Certificate> anchors) throws IOException {
    RevocationsFile opened = new RevocationsFile(file, anchors);
    String now = stamp(file);
    if (now != null) {
      opened.known = read(file);
      opened.seen = now;
    }
    return opened;
  }

  /** Whether one of this chain counts no more. */
  Optional<RevokedCertificates.Revoked> revoked(List<X509Certificate> chain) {
    return known.in(chain, anchors);
  }

  /** Reads the file if it has changed. */
  synchronized void look() {
    if (file == null) {
      return;
    }
    try {
      String now = stamp(file);
      if (now == null || now.equals(seen)) {
        return;
      }
      seen = now;
      known = known.and(read(file));
      LOG.atInfo().addKeyValue("revoked", known.size()).log("lists of revocations read");
    } catch (IOException | NotTrusted e) {
      LOG.atError()
          .addKeyValue("error", e.getMessage())
          .log("the lists of revocations cannot be used, those that were read before count on");
    }
  }

  private static RevokedCertificates read(Path file) throws IOException {
    if (Files.size(file) > SIZE_MAX) {
      throw new NotTrusted(file + " is too long for lists of revocations");
    }
    try {
      return RevokedCertificates.read(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NotTrusted e) {
      throw new NotTrusted(
          file + ": " + e.getMessage() + "; `roadcase fleet revoke` or `fleet export` makes one");
    }
  }

  /** Changes whenever the file does; null while there is none. */
  private static @Nullable String stamp(Path file) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
