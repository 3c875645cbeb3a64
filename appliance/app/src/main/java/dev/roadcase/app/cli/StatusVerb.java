package dev.roadcase.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** {@code roadcase box status}. */
@Command(
    name = "status",
    description = "What the box knows about itself: a summary, or all of it with --json.",
    footerHeading = "%nExamples:%n",
    footer = {"  roadcase box status", "  roadcase box status --json | jq .queue"})
public final class StatusVerb extends LocalDoor.Asking {
  @Override
  String path() {
    return "/box";
  }

  @Override
  String readable(JsonNode answer) {
    return StatusSummary.of(answer);
  }
}
