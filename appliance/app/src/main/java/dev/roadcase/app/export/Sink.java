package dev.roadcase.app.export;

import java.io.IOException;
import java.io.OutputStream;

/** Where an export goes: a folder, a zip file, or standard output. Whole, or not at all. */
interface Sink extends AutoCloseable {

  /** Writes the bytes of one file. */
  interface Body {
    void write(OutputStream out) throws IOException;
  }

  void file(String name, Body body) throws IOException;

  /**
   * All of it is there, flushed and read back; under its own name from here on.
   *
   * @throws IOException when what is read is not what was written
   */
  void publish() throws IOException;

  /** What was not published is gone. */
  @Override
  void close() throws IOException;
}
