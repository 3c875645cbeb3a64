package dev.roadcase.app.oauth;

import java.util.HashMap;
import java.util.Map;

/**
 * How many signed times are given out in a second, and to whom. Addresses that ask often share what
 * is usual; one that asks as seldom as a kiosk gets its time also when that is used up.
 */
final class TimeQuota {
  /** More kiosks than a site has, and no burden. */
  static final int USUAL = 100;

  /** Of them for one address. */
  static final int OF_ONE_ADDRESS = 20;

  /** Beyond the usual, for one address: a kiosk asks once, and once more. */
  static final int SELDOM = 2;

  /** Never more: some tens of milliseconds of signing. */
  static final int MOST = 400;

  private final Map<String, Integer> ofAddress = new HashMap<>();
  private long second = -1;
  private int given;

  /**
   * Whether that address gets one more.
   *
   * @param now a second of a clock that only goes forward
   */
  synchronized boolean grants(String address, long now) {
    if (now != second) {
      second = now;
      given = 0;
      ofAddress.clear();
    }
    int before = ofAddress.getOrDefault(address, 0);
    if (given >= MOST || before >= (given < USUAL ? OF_ONE_ADDRESS : SELDOM)) {
      return false;
    }
    given++;
    ofAddress.put(address, before + 1);
    return true;
  }
}
