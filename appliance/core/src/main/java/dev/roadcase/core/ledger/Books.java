package dev.roadcase.core.ledger;

import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All sales and refunds of a box, by receipt and by device sequence, in 64 bytes each and about 16
 * for the two indexes: a million of them are 80 MB beside the heap, where maps of objects would be
 * 400 MB in it. Only grows, so that a snapshot need only hold what is new.
 *
 * <p>The writer's thread stages, publishes and discards; any thread may ask for what is published.
 */
public final class Books {
  /** Bytes of a record: eight big-endian longs. */
  public static final int RECORD = 64;

  private static final int WORDS = RECORD / Long.BYTES;
  private static final int RESTORE_AT_ONCE = 4096;
  private static final long POSITION_MAX = (1L << 40) - 1;
  private static final long CLASS_SEQ_MAX = (1L << 32) - 1;
  private static final int DEVICES_MAX = 1 << 24;
  private static final int CURRENCIES_MAX = 1 << 10;

  /**
   * What a snapshot holds.
   *
   * @param devices and {@code currencies}: what the numbers in the records stand for
   */
  public record State(List<DeviceId> devices, List<Currency> currencies, Records records) {
    public State {
      devices = List.copyOf(devices);
      currencies = List.copyOf(currencies);
    }
  }

  private final Map<ReceiptToken, Booking> staged = new LinkedHashMap<>();
  private final Map<ReceiptToken, ReceiptToken> stagedOf = new HashMap<>();
  private final Map<DeviceSequence, ReceiptToken> stagedSequences = new HashMap<>();
  private final Map<ReceiptToken, Long> stagedRefunds = new HashMap<>();

  private final RecordStore store = new RecordStore(WORDS);
  private final SlotTable byReceipt = new SlotTable(this::receiptHash);
  private final SlotTable bySequence = new SlotTable(this::sequenceHash);
  private final Map<Long, Long> refunded = new HashMap<>();
  private final List<DeviceId> devices = new ArrayList<>();
  private final Map<DeviceId, Integer> deviceNumbers = new HashMap<>();
  private final List<Currency> currencies = new ArrayList<>();

  /** By a device's number: the greatest sequence that it has used. */
  private long[] greatest = new long[16];

  /** The writer's view: the receipt that this sequence was used for. */
  @Nullable ReceiptToken receiptOf(DeviceSequence sequence) {
    ReceiptToken receipt = stagedSequences.get(sequence);
    return receipt != null ? receipt : publishedReceiptOf(sequence);
  }

  /** The writer's view of a sale or refund. */
  @Nullable Booking get(ReceiptToken receipt) {
    Booking booking = staged.get(receipt);
    if (booking == null) {
      booking = published(receipt);
    }
    Long more = stagedRefunds.get(receipt);
    return booking == null || more == null ? booking : booking.refundedBy(more);
  }

  /** Stages a sale. */
  void book(Booking booking) {
    staged.putIfAbsent(booking.receipt(), booking);
    stagedSequences.putIfAbsent(booking.sequence(), booking.receipt());
  }

  /** Stages a refund of a sale. */
  void book(Booking refund, ReceiptToken of) {
    if (!staged.containsKey(refund.receipt())) {
      stagedOf.put(refund.receipt(), of);
      stagedRefunds.merge(of, refund.amount(), Math::addExact);
    }
    book(refund);
  }

  void discard() {
    staged.clear();
    stagedOf.clear();
    stagedSequences.clear();
    stagedRefunds.clear();
  }

  synchronized void publish() {
    staged.values().forEach(this::append);
    discard();
  }

  /** Any thread's view of a sale or refund that is on the disk. */
  synchronized @Nullable Booking published(ReceiptToken receipt) {
    long at = find(receipt);
    return at < 0 ? null : read(at, receipt);
  }

  /**
   * Any thread's view of what has that reference, oldest first: one, as a rule, or none. Costs as
   * much as a look by the whole token, and no memory: the index is by the reference's own bits.
   *
   * @param most of how many at most
   */
  synchronized List<Booking> published(Reference reference, int most) {
    List<Booking> found = new ArrayList<>();
    for (SlotTable.Probe probe = byReceipt.probe(reference.bits()); probe.next(); ) {
      long at = probe.index();
      if (receiptHash(at) == reference.bits()) {
        found.add(read(at, receiptAt(at)));
      }
    }
    found.sort(Comparator.comparingLong(Booking::position));
    return List.copyOf(found.subList(0, Math.min(most, found.size())));
  }

  /** Any thread's view: the greatest sequence of a device that is on the disk; 0 for none. */
  synchronized long lastSequence(DeviceId device) {
    Integer number = deviceNumbers.get(device);
    return number == null || number >= greatest.length ? 0 : greatest[number];
  }

  synchronized long count() {
    return store.count();
  }

  /** A view that goes on: what is booked later is not in it. */
  synchronized State state() {
    return new State(devices, currencies, new Published(store.count()));
  }

  /** Takes up where a snapshot left off. Only on empty books. */
  synchronized void restore(State state) {
    devices.addAll(state.devices());
    for (int i = 0; i < devices.size(); i++) {
      deviceNumbers.put(devices.get(i), i);
    }
    currencies.addAll(state.currencies());
    Records records = state.records();
    long count = records.count();
    byReceipt.expect(count);
    bySequence.expect(count);
    long from = 0;
    while (from < count) {
      store.addAll(records.copy(from, RESTORE_AT_ONCE));
      for (; from < store.count(); from++) {
        index(from);
      }
    }
  }

