package dev.roadcase.app.uplink;

import dev.roadcase.core.fact.Now;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges a broker's certificates (RFC 5280, section 6.1) by the interval in which it is now, not by
 * the system's clock: they are good when some moment of the interval lies in the validity of all of
 * them. Everything else – the chain, the names, the algorithms – is the JDK's, at that moment.
 *
 * <p>A box that woke without the time reaches its upstream so, and is told the time there. An
 * interval whose low bound is past a certificate's end refuses it, whatever the system's clock
 * says.
 */
final class IntervalTrust extends X509ExtendedTrustManager {
  private final X509Certificate authority;
  private final Supplier<Now> clock;

  /**
   * Believes what {@code authority} has signed, and nobody else.
   *
   * @param clock asked at each handshake
   */
  IntervalTrust(X509Certificate authority, Supplier<Now> clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /** The time in which a chain is good, as far as its own dates say; both epoch milliseconds. */
  private record Validity(long from, long to) {
    static Validity of(List<X509Certificate> chain) {
      long from =
          chain.stream()
              .mapToLong(one -> one.getNotBefore().toInstant().toEpochMilli())
              .max()
              .orElse(0);
      long to =
          chain.stream()
              .mapToLong(one -> one.getNotAfter().toInstant().toEpochMilli())
              .min()
              .orElse(Now.OPEN);
      return new Validity(from, to);
    }

    /** The best guess of the interval, or the moment nearest to it at which the chain is good. */
    long momentIn(Now now) {
      return Math.clamp(Math.max(from, Math.min(to, now.wall())), now.lo(), now.hi());
    }
  }

  /** What does one check; its own, for the date of a check cannot be changed. */
  private interface Check {
    void by(X509ExtendedTrustManager judge) throws CertificateException;
  }

  private void check(X509Certificate[] chain, Check check) throws CertificateException {
    Now now = clock.get();
    // Whom the box believes it was told by the crew: that has no date (RFC 5280, 6.1.1 d).
    Validity validity =
        Validity.of(Arrays.stream(chain).filter(one -> !one.equals(authority)).toList());
    try {
      check.by(judge(validity.momentIn(now)));
    } catch (CertificateException e) {
      throw worded(e, validity, now);
    }
  }

  private X509ExtendedTrustManager judge(long moment) {
    try {
      PKIXBuilderParameters rules =
          new PKIXBuilderParameters(
              Set.of(new TrustAnchor(authority, null)), new X509CertSelector());
      rules.setRevocationEnabled(false);
      rules.setDate(Date.from(Instant.ofEpochMilli(moment)));
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(new CertPathTrustManagerParameters(rules));
      return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PKIX", e);
    }
  }

  /** A clock is more often wrong than a certificate: both are named. */
  private static CertificateException worded(CertificateException e, Validity good, Now now) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return said(
            "the clock is off, or upstream's certificate has ended: it was good until "
                + text(good.to())
                + ", and this box knows that it is "
                + text(now.lo())
                + " or later. Renew the certificate, or look at the clock; selling goes on",
            e);
      }
      if (cause instanceof CertificateNotYetValidException) {
        return said(
            "the clock is off: upstream's certificate is good from "
                + text(good.from())
                + " on, and this box takes it to be "
                + text(now.hi())
                + " or earlier. Set the clock of this machine, or clock.trust = \"none\"; selling"
                + " goes on",
            e);
      }
    }
    return e;
  }

  /** Without a cause: the innermost message is the one that is shown. */
  private static CertificateException said(String words, CertificateException because) {
    CertificateException said = new CertificateException(words);
    said.addSuppressed(because);
    return said;
  }

  private static Instant text(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.MINUTES);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, judge -> judge.checkServerTrusted(chain, authType, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    check(chain, judge -> judge.checkServerTrusted(chain, authType, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    check(chain, judge -> judge.checkServerTrusted(chain, authType));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noServer();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noServer();
  }

  private static CertificateException noServer() {
    return new CertificateException("the uplink calls and is not called");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[] {authority};
  }
}
