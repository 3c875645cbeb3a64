package dev.roadcase.app.line;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** What lies ready to be sent as it is. */
public interface Shelf {
  /** Nothing does. */
  Shelf EMPTY = _ -> null;

  /**
   * The whole answer, status line and all, to a GET by HTTP/1.1 that has a host, no body and no
   * condition; null when it has to be made. The reader becomes its owner.
   */
  @Nullable ByteBuf answer(HttpRequest request);
}
