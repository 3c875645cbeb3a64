package dev.roadcase.provisioning.demo.drawing;

import static dev.roadcase.provisioning.demo.drawing.Brush.BONE;
import static dev.roadcase.provisioning.demo.drawing.Brush.FOAM;
import static dev.roadcase.provisioning.demo.drawing.Brush.INK;
import static dev.roadcase.provisioning.demo.drawing.Brush.NIGHT;
import static dev.roadcase.provisioning.demo.drawing.Brush.PEACH;
import static dev.roadcase.provisioning.demo.drawing.Brush.RUST;
import static dev.roadcase.provisioning.demo.drawing.Brush.SEA;
import static dev.roadcase.provisioning.demo.drawing.Brush.SUN;
import static dev.roadcase.provisioning.demo.drawing.Brush.WHITE;
import static dev.roadcase.provisioning.demo.drawing.Brush.mixed;

/** What the band sells to hear, to read and to stick on. */
final class Records {
  private Records() {}

  static void lp(Brush brush, int vinyl) {
    disc(brush, 62, 50, 27, vinyl, RUST);
    sleeve(brush, 16, 22, 54);
  }

  static void testPressing(Brush brush) {
    brush.box(14, 24, 52, 52, 1, BONE).ring(40, 50, 14, 0.5, mixed(BONE, INK, 0.2));
    disc(brush, 60, 50, 27, INK, WHITE);
    // Four hands have signed it.
    brush
        .waves(54, 44, 11, 4, 0.5, NIGHT)
        .waves(53, 48, 9, 3, 0.5, RUST)
        .waves(56, 53, 10, 5, 0.5, SEA)
        .waves(55, 57, 8, 3, 0.5, NIGHT);
  }

  static void cd(Brush brush) {
    brush.disc(63, 50, 22, 0xdfe4ea);
    int[] light = {0xf6c6d0, 0xf7e3a8, 0xbfe6cf, 0xb9d7f2};
    for (int i = 0; i < light.length; i++) {
      brush.arc(63, 50, 9 + i * 3.2, 20, 50, 2.6, light[i]);
      brush.arc(63, 50, 9 + i * 3.2, 200, 50, 2.6, light[i]);
    }
    brush.disc(63, 50, 5, BONE).ring(63, 50, 5, 0.6, mixed(BONE, INK, 0.3));
    brush.disc(63, 50, 2, mixed(BONE, INK, 0.4));
    sleeve(brush, 17, 29, 42);
    brush.box(17, 29, 3, 42, 0, mixed(NIGHT, WHITE, 0.35));
  }

  static void cassette(Brush brush) {
    brush
        .box(16, 30, 68, 43, 5, RUST)
        .box(21, 34, 58, 26, 3, BONE)
        .box(21, 34, 58, 7, 2, SUN)
        .box(32, 44, 36, 12, 6, INK);
    for (double x : new double[] {39, 61}) {
      brush.disc(x, 50, 4.4, BONE);
      for (int i = 0; i < 6; i++) {
        double angle = Math.PI * i / 3;
        brush.line(
            INK,
            0.9,
            x + 2.4 * Math.cos(angle),
            50 + 2.4 * Math.sin(angle),
            x + 4 * Math.cos(angle),
            50 + 4 * Math.sin(angle));
      }
    }
    brush
        .area(mixed(RUST, INK, 0.25), 30, 73, 34, 63, 66, 63, 70, 73)
        .disc(40, 69, 1.3, INK)
        .disc(60, 69, 1.3, INK)
        .waves(27, 37.5, 46, 9, 0.7, NIGHT);
  }

  static void songbook(Brush brush) {
    brush
        .area(mixed(BONE, INK, 0.15), 50, 30, 84, 25, 84, 74, 50, 79)
        .area(BONE, 50, 30, 82, 24, 82, 72, 50, 78)
        .area(SEA, 50, 30, 18, 24, 18, 72, 50, 78)
        .disc(34, 44, 8, SUN)
        .ferry(25, 56, 18, BONE)
        .waves(23, 63, 22, 4, 0.9, FOAM);
    for (int stave = 0; stave < 3; stave++) {
      for (int i = 0; i < 5; i++) {
        double y = 35 + stave * 13 + i * 1.7;
        brush.line(mixed(BONE, INK, 0.55), 0.3, 54, y, 79, y - 4.6);
      }
      for (int note = 0; note < 4; note++) {
        double x = 57 + note * 6;
        double y = 40 + stave * 13 - note * 1.1 - ((note + stave) % 3) * 1.7;
        brush.oval(x, y, 1.3, 1, INK).line(INK, 0.5, x + 1.1, y, x + 1.1, y - 6);
      }
    }
  }

