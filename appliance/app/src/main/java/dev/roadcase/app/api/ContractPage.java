package dev.roadcase.app.api;

import dev.roadcase.app.http.CacheClass;
import dev.roadcase.app.http.Content;
import dev.roadcase.app.http.Contract;
import dev.roadcase.app.http.DirectMemory;
import dev.roadcase.app.http.Doors;
import dev.roadcase.app.http.ReadyAnswer;
import dev.roadcase.app.http.Ways;
import io.vertx.ext.web.Router;

/** The contract itself, {@code /openapi.yaml}. */
public final class ContractPage implements Doors.Pages {
  private final DirectMemory memory;

  /**
   * The published contract.
   *
   * @param memory where it lies
   */
  public ContractPage(DirectMemory memory) {
    this.memory = memory;
  }

  @Override
  public void mount(Router router) {
    ReadyAnswer contract =
        ReadyAnswer.kept(
            Content.data(Contract.published(), "application/yaml", CacheClass.REVALIDATE), memory);
    Ways.reading(router, "/openapi.yaml", ctx -> contract.send(ctx.request(), CacheClass.HIT));
  }
}
