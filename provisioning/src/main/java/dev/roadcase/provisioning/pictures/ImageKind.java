package dev.roadcase.provisioning.pictures;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a file is, by its first octets; its name is not believed. */
enum ImageKind {
  JPEG,
  PNG,
  GIF,
  WEBP;

  /** As many octets as {@link #of} looks at. */
  static final int LOOKED_AT = 512;

  /** The name by which the readers know it. */
  String format() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The kind of a file that begins like this.
   *
   * @throws BadImage when it is none that can be packed
   */
  static ImageKind of(byte[] start) throws BadImage {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    if (text.startsWith("\u00FF\u00D8\u00FF")) {
      return JPEG;
    }
    if (text.startsWith("\u0089PNG\r\n\u001A\n")) {
      return PNG;
    }
    if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
      return GIF;
    }
    if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
      return WEBP;
    }
    throw new BadImage(refusal(text));
  }

  private static String refusal(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("<svg") || lower.contains("<!doctype svg")) {
      return "is an SVG drawing, which may hold script; export it as PNG";
    }
    if (lower.stripLeading().startsWith("<?xml") || lower.stripLeading().startsWith("<!--")) {
      // A long comment stands before the drawing.
      return "is XML, such as an SVG drawing, which may hold script; export it as PNG";
    }
    if (text.startsWith("ftyp", 4)) {
      return "is an AVIF, HEIC or video file; save it as JPEG or PNG";
    }
    if (text.startsWith("jP  ", 4) || text.startsWith("\u00FFO\u00FFQ")) {
      return "is a JPEG 2000 image; save it as JPEG or PNG";
    }
    if (text.startsWith("JXL ", 4) || text.startsWith("\u00FF\n")) {
      return "is a JPEG XL image; save it as JPEG or PNG";
    }
    if (text.startsWith("\u001F\u008B")) {
      return "is compressed, such as an SVG drawing (.svgz), which may hold script; export it as PNG";
    }
    if (text.startsWith("%PDF") || text.startsWith("8BPS")) {
      return "is a PDF or a file of Photoshop; save it as JPEG or PNG";
    }
    if (text.startsWith("II*\0") || text.startsWith("MM\0*") || text.startsWith("BM")) {
      return "is a TIFF or BMP image; save it as JPEG or PNG";
    }
    if (lower.contains("<html") || lower.contains("<!doctype html")) {
      return "is a web page and no image: what was saved is the page around the picture";
    }
    return text.isEmpty()
        ? "is empty"
        : "is no image: a JPEG, PNG, WebP or GIF file is, whatever its name says";
  }
}
