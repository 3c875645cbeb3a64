package dev.roadcase.app.screens;

import dev.roadcase.app.shop.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bad news for a person with a browser: what happened, and what to do next. */
public final class RefusalPage {

  /** A way on from here. */
  public record Step(String address, String words) {}

  /**
   * What the page says.
   *
   * @param sentences a paragraph each
   * @param steps the likeliest first
   */
  public record Refusal(String heading, List<String> sentences, List<Step> steps) {
    public Refusal {
      sentences = List.copyOf(sentences);
      steps = List.copyOf(steps);
    }
  }

  private RefusalPage() {}

  /**
   * The page, UTF-8.
   *
   * @param view the shop around it; without one the page has the plain look
   */
  public static byte[] page(Optional<View> view, Refusal refusal) {
    return Templates.bytes(
        "refusal.jte",
        Map.of("frame", ShopFrame.around(view, refusal.heading()), "refusal", refusal));
  }
}
