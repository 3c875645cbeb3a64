package dev.roadcase.app.http;

import dev.roadcase.app.line.ClientAddress;
import dev.roadcase.app.line.Lines;
import dev.roadcase.app.line.Octets;
import dev.roadcase.app.screens.ShopPage;
import dev.roadcase.app.shop.Goods;
import dev.roadcase.app.shop.View;
import dev.roadcase.app.shop.Window;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was built from the shop window, for as long as it shows the same, within a bound in octets.
 * A hundred who ask for one page at once wait for one to be built. Nothing is built on an event
 * loop.
 */
public final class Answers {
  /** Octets of the answers of one view, compressed ones included. */
  public static final long KEPT_OCTETS = 8L << 20;

  /** Makes an answer out of the window; on a thread of the pool. */
  public interface Maker {
    Content make(View view);
  }

  private record Built(
      View view,
      AnswerCache<String> answers,
      Map<String, CompletableFuture<ReadyAnswer>> underWay) {
    static Built of(View view) {
      return new Built(view, new AnswerCache<>(KEPT_OCTETS), new ConcurrentHashMap<>());
    }
  }

  /** Octets that are reserved for an answer before it is there: a usual page of the catalogue. */
  private static final int BEFORE = 64 * 1_024;

  private final Vertx vertx;
  private final Window window;
  private final RenderPool pool;
  private final DirectMemory memory;
  private volatile Built built;
  private volatile @Nullable Goods indexed;
  private volatile @Nullable BusyPage busyPage;

  public Answers(Vertx vertx, Window window, RenderPool pool, DirectMemory memory) {
    this.vertx = vertx;
    this.window = window;
    this.pool = pool;
    this.memory = memory;
    this.built = Built.of(window.view());
    index(built.view());
  }

  /**
   * Sends the answer of that name, which is made once for each view and kept while there is room.
   *
   * @param name one of a few for each page of the shop; what a guest can choose at will is for
   *     {@link #sendOnce}
   */
  public void send(HttpServerRequest request, String name, Maker maker) {
    Built now = current();
    ReadyAnswer ready = now.answers().get(name);
    if (ready != null) {
      ready.send(request, CacheClass.HIT);
      return;
    }
    CompletableFuture<ReadyAnswer> mine = new CompletableFuture<>();
    CompletableFuture<ReadyAnswer> first = now.underWay().putIfAbsent(name, mine);
    if (first == null) {
      Optional<RenderPool.Busy> busy =
          pool.submit(address(request), () -> make(now, name, maker, mine));
      busy.ifPresent(why -> {
        now.underWay().remove(name);
        mine.completeExceptionally(new TooBusy(why));
      });
    }
    sendMade(request, first == null ? mine : first);
  }

  /**
   * Sends an answer that is made for this request, and kept for nobody. It has its room before it
   * is made, and exactly so much once it is there: what is made waits for its event loop as well.
   */
  public void sendOnce(HttpServerRequest request, Maker maker) {
    View view = view();
    Octets.Room before = Lines.room(request.connection(), BEFORE);
    Octets.Refusal none = before.refusal();
    if (none != null) {
      Reply.problem(request.response(), Overload.unread(none));
      return;
    }
    CompletableFuture<Made> mine = new CompletableFuture<>();
    pool.submit(
            address(request),
            () -> {
              try {
                ReadyAnswer made = ReadyAnswer.once(maker.make(view), request);
                before.giveBack();
                mine.complete(
                    new Made(made, Lines.room(request.connection(), made.transfer(request))));
              } catch (RuntimeException | Error e) {
                before.giveBack();
                mine.completeExceptionally(e);
              }
            })
        .ifPresent(why -> {
          before.giveBack();
          mine.completeExceptionally(new TooBusy(why));
        });
    whenMade(request, mine, made -> send(request, made));
  }

  private static void send(HttpServerRequest request, Made made) {
    HttpServerResponse response = request.response();
    Octets.Refusal none = made.room().refusal();
    if (response.ended() || response.closed()) {
      made.room().giveBack();
    } else if (none != null) {
      Reply.problem(response, Overload.unread(none));
    } else {
      made.answer().sendOnce(request, made.room());
    }
  }

