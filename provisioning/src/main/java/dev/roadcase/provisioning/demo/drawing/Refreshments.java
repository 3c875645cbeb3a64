package dev.roadcase.provisioning.demo.drawing;

import static dev.roadcase.provisioning.demo.drawing.Brush.BONE;
import static dev.roadcase.provisioning.demo.drawing.Brush.FOAM;
import static dev.roadcase.provisioning.demo.drawing.Brush.INK;
import static dev.roadcase.provisioning.demo.drawing.Brush.NIGHT;
import static dev.roadcase.provisioning.demo.drawing.Brush.RUST;
import static dev.roadcase.provisioning.demo.drawing.Brush.SEA;
import static dev.roadcase.provisioning.demo.drawing.Brush.SUN;
import static dev.roadcase.provisioning.demo.drawing.Brush.WHITE;
import static dev.roadcase.provisioning.demo.drawing.Brush.mixed;

/** What the market's bar sells, and its workshop. */
final class Refreshments {
  private Refreshments() {}

  static void coffee(Brush brush) {
    brush
        .oval(50, 76, 30, 5, mixed(BONE, INK, 0.15))
        .oval(50, 74.5, 30, 5, WHITE)
        .ring(70, 56, 8, 3.2, WHITE)
        .area(WHITE, 28, 46, 72, 46, 66, 74, 34, 74)
        .oval(50, 46, 22, 4.4, FOAM)
        .oval(50, 46.4, 20, 3.6, 0x6f4326)
        .oval(48, 46.2, 9, 1.8, 0xd9b48a)
        .box(30.5, 57, 37, 5, 0, SEA)
        .waves(32, 59.5, 34, 6, 0.9, BONE);
    for (int i = 0; i < 3; i++) {
      double x = 42 + i * 8;
      brush
          .arc(x, 34, 3, 90, 180, 1.1, mixed(RUST, WHITE, 0.6))
          .arc(x, 28, 3, -90, 180, 1.1, mixed(RUST, WHITE, 0.6));
    }
  }

  static void lemonade(Brush brush, int drink) {
    brush
        .line(RUST, 1.8, 56, 76, 64, 14)
        .area(mixed(drink, WHITE, 0.1), 34, 36, 66, 36, 62, 82, 38, 82)
        .area(mixed(drink, WHITE, 0.55), 33, 28, 67, 28, 66, 36, 34, 36);
    double[][] ice = {{40, 40}, {52, 44}, {43, 54}};
    for (double[] cube : ice) {
      brush.box(cube[0], cube[1], 9, 9, 2, mixed(drink, WHITE, 0.6));
    }
    for (int i = 0; i < 6; i++) {
      brush.disc(42 + (i * 7) % 18, 78 - i * 3.4, 0.9, WHITE);
    }
    brush.disc(34, 29, 9, SUN).disc(34, 29, 7.6, 0xfdf0bf);
    for (int i = 0; i < 8; i++) {
      double angle = Math.PI * i / 4;
      brush.line(SUN, 0.7, 34, 29, 34 + 7 * Math.cos(angle), 29 + 7 * Math.sin(angle));
    }
    brush.line(mixed(drink, INK, 0.25), 0.8, 33, 28, 38, 82, 62, 82, 67, 28);
    brush.oval(63, 24, 4, 1.8, SEA).oval(69, 27, 4, 1.8, mixed(SEA, INK, 0.2));
  }

