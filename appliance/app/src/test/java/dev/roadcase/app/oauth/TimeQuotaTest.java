package dev.roadcase.app.oauth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeQuotaTest {
  private final TimeQuota quota = new TimeQuota();

  @Test
  void guestsWhoAskWithoutEndTakeNoneFromAKiosk() {
    int given = 0;
    for (int i = 0; i < 50; i++) {
      for (int guest = 0; guest < 8; guest++) {
        given += quota.grants("guest " + guest, 1) ? 1 : 0;
      }
    }
    assertEquals(TimeQuota.USUAL, given);
    assertTrue(quota.grants("kiosk", 1));
    assertTrue(quota.grants("kiosk", 1));
    assertFalse(quota.grants("kiosk", 1));
    assertTrue(quota.grants("guest 1", 2), "a second later all begins anew");
  }

  @Test
  void oneAddressHasItsShare() {
    int given = 0;
    for (int i = 0; i < 50; i++) {
      given += quota.grants("guest", 1) ? 1 : 0;
    }
    assertEquals(TimeQuota.OF_ONE_ADDRESS, given);
  }

  @Test
  void allTogetherAreBounded() {
    int given = 0;
    for (int guest = 0; guest < 1_000; guest++) {
      given += quota.grants("guest " + guest, 1) ? 1 : 0;
    }
    assertEquals(TimeQuota.MOST, given);
  }
}
