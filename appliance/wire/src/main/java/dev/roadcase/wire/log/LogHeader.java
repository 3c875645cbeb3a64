package dev.roadcase.wire.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.Incarnation;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.json.Fields;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import dev.roadcase.wire.x509.Certificates;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The first line of a log: whose it is.
 *
 * @param incarnation under which the box lives
 * @param former those under which it lived before, in their order; a fact {@code
 *     incarnation-adopted} leads from each to the next. As a rule none
 * @param mode the mode that the box was in; each fact says its own
 * @param chain the kit's certificate, the show's, the fleet's root
 */
public record LogHeader(
    FleetId fleet,
    KitId kit,
    Incarnation incarnation,
    List<Incarnation> former,
    String show,
    Mode mode,
    List<X509Certificate> chain) {
  private static final int VERSION = 1;

  public LogHeader {
    former = List.copyOf(former);
    chain = List.copyOf(chain);
    if (chain.size() != 3) {
      throw new IllegalArgumentException("a log's chain is kit, show and root");
    }
  }

  /** Of a box that has lived one life. */
  public LogHeader(
      FleetId fleet,
      KitId kit,
      Incarnation incarnation,
      String show,
      Mode mode,
      List<X509Certificate> chain) {
    this(fleet, kit, incarnation, List.of(), show, mode, chain);
  }

  /** All the lives of the box, the present one last. */
  List<Incarnation> lives() {
    List<Incarnation> lives = new ArrayList<>(former);
    lives.add(incarnation);
    return lives;
  }

  String line() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("rclog", VERSION);
    node.put("fleet", fleet.value());
    node.put("kit", kit.value());
    node.put("incarnation", incarnation.value());
    if (!former.isEmpty()) {
      ArrayNode before = node.putArray("former");
      former.forEach(life -> before.add(life.value()));
    }
    node.put("show", show);
    node.put("mode", mode.word());
    ArrayNode certificates = node.putArray("chain");
    for (X509Certificate certificate : chain) {
      certificates.add(Base64.getEncoder().encodeToString(Certificates.toDer(certificate)));
    }
    return node.toString();
  }

  static LogHeader of(byte[] line) {
    Fields fields = Json.object(line, "the log's first line");
    if (fields.whole("rclog") != VERSION) {
      throw new Malformed("this release reads logs of version 1");
    }
    return new LogHeader(
        fields.as("fleet", FleetId::new),
        fields.as("kit", KitId::new),
        fields.as("incarnation", Incarnation::new),
        fields.has("former")
            ? fields.texts("former").stream().map(Incarnation::new).toList()
            : List.of(),
        fields.text("show"),
        fields.as("mode", Mode::of),
        fields.texts("chain").stream()
            .map(der -> Certificates.fromDer(Base64.getDecoder().decode(der)))
            .toList());
  }
}
