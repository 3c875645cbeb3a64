package dev.roadcase.tests.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client of HTTP/2 that writes its frames itself (RFC 9113), and so also what is none. */
final class RawHttp2 implements AutoCloseable {
  /** How a stream has ended: by {@link #end} when the whole connection was given up. */
  static final String GIVEN_UP = "given up";

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY_FRAME = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;
  private static final int PADDED = 8;
  private static final int PRIORITY = 0x20;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int FRAME_MAX = 16_384;
  private static final byte[] LAST_PING = "the last".getBytes(US_ASCII);

  private final SSLSocket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Map<Integer, String> said = new HashMap<>();
  private final Map<Integer, String> ends = new HashMap<>();
  private int last = -1;
  private boolean heardTheLast;

  /** Connected from that address of this machine, with the window of RFC 9113. */
  RawHttp2(Victim box, String from) throws IOException {
    this(box, from, 65_535);
  }

  /**
   * Connected from that address.
   *
   * @param window octets of each answer that it takes; with none, answers stay where they are
   */
  RawHttp2(Victim box, String from, int window) throws IOException {
    socket =
        (SSLSocket)
            box.trust()
                .getSocketFactory()
                .createSocket("127.0.0.1", box.uri("/").getPort(), InetAddress.getByName(from), 0);
    socket.setSoTimeout(60_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    out = socket.getOutputStream();
    in = new DataInputStream(socket.getInputStream());
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    byte[] settings = new byte[6];
    settings[1] = INITIAL_WINDOW_SIZE;
    settings[2] = (byte) (window >>> 24);
    settings[3] = (byte) (window >>> 16);
    settings[4] = (byte) (window >>> 8);
    settings[5] = (byte) window;
    frame(SETTINGS, 0, 0, settings);
    out.flush();
  }

  /** The next stream, which begins with these. */
  int ask(List<Map.Entry<String, String>> fields) throws IOException {
    last += 2;
    head(last, true, fields);
    return last;
  }

  /** As {@link #ask}, and a body is to come. */
  int begin(List<Map.Entry<String, String>> fields) throws IOException {
    last += 2;
    head(last, false, fields);
    return last;
  }

  /** A header section, in as many frames as it takes. */
  void head(int stream, boolean endsStream, List<Map.Entry<String, String>> fields)
      throws IOException {
    byte[] octets = block(fields);
    int from = 0;
    do {
      byte[] piece = Arrays.copyOfRange(octets, from, Math.min(octets.length, from + FRAME_MAX));
      boolean whole = from + piece.length == octets.length;
      int flags = (whole ? END_HEADERS : 0) | (from == 0 && endsStream ? END_STREAM : 0);
      frame(from == 0 ? HEADERS : CONTINUATION, flags, stream, piece);
      from += piece.length;
    } while (from < octets.length);
    out.flush();
  }

  /** A piece of a body. */
  void data(int stream, boolean endsStream, byte[] octets) throws IOException {
    frame(DATA, endsStream ? END_STREAM : 0, stream, octets);
    out.flush();
  }

  /**
   * Waits for the end of a stream.
   *
   * @return the status; "reset" and the code of the error, with the status before it if there was
   *     one; or {@link #GIVEN_UP}
   */
  String end(int stream) throws IOException {
    while (!ends.containsKey(stream)) {
      if (!hear()) {
        return GIVEN_UP;
      }
    }
    return ends.get(stream);
  }

  /** Waits for the head of an answer, which may never come to its end; null when none comes. */
  String status(int stream) throws IOException {
    while (!said.containsKey(stream) && !ends.containsKey(stream)) {
      if (!hear()) {
        return null;
      }
    }
    return said.get(stream);
  }

  /** Whether the connection is still there after one frame more. */
  private boolean hear() throws IOException {
    try {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      switch (type) {
        case HEADERS -> {
          int from = ((flags & PADDED) == 0 ? 0 : 1) + ((flags & PRIORITY) == 0 ? 0 : 5);
          said.put(stream, statusIn(payload, from));
        }
        case RST_STREAM ->
            ends.put(stream, ("reset " + payload[3] + " " + said.getOrDefault(stream, "")).strip());
        case GOAWAY -> {
          // What it still answers comes before its end.
        }
        default -> {}
      }
      if ((type == HEADERS || type == DATA) && (flags & END_STREAM) != 0) {
        ends.put(stream, String.valueOf(said.get(stream)));
      }
      return true;
    } catch (EOFException | SocketException e) {
      return false;
    } catch (SocketTimeoutException e) {
      throw new AssertionError("a stream is never answered; known: " + ends, e);
    }
  }

  private String statusIn(byte[] head, int from) throws IOException {
    try {
      return String.valueOf(
          decoder
              .decodeHeaders(1, Unpooled.wrappedBuffer(head, from, head.length - from))
              .status());
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  /**
   * Says so many things in a row, and takes whatever is answered meanwhile without looking at it.
   *
   * @return whether the box heard all of it; false when it hung up
   */
  boolean flood(int many, IntFunction<byte[]> things) throws InterruptedException {
    Thread hears = Thread.startVirtualThread(this::hearAll);
    try {
      ByteArrayOutputStream some = new ByteArrayOutputStream();
      for (int i = 0; i < many; i++) {
        some.writeBytes(things.apply(i));
        if (some.size() > FRAME_MAX) {
          out.write(some.toByteArray());
          some.reset();
        }
      }
      out.write(some.toByteArray());
      // Asked behind all of it, and answered once it was heard.
      frame(PING, 0, 0, LAST_PING);
      out.flush();
    } catch (IOException e) {
      // It hung up in the middle.
    }
    hears.join();
    return heardTheLast;
  }

  private void hearAll() {
    try {
      while (!heardTheLast) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        in.skipNBytes(5);
        byte[] payload = in.readNBytes(length);
        heardTheLast = type == PING && Arrays.equals(payload, LAST_PING);
      }
    } catch (IOException e) {
      // It hung up.
    }
  }

  /** A header section as HPACK has it, each field a literal. */
  static byte[] block(List<Map.Entry<String, String>> fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (Map.Entry<String, String> field : fields) {
      // A literal that is not indexed and not Huffman-coded (RFC 7541, 6.2.2).
      block.write(0);
      string(block, field.getKey());
      string(block, field.getValue());
    }
    return block.toByteArray();
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    out.write(octets(type, flags, stream, payload));
  }

  /** A frame (RFC 9113, 4.1). */
  static byte[] octets(int type, int flags, int stream, byte[] payload) {
    byte[] head = {
      (byte) (payload.length >>> 16),
      (byte) (payload.length >>> 8),
      (byte) payload.length,
      (byte) type,
      (byte) flags,
      (byte) (stream >>> 24),
      (byte) (stream >>> 16),
      (byte) (stream >>> 8),
      (byte) stream
    };
    byte[] frame = Arrays.copyOf(head, head.length + payload.length);
    System.arraycopy(payload, 0, frame, head.length, payload.length);
    return frame;
  }

  /** RFC 7541, 5.1 and 5.2. */
  private static void string(ByteArrayOutputStream to, String text) {
    byte[] octets = text.getBytes(ISO_8859_1);
    if (octets.length < 0x7f) {
      to.write(octets.length);
    } else {
      to.write(0x7f);
      int rest = octets.length - 0x7f;
      while (rest >= 0x80) {
        to.write(rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      to.write(rest);
    }
    to.writeBytes(octets);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