  private final class Published implements Records {
    private final long count;

    private Published(long count) {
      this.count = count;
    }

    @Override
    public long count() {
      return count;
    }

    @Override
    public byte[] copy(long from, int most) {
      synchronized (Books.this) {
        int records = (int) Math.min(most, count - from);
        ByteBuffer bytes = ByteBuffer.allocate(records * RECORD);
        for (long i = from; i < from + records; i++) {
          for (int w = 0; w < WORDS; w++) {
            bytes.putLong(store.word(i, w));
          }
        }
        return bytes.array();
      }
    }
  }

  private @Nullable ReceiptToken publishedReceiptOf(DeviceSequence sequence) {
    synchronized (this) {
      Integer device = deviceNumbers.get(sequence.device());
      if (device == null) {
        return null;
      }
      long hash = mix(device, sequence.number());
      for (SlotTable.Probe probe = bySequence.probe(hash); probe.next(); ) {
        long at = probe.index();
        if (sequenceOf(at) == sequence.number() && deviceOf(at) == device) {
          return receiptAt(at);
        }
      }
      return null;
    }
  }

  private long find(ReceiptToken receipt) {
    long[] words = new long[WORDS];
    putToken(receipt, words);
    for (SlotTable.Probe probe = byReceipt.probe(hash(words[0])); probe.next(); ) {
      long at = probe.index();
      if (store.word(at, 0) == words[0]
          && store.word(at, 1) == words[1]
          && store.word(at, 2) == words[2]
          && store.word(at, 3) == words[3]) {
        // The last character of a token has two bits to spare: another spelling is another token.
        return receiptAt(at).equals(receipt) ? at : -1;
      }
    }
    return -1;
  }

  private void append(Booking booking) {
    if (find(booking.receipt()) >= 0) {
      return;
    }
    long[] words = new long[WORDS];
    putToken(booking.receipt(), words);
    long kind = booking.kind() == Booking.Kind.REFUND ? 1 : 0;
    words[4] = booking.sequence().number() << 11 | kind << 10 | number(booking.currency());
    words[5] = within(booking.position(), POSITION_MAX) << 24 | number(booking.sequence().device());
    ReceiptToken of = stagedOf.get(booking.receipt());
    long ofIndex = of == null ? 0 : find(of) + 1;
    words[6] = within(booking.classSeq(), CLASS_SEQ_MAX) << 32 | within(ofIndex, CLASS_SEQ_MAX);
    words[7] = booking.amount();
    add(words);
  }

  private void add(long[] words) {
    index(store.add(words));
  }

  private void index(long at) {
    byReceipt.add(at);
    bySequence.add(at);
    int device = deviceOf(at);
    if (device >= greatest.length) {
      greatest = Arrays.copyOf(greatest, Math.max(device + 1, greatest.length * 2));
    }
    greatest[device] = Math.max(greatest[device], sequenceOf(at));
    long of = store.word(at, 6) & CLASS_SEQ_MAX;
    if (of > 0) {
      refunded.merge(of - 1, store.word(at, 7), Math::addExact);
    }
  }

  private Booking read(long at, ReceiptToken receipt) {
    long word4 = store.word(at, 4);
    return new Booking(
        receipt,
        new DeviceSequence(devices.get(deviceOf(at)), sequenceOf(at)),
        (word4 & 1 << 10) == 0 ? Booking.Kind.SALE : Booking.Kind.REFUND,
        store.word(at, 5) >>> 24,
        store.word(at, 6) >>> 32,
        store.word(at, 7),
        refunded.getOrDefault(at, 0L),
        currencies.get((int) (word4 & (CURRENCIES_MAX - 1))));
  }

  private long receiptHash(long at) {
    return hash(store.word(at, 0));
  }

  /** The bits of the token that people read out, so that the index finds them as well. */
  private static long hash(long firstWord) {
    return firstWord >>> (Long.SIZE - Reference.BITS);
  }

  private long sequenceHash(long at) {
    return mix(deviceOf(at), sequenceOf(at));
  }

  private long sequenceOf(long at) {
    return store.word(at, 4) >>> 11;
  }

  private int deviceOf(long at) {
    return (int) (store.word(at, 5) & (DEVICES_MAX - 1));
  }

  private ReceiptToken receiptAt(long at) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * Long.BYTES);
    for (int w = 0; w < 4; w++) {
      bytes.putLong(store.word(at, w));
    }
    return new ReceiptToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array()));
  }

  private static void putToken(ReceiptToken receipt, long[] words) {
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(receipt.value()));
    for (int w = 0; w < 4; w++) {
      words[w] = bytes.getLong();
    }
  }

  private int number(DeviceId device) {
    Integer known = deviceNumbers.get(device);
    if (known != null) {
      return known;
    }
    int next = (int) within(devices.size(), DEVICES_MAX - 1);
    devices.add(device);
    deviceNumbers.put(device, next);
    return next;
  }

  private int number(Currency currency) {
    int known = currencies.indexOf(currency);
    if (known >= 0) {
      return known;
    }
    currencies.add(currency);
    return (int) within(currencies.size() - 1, CURRENCIES_MAX - 1);
  }

  private static long within(long value, long most) {
    if (value < 0 || value > most) {
      throw new IllegalStateException("the books of one box end at " + most + ", not at " + value);
    }
    return value;
  }

  /** Spreads neighbours (Stafford's variant 13 of MurmurHash3's finalizer). */
  private static long mix(int device, long sequence) {
    long x = sequence * 0x9e3779b97f4a7c15L + device;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
