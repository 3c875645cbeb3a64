package dev.roadcase.provisioning;

import dev.roadcase.provisioning.fleet.Passphrase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where the passphrase of the root key comes from: a file, the environment, or whoever sits at the
 * terminal, in this order.
 */
final class PassphraseOption {
  private static final String VARIABLE = "ROADCASE_PASSPHRASE";
  private static final int FILE_MAX = 4_096;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description =
          "Its first line opens the root key. Or set ROADCASE_PASSPHRASE, or be asked at a terminal.")
  private @Nullable Path file;

  /**
   * To seal a new key: asked twice at a terminal, where nothing typed means none. Two that differ
   * are asked for once more.
   *
   * @throws EndOfInput when the terminal's input ends at the question: that is no answer
   */
  Optional<Passphrase> chosen(Surroundings here) throws IOException {
    Optional<Passphrase> given = given(here);
    if (given.isPresent()) {
      return given;
    }
    Typed typed = typed(here);
    if (typed instanceof Typed.Different) {
      here.err().println("The two differ. Once more:");
      here.err().flush();
      typed = typed(here);
    }
    return switch (typed) {
      case Typed.Nothing() -> Optional.empty();
      case Typed.Same(Passphrase passphrase) -> Optional.of(passphrase);
      case Typed.Different() ->
          throw new IllegalArgumentException("the two passphrases differ; nothing was made");
    };
  }

  /** What somebody typed, twice. */
  private sealed interface Typed {
    record Nothing() implements Typed {}

    record Same(Passphrase passphrase) implements Typed {}

    record Different() implements Typed {}
  }

  private static Typed typed(Surroundings here) {
    char[] first = ask(here, "Passphrase for the root key (none: just Enter): ");
    if (first.length == 0) {
      return new Typed.Nothing();
    }
    boolean same = false;
    try {
      char[] second = ask(here, "The same again: ");
      same = Arrays.equals(first, second);
      Arrays.fill(second, '\0');
    } finally {
      if (!same) {
        Arrays.fill(first, '\0');
      }
    }
    return same ? new Typed.Same(new Passphrase(first)) : new Typed.Different();
  }

  /** To open a key that is sealed; nothing when nobody gave it. */
  Optional<Passphrase> known(Surroundings here) throws IOException {
    Optional<Passphrase> given = given(here);
    if (given.isPresent()) {
      return given;
    }
    char[] typed = ask(here, "Passphrase of the root key: ");
    return typed.length == 0 ? Optional.empty() : Optional.of(new Passphrase(typed));
  }

  /** Whether a file was named. */
  boolean isFile() {
    return file != null;
  }

  /**
   * For a root that is under no passphrase. A file that would open nothing is refused: whoever
   * names one believes the key to be sealed. The environment may be meant for other fleets, and is
   * only remarked on.
   *
   * @param key the root's, in its file
   */
  void requireNone(Surroundings here, Path key) {
    String lies = key + " is under no passphrase: a copy of that file is your fleet.";
    if (file != null) {
      throw new IllegalArgumentException(
          lies + " Keep it offline, and type this again without --passphrase-file");
    }
    if (isGiven(here)) {
      here.err().println(PackPages.folded("note:", lies + " " + VARIABLE + " was not used."));
    }
  }

  /** Whether a file or the environment gives it, so that nobody is asked. */
  boolean isGiven(Surroundings here) {
    return file != null || !here.environment().getOrDefault(VARIABLE, "").isEmpty();
  }

  private Optional<Passphrase> given(Surroundings here) throws IOException {
    if (file != null) {
      return Optional.of(new Passphrase(firstLine(file)));
    }
    return Optional.ofNullable(here.environment().get(VARIABLE))
        .filter(text -> !text.isEmpty())
        .map(Passphrase::new);
  }

  private static char[] ask(Surroundings here, String prompt) {
    return here.asking().secret(prompt).orElseGet(() -> new char[0]);
  }

  private static char[] firstLine(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no passphrase file " + file);
    }
    if (Files.size(file) > FILE_MAX) {
      throw new IllegalArgumentException(file + " is too long for a passphrase");
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      int end = 0;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      char[] line = new char[end];
      text.get(line);
      Arrays.fill(text.array(), '\0');
      if (end == 0) {
        throw new IllegalArgumentException(file + " has no passphrase in its first line");
      }
      return line;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
