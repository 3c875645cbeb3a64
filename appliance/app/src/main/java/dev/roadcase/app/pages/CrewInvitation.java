package dev.roadcase.app.pages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.app.config.BoxConfig.Listen;
import dev.roadcase.app.http.Doors;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.x509.Fingerprint;
import dev.roadcase.wire.x509.KitFolder;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What a phone of the crew is told: whole addresses of the panel, and whose certificate it is. */
public final class CrewInvitation {
  private final KitFolder kit;
  private final Listen https;
  private final Listen http;
  private final Doors.Ports ports;
  private final Supplier<List<InetAddress>> machine;

  /**
   * An invitation to these doors.
   *
   * @param machine addresses of this machine, asked each time: Wi-Fi comes and goes
   */
  public CrewInvitation(
      KitFolder kit,
      Listen https,
      Listen http,
      Doors.Ports ports,
      Supplier<List<InetAddress>> machine) {
    this.kit = kit;
    this.https = https;
    this.http = http;
    this.ports = ports;
    this.machine = machine;
  }

  /** As the local door answers it; addresses in the order in which they are worth trying. */
  public ObjectNode write(String ticket, Duration life) {
    X509Certificate certificate = kit.chain().getFirst();
    List<InetAddress> addresses = machine.get();
    ObjectNode node = Json.MAPPER.createObjectNode();
    node.put("ticket", ticket).put("expiresIn", life.toSeconds());
    ArrayNode urls = node.putArray("urls");
    for (PhoneAddresses.Host host : PhoneAddresses.of(https.host(), certificate, addresses)) {
      urls.addObject()
          .put("url", host.url("https", ports.https()) + "/crew?ticket=" + ticket)
          .put("inCertificate", host.named())
          .put("name", host.name());
    }
    node.put(
        "trust",
        PhoneAddresses.of(http.host(), certificate, addresses).getFirst().url("http", ports.http())
            + "/trust");
    node.put("rootSha256", Fingerprint.colons(kit.root().certificate()));
    return node;
  }
}
