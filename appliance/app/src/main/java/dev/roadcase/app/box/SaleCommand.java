package dev.roadcase.app.box;

import dev.roadcase.core.fact.Decision;
import dev.roadcase.core.fact.Now;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Verified;
import dev.roadcase.core.ledger.RefundOutcome;
import dev.roadcase.core.ledger.SaleOutcome;
import dev.roadcase.core.ledger.SaleRefusal;
import dev.roadcase.core.sale.SignedRefund;
import dev.roadcase.core.sale.SignedSale;

/** Money. What is in the books is answered as ever; nothing is decided on books that are old. */
public sealed interface SaleCommand<O> extends Command<O> {

  record Sell(Verified<SignedSale> sale) implements SaleCommand<SaleOutcome> {
    @Override
    public Decision<SaleOutcome> decide(Box box, Now now) {
      DeviceId device = sale.value().sale().sequence().device();
      if (!box.devices().active(device)) {
        return Decision.nothing(new SaleOutcome.Refused(new SaleRefusal.NotPaired(device)));
      }
      Decision<SaleOutcome> decision = box.ledger().sell(sale, now, box.catalogue(), box.rights());
      boolean known =
          decision.outcome() instanceof SaleOutcome.Taken(var _, boolean again) && again;
      return box.setBack()
          .staged()
          .filter(_ -> !known)
          .<Decision<SaleOutcome>>map(
              found -> Decision.nothing(new SaleOutcome.Refused(new SaleRefusal.SetBack(found))))
          .orElse(decision);
    }

    @Override
    public OnFullDisk onFullDisk(Box box) {
      return OnFullDisk.ANSWER_ONLY;
    }
  }

  record GiveRefund(Verified<SignedRefund> refund) implements SaleCommand<RefundOutcome> {
    @Override
    public Decision<RefundOutcome> decide(Box box, Now now) {
      DeviceId device = refund.value().refund().sequence().device();
      if (!box.devices().active(device)) {
        return Decision.nothing(new RefundOutcome.NotPaired(device));
      }
      Decision<RefundOutcome> decision = box.ledger().refund(refund);
      boolean known =
          decision.outcome() instanceof RefundOutcome.Given(var _, boolean again) && again;
      return box.setBack()
          .staged()
          .filter(_ -> !known)
          .<Decision<RefundOutcome>>map(found -> Decision.nothing(new RefundOutcome.SetBack(found)))
          .orElse(decision);
    }

    @Override
    public OnFullDisk onFullDisk(Box box) {
      return OnFullDisk.PROCEED;
    }
  }
}
