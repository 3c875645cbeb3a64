package dev.roadcase.wire.x509;

import dev.roadcase.wire.jws.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;

/** A key with a chain of two – its own certificate, the show's – that leads to the fleet's root. */
record Leaf(Name name, Name.Show show, SigningKey key, List<X509Certificate> chain) {
  Leaf {
    chain = List.copyOf(chain);
  }

  /** Reads and checks all but dates: a box that is unsure of the time still starts. */
  static Leaf read(Path keyFile, Path chainFile, FleetRoot root) throws IOException {
    SigningKey key = Pem.key(keyFile);
    List<X509Certificate> chain = Pem.certificates(chainFile);
    if (chain.size() != 2) {
      throw new NotTrusted(
          chainFile + " does not hold two certificates: its owner's and the show's");
    }
    X509Certificate own = chain.getFirst();
    if (!Certificates.publicKey(own).equals(key.publicKey())) {
      throw new NotTrusted(keyFile + " is not the key of " + chainFile);
    }
    Name.Show show = root.show(chain.getLast(), 0, 0);
    try {
      own.verify(chain.getLast().getPublicKey());
    } catch (GeneralSecurityException e) {
      throw new NotTrusted(chainFile + ": the first certificate is not signed by the show's key");
    }
    Name name = Certificates.name(own);
    if (!name.fleet().equals(root.fleet())) {
      throw new NotTrusted(
          chainFile + " is of the fleet " + name.fleet() + ", not " + root.fleet());
    }
    return new Leaf(name, show, key, chain);
  }
}
