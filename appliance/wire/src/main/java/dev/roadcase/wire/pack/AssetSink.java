package dev.roadcase.wire.pack;

import dev.roadcase.core.pack.AssetId;
import java.io.IOException;
import java.io.InputStream;

/** Who takes the files that a pack brings along. */
public interface AssetSink {
  /** Whether this one is needed; what is not is passed over unread. */
  boolean wanted(AssetId id);

  /**
   * Takes one. The content ends after {@code size} octets, and whoever has read the last of them
   * holds what the address says: when it differs, that read throws {@link BadPack}. So read to the
   * end first, and publish then.
   *
   * @param type media type, such as {@code image/jpeg}
   * @param size octets
   */
  void take(AssetId id, String type, long size, InputStream content) throws IOException;
}
