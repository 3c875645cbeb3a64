package dev.roadcase.provisioning.demo.drawing;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;

/** Flat shapes on a square of 100 × 100, the origin at the top left. */
final class Brush implements AutoCloseable {
  static final int NIGHT = 0x1f3347;
  static final int SEA = 0x2f7f79;
  static final int FOAM = 0xcfe3dc;
  static final int SAND = 0xf3e6d0;
  static final int PEACH = 0xf6d3bd;
  static final int RUST = 0xc2512d;
  static final int SUN = 0xf2b441;
  static final int BONE = 0xf7f1e4;
  static final int INK = 0x20242b;
  static final int WHITE = 0xffffff;

  private static final int SIDE = 640;

  private final BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
  private final Graphics2D graphics = image.createGraphics();

  /** A sheet with a ground of its own: each thing stands on its colour, in a soft light. */
  Brush(int ground) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.scale(SIDE / 100.0, SIDE / 100.0);
    box(0, 0, 100, 100, 0, ground);
    disc(50, 50, 40, mixed(ground, WHITE, 0.35));
  }

  BufferedImage image() {
    return image;
  }

  Brush box(double x, double y, double w, double h, double round, int colour) {
    return fill(new RoundRectangle2D.Double(x, y, w, h, round, round), colour);
  }

  Brush disc(double x, double y, double r, int colour) {
    return oval(x, y, r, r, colour);
  }

  Brush oval(double x, double y, double rx, double ry, int colour) {
    return fill(new Ellipse2D.Double(x - rx, y - ry, 2 * rx, 2 * ry), colour);
  }

  /** A slice of an oval, degrees counted from three o'clock against the clock. */
  Brush slice(double x, double y, double r, double from, double extent, int colour) {
    return fill(new Arc2D.Double(x - r, y - r, 2 * r, 2 * r, from, extent, Arc2D.CHORD), colour);
  }

  /** A polygon through points given as x, y, x, y, …. */
  Brush area(int colour, double... points) {
    Path2D path = path(points);
    path.closePath();
    return fill(path, colour);
  }

  Brush line(int colour, double width, double... points) {
    return stroke(path(points), width, colour);
  }

  Brush ring(double x, double y, double r, double width, int colour) {
    return stroke(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), width, colour);
  }

  Brush arc(double x, double y, double r, double from, double extent, double width, int colour) {
    return stroke(
        new Arc2D.Double(x - r, y - r, 2 * r, 2 * r, from, extent, Arc2D.OPEN), width, colour);
  }

  /** Waves from left to right. */
  Brush waves(double x, double y, double length, int count, double width, int colour) {
    Path2D path = new Path2D.Double();
    path.moveTo(x, y);
    double step = length / count;
    for (int i = 0; i < count; i++) {
      double from = x + i * step;
      path.quadTo(from + step / 4, y - step / 3, from + step / 2, y);
      path.quadTo(from + step * 3 / 4, y + step / 3, from + step, y);
    }
    return stroke(path, width, colour);
  }

  /** The band's ferry: a hull, a house, a funnel. */
  Brush ferry(double x, double y, double size, int colour) {
    double s = size / 20;
    area(colour, x, y, x + 20 * s, y, x + 17 * s, y + 5 * s, x + 3 * s, y + 5 * s);
    box(x + 4 * s, y - 4 * s, 11 * s, 3.4 * s, s, colour);
    box(x + 6 * s, y - 7 * s, 6 * s, 2.4 * s, s, colour);
    return box(x + 12.6 * s, y - 8.5 * s, 2 * s, 4 * s, 0.6 * s, colour);
  }

  Brush lighthouse(double x, double y, double size, int colour, int light) {
    double s = size / 20;
    area(light, x, y - 16 * s, x - 16 * s, y - 21 * s, x - 16 * s, y - 12 * s);
    area(light, x, y - 16 * s, x + 16 * s, y - 21 * s, x + 16 * s, y - 12 * s);
    area(colour, x - 3 * s, y, x + 3 * s, y, x + 2 * s, y - 14 * s, x - 2 * s, y - 14 * s);
    box(x - 2.6 * s, y - 14.6 * s, 5.2 * s, 1.2 * s, 0.5 * s, colour);
    box(x - 1.6 * s, y - 18 * s, 3.2 * s, 3.2 * s, 0.6 * s, colour);
    return area(colour, x - 2.4 * s, y - 18 * s, x + 2.4 * s, y - 18 * s, x, y - 21 * s);
  }

  private Brush fill(Shape shape, int colour) {
    graphics.setColor(new Color(colour));
    graphics.fill(shape);
    return this;
  }

  private Brush stroke(Shape shape, double width, int colour) {
    graphics.setColor(new Color(colour));
    graphics.setStroke(
        new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(shape);
    return this;
  }

  private static Path2D path(double... points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points[0], points[1]);
    for (int i = 2; i + 1 < points.length; i += 2) {
      path.lineTo(points[i], points[i + 1]);
    }
    return path;
  }

  /** One colour with so much of another in it, 0 to 1. */
  static int mixed(int colour, int other, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = (colour >> shift) & 0xff;
      int b = (other >> shift) & 0xff;
      mixed |= (int) Math.round(a + (b - a) * share) << shift;
    }
    return mixed;
  }

  @Override
  public void close() {
    graphics.dispose();
  }
}