  static void waffle(Brush brush) {
    int crust = 0xd9963a;
    brush.oval(50, 56, 38, 27, WHITE).oval(50, 55, 34, 23, mixed(WHITE, INK, 0.06));
    brush.box(26, 35, 48, 38, 8, crust);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 4; column++) {
        brush.box(29.5 + column * 10.8, 38.5 + row * 10.8, 8.4, 8.4, 2, mixed(crust, INK, 0.25));
      }
    }
    brush
        .oval(48, 50, 14, 8, BONE)
        .oval(54, 46, 9, 6, WHITE)
        .disc(44, 45, 3.6, 0xb3243a)
        .disc(55, 42, 3.6, 0xb3243a)
        .disc(50, 51, 3.2, 0xb3243a)
        .oval(58, 49, 3.4, 1.6, SEA);
  }

  static void cup(Brush brush) {
    brush
        .arc(50, 52, 37, 30, 120, 2.2, SEA)
        .arc(50, 52, 37, 210, 120, 2.2, SEA)
        .area(SEA, 15, 30, 22, 36, 14, 39)
        .area(SEA, 85, 74, 78, 68, 86, 65)
        .area(mixed(SUN, WHITE, 0.25), 33, 32, 67, 32, 61, 76, 39, 76)
        .box(31, 28, 38, 6, 3, SUN)
        .area(NIGHT, 35.4, 46, 64.6, 46, 63, 62, 37, 62)
        .ferry(42, 54, 16, BONE)
        .waves(40, 60, 20, 4, 0.8, FOAM);
  }

  static void workshop(Brush brush) {
    brush
        .box(12, 66, 76, 6, 1, 0xb98a55)
        .box(18, 72, 5, 14, 0, 0x8f6637)
        .box(77, 72, 5, 14, 0, 0x8f6637)
        .area(0xb98a55, 22, 60, 62, 60, 70, 26, 30, 26)
        .area(BONE, 27, 57, 59, 57, 65.4, 30, 33.4, 30)
        .lighthouse(46, 55, 20, SEA, mixed(SUN, WHITE, 0.2))
        .area(RUST, 60, 44, 84, 38, 86, 45, 62, 51)
        .area(INK, 62, 51, 86, 45, 86.6, 47.6, 62.6, 53.6)
        .area(RUST, 61, 58, 86, 53, 86, 56, 61, 61)
        .disc(76, 61, 4.6, NIGHT)
        .box(71.4, 59, 9.2, 7, 1, NIGHT)
        .oval(76, 59.4, 4.6, 1.5, SUN);
  }

  static void honey(Brush brush) {
    int honey = 0xe39a1f;
    brush
        .box(30, 32, 40, 50, 9, mixed(honey, WHITE, 0.25))
        .box(32, 38, 36, 42, 8, honey)
        .box(28, 22, 44, 11, 3, RUST)
        .box(30, 46, 40, 24, 1, BONE);
    for (int i = 0; i < 3; i++) {
      double x = 41 + i * 9;
      double y = i == 1 ? 60 : 55;
      brush.area(
          SUN, x - 5, y, x - 2.5, y - 4.4, x + 2.5, y - 4.4, x + 5, y, x + 2.5, y + 4.4, x - 2.5,
          y + 4.4);
    }
    brush
        .oval(62, 14, 3.4, 2.2, SUN)
        .line(INK, 0.8, 61, 12, 61, 16)
        .line(INK, 0.8, 63, 12, 63, 16)
        .oval(61, 11.4, 2.2, 1.3, WHITE);
  }

  static void beans(Brush brush) {
    brush
        .area(NIGHT, 30, 22, 70, 22, 73, 84, 27, 84)
        .area(mixed(NIGHT, WHITE, 0.18), 30, 22, 70, 22, 68.6, 14, 31.4, 14)
        .line(SUN, 1.6, 31, 20, 69, 20)
        .disc(50, 48, 15, SUN)
        .disc(56, 43, 12, NIGHT)
        .ferry(41, 58, 14, BONE)
        .waves(34, 72, 32, 5, 1.1, SEA);
    double[][] spilt = {{22, 84}, {30, 88}, {74, 86}, {82, 83}, {67, 90}};
    for (double[] bean : spilt) {
      brush
          .oval(bean[0], bean[1], 3.4, 2.4, 0x5b3420)
          .line(0x2f1a10, 0.6, bean[0] - 2.6, bean[1], bean[0] + 2.6, bean[1]);
    }
  }

  static void waiting(Brush brush) {
    brush.ferry(30, 52, 40, NIGHT).waves(18, 66, 64, 7, 1.6, SEA).disc(70, 28, 7, SUN);
  }
}
