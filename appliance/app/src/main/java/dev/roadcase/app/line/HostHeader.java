package dev.roadcase.app.line;

/** The {@code Host} of a request (RFC 9112, section 3.2; RFC 3986, section 3.2). */
public final class HostHeader {
  private static final String OTHERS = "-._~!$&'()*+,;=:[]%";

  private HostHeader() {}

  /** Whether it can be a host, with or without a port. Who it names is for others to ask. */
  public static boolean canBe(CharSequence host) {
    int length = host.length();
    if (length == 0 || length > 255) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = host.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!plain && OTHERS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
