package dev.roadcase.tests.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A card whose file system went read-only; even root is refused by that. */
@NeedsPowerCuts
class ReadOnlyDiskTest {

  @Test
  void aBoxSaysThatItCannotWriteAndWhereToLook() throws Exception {
    Path folder = Workshop.fresh("read-only");
    Site site = new Site(folder);
    ForgetfulDisk disk = ForgetfulDisk.in(folder.resolve("disk"));
    disk.tell("read-only");
    Path config = site.config("box", "kit-1", disk.data(), "127.0.0.1:0");
    try (BoxProcess box = BoxProcess.launch(config, disk.environment(ForgetfulDisk.Names.LATE))) {
      assertEquals(73, box.ended(), box.said().toString());
      String said = String.join(" ", box.said());
      assertTrue(said.contains("cannot be written"), said);
      assertTrue(said.contains("mounted read-only"), said);
    }
  }
}
