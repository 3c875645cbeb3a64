package dev.roadcase.wire.pack;

import dev.roadcase.core.pack.AssetId;
import java.io.IOException;
import java.io.InputStream;

/** Where the files are that a pack is to bring along. */
@FunctionalInterface
public interface AssetSource {
  /** The content of that address, from its start; closed by whoever asked. */
  InputStream open(AssetId id) throws IOException;
}
