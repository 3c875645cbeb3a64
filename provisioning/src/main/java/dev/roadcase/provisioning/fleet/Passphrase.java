package dev.roadcase.provisioning.fleet;

/** What opens the root key. Never prints itself. */
public final class Passphrase {
  private final char[] characters;

  public Passphrase(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the passphrase is empty");
    }
    this.characters = text.toCharArray();
  }

  char[] characters() {
    return characters.clone();
  }

  @Override
  public String toString() {
    return "Passphrase[…]";
  }
}
