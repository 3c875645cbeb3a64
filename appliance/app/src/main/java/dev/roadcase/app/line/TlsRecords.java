package dev.roadcase.app.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Ends a connection of records that bring nothing: a KeyUpdate of TLS 1.3 (RFC 8446, 4.6.3) costs
 * 27 octets and two derivations of keys on an event loop, and nothing in TLS bounds how many there
 * are. Stands before the TLS of its connection, from the first octet on, and counts records from
 * when the handshake is done.
 */
final class TlsRecords extends ChannelInboundHandlerAdapter {
  /** Records without plaintext that a connection may send at once. */
  static final int EMPTY_MAX = 64;

  /** Each of these allows one more. Clients update keys after gigabytes. */
  private static final long AGAIN = Duration.ofSeconds(1).toNanos();

  private static final int HEAD = 5;

  private final LongSupplier nanos;

  /** Octets of the present record's head that have come, and its length as far as it is known. */
  private int headOctets;

  private int length;

  /** Octets of the present record that are still to come, after its head. */
  private int rest;

  private boolean counts;
  private int empty;
  private long since;

  TlsRecords(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The handshake is done; without TLS there is nothing to count. */
  static void handshakeIsDone(ChannelPipeline pipeline) {
    TlsRecords records = pipeline.get(TlsRecords.class);
    if (records == null) {
      return;
    }
    SslHandler tls = pipeline.get(SslHandler.class);
    if (tls == null) {
      pipeline.remove(records);
      return;
    }
    records.since = records.nanos.getAsLong();
    records.counts = true;
    pipeline.addAfter(pipeline.context(tls).name(), "tls plaintext", records.new Plaintext());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    int came = message instanceof ByteBuf octets ? wholeRecords(octets) : 0;
    boolean counted = counts;
    ctx.fireChannelRead(message);
    // The read with which the handshake ended brought records of the handshake.
    if (counted) {
      empty = Math.max(0, empty + came);
      forgive();
      if (empty > EMPTY_MAX) {
        var _ = ctx.close();
      }
    }
  }

  private void forgive() {
    long periods = (nanos.getAsLong() - since) / AGAIN;
    if (periods > 0) {
      since += periods * AGAIN;
      empty = (int) Math.max(0, empty - periods);
    }
  }

  /** Records of which the last octet is among these. */
  private int wholeRecords(ByteBuf octets) {
    int records = 0;
    int at = octets.readerIndex();
    int end = octets.writerIndex();
    while (at < end) {
      if (headOctets < HEAD) {
        int octet = octets.getUnsignedByte(at++);
        headOctets++;
        if (headOctets == HEAD - 1) {
          length = octet << 8;
        } else if (headOctets == HEAD) {
          rest = length | octet;
        }
      } else {
        int taken = Math.min(rest, end - at);
        rest -= taken;
        at += taken;
      }
      if (headOctets == HEAD && rest == 0) {
        records++;
        headOctets = 0;
      }
    }
    return records;
  }

  /** Behind the TLS, which passes on the plaintext of each record by itself. */
  private final class Plaintext extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf octets && octets.isReadable()) {
        empty--;
      }
      ctx.fireChannelRead(message);
    }
  }
}
