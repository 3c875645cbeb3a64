package dev.roadcase.app.uplink;

import dev.roadcase.wire.event.AckRefused;

/** The ways in which an ack is ignored, for counting. */
public enum RefusedAck {
  /** No JWS, no JSON, too long, or not the members that an ack has. */
  GARBAGE("garbage"),
  BAD_SIGNATURE("bad-signature"),
  OTHER_KIT("other-kit"),
  /** Of a former life of this board: the broker retains it until upstream speaks of this one. */
  OTHER_INCARNATION("other-incarnation"),
  /** Ranges that descend, overlap or touch. */
  DISORDER("disorder"),
  /** It claims telemetry or signals that were never given out. */
  FUTURE("future"),
  /** Upstream does not say which facts it has, only how far it has got. */
  OLD_UPSTREAM("old-upstream"),
  /** The broker retained it from an upstream's epoch that is over. */
  OUTDATED("outdated"),
  /** Upstream has other facts than this box: it is set back. */
  SET_BACK("set-back");

  private final String word;

  RefusedAck(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  static RefusedAck of(AckRefused.Why why) {
    return switch (why) {
      case GARBAGE -> GARBAGE;
      case BAD_SIGNATURE -> BAD_SIGNATURE;
      case OTHER_KIT -> OTHER_KIT;
      case OTHER_INCARNATION -> OTHER_INCARNATION;
      case DISORDER -> DISORDER;
      case OLD_UPSTREAM -> OLD_UPSTREAM;
    };
  }
}
