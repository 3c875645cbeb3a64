package dev.roadcase.provisioning.demo.drawing;

import static dev.roadcase.provisioning.demo.drawing.Brush.BONE;
import static dev.roadcase.provisioning.demo.drawing.Brush.INK;
import static dev.roadcase.provisioning.demo.drawing.Brush.NIGHT;
import static dev.roadcase.provisioning.demo.drawing.Brush.RUST;
import static dev.roadcase.provisioning.demo.drawing.Brush.SEA;
import static dev.roadcase.provisioning.demo.drawing.Brush.SUN;
import static dev.roadcase.provisioning.demo.drawing.Brush.mixed;

/** What the band sells to wear and to carry. */
final class Wearables {
  private Wearables() {}

  static void tee(Brush brush, int cloth) {
    shirt(brush, cloth, 0);
    int print = light(cloth) ? NIGHT : BONE;
    brush.lighthouse(50, 66, 26, print, SUN).waves(37, 71, 26, 4, 1.1, light(cloth) ? SEA : SUN);
  }

  static void kidsTee(Brush brush) {
    shirt(brush, SUN, 8);
    brush.ferry(39, 54, 22, NIGHT).waves(36, 64, 28, 4, 1.3, SEA).disc(61, 42, 3, BONE);
  }

  static void longsleeve(Brush brush) {
    int cloth = NIGHT;
    brush.area(cloth, 30, 28, 14, 74, 23, 78, 37, 44).area(cloth, 70, 28, 86, 74, 77, 78, 63, 44);
    for (int i = 0; i < 4; i++) {
      double down = i * 8;
      brush.line(SUN, 1.4, 25.5 - i * 2.6, 46 + down, 32 - i * 3.1, 49 + down);
      brush.line(SUN, 1.4, 74.5 + i * 2.6, 46 + down, 68 + i * 3.1, 49 + down);
    }
    shirt(brush, cloth, 0);
    brush.disc(50, 52, 8, SUN).disc(54, 49, 7, cloth).waves(38, 64, 24, 3, 1.2, BONE);
  }

  static void hoodie(Brush brush) {
    int cloth = SEA;
    int shade = mixed(cloth, INK, 0.25);
    brush
        .area(cloth, 31, 32, 13, 70, 23, 76, 36, 48)
        .area(cloth, 69, 32, 87, 70, 77, 76, 64, 48)
        .box(30, 30, 40, 52, 6, cloth)
        .oval(50, 31, 17, 13, cloth)
        .oval(50, 33, 10, 8.5, shade)
        .area(mixed(cloth, INK, 0.12), 38, 62, 62, 62, 67, 76, 33, 76)
        .box(30, 78, 40, 4.5, 2, shade)
        .line(BONE, 0.9, 46, 41, 45, 52)
        .line(BONE, 0.9, 54, 41, 55, 50)
        .ferry(42, 56, 16, BONE);
  }

  static void tote(Brush brush, int cloth) {
    int print = light(cloth) ? NIGHT : BONE;
    brush
        .arc(50, 38, 13, 0, 180, 2.4, mixed(cloth, INK, 0.3))
        .area(cloth, 27, 38, 73, 38, 76, 86, 24, 86)
        .box(27, 37, 46, 3, 1, mixed(cloth, INK, 0.12))
        .ferry(36, 62, 28, print)
        .waves(33, 73, 34, 5, 1.3, light(cloth) ? SEA : SUN)
        .disc(62, 49, 3.4, SUN);
  }

  static void cap(Brush brush) {
    int wool = RUST;
    brush.slice(50, 58, 27, 0, 180, wool);
    for (int i = -4; i <= 4; i++) {
      brush.line(
          mixed(wool, INK, 0.15), 0.8, 50 + i * 5.4, 58, 50 + i * 2.2, 35 + Math.abs(i) * 1.6);
    }
    brush.box(21, 55, 58, 14, 5, mixed(wool, INK, 0.2));
    for (int i = 0; i < 14; i++) {
      brush.line(mixed(wool, INK, 0.35), 0.7, 24 + i * 4, 57.5, 24 + i * 4, 66.5);
    }
    brush.box(59, 58, 9, 7, 1, BONE).ferry(60.5, 62, 6, NIGHT);
  }

  static void socks(Brush brush) {
    sock(brush, 24, 20, NIGHT, SUN);
    sock(brush, 47, 28, SEA, BONE);
  }

  private static void sock(Brush brush, double x, double y, int wool, int stripe) {
    brush
        .box(x, y, 16, 40, 4, wool)
        .box(x, y + 30, 30, 17, 15, wool)
        .slice(x + 22, y + 38.5, 8.5, -90, 180, stripe)
        .box(x, y, 16, 5, 2, stripe)
        .box(x, y + 8, 16, 2, 0, stripe);
    double mx = x + 8;
    brush
        .ring(mx, y + 16, 1.4, 0.9, stripe)
        .line(stripe, 1.1, mx, y + 17.5, mx, y + 26)
        .line(stripe, 1.1, mx - 2.6, y + 19.4, mx + 2.6, y + 19.4)
        .arc(mx, y + 22, 4, 200, 140, 1.1, stripe);
  }

  private static void shirt(Brush brush, int cloth, double smaller) {
    double l = 24 + smaller;
    double r = 76 - smaller;
    double top = 22 + smaller;
    double bottom = 82 - smaller;
    brush
        .area(
            cloth, 40, top, 60, top, r - 6, top + 4, r + 8, top + 20, r - 3, top + 27, r - 9,
            top + 20, r - 9, bottom, l + 9, bottom, l + 9, top + 20, l + 3, top + 27, l - 8,
            top + 20, l + 6, top + 4)
        .slice(50, top, 9, 180, 180, mixed(cloth, INK, 0.3))
        .line(mixed(cloth, INK, 0.15), 0.7, l + 9, bottom - 3, r - 9, bottom - 3);
  }

  private static boolean light(int colour) {
    return ((colour >> 16) & 0xff) + ((colour >> 8) & 0xff) + (colour & 0xff) > 480;
  }
}
