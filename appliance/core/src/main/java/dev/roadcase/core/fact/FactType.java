package dev.roadcase.core.fact;

/**
 * Every type of fact, its version and how far it travels. Frozen names: a journal keeps them for
 * ever. A changed body gets a new version; a type is never reused for something else.
 */
public enum FactType {
  /** Until it travelled with the money. Read, and no longer written. */
  BOX_STARTED_1("box-started", 1, Reach.P2),
  BOX_STARTED("box-started", 2, Reach.P0_URGENT),
  BOX_STOPPED("box-stopped", 1, Reach.P0_URGENT),
  PACK_APPLIED("pack-applied", 1, Reach.P1),
  RIGHTS_GRANTED("rights-granted", 1, Reach.P1),
  PRICE_CHANGED("price-changed", 1, Reach.P1),
  PAIRING_OFFERED("pairing-offered", 1, Reach.BOX),
  PAIRING_FAILED("pairing-failed", 1, Reach.BOX),
  DEVICE_PAIRED("device-paired", 1, Reach.P1),
  DEVICE_REVOKED("device-revoked", 1, Reach.P0_URGENT),
  DEVICE_RESUMED("device-resumed", 1, Reach.P1),
  CLONE_SUSPECTED("clone-suspected", 1, Reach.P1),
  CLIENT_ADDED("client-added", 1, Reach.BOX),
  CLIENT_REMOVED("client-removed", 1, Reach.P0_URGENT),
  TOKEN_ISSUED("token-issued", 1, Reach.P1),
  TOKEN_REVOKED("token-revoked", 1, Reach.P0_URGENT),
  TOKENS_REFUSED("tokens-refused", 1, Reach.P2),
  EPOCH_BEGAN("epoch-began", 1, Reach.P1),
  ISSUER_KEY_CHANGED("issuer-key-changed", 1, Reach.P1),
  TREE_HEAD("tree-head", 1, Reach.P1),
  PIN_TRIED("pin-tried", 1, Reach.BOX),
  PIN_PASSED("pin-passed", 1, Reach.BOX),
  PIN_UNLOCKED("pin-unlocked", 1, Reach.BOX),
  SEQUENCE_REUSED("sequence-reused", 1, Reach.P1),
  SALE_TAKEN("sale-taken", 1, Reach.P0),
  REFUND_GIVEN("refund-given", 1, Reach.P0_URGENT),
  POWER_CHANGED("power-changed", 1, Reach.P2),
  LINK_CHANGED("link-changed", 1, Reach.P2),
  TELEMETRY_SHED("telemetry-shed", 1, Reach.P1),
  UPSTREAM_ACKED("upstream-acked", 1, Reach.BOX),
  /** Does not travel: an export that had to be exported would never be whole. */
  BOOKS_EXPORTED("books-exported", 1, Reach.BOX),
  /** Does not travel: a box that is set back sends nothing. */
  SET_BACK_FOUND("set-back-found", 1, Reach.BOX),
  INCARNATION_ADOPTED("incarnation-adopted", 1, Reach.P1);

  private final String word;
  private final int version;
  private final Reach reach;

  FactType(String word, int version, Reach reach) {
    this.word = word;
    this.version = version;
    this.reach = reach;
  }

  public String word() {
    return word;
  }

  public int version() {
    return version;
  }

  public Reach reach() {
    return reach;
  }

  /**
   * The type of this name that reads such a version.
   *
   * @throws IllegalArgumentException when a newer release wrote it
   */
  public static FactType of(String word, long version) {
    boolean known = false;
    for (FactType type : values()) {
      if (type.word.equals(word)) {
        known = true;
        // In ascending order of version.
        if (version <= type.version) {
          return type;
        }
      }
    }
    throw new IllegalArgumentException(
        known
            ? "a newer release wrote this fact of type " + word
            : "this release knows no fact of type \""
                + word
                + "\"; a newer release wrote this journal");
  }
}
