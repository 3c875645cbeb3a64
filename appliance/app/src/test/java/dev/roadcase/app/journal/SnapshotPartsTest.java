package dev.roadcase.app.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.box.Box;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.fact.SnapshotPart;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.fact.FactJson;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What a snapshot holds, and in which format. A part whose record has changed and whose format has
 * not would be read wrongly, or not at all, by the release that follows.
 */
class SnapshotPartsTest {
  private static final String KEPT = "snapshot-parts.txt";

  @Test
  void aChangedPartHasAnotherFormat() throws IOException {
    Map<String, String> kept = kept();
    List<String> missing = new ArrayList<>();
    present()
        .forEach((nameAndFormat, shape) -> {
          String before = kept.get(nameAndFormat);
          if (before == null) {
            missing.add(nameAndFormat + " = " + shape);
          } else {
            assertEquals(
                before,
                shape,
                () ->
                    "the state of part \"%s\" has changed and its format has not: raise the format in"
                            .formatted(nameAndFormat)
                        + " its snapshotPart(), and add a line to "
                        + KEPT);
          }
        });
    assertEquals(
        "",
        String.join("\n", missing),
        "parts that are new, or have a new format: add these lines to " + KEPT);
  }

  /** The rule above can fail: a component more, or another type, is another shape. */
  @Test
  void anotherRecordIsAnotherShape() {
    record One(int a, List<String> b) {}
    record More(int a, List<String> b, long c) {}
    record Other(int a, List<Long> b) {}
    record Nested(One one) {}
    assertEquals("One(a int, b List<String>)", shape(One.class));
    assertNotEquals(shape(One.class).substring(3), shape(More.class).substring(4));
    assertNotEquals(shape(One.class).substring(3), shape(Other.class).substring(5));
    assertEquals("Nested(one One(a int, b List<String>))", shape(Nested.class));
  }

  @Test
  void everyNameIsThereOnce() {
    List<String> names = box().snapshotParts().stream().map(SnapshotPart::name).toList();
    assertEquals(names.stream().distinct().toList(), names);
    assertTrue(names.size() >= 14, names::toString);
  }

  private static Map<String, String> present() {
    Map<String, String> present = new TreeMap<>();
    for (SnapshotPart<?> part : box().snapshotParts()) {
      present.put(part.name() + " " + part.format(), shape(part.type()));
    }
    return present;
  }

  private static Map<String, String> kept() throws IOException {
    try (InputStream in = SnapshotPartsTest.class.getResourceAsStream(KEPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(" = ", 2))
          .collect(
              Collectors.toMap(line -> line[0], line -> line[1], (a, b) -> b, LinkedHashMap::new));
    }
  }

  /** The names and types of all that is reached from a record by its components. */
  private static String shape(Type type) {
    return switch (type) {
      case Class<?> plain when plain.isRecord() && isOurs(plain) ->
          plain.getSimpleName()
              + Arrays.stream(plain.getRecordComponents())
                  .map(SnapshotPartsTest::component)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Class<?> plain when plain.isSealed() && isOurs(plain) ->
          plain.getSimpleName()
              + Arrays.stream(plain.getPermittedSubclasses())
                  .map(SnapshotPartsTest::shape)
                  .collect(Collectors.joining(" | ", "<", ">"));
      case Class<?> plain -> plain.getSimpleName();
      case ParameterizedType generic ->
          shape(generic.getRawType())
              + Arrays.stream(generic.getActualTypeArguments())
                  .map(SnapshotPartsTest::shape)
                  .collect(Collectors.joining(", ", "<", ">"));
      case WildcardType wild -> shape(wild.getUpperBounds()[0]);
      default -> type.getTypeName();
    };
  }

  private static String component(RecordComponent component) {
    return component.getName() + " " + shape(component.getGenericType());
  }

  /** Packs are named, not repeated: what is in one is the pack's format. */
  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("dev.roadcase.") && !type.getSimpleName().equals("Pack");
  }

  private static Box box() {
    return new Box(
        new Box.Identity(
            new FleetId("fleet"),
            new KitId("kit-4"),
            new Incarnation("0123456789abcdef"),
            Mode.LIVE),
        new FactJson(id -> {
          throw new IllegalArgumentException("no pack " + id);
        }));
  }
}
