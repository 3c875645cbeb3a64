package dev.roadcase.app.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.roadcase.app.box.Box;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.ledger.Books;
import dev.roadcase.core.ledger.Records;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.wire.fact.PackShelf;
import dev.roadcase.wire.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of all machines as bytes, for a fast start. Not frozen: a snapshot of another format or
 * mode is thrown away, and the facts are replayed from the beginning. Packs are named, not
 * repeated, and bookings, of which there may be a million and which never change, stand in pages of
 * their own: a snapshot writes those that are new.
 */
public final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /** Goes up with every change of a machine's state record. */
  static final int FORMAT = 10;

  /** The fastest: a snapshot is written between two batches, and tills wait for it. */
  private static final int ZSTD_LEVEL = 1;

  /** Bookings in a page: a megabyte before it is compressed. */
  private static final int PAGE = 1 << 14;

  private final Mode mode;
  private final ObjectMapper mapper;
  private List<SqliteJournal.Page> pages = List.of();
  private long kept;
  private long position;
  private long time;

  public Snapshots(Mode mode, PackShelf shelf) {
    this.mode = mode;
    SimpleModule packsByName = new SimpleModule();
    packsByName.addSerializer(Pack.class, new PackName());
    packsByName.addDeserializer(Pack.class, new PackByName(shelf));
    packsByName.addSerializer(Records.class, new RecordCount());
    packsByName.addDeserializer(Records.class, new RecordsInPages());
    // Components are the state; an isEmpty() beside them is not, and would stop the reading.
    mapper =
        Json.MAPPER
            .copy()
            .registerModule(packsByName)
            .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);
  }

  /** The whole state. */
  public SqliteJournal.Snapshot whole(Box.State state) {
    return write(state, 0);
  }

  /** The state, with the bookings that the journal's pages do not have yet. */
  public SqliteJournal.Snapshot next(Box.State state) {
    return write(state, kept);
  }

  /** That one is on the disk; the next begins where it ends. */
  public void kept(SqliteJournal.Snapshot snapshot) {
    position = snapshot.position();
    for (SqliteJournal.Page page : snapshot.pages()) {
      kept = page.first() + page.count();
    }
  }

  /** Where the last snapshot that is on the disk stands in the journal; 0 for none. */
  long position() {
    return position;
  }

  /** The time of the last fact in the snapshot that was read; 0 for none. */
  long time() {
    return time;
  }

  private SqliteJournal.Snapshot write(Box.State state, long from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream compressed = new ZstdOutputStream(bytes, ZSTD_LEVEL)) {
      mapper.writeValue(compressed, state);
    } catch (IOException e) {
      throw new IllegalStateException("a state can always be written", e);
    }
    return new SqliteJournal.Snapshot(
        FORMAT,
        mode.word(),
        state.heads().position(),
        bytes.toByteArray(),
        pages(state.ledger().books().records(), from));
  }

  private static List<SqliteJournal.Page> pages(Records records, long from) {
    List<SqliteJournal.Page> pages = new ArrayList<>();
    for (long at = from; at < records.count(); at += PAGE) {
      byte[] page = records.copy(at, PAGE);
      byte[] compressed = Zstd.compress(page, ZSTD_LEVEL);
      pages.add(new SqliteJournal.Page(at, page.length / Books.RECORD, () -> compressed));
    }
    return pages;
  }

  /** The state in a snapshot, or nothing when it is of no use here. */
  public Optional<Box.State> read(SqliteJournal.Snapshot snapshot) {
    if (snapshot.format() != FORMAT || !snapshot.mode().equals(mode.word())) {
      return Optional.empty();
    }
    pages = snapshot.pages();
    try (ZstdInputStream state = new ZstdInputStream(new ByteArrayInputStream(snapshot.state()))) {
      Box.State read = mapper.readValue(state, Box.State.class);
      kept(snapshot);
      time = read.heads().lo();
      return Optional.of(read);
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("the snapshot cannot be read, replaying all facts instead: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static final class RecordCount extends StdSerializer<Records> {
    private static final long serialVersionUID = 1L;

    RecordCount() {
      super(Records.class);
    }

    @Override
    public void serialize(Records records, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeNumber(records.count());
    }
  }

  private final class RecordsInPages extends StdDeserializer<Records> {
    private static final long serialVersionUID = 1L;

    RecordsInPages() {
      super(Records.class);
    }

    @Override
    public Records deserialize(JsonParser json, DeserializationContext context) throws IOException {
      PagedRecords records = new PagedRecords(pages);
      if (records.count() != json.getLongValue()) {
        throw new IOException(
            "its pages hold %d bookings and not %d"
                .formatted(records.count(), json.getLongValue()));
      }
      return records;
    }
  }

  /** Bookings out of a journal's pages, each read once. */
  private record PagedRecords(List<SqliteJournal.Page> pages) implements Records {
    @Override
    public long count() {
      long count = 0;
      for (SqliteJournal.Page page : pages) {
        if (page.first() != count) {
          return -1;
        }
        count += page.count();
      }
      return count;
    }

    /** Pages as they come: {@code from} is where one begins. */
    @Override
    public byte[] copy(long from, int most) {
      for (SqliteJournal.Page page : pages) {
        if (page.first() == from) {
          int size = page.count() * Books.RECORD;
          byte[] records = Zstd.decompress(page.bytes().get(), size);
          if (records.length != size) {
            throw new IllegalArgumentException("a page of the snapshot is damaged");
          }
          return records;
        }
      }
      throw new IllegalArgumentException("no page of the snapshot begins at " + from);
    }
  }

  private static final class PackName extends StdSerializer<Pack> {
    private static final long serialVersionUID = 1L;

    PackName() {
      super(Pack.class);
    }

    @Override
    public void serialize(Pack pack, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeString(pack.id().hex());
    }
  }

  private static final class PackByName extends StdDeserializer<Pack> {
    private static final long serialVersionUID = 1L;
    private final transient PackShelf shelf;

    PackByName(PackShelf shelf) {
      super(Pack.class);
      this.shelf = shelf;
    }

    @Override
    public Pack deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return shelf.pack(new PackId(json.getValueAsString()));
    }
  }
}
