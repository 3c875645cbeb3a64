package dev.roadcase.provisioning.woocommerce;

import dev.roadcase.provisioning.catalogue.Reading;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;

/** On which days a sale price counts; both ends belong to it, an open end is for ever. */
record SaleDays(Optional<LocalDate> first, Optional<LocalDate> last) {

  boolean contain(LocalDate day) {
    return first.map(f -> !day.isBefore(f)).orElse(true)
        && last.map(l -> !day.isAfter(l)).orElse(true);
  }

  /**
   * A day as the export writes it, with or without a time of day.
   *
   * @throws IllegalArgumentException when it is not written 2026-06-30
   */
  static Optional<LocalDate> day(String cell) {
    String text = Reading.unescaped(cell.strip());
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.parse(text.replaceFirst("[ T]\\d{1,2}:\\d{2}(:\\d{2})?.*$", "")));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "\"%s\" is no day; write 2026-06-30".formatted(text.length() > 40 ? "…" : text), e);
    }
  }
}
