package dev.roadcase.core.pack;

import java.util.Arrays;
import java.util.Optional;

/** Why a count differs from what should be there. Words are frozen: a journal keeps them. */
public enum CountReason {
  /** Counted, and nothing else is known. */
  RECOUNT("recount"),
  DELIVERED("delivered"),
  DAMAGED("damaged"),
  MISSING("missing"),
  GIVEN_AWAY("given-away");

  private final String word;

  CountReason(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  public static Optional<CountReason> of(String word) {
    return Arrays.stream(values()).filter(reason -> reason.word.equals(word)).findFirst();
  }
}
