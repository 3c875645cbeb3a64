package dev.roadcase.provisioning.sheet;

import java.util.List;

/** A column that is read, by the names that files give it. Upper and lower case are the same. */
public interface Heading {
  /** At least one; the first is what people are told. */
  List<String> headers();

  /** All spellings, for people: {@code Handle (or URL handle)}. */
  default String spellings() {
    List<String> headers = headers();
    return headers.size() == 1
        ? headers.getFirst()
        : headers.getFirst()
            + " (or "
            + String.join(", ", headers.subList(1, headers.size()))
            + ")";
  }
}
