package dev.roadcase.app.screens;

import dev.roadcase.app.shop.View;
import dev.roadcase.core.fact.Mode;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.Theme;
import java.util.Optional;

/**
 * What all pages of the shop have around them.
 *
 * @param title of the browser's window
 * @param banner what a rehearsal or a demo says of itself; empty when live
 * @param theme link to the pack's colours; empty before there is a pack
 * @param changes where the page listens for news; empty when it does not
 * @param asOf for the static twin: of when it is
 * @param tax whether tax is in the prices
 */
public record ShopFrame(
    String title,
    Mode mode,
    String banner,
    String theme,
    String name,
    String tagline,
    Optional<Shot> logo,
    String home,
    String changes,
    String asOf,
    boolean lite,
    String tax) {

  static ShopFrame of(View view, Pack pack, Sight sight, String title) {
    return of(
        view,
        pack,
        sight,
        title,
        sight.live() ? "/catalogue/changes?after=" + view.position() : "");
  }

  private static ShopFrame of(View view, Pack pack, Sight sight, String title, String changes) {
    Theme theme = pack.looks().theme();
    return new ShopFrame(
        title.isEmpty() ? theme.name() : title + " – " + theme.name(),
        view.mode(),
        Words.banner(view.mode()),
        ThemeSheet.of(theme).link(),
        theme.name(),
        theme.tagline(),
        Shot.logo(pack),
        "/" + sight.carried(),
        changes,
        sight.asOf(),
        sight.lite(),
        pack.taxIncluded() ? "Prices include tax." : "Tax is added at the till.");
  }

  /** Around a page that is not of the shop's goods, whether or not there is a pack yet. */
  static ShopFrame around(Optional<View> view, String title) {
    return view.flatMap(View::goods)
        .map(goods -> of(view.orElseThrow(), goods.pack(), Sight.FRONT, title, ""))
        .orElseGet(() -> {
          Mode mode = view.map(View::mode).orElse(Mode.LIVE);
          return new ShopFrame(
              title,
              mode,
              Words.banner(mode),
              "",
              "Shop",
              "",
              Optional.empty(),
              "/",
              "",
              "",
              false,
              "");
        });
  }

  /** Before the first pack. */
  static ShopFrame empty(Mode mode) {
    return new ShopFrame(
        "The shop is not open yet",
        mode,
        Words.banner(mode),
        "",
        "The shop is not open yet",
        "",
        Optional.empty(),
        "/",
        "",
        "",
        false,
        "");
  }
}
