package dev.roadcase.wire.x509;

import dev.roadcase.wire.jws.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.operator.ContentSigner;

/** Our own signer behind Bouncy Castle's interface: deterministic, RFC 6979. */
final class Es256Signer implements ContentSigner {
  private static final AlgorithmIdentifier ECDSA_SHA256 =
      new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);

  private final SigningKey key;
  private final ByteArrayOutputStream signed = new ByteArrayOutputStream();

  Es256Signer(SigningKey key) {
    this.key = key;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return ECDSA_SHA256;
  }

  @Override
  public OutputStream getOutputStream() {
    return signed;
  }

  @Override
  public byte[] getSignature() {
    byte[] rs = key.sign(signed.toByteArray());
    try {
      return StandardDSAEncoding.INSTANCE.encode(
          Certificates.ORDER,
          new BigInteger(1, Arrays.copyOfRange(rs, 0, 32)),
          new BigInteger(1, Arrays.copyOfRange(rs, 32, 64)));
    } catch (IOException e) {
      throw new IllegalStateException("two numbers can be encoded", e);
    }
  }
}
