package dev.roadcase.app.status;

/** Which release this is. */
public final class Release {
  /** As the build names it; "dev" when run from classes. */
  public static final String VERSION = versionOrDev();

  /** No box runs before it was built: 2026-11-01T00:00:00Z, epoch milliseconds. */
  public static final long BUILT_AFTER = 1_793_491_200_000L;

  private Release() {}

  private static String versionOrDev() {
    String version = Release.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
