package dev.roadcase.app.box;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.pack.CountReason;
import dev.roadcase.core.pack.Item;
import dev.roadcase.core.pack.Quantity;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.core.pack.Stock;
import dev.roadcase.mesh.rights.CountOutcome;
import java.util.Optional;

/** What corrects how much there is to sell. */
public sealed interface StockCommand<O> extends Command<O> {
  @Override
  default OnFullDisk onFullDisk(Box box) {
    return OnFullDisk.ANSWER_ONLY;
  }

  /**
   * The crew counted one item of this box.
   *
   * @param asOf journal position of the state that the crew looked at; 0 or more
   * @param seen what this box might sell at that state
   */
  record Count(Sku sku, long asOf, Quantity seen, Quantity counted, CountReason reason)
      implements StockCommand<CountOutcome> {
    @Override
    public Decision<CountOutcome> decide(Box box, Now now) {
      Optional<Item> item = box.catalogue().present().flatMap(pack -> pack.item(sku));
      if (item.isEmpty()) {
        return Decision.nothing(new CountOutcome.UnknownSku());
      }
      return switch (item.get().stock()) {
        case Stock.Untracked _ -> Decision.nothing(new CountOutcome.NotTracked());
        case Stock.Tracked _ -> box.rights().count(sku, asOf, seen, counted, reason);
      };
    }
  }
}
