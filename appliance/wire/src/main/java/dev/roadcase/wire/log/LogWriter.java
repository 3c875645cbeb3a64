package dev.roadcase.wire.log;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.jws.CompactJws;
import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Writes a log: a header, the site chain's facts as they are stored, a line each with its journal
 * position and a check of its own, and the kit's signature over where it ends.
 */
public final class LogWriter {
  static final String END_TYP = "log-end+jwt";

  private final LogHeader header;
  private final OutputStream out;
  private final MessageDigest digest;
  private long records;
  private Hash head = Hash.NONE;

  public LogWriter(LogHeader header, OutputStream out) throws IOException {
    this.header = header;
    this.out = out;
    this.digest = sha256();
    line(header.line());
  }

  /** The next fact of the site chain, by its stored bytes. */
  public void record(long position, byte[] fact) throws IOException {
    String text = new String(fact, StandardCharsets.UTF_8);
    line(check(position, text) + " " + position + " " + text);
    head = Hash.of(fact);
    records++;
  }

  /** Signs what was written. Nothing may follow. */
  public void end(SigningKey key) throws IOException {
    byte[] end =
        Json.MAPPER
            .createObjectNode()
            .put("records", records)
            .put("head", head.value())
            .put("digest", HexFormat.of().formatHex(digest.digest()))
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    String signed = CompactJws.sign(key, END_TYP, header.kit().value(), end);
    out.write((signed + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  public long records() {
    return records;
  }

  private void line(String line) throws IOException {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    digest.update(bytes);
    out.write(bytes);
  }

  /** Says of one line, by itself, whether it is as it was written. */
  static String check(long position, String fact) {
    return Hash.of((position + " " + fact).getBytes(StandardCharsets.UTF_8)).value();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
