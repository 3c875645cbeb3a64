package dev.roadcase.app;

import dev.roadcase.wire.commandline.Folded;
import java.lang.reflect.Constructor;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the verbs; those that speak with a person are given the terminal. */
final class Verbs implements IFactory {
  private final Terminal terminal;

  Verbs(Terminal terminal) {
    this.terminal = terminal;
  }

  /** All that {@code roadcase box} understands. */
  static CommandLine commandLine(Terminal terminal) {
    return new CommandLine(Main.class, new Verbs(terminal))
        .setUsageHelpWidth(Folded.helpColumns(System.getenv()))
        .setParameterExceptionHandler(new UsageErrors());
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] parameters = constructor.getParameterTypes();
      if (parameters.length == 1 && parameters[0] == Terminal.class) {
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance(terminal));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
