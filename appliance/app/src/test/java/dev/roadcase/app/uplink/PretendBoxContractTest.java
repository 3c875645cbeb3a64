package dev.roadcase.app.uplink;

/** The journal in memory that the uplink's tests read from. */
class PretendBoxContractTest extends DeltaSourceContract {
  private PretendBox box;

  @Override
  DeltaSource source() {
    box = new PretendBox("kit-1");
    box.sales(FACTS);
    box.telemetry(ROWS);
    return box;
  }

  @Override
  void close() {
    box.close();
  }
}
