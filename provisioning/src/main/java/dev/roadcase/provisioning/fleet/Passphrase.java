package dev.roadcase.provisioning.fleet;

import java.util.Arrays;

/** What opens the root key. Never prints itself, and is wiped when it is closed. */
public final class Passphrase implements AutoCloseable {
  private final char[] characters;

  public Passphrase(String text) {
    this(text.toCharArray());
  }

  /**
   * Takes the characters over.
   *
   * @param characters wiped by {@link #close}
   */
  public Passphrase(char[] characters) {
    if (characters.length == 0) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    this.characters = characters;
  }

  /** Lent: not to be kept, and not to be wiped by whoever gets them. */
  char[] characters() {
    return characters;
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }

  @Override
  public String toString() {
    return "Passphrase[…]";
  }
}
