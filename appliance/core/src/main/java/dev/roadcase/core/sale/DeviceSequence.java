package dev.roadcase.core.sale;

import dev.roadcase.core.identity.DeviceId;

/**
 * A device's own count of what it has signed: the idempotency key of a sale or a refund. Gaps are
 * allowed, a number is never used for two different payloads.
 *
 * @param number 1 … 2^53-1, so that every JSON parser keeps it whole
 */
public record DeviceSequence(DeviceId device, long number) {
  public static final long LIMIT = (1L << 53) - 1;

  public DeviceSequence {
    if (number < 1 || number > LIMIT) {
      throw new IllegalArgumentException("a device sequence is 1 to 2^53-1, not " + number);
    }
  }

  @Override
  public String toString() {
    return device + "/" + number;
  }
}
