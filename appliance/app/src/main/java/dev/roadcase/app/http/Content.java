package dev.roadcase.app.http;

import dev.roadcase.core.fact.Hash;

/**
 * What an answer says, before it is made ready to be sent.
 *
 * @param tag of the ETag, without quotes and without a coding
 * @param vary names of request headers that it depends on, besides the coding; may be empty
 * @param policy its {@code Content-Security-Policy}
 * @param shared whether pages of other origins may read it ({@link CrossOrigin})
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read once, compared by nobody
public record Content(
    byte[] body,
    String tag,
    String type,
    CacheClass cache,
    String vary,
    String policy,
    boolean shared) {

  /** For what is no page: it loads nothing and runs nothing, also when it is opened by itself. */
  private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

  /** Something for programs, styles or eyes: JSON, CSS, a picture. */
  public static Content data(byte[] body, String type, CacheClass cache) {
    return data(body, tag(body), type, cache);
  }

  /** As {@link #data(byte[], String, CacheClass)}, where the content's hash is known already. */
  public static Content data(byte[] body, String tag, String type, CacheClass cache) {
    return new Content(body, tag, type, cache, "", DATA_POLICY, true);
  }

  /**
   * A page for people.
   *
   * @param policy its {@code Content-Security-Policy}
   */
  public static Content page(byte[] html, String policy) {
    return new Content(
        html,
        tag(html),
        "text/html; charset=utf-8",
        CacheClass.REVALIDATE,
        "Accept-Encoding, Save-Data",
        policy,
        false);
  }

  /** Whether a coding may save something. */
  boolean compresses() {
    return body.length >= ReadyAnswer.WORTH_COMPRESSING
        && (type.startsWith("text/")
            || type.startsWith("application/json")
            || type.startsWith("application/yaml")
            || type.startsWith("image/svg+xml")
            || type.endsWith("+json"));
  }

  private static String tag(byte[] body) {
    return Hash.of(body).value().substring(0, 22);
  }
}
