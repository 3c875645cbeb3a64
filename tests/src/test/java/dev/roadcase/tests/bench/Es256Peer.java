package dev.roadcase.tests.bench;

import dev.roadcase.wire.jws.Es256;
import dev.roadcase.wire.jws.P256;
import dev.roadcase.wire.jws.SigningKey;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.concurrent.Callable;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/** What verifying one ES256 signature costs: our way, and the JDK's. */
public final class Es256Peer {
  private static final int MESSAGE = 700;
  private static final long TURN_NANOS = 2_000_000_000L;

  private Es256Peer() {}

  /** Prints microseconds of CPU for each, after as long a warm-up as the measured turn. */
  public static void main(String[] args) throws Exception {
    SecureRandom chance = new SecureRandom();
    SigningKey key = SigningKey.make(chance);
    byte[] message = new byte[MESSAGE];
    chance.nextBytes(message);
    byte[] signature = key.sign(message);
    Es256 ours = new Es256(key.publicKey());
    PublicKey theirs = jdk(P256.parameters(key.publicKey()));
    Callable<Boolean> bouncyCastle = () -> ours.verifies(message, signature);
    Callable<Boolean> jdk =
        () -> {
          Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
          verifier.initVerify(theirs);
          verifier.update(message);
          return verifier.verify(signature);
        };
    micros(bouncyCastle);
    micros(jdk);
    System.out.println(
        "{\"bouncyCastleMicros\":%s,\"jdkMicros\":%s}"
            .formatted(micros(bouncyCastle), micros(jdk)));
  }

  private static double micros(Callable<Boolean> verify) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long n = 0;
    while (threads.getCurrentThreadCpuTime() - start < TURN_NANOS) {
      for (int i = 0; i < 100; i++) {
        if (!verify.call()) {
          throw new IllegalStateException("a good signature was refused");
        }
      }
      n += 100;
    }
    return (threads.getCurrentThreadCpuTime() - start) / 1e3 / n;
  }

  private static PublicKey jdk(ECPublicKeyParameters key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    BigInteger x = key.getQ().getAffineXCoord().toBigInteger();
    BigInteger y = key.getQ().getAffineYCoord().toBigInteger();
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(new ECPoint(x, y), curve.getParameterSpec(ECParameterSpec.class)));
  }
}
