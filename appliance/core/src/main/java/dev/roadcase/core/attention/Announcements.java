package dev.roadcase.core.attention;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a screen reader is told: of several subjects, only those whose sentence has become another
 * one and has stayed it for {@link OnDelay#HOLD}. Silence otherwise; also about a change that was
 * taken back in between, and about how things stood at the first look, which the page says itself.
 */
public final class Announcements {
  private record Pending(String sentence, long since) {}

  private final Map<String, String> told = new LinkedHashMap<>();
  private final Map<String, Pending> pending = new LinkedHashMap<>();

  /**
   * After another look.
   *
   * @param sentences by subject, the same subjects each time
   * @param now monotonic nanoseconds, not before those of the last look
   * @return what is to be said now, if anything
   */
  public Optional<String> after(Map<String, String> sentences, long now) {
    List<String> due = new ArrayList<>();
    sentences.forEach((subject, sentence) -> {
      String before = told.putIfAbsent(subject, sentence);
      if (before == null || before.equals(sentence)) {
        pending.remove(subject);
        return;
      }
      Pending waits = pending.get(subject);
      if (waits == null || !waits.sentence().equals(sentence)) {
        pending.put(subject, new Pending(sentence, now));
      } else if (now - waits.since() >= OnDelay.HOLD.toNanos()) {
        pending.remove(subject);
        told.put(subject, sentence);
        due.add(sentence);
      }
    });
    return due.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", due));
  }
}