  /** An answer, and its room or why there is none. */
  private record Made(ReadyAnswer answer, Octets.Room room) {}

  /** The answer of that name, made here and now when it is not there. On a thread of the pool. */
  public ReadyAnswer made(String name, Maker maker) {
    Built now = current();
    ReadyAnswer ready = now.answers().get(name);
    return ready == null ? make(now, name, maker) : ready;
  }

  /** The answer of that name, when it was made for what is so now. */
  public @Nullable ReadyAnswer ready(String name) {
    return current().answers().get(name);
  }

  public View view() {
    return window.view();
  }

  /** Octets that are kept for what is so now. */
  public long weight() {
    return built.answers().weight();
  }

  private void make(Built now, String name, Maker maker, CompletableFuture<ReadyAnswer> waitedFor) {
    try {
      waitedFor.complete(make(now, name, maker));
    } catch (RuntimeException | Error e) {
      waitedFor.completeExceptionally(e);
    } finally {
      now.underWay().remove(name);
    }
  }

  private ReadyAnswer make(Built now, String name, Maker maker) {
    ReadyAnswer made = ReadyAnswer.kept(maker.make(now.view()), memory);
    now.answers().put(name, made);
    return made;
  }

  private void sendMade(HttpServerRequest request, CompletableFuture<ReadyAnswer> made) {
    whenMade(
        request,
        made,
        answer -> {
          if (!request.response().ended() && !request.response().closed()) {
            answer.send(request, CacheClass.MISS);
          }
        });
  }

  private <T> void whenMade(HttpServerRequest request, CompletableFuture<T> made, Handler<T> send) {
    Future.fromCompletionStage(made, vertx.getOrCreateContext())
        .onSuccess(send)
        .onFailure(cause -> {
          if (cause instanceof TooBusy busy) {
            busy(request, busy.why);
          } else {
            Reply.problem(request.response(), Reply.unexpected(request, cause));
          }
        });
  }

  private void busy(HttpServerRequest request, RenderPool.Busy why) {
    request.response().putHeader(HttpHeaders.VARY, Accepted.VARY);
    if (Accepted.of(request) == Accepted.PAGE) {
      Reply.busyPage(request, why, busyPage());
    } else {
      Reply.problem(request.response(), Overload.busy(why));
    }
  }

  /** Made once for a pack: a guest who is told to wait costs next to nothing. */
  @SuppressWarnings("ReferenceEquality")
  private byte[] busyPage() {
    View view = view();
    BusyPage page = busyPage;
    if (page == null || page.of() != view.goods().orElse(null)) {
      page = new BusyPage(view.goods().orElse(null), ShopPage.busy(view));
      busyPage = page;
    }
    return page.html();
  }

  @SuppressWarnings("ArrayRecordComponent") // sent, compared by nobody
  private record BusyPage(@Nullable Goods of, byte[] html) {}

  private static String address(HttpServerRequest request) {
    return ClientAddress.of(request.remoteAddress());
  }

  private Built current() {
    View view = window.view();
    Built now = built;
    if (now.view().number() >= view.number()) {
      return now;
    }
    Built fresh = Built.of(view);
    index(view);
    synchronized (this) {
      if (built.view().number() < view.number()) {
        built = fresh;
      }
      return built;
    }
  }

  /** What is searched is made ready when a pack comes, not when the first guest searches. */
  @SuppressWarnings("ReferenceEquality") // other goods are put there with each pack and price
  private void index(View view) {
    Goods goods = view.goods().orElse(null);
    if (goods != null && goods != indexed) {
      indexed = goods;
      pool.background(goods.search()::ready);
    }
  }

  /** The pool has enough to do. */
  private static final class TooBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final RenderPool.Busy why;

    TooBusy(RenderPool.Busy why) {
      super(why.name(), null, false, false);
      this.why = why;
    }
  }
}
