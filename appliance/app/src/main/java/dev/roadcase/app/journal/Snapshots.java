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
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.roadcase.app.box.Box;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackId;
import dev.roadcase.wire.fact.PackShelf;
import dev.roadcase.wire.json.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of all machines as bytes, for a fast start. Not frozen: a snapshot of another format or
 * mode is thrown away, and the facts are replayed from the beginning. Packs are named, not
 * repeated. Compressed while it is written: whole, the JSON of a hundred thousand sales would be a
 * fifth of the heap and the most that the card is ever asked to write.
 */
public final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

  /** Goes up with every change of a machine's state record. */
  static final int FORMAT = 5;

  /** The fastest: a snapshot is written between two batches, and tills wait for it. */
  private static final int ZSTD_LEVEL = 1;

  private final Mode mode;
  private final ObjectMapper mapper;

  public Snapshots(Mode mode, PackShelf shelf) {
    this.mode = mode;
    SimpleModule packsByName = new SimpleModule();
    packsByName.addSerializer(Pack.class, new PackName());
    packsByName.addDeserializer(Pack.class, new PackByName(shelf));
    // Components are the state; an isEmpty() beside them is not, and would stop the reading.
    mapper =
        Json.MAPPER
            .copy()
            .registerModule(packsByName)
            .setVisibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE);
  }

  /** For the row that holds it. */
  public SqliteJournal.Snapshot write(Box.State state) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZstdOutputStream compressed = new ZstdOutputStream(bytes, ZSTD_LEVEL)) {
      mapper.writeValue(compressed, state);
    } catch (IOException e) {
      throw new IllegalStateException("a state can always be written", e);
    }
    return new SqliteJournal.Snapshot(
        FORMAT, mode.word(), state.heads().position(), bytes.toByteArray());
  }

  /** The state in a snapshot, or nothing when it is of no use here. */
  public Optional<Box.State> read(SqliteJournal.Snapshot snapshot) {
    if (snapshot.format() != FORMAT || !snapshot.mode().equals(mode.word())) {
      return Optional.empty();
    }
    try (ZstdInputStream state = new ZstdInputStream(new ByteArrayInputStream(snapshot.state()))) {
      return Optional.of(mapper.readValue(state, Box.State.class));
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("the snapshot cannot be read, replaying all facts instead: {}", e.getMessage());
      return Optional.empty();
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
