package dev.roadcase.app.cli;

import dev.roadcase.wire.commandline.BashCompletion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code roadcase box generate-completion}. */
@Command(
    name = "generate-completion",
    description = "Prints what makes a bash or zsh complete these verbs.",
    footerHeading = "%nExample:%n",
    footer = "  source <(roadcase generate-completion)")
public final class CompletionVerb implements Callable<Integer> {
  @Mixin HelpOptions help = new HelpOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    String generated = AutoComplete.bash("roadcase", spec.root().commandLine());
    System.out.print(BashCompletion.script(generated, "box", List.of("box")));
    System.out.flush();
    return 0;
  }
}
