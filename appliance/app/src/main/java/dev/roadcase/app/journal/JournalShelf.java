package dev.roadcase.app.journal;

import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.wire.fact.PackShelf;
import dev.roadcase.wire.pack.PackFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The packs that this journal's facts name, read once each. */
public final class JournalShelf implements PackShelf {
  private final JournalReader reader;
  private final Map<PackId, Pack> read = new ConcurrentHashMap<>();

  public JournalShelf(JournalReader reader) {
    this.reader = reader;
  }

  @Override
  public Pack pack(PackId id) {
    return read.computeIfAbsent(
        id,
        wanted ->
            PackFile.readTrusted(
                reader
                    .pack(wanted)
                    .orElseThrow(() ->
                        new IllegalArgumentException(
                            "the journal names the pack " + wanted + ", but does not hold it")),
                wanted));
  }
}
