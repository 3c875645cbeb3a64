package dev.roadcase.wire.token;

import dev.roadcase.wire.json.Malformed;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request is sent to, without query and fragment, so that two spellings of one target are
 * equal and two targets never are (RFC 9449 §4.3, RFC 3986 §6.2.2 and §6.2.3).
 *
 * <p>Equal are: capitals in scheme and host, the scheme's own port and none, {@code %41} and {@code
 * A}, {@code %c3} and {@code %C3}, an empty path and {@code /}. Refused, because somebody on the
 * way may read them otherwise: dot segments in any spelling, {@code %2f}, {@code %5c}, backslashes,
 * user names, anything that is not ASCII. An IPv6 address is compared as it is written.
 *
 * @param port 1 … 65535, the scheme's own when none was written
 */
public record Target(String scheme, String host, int port, String path) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z]{1,8})://(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253})(?::([0-9]{0,5}))?(/[^?#]*)?");

  /**
   * Reads an absolute URI; query and fragment are not looked at.
   *
   * @throws Malformed when it is no absolute http or https URI, or one that is refused
   */
  public static Target of(String uri) {
    Matcher parts = FORM.matcher(withoutQuery(uri));
    if (!parts.matches()) {
      throw new Malformed("an absolute http or https URI without a user name, in ASCII");
    }
    String scheme = parts.group(1).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new Malformed("the URI's scheme is http or https");
    }
    String path = parts.group(4);
    return new Target(
        scheme,
        parts.group(2).toLowerCase(Locale.ROOT),
        port(parts.group(3), scheme),
        path == null ? "/" : normal(path));
  }

  /** Whether {@code htu} names this target. */
  public boolean isNamedBy(String htu) {
    try {
      return equals(of(htu));
    } catch (Malformed e) {
      return false;
    }
  }

  private static String withoutQuery(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) == '?' || uri.charAt(i) == '#') {
        return uri.substring(0, i);
      }
    }
    return uri;
  }

  private static int port(@Nullable String text, String scheme) {
    if (text == null || text.isEmpty()) {
      return scheme.equals("https") ? 443 : 80;
    }
    int port = Integer.parseInt(text);
    if (text.startsWith("0") || port > 65_535) {
      throw new Malformed("a port is 1 to 65535, without a zero in front");
    }
    return port;
  }

  private static String normal(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c != '%') {
        if (!isPathCharacter(c)) {
          throw new Malformed("a URI's path is ASCII by RFC 3986, all else percent-encoded");
        }
        out.append(c);
        continue;
      }
      int octet = i + 2 < path.length() ? hex(path.charAt(i + 1), path.charAt(i + 2)) : -1;
      if (octet < 0x20 || octet == 0x7f || octet == '/' || octet == '\\' || octet == '.') {
        throw new Malformed("a URI's path has no %2E, %2F, %5C or control character");
      }
      if (isUnreserved((char) octet)) {
        out.append((char) octet);
      } else {
        out.append('%').append(path.substring(i + 1, i + 3).toUpperCase(Locale.ROOT));
      }
      i += 2;
    }
    for (String whole : out.toString().split("/", -1)) {
      // Some servers take "..;x" for "..", as parameters are no part of the name to them.
      String segment =
          whole.substring(0, whole.contains(";") ? whole.indexOf(';') : whole.length());
      if (segment.equals(".") || segment.equals("..")) {
        throw new Malformed("a URI's path has no . or .. segments");
      }
    }
    return out.toString();
  }

  private static int hex(char high, char low) {
    int h = high < 0x80 ? Character.digit(high, 16) : -1;
    int l = low < 0x80 ? Character.digit(low, 16) : -1;
    return h < 0 || l < 0 ? -1 : 16 * h + l;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /** RFC 3986 §3.3. */
  private static boolean isPathCharacter(char c) {
    return isUnreserved(c) || "!$&'()*+,;=:@/".indexOf(c) >= 0;
  }
}
