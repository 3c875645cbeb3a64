package dev.roadcase.provisioning.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain text | plain text",
        "<p>One</p><p>Two</p> | One¶¶Two",
        "<p>One<br>Two<br/>Three</p> | One¶Two¶Three",
        "<ul><li>a</li><li>b</li></ul> | - a¶- b",
        "Fish &amp; chips &lt;3 &euro;5&nbsp;each | Fish & chips <3 €5 each",
        "<script>alert(1)</script><style>p{}</style>x | x",
        "<p>a  ¶  b</p> | a b",
        "<!-- hidden --><b>bold</b>, <i>not</i> | bold, not",
        "<table><tr><td>S</td><td>50 cm</td></tr></table> | S 50 cm",
        "<div>a</div><div>b</div> | a¶b",
        "unclosed <p>x | unclosed¶¶x",
        "<p></p><p> </p> | ''",
        "'' | ''",
      })
  void aDescriptionReadsAsItLooks(String html, String text) {
    assertEquals(text.replace('¶', '\n'), PlainText.of(html.replace('¶', '\n')));
  }
}
