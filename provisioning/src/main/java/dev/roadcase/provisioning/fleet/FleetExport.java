package dev.roadcase.provisioning.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadcase.core.pack.Revocations;
import dev.roadcase.wire.file.WholeFile;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.Jwk;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Crl;
import dev.roadcase.wire.x509.Pem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What others need of a fleet to believe its boxes, and nothing secret: for those who end TLS, for
 * remote ops, for whoever checks a signature.
 *
 * <pre>
 * fleet.pem              the root
 * fleet.revocations.jwt  the root's list of revoked shows; absent before the first
 * SHOW.pem               each show's certificate
 * SHOW.revocations.jwt   each show's list of revocations
 * SHOW.crl               the same as X.509, DER
 * crl.pem                all lists as X.509, the root's with them
 * jwks.json              the public keys of all kits that are not revoked, nor their shows (RFC 7517)
 * </pre>
 */
public final class FleetExport {
  private final Fleet fleet;

  public FleetExport(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Writes it, for everybody to read.
   *
   * @return the names of the files
   * @throws AlreadyThere when something is there
   */
  public List<String> write(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    WholeFolder.make(
        folder,
        "an export is never mixed with an older one; name a new folder",
        at -> fill(at, names));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return names;
  }

  private void fill(Path at, List<String> names) throws IOException {
    put(at, names, "fleet.pem", Pem.text(List.of(fleet.root().certificate())));
    Optional<String> shows = fleet.signedRevokedShows();
    if (shows.isPresent()) {
      put(at, names, "fleet.revocations.jwt", shows.get());
    }
    ObjectNode set = Json.MAPPER.createObjectNode();
    ArrayNode keys = set.putArray("keys");
    for (String name : fleet.shows()) {
      ShowBook book = fleet.book(name);
      Revocations revoked = book.revocations();
      put(at, names, name + ".pem", Pem.text(List.of(book.issuer().certificate())));
      put(at, names, name + ".revocations.jwt", book.signed() + "\n");
      put(at, names, name + ".crl", Crl.of(revoked, book.issuer()));
      if (fleet.revokedShows().of(name).isPresent()) {
        continue;
      }
      for (IssuedKit kit : book.issued()) {
        if (revoked.of(kit.kit(), kit.making()).isEmpty()) {
          keys.add(jwk(kit, name));
        }
      }
    }
    put(at, names, "crl.pem", fleet.lists());
    put(at, names, "jwks.json", pretty(set));
  }

  private static ObjectNode jwk(IssuedKit kit, String show) {
    var key = Certificates.publicKey(kit.certificate());
    return Jwk.write(key)
        .put("kid", Jwk.keyId(key))
        .put("use", "sig")
        .put("alg", "ES256")
        .put("kit", kit.kit().value())
        .put("show", show)
        .put("making", kit.making().value());
  }

  private static void put(Path at, List<String> names, String name, String text)
      throws IOException {
    put(at, names, name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(Path at, List<String> names, String name, byte[] bytes)
      throws IOException {
    WholeFile.write(at.resolve(name), bytes);
    names.add(name);
  }

  private static String pretty(ObjectNode node) {
    try {
      return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
