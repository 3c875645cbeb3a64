package dev.roadcase.app.training;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Copies of signed jars without their signatures, each verified first: once by the build instead of
 * at every start of a box. A copy has the date of its jar, and its files theirs: two copies are the
 * same, octet by octet.
 *
 * <p>The JVM archives no class of a signed jar, checks each that it loads, and keeps a digest of
 * every file in the jar on the heap for as long as it runs. Nothing of ours asks who signed a jar.
 */
public final class UnsignedJars {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private UnsignedJars() {}

  /**
   * Prints the class path with each signed jar replaced by its copy.
   *
   * @param args the class path, the folder for the copies
   * @throws SecurityException when a jar is not what was signed
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[1]));
    List<String> classPath = new ArrayList<>();
    for (String entry : args[0].split(File.pathSeparator, -1)) {
      classPath.add(unsigned(Path.of(entry), folder).toString());
    }
    System.out.println(String.join(File.pathSeparator, classPath));
  }

  /** The jar itself when it is not signed, else its copy in {@code folder}. */
  static Path unsigned(Path jar, Path folder) throws IOException {
    try (JarFile signed = new JarFile(jar.toFile(), true)) {
      List<JarEntry> entries = Collections.list(signed.entries());
      if (entries.stream().noneMatch(entry -> isSignature(entry.getName()))) {
        return jar;
      }
      Path name = jar.getFileName();
      Path copy = folder.resolve(name);
      // Two may be at it in one tree.
      Path fresh = folder.resolve(name + "." + ProcessHandle.current().pid() + ".new");
      try (OutputStream file = Files.newOutputStream(fresh);
          JarOutputStream out = new JarOutputStream(file)) {
        writeManifest(signed, out);
        for (JarEntry entry : entries) {
          if (!entry.getName().equals(MANIFEST) && !isSignature(entry.getName())) {
            copy(signed, entry, out);
          }
        }
      }
      Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(jar));
      Files.move(fresh, copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    }
  }

  /** What it says of the whole jar stays; a digest for each file is what we want to be rid of. */
  private static void writeManifest(JarFile signed, JarOutputStream out) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().putAll(signed.getManifest().getMainAttributes());
    JarEntry same = new JarEntry(MANIFEST);
    same.setTimeLocal(signed.getJarEntry(MANIFEST).getTimeLocal());
    out.putNextEntry(same);
    manifest.write(out);
    out.closeEntry();
  }

  private static void copy(JarFile signed, JarEntry entry, JarOutputStream out) throws IOException {
    byte[] bytes;
    try (InputStream in = signed.getInputStream(entry)) {
      bytes = in.readAllBytes();
    }
    // Known only after the last byte was read, which is also what checks it against its digest.
    if (!entry.isDirectory() && entry.getCodeSigners() == null) {
      throw new SecurityException(
          signed.getName() + " is signed, but not its file " + entry.getName());
    }
    JarEntry same = new JarEntry(entry.getName());
    same.setTimeLocal(entry.getTimeLocal());
    out.putNextEntry(same);
    out.write(bytes);
    out.closeEntry();
  }

  private static boolean isSignature(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.startsWith("META-INF/")
        && (upper.endsWith(".SF")
            || upper.endsWith(".RSA")
            || upper.endsWith(".DSA")
            || upper.endsWith(".EC"));
  }
}
