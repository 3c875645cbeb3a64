package dev.roadcase.app.journal;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
import dev.roadcase.core.fact.SnapshotPart;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of all machines as bytes, for a fast start: a part for each, by its name and format.
 * Not frozen: a snapshot of another mode, or with a part that this release does not read, is thrown
 * away, and the facts are replayed from the beginning. Packs are named, not repeated, and bookings,
 * of which there may be a million and which never change, stand in pages of their own: a snapshot
 * writes those that are new.
 */
public final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /** Of the frame around the parts. Each part has a format of its own. */
  static final int FORMAT = 11;

  private static final String FORMAT_MEMBER = "format";
  private static final String STATE_MEMBER = "state";

  /** The fastest: a snapshot is written between two batches, and tills wait for it. */
  private static final int ZSTD_LEVEL = 1;

  /** Bookings in a page: a megabyte before it is compressed. */
  private static final int PAGE = 1 << 14;

  private final Mode mode;
  private final ObjectMapper mapper;
  private List<Snapshot.Page> pages = List.of();
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

  /** The whole state, as published. On the writer's thread. */
  public Snapshot whole(Box box) {
    return write(box, 0);
  }

  /** The state, with the bookings that the journal's pages do not have yet. */
  public Snapshot next(Box box) {
    return write(box, kept);
  }

  /** That one is on the disk; the next begins where it ends. */
  public void kept(Snapshot snapshot) {
    position = snapshot.position();
    for (Snapshot.Page page : snapshot.pages()) {
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

  private Snapshot write(Box box, long from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = mapper.createGenerator(new ZstdOutputStream(bytes, ZSTD_LEVEL))) {
      json.writeStartObject();
      for (SnapshotPart<?> part : box.snapshotParts()) {
        json.writeObjectFieldStart(part.name());
        json.writeNumberField(FORMAT_MEMBER, part.format());
        json.writeFieldName(STATE_MEMBER);
        mapper.writeValue(json, part.state().get());
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("a state can always be written", e);
    }
    return new Snapshot(
        FORMAT,
        mode.word(),
        box.heads().published().position(),
        bytes.toByteArray(),
        pages(box.ledger().state().books().records(), from));
  }

  private static List<Snapshot.Page> pages(Records records, long from) {
    List<Snapshot.Page> pages = new ArrayList<>();
    for (long at = from; at < records.count(); at += PAGE) {
      byte[] page = records.copy(at, PAGE);
      byte[] compressed = Zstd.compress(page, ZSTD_LEVEL);
      pages.add(new Snapshot.Page(at, page.length / Books.RECORD, () -> compressed));
    }
    return pages;
  }

  /**
   * Brings a box that has applied nothing yet to where a snapshot stands.
   *
   * @return whether it is of use here; else the box is as it was
   */
  public boolean restore(Box box, Snapshot snapshot) {
    return restore(box, box.snapshotParts(), snapshot);
  }

  /**
   * As above.
   *
   * @param parts by which the state of the box is restored
   */
  public boolean restore(Box box, List<SnapshotPart<?>> parts, Snapshot snapshot) {
    if (snapshot.format() != FORMAT || !snapshot.mode().equals(mode.word())) {
      LOG.info("the snapshot is of another release or mode, replaying all facts instead");
      return false;
    }
    pages = snapshot.pages();
    try (JsonParser json =
        mapper.createParser(new ZstdInputStream(new ByteArrayInputStream(snapshot.state())))) {
      List<Runnable> restores = read(json, parts);
      restores.forEach(Runnable::run);
      kept(snapshot);
      time = box.heads().published().lo();
      return true;
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("the snapshot cannot be read, replaying all facts instead: {}", e.getMessage());
      return false;
    }
  }

  /** What restores each part. Nothing is restored before all of them have been read. */
  private List<Runnable> read(JsonParser json, List<SnapshotPart<?>> parts) throws IOException {
    Map<String, SnapshotPart<?>> missing = new LinkedHashMap<>();
    parts.forEach(part -> missing.put(part.name(), part));
    List<Runnable> restores = new ArrayList<>();
    expect(json, JsonToken.START_OBJECT);
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      SnapshotPart<?> part = missing.remove(name);
      if (part == null) {
        throw new IOException("this release has no part \"" + name + "\"");
      }
      expect(json, JsonToken.START_OBJECT);
      expect(json, JsonToken.FIELD_NAME);
      expect(json, JsonToken.VALUE_NUMBER_INT);
      if (json.getIntValue() != part.format()) {
        throw new IOException(
            "its part \"%s\" has format %d, and this release reads %d"
                .formatted(name, json.getIntValue(), part.format()));
      }
      expect(json, JsonToken.FIELD_NAME);
      json.nextToken();
      restores.add(restore(part, json));
      expect(json, JsonToken.END_OBJECT);
    }
    if (!missing.isEmpty()) {
      throw new IOException("it has no part " + missing.keySet());
    }
    return restores;
  }

  private <S> Runnable restore(SnapshotPart<S> part, JsonParser json) throws IOException {
    S state =
        mapper
            .readerFor(part.type())
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .readValue(json);
    return () -> part.restore().accept(state);
  }

  private static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw new IOException("it is not made of parts");
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
  private record PagedRecords(List<Snapshot.Page> pages) implements Records {
    @Override
    public long count() {
      long count = 0;
      for (Snapshot.Page page : pages) {
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
      for (Snapshot.Page page : pages) {
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
