package dev.roadcase.core.pack;

import java.util.List;

/**
 * Who sells, as the law of most places wants it on a receipt. Which of these a receipt needs is for
 * the shop to know; the box prints what it is given.
 *
 * @param name the firm's name; 1 to 80 characters
 * @param address its lines, in order; at most 6 of 1 to 80 characters
 * @param taxId its number for value added tax or the like, as it is written; may be empty, at most
 *     40 characters
 * @param contact a telephone number or a mail address for questions; may be empty, at most 80
 *     characters
 */
public record Seller(String name, List<String> address, String taxId, String contact) {
  public Seller {
    address = List.copyOf(address);
    within("a seller's name", name, 1, 80);
    if (address.size() > 6) {
      throw new IllegalArgumentException("a seller's address has at most 6 lines");
    }
    address.forEach(line -> within("a line of a seller's address", line, 1, 80));
    within("a seller's tax_id", taxId, 0, 40);
    within("a seller's contact", contact, 0, 80);
  }

  private static void within(String what, String text, int least, int most) {
    if ((least > 0 && text.isBlank()) || text.length() > most) {
      throw new IllegalArgumentException(
          what + " has " + (least > 0 ? least + " to " : "at most ") + most + " characters");
    }
    if (text.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(what + " is one line, without control characters");
    }
  }
}
