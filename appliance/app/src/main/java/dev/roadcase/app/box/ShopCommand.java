package dev.roadcase.app.box;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.pack.Pack;
import dev.roadcase.core.pack.PackFact.PackApplied;
import dev.roadcase.core.pack.Sku;
import dev.roadcase.mesh.catalogue.PriceOutcome;
import java.util.List;
import java.util.Optional;

/** What changes the offer. */
public sealed interface ShopCommand<O> extends Command<O> {
  @Override
  default OnFullDisk onFullDisk(Box box) {
    return OnFullDisk.ANSWER_ONLY;
  }

  /**
   * Make this pack the one that counts.
   *
   * @param file the bytes that it was read from; the journal keeps them
   */
  @SuppressWarnings("ArrayRecordComponent") // handed through to the disk, compared by nobody
  record ApplyPack(Verified<Pack> pack, byte[] file) implements ShopCommand<ApplyOutcome> {
    @Override
    public Decision<ApplyOutcome> decide(Box box, Now now) {
      Pack wanted = pack.value();
      Optional<ApplyOutcome> no =
          wanted.fleet().equals(box.identity().fleet())
              ? box.catalogue().present().flatMap(present -> against(present, wanted))
              : Optional.of(new ApplyOutcome.OtherFleet(box.identity().fleet().value()));
      return no.map(Decision::nothing)
          .orElseGet(() ->
              Decision.of(
                  new ApplyOutcome.Applied(wanted.version(), wanted.items().size()),
                  new PackApplied(wanted),
                  box.rights().grantsOf(wanted)));
    }

    private static Optional<ApplyOutcome> against(Pack present, Pack wanted) {
      if (present.id().equals(wanted.id())) {
        return Optional.of(new ApplyOutcome.Present());
      }
      if (wanted.version() <= present.version()) {
        return Optional.of(new ApplyOutcome.Older(present.version()));
      }
      if (!wanted.currency().equals(present.currency())) {
        return Optional.of(new ApplyOutcome.OtherCurrency(present.currency().getCurrencyCode()));
      }
      return Optional.empty();
    }

    @Override
    public List<Prepared.PackFile> packFiles(ApplyOutcome outcome) {
      return outcome instanceof ApplyOutcome.Applied
          ? List.of(new Prepared.PackFile(pack.value().id(), file))
          : List.of();
    }
  }

  /**
   * The crew wants another price for one item.
   *
   * @param seen the price before them, minor units: when it is another by now, nothing changes
   * @param wanted minor units, 0 to {@link dev.roadcase.core.pack.Money#LIMIT}
   */
  record ChangePrice(Sku sku, long seen, long wanted) implements ShopCommand<PriceOutcome> {
    @Override
    public Decision<PriceOutcome> decide(Box box, Now now) {
      return box.catalogue().changePrice(sku, seen, wanted);
    }
  }
}
