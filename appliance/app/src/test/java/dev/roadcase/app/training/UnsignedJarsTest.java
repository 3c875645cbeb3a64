package dev.roadcase.app.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.bouncycastle.asn1.bc.BCObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class UnsignedJarsTest {
  @TempDir private Path folder;

  @Test
  void aSignedJarLosesItsSignatureAndNothingElse() throws Exception {
    Path signed = jarOf(BCObjectIdentifiers.class);
    Path copy = UnsignedJars.unsigned(signed, folder);
    assertEquals(folder, copy.getParent());
    try (JarFile before = new JarFile(signed.toFile());
        JarFile after = new JarFile(copy.toFile())) {
      List<String> names = names(after);
      assertTrue(names.stream().noneMatch(name -> name.endsWith(".SF") || name.endsWith(".RSA")));
      List<String> gone = names(before);
      gone.removeAll(names);
      assertEquals(2, gone.size(), gone::toString);
      for (String name : names) {
        if (!name.equals(JarFile.MANIFEST_NAME)) {
          assertArrayEquals(bytes(before, name), bytes(after, name), name);
        }
        // The manifest's too: one that was of today made two builds differ.
        assertEquals(
            before.getEntry(name).getTimeLocal(), after.getEntry(name).getTimeLocal(), name);
      }
      assertEquals(
          before.getManifest().getMainAttributes(), after.getManifest().getMainAttributes());
      assertTrue(after.getManifest().getEntries().isEmpty());
    }
  }

  @Test
  void aJarThatNobodySignedIsLeftAlone() throws Exception {
    Path plain = jarOf(Logger.class);
    assertEquals(plain, UnsignedJars.unsigned(plain, folder));
  }

  @Test
  void aJarThatWasChangedAfterItWasSignedIsRefused() throws Exception {
    Path changed =
        rewritten(bytes -> {
          bytes[bytes.length - 1] ^= 1;
          return bytes;
        });
    assertThrows(SecurityException.class, () -> UnsignedJars.unsigned(changed, folder));
    assertFalse(Files.exists(folder.resolve(changed.getFileName())));
  }

  @Test
  void aFileThatWasPutIntoASignedJarIsRefused() throws Exception {
    Path added = rewritten(Function.identity(), "dev/roadcase/Stowaway.class");
    SecurityException refused =
        assertThrows(SecurityException.class, () -> UnsignedJars.unsigned(added, folder));
    assertTrue(String.valueOf(refused.getMessage()).contains("Stowaway"), refused::getMessage);
  }

  /** The signed jar again, with one class as {@code change} makes it and these files besides. */
  private Path rewritten(Function<byte[], byte[]> change, String... added) throws Exception {
    Path out = Files.createDirectories(folder.resolve("in")).resolve("rewritten.jar");
    String victim = BCObjectIdentifiers.class.getName().replace('.', '/') + ".class";
    try (JarFile signed = new JarFile(jarOf(BCObjectIdentifiers.class).toFile());
        JarOutputStream jar = new JarOutputStream(Files.newOutputStream(out))) {
      for (String name : names(signed)) {
        jar.putNextEntry(new JarEntry(name));
        byte[] bytes = bytes(signed, name);
        jar.write(name.equals(victim) ? change.apply(bytes) : bytes);
      }
      for (String name : added) {
        jar.putNextEntry(new JarEntry(name));
        jar.write(1);
      }
    }
    return out;
  }

  private static List<String> names(JarFile jar) {
    return new java.util.ArrayList<>(
        Collections.list(jar.entries()).stream().map(JarEntry::getName).toList());
  }

  private static byte[] bytes(JarFile jar, String name) throws Exception {
    try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
      return in.readAllBytes();
    }
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
