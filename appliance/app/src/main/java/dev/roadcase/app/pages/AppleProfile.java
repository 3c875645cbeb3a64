package dev.roadcase.app.pages;

import dev.roadcase.core.fact.Hash;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Fingerprint;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * A configuration profile for Apple's devices with one certificate in it, a property list in XML
 * (Apple, "Configuration Profile Reference", payload type {@code com.apple.security.root}). It is
 * not signed: the device says so, and whoever installs it compares the fingerprint.
 *
 * <p>Its UUIDs are made from the certificate's hash, so that installing it twice replaces it.
 */
final class AppleProfile {
  static final String TYPE = "application/x-apple-aspen-config";

  private AppleProfile() {}

  /** The profile, UTF-8. */
  static byte[] of(FleetId fleet, X509Certificate root) {
    // A fleet's name is a-z, 0-9 and hyphens: nothing in here needs escaping.
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">
    <dict>
      <key>PayloadContent</key>
      <array>
        <dict>
          <key>PayloadCertificateFileName</key>
          <string>%1$s-root.crt</string>
          <key>PayloadContent</key>
          <data>%2$s</data>
          <key>PayloadDisplayName</key>
          <string>Root of the fleet %1$s</string>
          <key>PayloadIdentifier</key>
          <string>dev.roadcase.%1$s.root</string>
          <key>PayloadType</key>
          <string>com.apple.security.root</string>
          <key>PayloadUUID</key>
          <string>%3$s</string>
          <key>PayloadVersion</key>
          <integer>1</integer>
        </dict>
      </array>
      <key>PayloadDescription</key>
      <string>Lets this device trust the boxes of the fleet %1$s. For staff only. SHA-256 %4$s</string>
      <key>PayloadDisplayName</key>
      <string>Roadcase, fleet %1$s</string>
      <key>PayloadIdentifier</key>
      <string>dev.roadcase.%1$s</string>
      <key>PayloadRemovalDisallowed</key>
      <false/>
      <key>PayloadType</key>
      <string>Configuration</string>
      <key>PayloadUUID</key>
      <string>%5$s</string>
      <key>PayloadVersion</key>
      <integer>1</integer>
    </dict>
    </plist>
    """
        .formatted(
            fleet.value(),
            Base64.getEncoder().encodeToString(Certificates.toDer(root)),
            uuid("certificate", root),
            Fingerprint.colons(root),
            uuid("profile", root))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Of version 8, custom (RFC 9562, 5.8). */
  private static String uuid(String what, X509Certificate root) {
    String hash =
        Hash.of(
                (what + " " + HexFormat.of().formatHex(Fingerprint.of(root)))
                    .getBytes(StandardCharsets.US_ASCII))
            .value();
    ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(hash));
    long high = (bytes.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
    long low = (bytes.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString().toUpperCase(Locale.ROOT);
  }
}
