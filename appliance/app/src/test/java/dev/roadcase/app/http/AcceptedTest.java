package dev.roadcase.app.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedTest {
  private static final String CHROME =
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        CHROME + " | PAGE",
        "none | JSON",
        "'' | JSON",
        "*/* | JSON",
        "application/json | JSON",
        "application/problem+json, text/html;q=0.5 | JSON",
        "text/html, application/json | JSON",
        "text/html, application/json;q=0.9 | PAGE",
        "text/html;q=0.8, application/json;q=0.9 | JSON",
        "text/html;q=0, */* | JSON",
        "text/* | PAGE",
        "TEXT/HTML | PAGE",
        "text/html;level=1;q=0.7, */*;q=0.1 | PAGE",
        "text/plain | TEXT",
        "text/plain, text/html;q=0.5 | TEXT",
        "text/plain, application/json | JSON",
        "text/html;q=nonsense | JSON",
        "text/html;q=NaN | JSON",
        ";,;;, ,q=1 | JSON",
        "image/png | JSON",
      })
  void aBrowserPrefersAPageAndAMachineDoesNot(String accept, Accepted wanted) {
    assertEquals(wanted, Accepted.of(accept));
  }
}
