package dev.roadcase.app.http;

import static java.util.Objects.requireNonNull;

import dev.roadcase.app.line.Octets;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * An answer that waits until fewer of its address are under way. The phones behind one router are
 * one address; each asks for all pictures of a page at once, and none asks again for one that was
 * refused.
 */
public final class InTurn {
  /** So long an answer waits; a browser waits longer. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Context context;
  private final Consumer<Octets.Room> then;
  private long timer = -1;

  private InTurn(Context context, Consumer<Octets.Room> then) {
    this.context = context;
    this.then = then;
  }

  /**
   * Takes room when there is some. On an event loop of Vert.x, before the answer has begun. When
   * its connection or stream ends first, nothing is told.
   *
   * @param from gets in line there
   * @param then is told the room, or that there is none, on the same event loop
   */
  public static void take(
      HttpServerResponse response,
      Function<Consumer<Octets.Room>, Octets.Turn> from,
      Consumer<Octets.Room> then) {
    Context context = requireNonNull(Vertx.currentContext(), "on an event loop");
    InTurn one = new InTurn(context, then);
    boolean[] here = {true};
    Octets.Turn turn =
        from.apply(room -> {
          if (here[0]) {
            one.comes(room);
          } else {
            context.runOnContext(_ -> one.comes(room));
          }
        });
    here[0] = false;
    if (turn.waits()) {
      one.waits(response, turn);
    }
  }

  private void waits(HttpServerResponse response, Octets.Turn turn) {
    timer = context.owner().setTimer(PATIENCE.toMillis(), _ -> turn.giveUp());
    response.closeHandler(_ -> {
      turn.leave();
      lift();
    });
  }

  private void comes(Octets.Room room) {
    lift();
    then.accept(room);
  }

  private void lift() {
    if (timer >= 0) {
      context.owner().cancelTimer(timer);
      timer = -1;
    }
  }
}
