package dev.roadcase.app.uplink;

import dev.roadcase.app.box.Prepared;
import dev.roadcase.app.journal.Writer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands what was committed to the uplink, once there is one. What is committed before stands in the
 * outbox, from which the uplink starts.
 */
public final class UplinkFeed implements Writer.Reader {
  private volatile @Nullable MqttUplink uplink;

  public void connect(MqttUplink to) {
    uplink = to;
  }

  @Override
  public void committed(List<Prepared<?>> batch) {
    MqttUplink to = uplink;
    if (to == null) {
      return;
    }
    for (Prepared<?> prepared : batch) {
      to.committed(prepared.entries());
      List<Prepared.Row> rows = prepared.rows();
      if (!rows.isEmpty()) {
        to.telemetryCommitted(
            rows.getFirst().seq(),
            rows.getLast().seq(),
            rows.getFirst().sample().json().length() + 100);
      }
    }
  }
}
