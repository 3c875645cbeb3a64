package dev.roadcase.app.pages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.roadcase.app.TestSite;
import dev.roadcase.app.TestSite.Answer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The root's certificate, as a staff phone gets it. */
class TrustTest {
  @TempDir private static Path folder;
  private static TestSite site;

  @BeforeAll
  static void open() throws Exception {
    site = new TestSite(folder).start();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Test
  void theCertificateIsTheRootThatTheBoxTrusts() throws Exception {
    for (Answer answer :
        List.of(
            site.send(site.http("/trust/root.crt").GET()),
            site.send(site.https("/trust/root.crt").GET()))) {
      assertEquals(200, answer.status());
      assertEquals("application/x-x509-ca-cert", header(answer, "content-type"));
      assertTrue(
          header(answer, "content-disposition").matches("attachment; filename=\".*\\.crt\""));
      assertEquals(site.root.certificate(), certificate(answer.raw().body()));
    }
  }

  @Test
  void theProfileIsAPropertyListWithThatCertificate() throws Exception {
    Answer answer = site.send(site.http("/trust/roadcase.mobileconfig").GET());
    assertEquals("application/x-apple-aspen-config", header(answer, "content-type"));
    Map<?, ?> profile = plist(answer.raw().body());
    assertEquals("Configuration", profile.get("PayloadType"));
    assertEquals(1L, profile.get("PayloadVersion"));
    assertEquals(false, profile.get("PayloadRemovalDisallowed"));
    Map<?, ?> payload = (Map<?, ?>) ((List<?>) profile.get("PayloadContent")).getFirst();
    assertEquals("com.apple.security.root", payload.get("PayloadType"));
    assertEquals(site.root.certificate(), certificate((byte[]) payload.get("PayloadContent")));
    UUID outer = UUID.fromString((String) profile.get("PayloadUUID"));
    UUID inner = UUID.fromString((String) payload.get("PayloadUUID"));
    assertNotEquals(outer, inner);
    for (UUID uuid : List.of(outer, inner)) {
      assertEquals(8, uuid.version());
      assertEquals(2, uuid.variant());
    }
    // Of the certificate, not of the moment: another box of the fleet hands out the same.
    assertArrayEquals(
        answer.raw().body(), AppleProfile.of(site.root.fleet(), site.root.certificate()));
  }

  @Test
  void thePageShowsTheFingerprintAndSaysWhomItIsFor() throws Exception {
    String digits =
        HexFormat.ofDelimiter(":")
            .withUpperCase()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(site.root.certificate().getEncoded()));
    for (Answer answer :
        List.of(site.send(site.http("/trust").GET()), site.send(site.https("/trust").GET()))) {
      String page = new String(answer.raw().body(), StandardCharsets.UTF_8);
      String shown =
          page.substring(page.indexOf("class=\"fingerprint\">"))
              .replaceFirst("(?s)</p>.*", "")
              .replaceAll("<[^>]*>|class=\"fingerprint\">|\\s", "");
      assertEquals(digits, shown);
      for (String words :
          List.of(
              "You need none of this", "A false Wi-Fi", "iPhone", "Android", "Windows", "Mac")) {
        assertTrue(page.contains(words), words);
      }
    }
  }

  private static X509Certificate certificate(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static Map<?, ?> plist(byte[] xml) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Element plist =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)).getDocumentElement();
    assertEquals("plist", plist.getTagName());
    return (Map<?, ?>) value(elements(plist).getFirst());
  }

  private static Object value(Element element) {
    return switch (element.getTagName()) {
      case "string" -> element.getTextContent();
      case "integer" -> Long.valueOf(element.getTextContent());
      case "true" -> true;
      case "false" -> false;
      case "data" -> Base64.getMimeDecoder().decode(element.getTextContent());
      case "array" -> elements(element).stream().map(TrustTest::value).toList();
      case "dict" -> {
        Map<String, Object> dict = new LinkedHashMap<>();
        List<Element> all = elements(element);
        for (int i = 0; i < all.size(); i += 2) {
          assertEquals("key", all.get(i).getTagName());
          dict.put(all.get(i).getTextContent(), value(all.get(i + 1)));
        }
        yield dict;
      }
      default -> throw new AssertionError(element.getTagName() + " is in no property list");
    };
  }

  private static List<Element> elements(Element parent) {
    List<Element> all = new ArrayList<>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        all.add(element);
      }
    }
    return all;
  }

  private static String header(Answer answer, String name) {
    return answer.raw().headers().firstValue(name).orElse("");
  }
}