  static void single(Brush brush) {
    brush.box(18, 26, 48, 48, 1, RUST).disc(42, 50, 17, SUN).disc(42, 50, 11, RUST);
    disc(brush, 62, 50, 21, INK, BONE);
    brush.disc(62, 50, 4.4, RUST).waves(55, 45, 14, 3, 0.6, NIGHT);
  }

  static void poster(Brush brush) {
    brush
        .area(mixed(FOAM, INK, 0.15), 29, 16, 75, 16, 77, 88, 29, 88)
        .box(26, 13, 48, 72, 0, NIGHT)
        .disc(58, 30, 7, SUN)
        .lighthouse(44, 66, 40, BONE, mixed(NIGHT, SUN, 0.45))
        .box(26, 66, 48, 19, 0, SEA)
        .waves(29, 71, 42, 6, 0.9, FOAM)
        .waves(29, 77, 42, 6, 0.9, FOAM)
        .ferry(54, 66, 14, RUST);
    for (int i = 0; i < 9; i++) {
      brush.disc(30 + (i * 17) % 42, 17 + (i * 11) % 24, 0.5, BONE);
    }
    brush.disc(50, 14.6, 1, RUST);
  }

  static void print(Brush brush) {
    brush
        .box(16, 20, 68, 60, 1, mixed(RUST, INK, 0.45))
        .box(19, 23, 62, 54, 0, BONE)
        .box(26, 29, 48, 42, 0, PEACH)
        .slice(50, 64, 18, 0, 180, RUST)
        .lighthouse(50, 64, 32, NIGHT, SUN)
        .box(26, 64, 48, 7, 0, NIGHT)
        .waves(28, 67.5, 44, 7, 0.9, PEACH);
  }

  static void pins(Brush brush) {
    brush.box(22, 18, 56, 66, 4, BONE).disc(50, 25, 1.6, mixed(BONE, INK, 0.3));
    brush.disc(38, 42, 10, NIGHT).lighthouse(38, 50, 14, BONE, SUN).ring(38, 42, 10, 1, SUN);
    brush.disc(63, 46, 9, SUN).ferry(57, 48, 12, NIGHT).ring(63, 46, 9, 1, RUST);
    brush.box(35, 60, 30, 14, 7, SEA).waves(39, 67, 22, 4, 1.4, BONE);
    brush.ring(50, 67, 0.1, 0.1, SEA);
  }

  static void stickers(Brush brush) {
    brush.area(mixed(PEACH, INK, 0.15), 24, 20, 80, 16, 82, 82, 26, 86);
    brush.area(WHITE, 22, 18, 78, 14, 80, 80, 24, 84);
    brush.disc(37, 34, 10, SUN).disc(41, 31, 8, WHITE);
    brush.box(52, 25, 21, 17, 4, NIGHT).ferry(55, 36, 15, BONE);
    brush.area(RUST, 30, 52, 46, 50, 48, 66, 32, 68).lighthouse(39, 66, 13, BONE, SUN);
    brush.disc(64, 58, 10, SEA).waves(56, 56, 16, 3, 1.2, BONE).waves(56, 61, 16, 3, 1.2, BONE);
    brush.box(31, 72, 40, 5, 2.5, FOAM);
  }

  private static void sleeve(Brush brush, double x, double y, double size) {
    double s = size / 54;
    brush
        .box(x, y, size, size, 1, NIGHT)
        .disc(x + 34 * s, y + 19 * s, 9 * s, SUN)
        .box(x, y + 34 * s, size, 20 * s, 0, SEA)
        .waves(x + 3 * s, y + 40 * s, 48 * s, 6, 0.9, FOAM)
        .waves(x + 3 * s, y + 46 * s, 48 * s, 6, 0.9, mixed(SEA, INK, 0.35))
        .ferry(x + 10 * s, y + 32 * s, 18 * s, BONE);
  }

  private static void disc(Brush brush, double x, double y, double r, int vinyl, int label) {
    brush.disc(x, y, r, vinyl);
    for (double groove = r * 0.5; groove < r - 1; groove += 2.2) {
      brush.ring(x, y, groove, 0.3, mixed(vinyl, WHITE, 0.22));
    }
    brush.disc(x, y, r * 0.36, label).disc(x, y, 1.1, BONE);
  }
}
