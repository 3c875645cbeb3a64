package dev.roadcase.app.export;

import dev.roadcase.wire.file.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** One zip file, or a zip on a stream that somebody else keeps. */
final class ZipSink implements Sink {
  private final @Nullable Path file;
  private final @Nullable Path part;
  private final @Nullable FileChannel channel;
  private final @Nullable ReadBack back;
  private final ZipOutputStream zip;

  /** Onto a stream; what has left cannot be taken back. */
  ZipSink(OutputStream out) {
    file = null;
    part = null;
    channel = null;
    back = null;
    zip = new ZipOutputStream(new BufferedOutputStream(out, 1 << 16));
  }

  ZipSink(Path file) throws IOException {
    this.file = file;
    part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.deleteIfExists(part);
    channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.NEW_FILE);
    back = new ReadBack(Channels.newOutputStream(channel));
    zip = new ZipOutputStream(new BufferedOutputStream(back, 1 << 16));
  }

  @Override
  public void file(String name, Body body) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    body.write(new Unclosed(zip));
    zip.closeEntry();
  }

  @Override
  public void publish() throws IOException {
    zip.finish();
    zip.flush();
    if (channel != null && back != null && part != null && file != null) {
      channel.force(true);
      channel.close();
      back.require(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      FolderSink.syncParent(file);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null && part != null) {
      channel.close();
      Files.deleteIfExists(part);
    }
  }

  private static final class Unclosed extends java.io.FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
