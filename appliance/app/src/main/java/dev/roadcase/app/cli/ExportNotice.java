package dev.roadcase.app.cli;

import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.export.ExportClaim;
import dev.roadcase.wire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Tells the box that runs here, through its local door, that its books were exported. */
final class ExportNotice {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ExportNotice() {}

  /**
   * Tells it.
   *
   * @return why the box does not count it; nothing when it does
   * @throws IOException when no box answers, or this user may not ask it
   */
  static Optional<String> tell(BoxConfig config, ExportClaim claim) throws IOException {
    Path token = config.dataDir().resolve("admin.token");
    if (!Files.isReadable(token)) {
      throw new IOException(token + " cannot be read");
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      int port = LocalDoor.port(config);
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://" + config.admin().host() + ":" + port + "/exports"))
              .timeout(PATIENCE)
              .header("Authorization", "Bearer " + Files.readString(token).strip())
              .POST(HttpRequest.BodyPublishers.ofByteArray(claim.write()))
              .build();
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() == 409) {
        return Optional.of(Json.MAPPER.readTree(answer.body()).path("detail").asText());
      }
      if (answer.statusCode() >= 300) {
        // Another box at this port, or one that cannot write just now: the note waits for ours.
        throw new IOException("the box answered " + answer.statusCode());
      }
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
