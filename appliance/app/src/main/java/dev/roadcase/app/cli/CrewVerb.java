package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.screens.TerminalQr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code roadcase box crew}: whole addresses, and a code to scan, for a phone of the crew. */
@Command(
    name = "crew",
    description = {
      "Makes a one-time ticket that opens the crew panel in a browser.",
      "Prints every address under which a phone may reach the box, and the first of them as a QR"
          + " code."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  roadcase box crew", "  roadcase box crew --json | jq -r '.urls[0].url'"})
public final class CrewVerb extends LocalDoor.Asking {
  private static final int COLUMNS = 80;

  private final Terminal terminal;

  @Option(
      names = "--qr",
      negatable = true,
      description = "The QR code: always, or never. Not given: only at a terminal.")
  private @Nullable Boolean qr;

  CrewVerb(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  String method() {
    return "POST";
  }

  @Override
  String path() {
    return "/crew-tickets";
  }

  @Override
  String readable(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "The crew panel, for one browser, within "
            + answer.path("expiresIn").asLong() / 60
            + " minutes:");
    lines.add("");
    boolean warned = false;
    for (JsonNode url : answer.path("urls")) {
      boolean named = url.path("inCertificate").asBoolean();
      warned |= !named;
      lines.add("  " + url.path("url").asText());
      if (!named) {
        lines.add("      Not in the box's certificate: the browser always warns here.");
      } else if (url.path("name").asBoolean()) {
        lines.add("      Where the network knows this name.");
      }
    }
    if (qr == null ? terminal.attended() : qr) {
      List<String> code =
          TerminalQr.lines(answer.at("/urls/0/url").asText(), COLUMNS, terminal.colours());
      if (!code.isEmpty()) {
        lines.add("");
        lines.addAll(code);
      }
    }
    lines.add("");
    lines.add("A phone that warns does not know your fleet yet. Install the root certificate from");
    lines.add("  " + answer.path("trust").asText());
    lines.add("Compare its SHA-256 fingerprint first. It is");
    String root = answer.path("rootSha256").asText();
    int half = root.length() / 2 + 1;
    lines.add("  " + root.substring(0, half));
    lines.add("  " + root.substring(half));
    if (warned) {
      lines.add("Addresses are put into a certificate by: roadcase fleet add KIT --ip ADDRESS");
    }
    return String.join(System.lineSeparator(), lines);
  }
}
