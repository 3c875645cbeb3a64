package dev.roadcase.core.ledger;

/**
 * Bookings as bytes, {@link Books#RECORD} each, in the order in which they were booked. What is
 * there never changes; more may come behind it.
 */
public interface Records {
  Records NONE =
      new Records() {
        @Override
        public long count() {
          return 0;
        }

        @Override
        public byte[] copy(long from, int most) {
          return new byte[0];
        }
      };

  long count();

  /** Records {@code from …}, at least one if there is one. About {@code most}: pages come whole. */
  byte[] copy(long from, int most);
}
