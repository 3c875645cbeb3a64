package dev.roadcase.app.status;

import java.time.Duration;

/** Which release this is. */
public final class Release {
  /** As the build names it; "dev" when run from classes. */
  public static final String VERSION = versionOrDev();

  /** No box runs before it was built: 2026-11-01T00:00:00Z, epoch milliseconds. */
  public static final long BUILT_AFTER = 1_793_491_200_000L;

  /** No box of this release runs ten years later, epoch milliseconds. */
  public static final long OUTLIVED = BUILT_AFTER + Duration.ofDays(3_653).toMillis();

  private Release() {}

  private static String versionOrDev() {
    String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
