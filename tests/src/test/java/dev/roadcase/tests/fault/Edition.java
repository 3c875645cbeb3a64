package dev.roadcase.tests.fault;

import dev.roadcase.core.pack.AssetId;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Looks;
import dev.roadcase.core.pack.Picture;
import dev.roadcase.core.pack.Theme;
import dev.roadcase.wire.pack.PackDraft;
import dev.roadcase.wire.pack.PackFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One version of a site's pack: its number stands in every title, and its pictures are of no other.
 *
 * @param pictures by their hashes
 */
record Edition(List<String> pictures) {
  private static final int[] SIZES = {700, 5_000, 20_000, 100_000};
  private static final Pattern NUMBER = Pattern.compile("edition ([0-9]+)\\b");

  /** Writes the pack {@code show.rcpack}. */
  static Edition write(Site site, int number, Random chance) throws IOException {
    Map<AssetId, byte[]> files = new HashMap<>();
    List<Picture.Rendition> renditions = new ArrayList<>();
    for (int size : SIZES) {
      byte[] noise = new byte[size];
      chance.nextBytes(noise);
      files.put(hash(noise), noise);
      renditions.add(new Picture.Rendition(hash(noise), "image/jpeg", size / 10, size / 10, size));
    }
    AssetId source = hash(("picture " + number).getBytes(StandardCharsets.US_ASCII));
    Picture picture = new Picture(source, "A picture", renditions);
    List<Item> items = new ArrayList<>();
    for (Item item : site.items()) {
      items.add(
          new Item(
              item.sku(),
              item.product(),
              item.sku().value() + " edition " + number,
              item.options(),
              item.description(),
              item.price(),
              item.taxClass(),
              item.stock(),
              List.of(source)));
    }
    PackDraft draft =
        new PackDraft(
            number + 1,
            Instant.now(),
            Site.EUR,
            true,
            Map.of("standard", Site.RATE),
            Duration.ZERO,
            site.fleet.upstream().ackKey().publicKey(),
            items,
            java.util.Optional.of(new Looks(Theme.plain("saturday"), Map.of(source, picture))));
    PackFile.write(
        draft,
        site.fleet.show(),
        id -> new ByteArrayInputStream(files.get(id)),
        site.folder.resolve("show.rcpack"));
    return new Edition(renditions.stream().map(rendition -> rendition.id().hex()).toList());
  }

  /** Where the box writes one of its pictures, in the data folder. */
  String anyUnfinished(Random chance) {
    String hash = pictures.get(chance.nextInt(pictures.size()));
    return "assets/" + hash.substring(0, 2) + "/" + hash + ".part";
  }

  /** Of which edition a page is; 0 of none. */
  static int shownIn(String page) {
    Matcher number = NUMBER.matcher(page);
    return number.find() ? Integer.parseInt(number.group(1)) : 0;
  }

  static AssetId hash(byte[] content) {
    try {
      return new AssetId(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
