package dev.roadcase.provisioning.pictures;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.pack.AssetSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Renditions on disk, by the hash of what they were made from: {@code <source>.json} says which,
 * and each stands beside it by its own hash. Whatever is missing or damaged is made again; the
 * folder may be deleted at any time.
 */
final class RenditionCache implements AssetSource {
  /** Rises when renditions are made in another way. */
  private static final String MADE = "2";

  private final Path folder;

  RenditionCache(Path folder) throws IOException {
    this.folder = folder.resolve(MADE);
    Files.createDirectories(this.folder);
  }

  /** What a photograph became. */
  record Kept(List<Rendition> renditions, boolean moved) {}

  Optional<Kept> find(AssetId source) throws IOException {
    Path index = folder.resolve(source.hex() + ".json");
    if (!Files.exists(index)) {
      return Optional.empty();
    }
    try {
      Fields fields = Json.object(Files.readAllBytes(index), "the cache");
      List<Rendition> renditions =
          fields.list(
              "renditions",
              entry ->
                  new Rendition(
                      entry.as("sha256", AssetId::new),
                      entry.text("type"),
                      (int) entry.whole("width"),
                      (int) entry.whole("height"),
                      entry.whole("size")));
      for (Rendition rendition : renditions) {
        Path file = file(rendition.id());
        if (!Files.exists(file) || !hash(file).equals(rendition.id())) {
          return Optional.empty();
        }
      }
      return Optional.of(new Kept(renditions, fields.truth("moved")));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  Kept keep(AssetId source, List<Rendering.Made> made, boolean moved) throws IOException {
    List<Rendition> renditions = new ArrayList<>();
    ObjectNode node = Json.MAPPER.createObjectNode().put("moved", moved);
    ArrayNode list = node.putArray("renditions");
    for (Rendering.Made one : made) {
      byte[] bytes = one.bytes();
      AssetId id = new AssetId(HexFormat.of().formatHex(sha256().digest(bytes)));
      put(file(id), bytes);
      renditions.add(new Rendition(id, one.type(), one.width(), one.height(), bytes.length));
      list.addObject()
          .put("sha256", id.hex())
          .put("type", one.type())
          .put("width", one.width())
          .put("height", one.height())
          .put("size", bytes.length);
    }
    // Last: what it names is there.
    put(folder.resolve(source.hex() + ".json"), Json.MAPPER.writeValueAsBytes(node));
    return new Kept(renditions, moved);
  }

  @Override
  public InputStream open(AssetId id) throws IOException {
    return Files.newInputStream(file(id));
  }

  /** The hash of a file's content. */
  static AssetId hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return new AssetId(HexFormat.of().formatHex(digest.digest()));
  }

  private Path file(AssetId id) {
    return folder.resolve(id.hex());
  }

  /** Whole or not at all; not flushed, as it can be made again. */
  private void put(Path file, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(folder, ".", ".tmp");
    try {
      Files.write(temporary, bytes);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
