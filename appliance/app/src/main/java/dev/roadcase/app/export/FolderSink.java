package dev.roadcase.app.export;

import dev.roadcase.wire.file.OwnerOnly;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder in a folder that is there, such as a stick. */
final class FolderSink implements Sink {
  private final Path folder;
  private final Path part;
  private boolean published;

  FolderSink(Path in, String name) throws IOException {
    folder = in.resolve(name);
    part = in.resolve("." + name + ".part");
    if (Files.exists(folder)) {
      throw new FileAlreadyExistsException(
          folder + " is there already, with the same facts. Move it away to write it again.");
    }
    remove();
    Files.createDirectory(part, OwnerOnly.NEW_FOLDER);
  }

  @Override
  public void file(String name, Body body) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part.resolve(name),
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.NEW_FILE)) {
      ReadBack back = new ReadBack(Channels.newOutputStream(channel));
      OutputStream out = new BufferedOutputStream(back, 1 << 16);
      body.write(out);
      out.flush();
      channel.force(true);
      back.require(part.resolve(name));
    }
  }

  @Override
  public void publish() throws IOException {
    sync(part);
    Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    published = true;
    syncParent(folder);
  }

  static void syncParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    if (!published) {
      remove();
    }
  }

  private void remove() throws IOException {
    if (!Files.isDirectory(part)) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(part)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(part);
  }
}
