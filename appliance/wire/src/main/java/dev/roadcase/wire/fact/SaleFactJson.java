package dev.roadcase.wire.fact;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.roadcase.core.fact.FactType;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.sale.DeviceSequence;
import dev.roadcase.core.sale.ReceiptToken;
import dev.roadcase.core.sale.SaleFact;
import dev.roadcase.core.sale.SaleFact.RefundGiven;
import dev.roadcase.core.sale.SaleFact.SaleTaken;
import dev.roadcase.core.sale.SaleFact.SequenceReused;
import dev.roadcase.wire.json.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/** {@link SaleFact}. */
final class SaleFactJson implements FamilyJson<SaleFact> {
  @Override
  public Class<SaleFact> family() {
    return SaleFact.class;
  }

  @Override
  public Map<FactType, Function<Fields, SaleFact>> readers() {
    return Map.of(
        SaleFact.SALE_TAKEN, f -> new SaleTaken(SaleJson.journalledSale(f.text("jws"))),
        SaleFact.REFUND_GIVEN, f -> new RefundGiven(SaleJson.journalledRefund(f.text("jws"))),
        SaleFact.SEQUENCE_REUSED,
            f ->
                new SequenceReused(
                    new DeviceSequence(f.as("device", DeviceId::new), f.whole("number")),
                    f.as("kept", ReceiptToken::new),
                    f.as("refused", ReceiptToken::new)));
  }

  @Override
  public void write(JsonGenerator json, SaleFact body) throws IOException {
    switch (body) {
      case SaleTaken f -> {
        json.writeStringField("receipt", f.signed().receipt().value());
        json.writeStringField("jws", f.signed().jws());
      }
      case RefundGiven f -> {
        json.writeStringField("receipt", f.signed().receipt().value());
        json.writeStringField("jws", f.signed().jws());
      }
      case SequenceReused f -> {
        json.writeStringField("device", f.sequence().device().value());
        json.writeNumberField("number", f.sequence().number());
        json.writeStringField("kept", f.kept().value());
        json.writeStringField("refused", f.refused().value());
      }
    }
  }
}
