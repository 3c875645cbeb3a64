package dev.roadcase.provisioning.sheet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a file is that is no list at all, by its first octets; its name is not believed. */
final class FileKind {
  private static final int LOOKED_AT = 1_024;
  private static final String SAVE_AS = ": open it, and save it as CSV UTF-8 (comma delimited)";

  private FileKind() {}

  /** A sentence about a file that holds no rows, and what to do; nothing for what may be a list. */
  static Optional<String> of(byte[] bytes) {
    String start =
        new String(
            Arrays.copyOf(bytes, Math.min(bytes.length, LOOKED_AT)), StandardCharsets.ISO_8859_1);
    return binary(start).or(() -> text(start));
  }

  private static Optional<String> binary(String start) {
    if (start.startsWith("PK\u0003\u0004") || start.startsWith("PK\u0005\u0006")) {
      return Optional.of("this is a spreadsheet (.xlsx, .ods, .numbers) or a zip" + SAVE_AS);
    }
    if (start.startsWith("\u00D0\u00CF\u0011\u00E0")) {
      return Optional.of("this is a spreadsheet of an old Excel (.xls)" + SAVE_AS);
    }
    if (start.startsWith("\u001F\u008B")) {
      return Optional.of("this file is compressed (gzip): unpack it first");
    }
    if (start.startsWith("RCPACK")) {
      return Optional.of("this is a pack already: roadcase pack inspect looks into it");
    }
    if (start.startsWith("SQLite format 3")) {
      return Optional.of("this is a database (SQLite): export the products from it as CSV");
    }
    if (start.startsWith("\u0089PNG") || start.startsWith("\u00FF\u00D8\u00FF")) {
      return Optional.of("this is a picture: a list of products is needed, as CSV");
    }
    return Optional.empty();
  }

  private static Optional<String> text(String start) {
    String begins = start.replaceFirst("^(\u00EF\u00BB\u00BF)?\\s*", "").toLowerCase(Locale.ROOT);
    if (begins.startsWith("<!doctype html") || begins.startsWith("<html")) {
      return Optional.of(
          "this is a web page and no export: what was saved is a page of the shop, perhaps the one"
              + " to log in; export again, and save the file that the shop sends");
    }
    if (begins.startsWith("<?xml") || begins.matches("(?s)<[a-z][a-z:]*[ >].*")) {
      return Optional.of("this is XML: export as CSV, or open it in a spreadsheet" + SAVE_AS);
    }
    if (begins.matches("(?s)(\\[\\s*)?\\{\\s*(\"|}).*")) {
      return Optional.of("this is JSON: export as CSV");
    }
    if (begins.startsWith("%pdf")) {
      return Optional.of("this is a PDF: export as CSV");
    }
    if (begins.startsWith("{\\rtf")) {
      return Optional.of("this is a text document (RTF): save it as plain text, CSV UTF-8");
    }
    return Optional.empty();
  }
}
