package dev.roadcase.app.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DiskSizeTest {
  @Test
  void roomIsRoundedDownAndWhatIsNeededUp() {
    assertEquals("0 kB", DiskSize.words(999));
    assertEquals("67 MB", DiskSize.words(67_108_864));
    assertEquals("999 MB", DiskSize.words(999_999_999));
    assertEquals("81.2 GB", DiskSize.words(81_263_591_424L));
    assertEquals("1 kB", DiskSize.atLeast(1));
    assertEquals("0 kB", DiskSize.atLeast(0));
    assertEquals("68 MB", DiskSize.atLeast(67_108_864));
    assertEquals("81.3 GB", DiskSize.atLeast(81_263_591_424L));
  }
}
