package dev.roadcase.wire.x509;

import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whom a certificate speaks for: the URI among its alternative names, {@code
 * roadcase:<what>:<fleet>[/<name>]}.
 */
public sealed interface Name {
  FleetId fleet();

  String uri();

  /** What a person reads in a certificate viewer. */
  String commonName();

  /** A fleet's root. */
  record Fleet(FleetId fleet) implements Name {
    @Override
    public String uri() {
      return "roadcase:fleet:" + fleet;
    }

    @Override
    public String commonName() {
      return fleet + " root";
    }
  }

  /** A show's intermediate. A show is named as a kit is. */
  record Show(FleetId fleet, String show) implements Name {
    public Show {
      requireShow(show);
    }

    @Override
    public String uri() {
      return "roadcase:show:" + fleet + "/" + show;
    }

    @Override
    public String commonName() {
      return "show " + show;
    }
  }

  /** A kit. */
  record Kit(FleetId fleet, KitId kit) implements Name {
    /** Under which its box connects to an MQTT broker: one session a kit. */
    public String clientId() {
      return "roadcase-" + fleet + "-" + kit;
    }

    @Override
    public String uri() {
      return "roadcase:kit:" + fleet + "/" + kit;
    }

    @Override
    public String commonName() {
      return kit.value();
    }
  }

  /** The upstream's broker, for one show. */
  record Upstream(FleetId fleet, String show) implements Name {
    public Upstream {
      requireShow(show);
    }

    @Override
    public String uri() {
      return "roadcase:upstream:" + fleet + "/" + show;
    }

    @Override
    public String commonName() {
      return "upstream of " + show;
    }
  }

  /** Reads the URI of a name. */
  static Name of(String uri) {
    Matcher parts = Form.URI.matcher(uri);
    if (!parts.matches()) {
      throw new NotTrusted("\"" + uri + "\" is no name of Roadcase's");
    }
    FleetId fleet = new FleetId(parts.group("fleet"));
    String name = parts.group("name");
    String what = parts.group("what");
    if ("fleet".equals(what) && name == null) {
      return new Fleet(fleet);
    }
    if (name == null) {
      throw new NotTrusted("\"" + uri + "\" lacks a name after the fleet's");
    }
    return switch (what) {
      case "show" -> new Show(fleet, name);
      case "kit" -> new Kit(fleet, new KitId(name));
      case "upstream" -> new Upstream(fleet, name);
      default -> throw new NotTrusted("\"" + uri + "\" is no name of Roadcase's");
    };
  }

  private static void requireShow(String show) {
    if (!Form.SHOW.matcher(show).matches()) {
      throw new IllegalArgumentException(
          "a show's name is 1 to 32 lower-case letters, digits and hyphens, not \"" + show + "\"");
    }
  }

  /** The spellings. */
  final class Form {
    private static final Pattern SHOW = Pattern.compile("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Pattern URI =
        Pattern.compile(
            "roadcase:(?<what>[a-z]+):(?<fleet>[a-z0-9-]{1,32})(/(?<name>[a-z0-9-]{1,32}))?");

    private Form() {}
  }
}
