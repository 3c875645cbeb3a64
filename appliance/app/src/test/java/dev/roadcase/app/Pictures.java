package dev.roadcase.app;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Picture.Rendition;
import dev.roadcase.wire.pack.AssetSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Pictures for a pack: bytes that say they are a picture, of whatever size a test needs. */
public final class Pictures implements AssetSource {
  private final Map<AssetId, byte[]> files = new LinkedHashMap<>();
  private final Map<AssetId, Picture> pictures = new LinkedHashMap<>();

  /** A picture whose renditions have these sizes in octets, narrowest first. */
  public Picture add(String alt, int... octets) {
    List<byte[]> contents = new ArrayList<>();
    for (int size : octets) {
      byte[] content = new byte[size];
      new Random(alt.hashCode() + size).nextBytes(content);
      contents.add(content);
    }
    return add(alt, "image/jpeg", 320, contents);
  }

  /** A picture in widths that double. */
  public Picture add(String alt, String type, int narrowest, List<byte[]> contents) {
    List<Rendition> renditions = new ArrayList<>();
    int width = narrowest;
    for (byte[] content : contents) {
      AssetId id = hash(content);
      files.put(id, content);
      renditions.add(new Rendition(id, type, width, width * 3 / 4, content.length));
      width *= 2;
    }
    Picture picture = new Picture(hash(alt.getBytes()), alt, renditions);
    pictures.put(picture.source(), picture);
    return picture;
  }

  public Map<AssetId, Picture> all() {
    return pictures;
  }

  public byte[] content(AssetId id) {
    return files.get(id);
  }

  @Override
  public InputStream open(AssetId id) throws IOException {
    return new ByteArrayInputStream(files.get(id));
  }

  public static AssetId hash(byte[] content) {
    try {
      return new AssetId(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
