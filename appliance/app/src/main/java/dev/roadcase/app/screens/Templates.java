package dev.roadcase.app.screens;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import gg.jte.output.Utf8ByteOutput;
import java.util.Map;

/** The templates, compiled with the module; none is read from a disk. */
final class Templates {
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, null, "gg.jte.generated.precompiled");

  static {
    ENGINE.setBinaryStaticContent(true);
  }

  private Templates() {}

  static byte[] bytes(String template, Map<String, Object> parameters) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    ENGINE.render(template, parameters, output);
    return output.toByteArray();
  }

  static String text(String template, Map<String, Object> parameters) {
    StringOutput output = new StringOutput();
    ENGINE.render(template, parameters, output);
    return output.toString().strip();
  }
}
