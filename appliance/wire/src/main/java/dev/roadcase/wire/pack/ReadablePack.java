package dev.roadcase.wire.pack;

import dev.roadcase.core.pack.Pack;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A pack that is whole and signed by the certificate that it brings along; whether that certificate
 * is to be believed is another question. To look at, not to sell from.
 *
 * @param signer the show's certificate, as the file claims
 * @param size octets of the whole file
 */
public record ReadablePack(
    Pack pack, Instant created, List<PackPart> parts, X509Certificate signer, long size) {
  public ReadablePack {
    parts = List.copyOf(parts);
  }
}
