package dev.roadcase.console.upstream;

import dev.roadcase.wire.jws.SigningKey;
import dev.roadcase.wire.x509.KeyStores;
import dev.roadcase.wire.x509.NotTrusted;
import dev.roadcase.wire.x509.Pem;
import dev.roadcase.wire.x509.UpstreamFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker is, and what it takes to be let in: {@code mqtt://host:port} or {@code
 * mqtts://host:port}, with {@code
 * ?user=NAME&password-file=FILE&ca=FILE&cert=FILE&key=FILE&receive-max=N} as needed. Secrets stand
 * in files, never in the URL.
 *
 * @param secure by TLS
 * @param trust whom to believe; null for the JDK's own list
 * @param identity who we are; null for nobody
 * @param receiveMax messages that it may have under way to us, unconfirmed, 1 … 65,535. For a
 *     broker of somebody's the most there is, unless told: mosquitto 2.0.11, which is Debian 12's,
 *     keeps to a smaller number only until the first confirmation, and the client then hangs up;
 *     with a session that is kept, again and again
 */
record BrokerAddress(
    String host,
    int port,
    boolean secure,
    @Nullable TrustManagerFactory trust,
    @Nullable KeyManagerFactory identity,
    @Nullable Login login,
    int receiveMax) {
  /** Of our own broker: as many as wait in turns, each kit's bounded by {@link KitBacklog}. */
  static final int RECEIVE_MAX_OWN = 2_048;

  private static final int RECEIVE_MAX_MOST = 65_535;

  private static final Set<String> KNOWN =
      Set.of("user", "password-file", "ca", "cert", "key", "receive-max");

  /** A name and a password. Never prints the password. */
  record Login(String user, String password) {
    @Override
    public String toString() {
      return "Login[" + user + "]";
    }
  }

  /** Our own broker, without TLS. It keeps to what it is told. */
  static BrokerAddress own(String host, int port) {
    return new BrokerAddress(host, port, false, null, null, null, RECEIVE_MAX_OWN);
  }

  /**
   * Reads a broker's URL and the files that it names.
   *
   * @param folder the fleet's keys for an upstream: believed and shown over TLS where the URL names
   *     no others
   * @throws Unusable when it is no such URL, or a file cannot be used
   */
  static BrokerAddress parse(String text, @Nullable UpstreamFolder folder) {
    URI url = url(text);
    boolean secure = "mqtts".equals(url.getScheme());
    if ((!secure && !"mqtt".equals(url.getScheme())) || url.getHost() == null) {
      throw Unusable.config("a broker is mqtt://host:port or mqtts://host:port, not " + text);
    }
    if (url.getUserInfo() != null) {
      throw Unusable.config("a broker's URL holds no password: use ?user=NAME&password-file=FILE");
    }
    Map<String, String> query = query(url);
    int port = url.getPort() > 0 ? url.getPort() : secure ? 8883 : 1883;
    try {
      return new BrokerAddress(
          url.getHost(),
          port,
          secure,
          trust(query, folder),
          identity(query, folder),
          login(query),
          receiveMax(query));
    } catch (IOException | GeneralSecurityException | NotTrusted e) {
      throw Unusable.config("the broker's URL: " + e.getMessage());
    }
  }

  private static URI url(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw Unusable.config("a broker is mqtt://host:port or mqtts://host:port, not " + text);
    }
  }

  private static Map<String, String> query(URI url) {
    Map<String, String> query = new LinkedHashMap<>();
    if (url.getRawQuery() != null) {
      for (String pair : url.getRawQuery().split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        if (equals < 0 || !KNOWN.contains(name)) {
          throw Unusable.config("a broker's URL has no \"" + name + "\"; it may have " + KNOWN);
        }
        query.put(name, URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static @Nullable TrustManagerFactory trust(
      Map<String, String> query, @Nullable UpstreamFolder folder)
      throws IOException, GeneralSecurityException {
    String file = query.get("ca");
    KeyStore store;
    if (file != null) {
      store = authorities(Path.of(file));
    } else if (folder != null) {
      store = KeyStores.trust(folder.root());
    } else {
      return null;
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust;
  }

  /** The certificates in a PEM file, as whom to believe. */
  static KeyStore authorities(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (X509Certificate authority : Pem.certificates(file)) {
      store.setCertificateEntry("ca-" + store.size(), authority);
    }
    return store;
  }

  private static @Nullable KeyManagerFactory identity(
      Map<String, String> query, @Nullable UpstreamFolder folder)
      throws IOException, GeneralSecurityException {
    String key = query.get("key");
    String cert = query.get("cert");
    if (key != null && cert != null) {
      return identity(Pem.key(Path.of(key)), Pem.certificates(Path.of(cert)));
    }
    if (key != null || cert != null) {
      throw Unusable.config("a broker's URL has both key and cert, or neither");
    }
    return folder == null ? null : identity(folder.serverKey(), folder.chain());
  }

  private static KeyManagerFactory identity(SigningKey key, List<X509Certificate> chain)
      throws GeneralSecurityException {
    char[] password = new char[0];
    KeyManagerFactory identity =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(KeyStores.identity(key, chain, password), password);
    return identity;
  }

  private static @Nullable Login login(Map<String, String> query) throws IOException {
    String user = query.get("user");
    String file = query.get("password-file");
    if (user == null) {
      return null;
    }
    return new Login(user, file == null ? "" : Files.readString(Path.of(file)).strip());
  }

  private static int receiveMax(Map<String, String> query) {
    String text = query.getOrDefault("receive-max", Integer.toString(RECEIVE_MAX_MOST));
    try {
      int most = Integer.parseInt(text);
      if (most > 0 && most <= RECEIVE_MAX_MOST) {
        return most;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one complaint.
    }
    throw Unusable.config("receive-max is 1 to " + RECEIVE_MAX_MOST + ", not " + text);
  }

  @Override
  public String toString() {
    return (secure ? "mqtts://" : "mqtt://") + host + ":" + port;
  }
}
