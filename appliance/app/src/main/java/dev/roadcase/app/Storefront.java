package dev.roadcase.app;

import dev.roadcase.app.assets.AssetStore;
import dev.roadcase.app.box.Box;
import dev.roadcase.app.clock.Clock;
import dev.roadcase.app.config.BoxConfig;
import dev.roadcase.app.journal.Writer;
import dev.roadcase.app.screens.ShopWords;
import dev.roadcase.app.shop.Changes;
import dev.roadcase.app.shop.ShopFeed;
import dev.roadcase.app.shop.Window;
import dev.roadcase.app.twin.TwinKeeper;
import dev.roadcase.app.twin.TwinLease;
import dev.roadcase.core.pack.StockShown;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The part of {@link Appliance} that visitors see: pictures, the view of the shop and its changes,
 * and the static twin that stands in when the box is away.
 *
 * @param twin writes the shop as files
 * @param door the visitors' door, which a twin that runs has until the box asks for it
 */
record Storefront(
    AssetStore assets, Window window, Changes changes, TwinKeeper twin, TwinLease door) {

  /** Over a box that has recovered; shows the packs that count. */
  static Storefront of(Path dataDir, Box box, Clock clock) throws IOException {
    AssetStore assets = AssetStore.in(dataDir);
    assets.show(box.catalogue().packs());
    assets.sweep();
    Window window = new Window(box, System::nanoTime);
    Changes changes =
        new Changes(box, new ShopWords(box.rights()::published, () -> stockShown(box)));
    TwinKeeper twin = new TwinKeeper(dataDir, window, clock);
    return new Storefront(assets, window, changes, twin, new TwinLease(dataDir));
  }

  private static StockShown stockShown(Box box) {
    return box.catalogue()
        .published()
        .map(pack -> pack.looks().theme().stock())
        .orElse(StockShown.FEW);
  }

  /** Who hears of what was written. The window first: the twin shows what it shows. */
  List<Writer.Reader> readers() {
    return List.of(new ShopFeed(window, changes), twin);
  }

  /** As the doors need it. */
  HttpRoutes.Shop shop(BoxConfig.Limits limits) {
    return new HttpRoutes.Shop(assets, window, changes, limits);
  }
}
