package dev.roadcase.app.screens;

import dev.roadcase.app.shop.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the staff's phones come to trust the boxes of a fleet. */
public final class TrustPage {
  public static final String PATH = "/trust";

  /** The root's certificate, DER. */
  public static final String CERTIFICATE = PATH + "/root.crt";

  /** The same as a configuration profile for iPhones, iPads and Macs. */
  public static final String PROFILE = PATH + "/roadcase.mobileconfig";

  /** What to do on one kind of device, in order. */
  public record Guide(String device, String file, String name, List<String> steps) {
    public Guide {
      steps = List.copyOf(steps);
    }
  }

  private static final List<Guide> GUIDES =
      List.of(
          new Guide(
              "iPhone and iPad",
              PROFILE,
              "Profile for iPhone, iPad and Mac",
              List.of(
                  "Open this page in Safari and tap the profile above. Tap Allow.",
                  "Open Settings. Tap Profile Downloaded.",
                  "Compare the fingerprint: tap More Details, then the certificate. If it differs,"
                      + " tap Remove Downloaded Profile.",
                  "Go back and tap Install.",
                  "Go to Settings, General, About, Certificate Trust Settings. Switch the fleet's"
                      + " root on.")),
          new Guide(
              "Android",
              CERTIFICATE,
              "Certificate",
              List.of(
                  "Tap the certificate above to download it.",
                  "Open Settings and search for CA certificate. Tap Install anyway.",
                  "Choose the downloaded file. Android may ask for the screen lock.",
                  "At once, under Trusted credentials, User, tap the certificate and compare the"
                      + " fingerprint: Android shows it only now. If it differs, tap Remove.")),
          new Guide(
              "Windows",
              CERTIFICATE,
              "Certificate",
              List.of(
                  "Download the certificate above. Do not open it yet.",
                  "Compare the fingerprint in a terminal, where it has no colons: certutil -hashfile"
                      + " FILE SHA256. If it differs, delete the file.",
                  "Open it. Choose Install Certificate, Current User, and place it in Trusted Root"
                      + " Certification Authorities.")),
          new Guide(
              "Mac",
              PROFILE,
              "Profile for iPhone, iPad and Mac",
              List.of(
                  "Open the profile above.",
                  "Go to System Settings, General, Device Management. Open the profile.",
                  "Compare the fingerprint. If it is the same, choose Install; else remove the profile.")));

  private TrustPage() {}

  /**
   * The page, UTF-8.
   *
   * @param fingerprint of the root, in parts that follow one another
   */
  public static byte[] page(View view, String fleet, List<String> fingerprint) {
    return Templates.bytes(
        "trust.jte",
        Map.of(
            "frame", ShopFrame.around(Optional.of(view), "For staff: trust this box"),
            "fleet", fleet,
            "fingerprint", fingerprint,
            "guides", GUIDES));
  }
}
