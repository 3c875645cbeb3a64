package dev.roadcase.app.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadcase.app.box.NotNow;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.line.Octets;
import dev.roadcase.app.problem.Problem;
import dev.roadcase.app.problem.Refusals;
import dev.roadcase.app.screens.ScreenFiles;
import dev.roadcase.wire.json.Json;
import dev.roadcase.wire.json.Malformed;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder.ErrorDataDecoderException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How answers leave: JSON, or a problem; and a problem as a page where a person looks at it. */
public final class Reply {
  private static final Logger LOG = LoggerFactory.getLogger(Reply.class);

  /** Shorter answers are not counted: there are no more of them than requests, which are. */
  private static final int COUNTED = 2048;

  private Reply() {}

  public static void json(RoutingContext ctx, int status, JsonNode body) {
    ctx.response().setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    end(ctx, bytes(body));
  }

  /** Answers with a body that was made for this request; counted for as long as it is under way. */
  public static void end(RoutingContext ctx, Buffer body) {
    end(ctx.request(), ctx.response(), body);
  }

  /**
   * As {@link #end(RoutingContext, Buffer)}; all headers are there. When the address has too much
   * under way already, the answer is to come back.
   */
  public static void end(HttpServerRequest request, HttpServerResponse response, Buffer body) {
    if (body.length() < COUNTED) {
      response.end(body);
      return;
    }
    end(response, body, Lines.room(request.connection(), body.length()));
  }

  /**
   * As {@link #end(HttpServerRequest, HttpServerResponse, Buffer)}, of what lies ready: it costs
   * nothing to wait until the address has room. A browser shows the gap of a picture that is to
   * come back.
   */
  static void endReady(HttpServerRequest request, HttpServerResponse response, Buffer body) {
    Octets.Room room =
        body.length() < COUNTED ? null : Lines.room(request.connection(), body.length());
    if (room == null) {
      response.end(body);
    } else if (room.refusal() != Octets.Refusal.SHARE) {
      end(response, body, room);
    } else {
      InTurn.take(
          response,
          comes -> Lines.roomInTurn(request.connection(), body.length(), comes),
          its -> end(response, body, its));
    }
  }

  /** As {@link #end(RoutingContext, Buffer)}, with the room that it has; all headers are there. */
  public static void end(HttpServerResponse response, Buffer body, Octets.Room room) {
    Octets.Refusal refusal = room.refusal();
    if (refusal == null) {
      response.end(body).onComplete(_ -> room.giveBack());
      return;
    }
    boolean shared = response.headers().contains(CrossOrigin.ALLOW_ORIGIN);
    response.headers().clear();
    if (shared) {
      response.putHeader(CrossOrigin.ALLOW_ORIGIN, CrossOrigin.EVERYBODY);
    }
    problem(response, Overload.unread(refusal));
  }

  /** For people who asked while others have the turn. */
  static void busyPage(HttpServerRequest request, RenderPool.Busy why, byte[] html) {
    HttpServerResponse response = request.response();
    response
        .setStatusCode(Overload.busy(why).status())
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value())
        .putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(Overload.RETRY_SECONDS))
        .putHeader("Content-Security-Policy", ScreenFiles.SECURITY_POLICY);
    end(request, response, Buffer.buffer(html));
  }

  /** A page that is made for this request. */
  public static void page(RoutingContext ctx, int status, byte[] html) {
    ctx.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value())
        .putHeader("Content-Security-Policy", ScreenFiles.SECURITY_POLICY);
    end(ctx, Buffer.buffer(html));
  }

  public static Buffer bytes(JsonNode body) {
    try {
      return Buffer.buffer(Json.MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }

  public static void problem(RoutingContext ctx, Problem problem) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return;
    }
    if (Accepted.of(ctx.request()) != Accepted.PAGE) {
      response.putHeader(HttpHeaders.VARY, Accepted.VARY);
      problem(response, problem);
      return;
    }
    head(response, problem);
    response.putHeader(HttpHeaders.VARY, Accepted.VARY);
    page(ctx, problem.status(), PersonsProblem.page(ctx, problem));
  }

  public static void problem(HttpServerResponse response, Problem problem) {
    if (response.ended() || response.closed()) {
      return;
    }
    head(response, problem);
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, CacheClass.NEVER.value())
        .end(bytes(problem.json()));
  }

  private static void head(HttpServerResponse response, Problem problem) {
    problem.retryAfter().ifPresent(s -> response.putHeader(HttpHeaders.RETRY_AFTER, "" + s));
    if (problem.status() == 401 && !response.headers().contains("WWW-Authenticate")) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
  }

  /** Whatever went wrong in a handler, as the problem that it is. */
  public static void failed(RoutingContext ctx, Throwable cause) {
    problem(ctx, problemOf(ctx, cause));
  }

  /** The failure handler of every route. */
  static void failure(RoutingContext ctx) {
    Throwable cause = ctx.failure();
    if (cause == null) {
      problem(ctx, ofStatus(ctx.statusCode()));
    } else {
      failed(ctx, cause);
    }
  }

  private static Problem problemOf(RoutingContext ctx, Throwable cause) {
    return switch (cause) {
      case NotNow e -> Refusals.of(e);
      case Malformed e -> Problem.malformed(String.valueOf(e.getMessage()));
      // Anybody may send it; and its message quotes the field, which may be somebody's PIN.
      case ErrorDataDecoderException _ -> Problem.malformed(Form.UNREADABLE);
      case HttpException e -> ofStatus(e.getStatusCode());
      case Exception e when ReadBody.wasComing(ctx) -> {
        // Chunks that are none, a stream that was reset: the sender's, and no error of the box.
        LOG.debug(
            "a body that ended badly: {} {}", ctx.request().method(), ctx.normalizedPath(), e);
        int status = ctx.statusCode();
        yield ofStatus(status >= 400 && status < 500 ? status : 400);
      }
      case StreamResetException e -> {
        LOG.debug("{} {} was taken back", ctx.request().method(), ctx.normalizedPath(), e);
        yield ofStatus(400);
      }
      case HttpClosedException e -> {
        // The phone walked out of range in the middle of its request: nobody is left to answer.
        LOG.debug("{} {} was cut off", ctx.request().method(), ctx.normalizedPath(), e);
        yield ofStatus(400);
      }
      default -> unexpected(ctx.request(), cause);
    };
  }

  /** What should not have happened: for the log, and in one sentence for whoever asked. */
  public static Problem unexpected(HttpServerRequest request, Throwable cause) {
    LOG.error("{} {} failed", request.method(), request.path(), cause);
    return Problem.of(
        500,
        "internal",
        "The box made a mistake",
        "It is in the box's log. Try again; a sale is never booked twice.");
  }

  public static Problem ofStatus(int status) {
    return switch (status) {
      case 404 ->
          Problem.of(
              404,
              "unknown-path",
              "There is nothing here",
              "See /openapi.yaml for what there is. Sales and pairings are on the HTTPS door.");
      case 405 ->
          Problem.of(
              405, "wrong-method", "Not with this method", "See /openapi.yaml for what there is.");
      case 413 ->
          Problem.of(
              413,
              "too-large",
              "The request is too large",
              "A body has at most " + Doors.BODY_MAX + " bytes.");
      case 415 -> Problem.malformed("The Content-Type is application/json.");
      default ->
          Problem.of(
              status < 400 || status > 599 ? 500 : status,
              "malformed",
              "The request cannot be read",
              "See /openapi.yaml for what is expected.");
    };
  }
}
