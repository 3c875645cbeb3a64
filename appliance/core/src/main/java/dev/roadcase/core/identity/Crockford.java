package dev.roadcase.core.identity;

/** Crockford's base 32: digits and letters that nobody mistakes for one another. */
public final class Crockford {
  /** By value, 0 to 31; without I, L, O and U. */
  public static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private Crockford() {}
}
