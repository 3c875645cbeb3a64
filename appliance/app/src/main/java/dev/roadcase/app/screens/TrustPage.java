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
                  "Open Settings. Tap Profile Downloaded, then Install.",
                  "Compare the fingerprint: tap More Details, then the certificate.",
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
                  "Under Trusted credentials, User, tap the certificate and compare the"
                      + " fingerprint.")),
          new Guide(
              "Windows",
              CERTIFICATE,
              "Certificate",
              List.of(
                  "Download the certificate above and open it.",
                  "Compare the fingerprint in a terminal: certutil -hashfile FILE SHA256.",
                  "Choose Install Certificate, Current User, and place it in Trusted Root"
                      + " Certification Authorities.")),
          new Guide(
              "Mac",
              PROFILE,
              "Profile for iPhone, iPad and Mac",
              List.of(
                  "Open the profile above.",
                  "Go to System Settings, General, Device Management. Open the profile.",
                  "Compare the fingerprint, then choose Install.")));

  private TrustPage() {}

  /**
   * The page, UTF-8.
   *
   * @param fingerprint of the root, in groups
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
