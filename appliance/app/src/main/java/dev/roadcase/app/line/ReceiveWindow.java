package dev.roadcase.app.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Refuses DATA beyond the window (RFC 9113, 6.9.1) before Netty's flow control counts it. Netty
 * counts first and refuses then, so that its sums are wrong when the streams close, which it logs
 * as an error of the box, with a stack.
 */
final class ReceiveWindow implements Http2LocalFlowController {
  private final Http2Connection connection;
  private final Http2LocalFlowController netty;

  ReceiveWindow(Http2Connection connection) {
    this.connection = connection;
    this.netty = connection.local().flowController();
  }

  @Override
  public void receiveFlowControlledFrame(
      Http2Stream stream, ByteBuf data, int padding, boolean endOfStream) throws Http2Exception {
    int octets = data.readableBytes() + padding;
    if (octets > netty.windowSize(connection.connectionStream())) {
      throw Http2Exception.connectionError(
          Http2Error.FLOW_CONTROL_ERROR, "DATA beyond the window of the connection");
    }
    netty.receiveFlowControlledFrame(stream, data, padding, endOfStream);
  }

  @Override
  public Http2LocalFlowController frameWriter(Http2FrameWriter frameWriter) {
    netty.frameWriter(frameWriter);
    return this;
  }

  @Override
  public void channelHandlerContext(ChannelHandlerContext ctx) throws Http2Exception {
    netty.channelHandlerContext(ctx);
  }

  @Override
  public void initialWindowSize(int newWindowSize) throws Http2Exception {
    netty.initialWindowSize(newWindowSize);
  }

  @Override
  public int initialWindowSize() {
    return netty.initialWindowSize();
  }

  @Override
  public int windowSize(Http2Stream stream) {
    return netty.windowSize(stream);
  }

  @Override
  public int initialWindowSize(Http2Stream stream) {
    return netty.initialWindowSize(stream);
  }

  @Override
  public void incrementWindowSize(Http2Stream stream, int delta) throws Http2Exception {
    netty.incrementWindowSize(stream, delta);
  }

  @Override
  public boolean consumeBytes(Http2Stream stream, int numBytes) throws Http2Exception {
    return netty.consumeBytes(stream, numBytes);
  }

  @Override
  public int unconsumedBytes(Http2Stream stream) {
    return netty.unconsumedBytes(stream);
  }
}
