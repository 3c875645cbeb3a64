package dev.roadcase.console.upstream;

import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.client.parameter.InitializerInput;
import com.hivemq.extension.sdk.api.client.parameter.Listener;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.intializer.ClientInitializer;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.NotTrusted;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on our broker. Over TLS, a kit's certificate opens the topics of that kit and no
 * other, an upstream's those of its fleet, and any other none. Without TLS, which is meant for this
 * machine alone, everything is open.
 */
final class KitPermissions implements ClientInitializer {
  /** The name of the listener without TLS. */
  static final String PLAIN = "plain";

  @Override
  public void initialize(InitializerInput input, ClientContext client) {
    ConnectionInformation connection = input.getConnectionInformation();
    boolean plain =
        connection.getListener().map(Listener::getName).filter(PLAIN::equals).isPresent();
    if (!plain) {
      restrict(
          client.getDefaultPermissions(),
          connection
              .getClientTlsInformation()
              .flatMap(ClientTlsInformation::getClientCertificate)
              .orElse(null));
    }
  }

  private static void restrict(
      ModifiableDefaultPermissions permissions, @Nullable X509Certificate certificate) {
    permissions.clear();
    permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
    if (certificate != null) {
      try {
        switch (Certificates.name(certificate)) {
          case Name.Kit(FleetId fleet, KitId kit) -> {
            open(permissions, fleet + "/" + kit);
            mayHear(permissions, fleet + "/" + KitId.UPSTREAM + "/state");
          }
          case Name.Upstream upstream -> open(permissions, upstream.fleet().value());
          case Name.Fleet _, Name.Show _ -> {}
        }
      } catch (NotTrusted e) {
        // A certificate with no name of ours: it was let in by --tls-client-ca, and opens nothing.
      }
    }
  }

  private static void mayHear(ModifiableDefaultPermissions permissions, String topic) {
    permissions.add(
        Builders.topicPermission()
            .topicFilter("roadcase/v1/" + topic)
            .activity(TopicPermission.MqttActivity.SUBSCRIBE)
            .type(TopicPermission.PermissionType.ALLOW)
            .build());
  }

  private static void open(ModifiableDefaultPermissions permissions, String below) {
    permissions.add(
        Builders.topicPermission()
            .topicFilter("roadcase/v1/" + below + "/#")
            .type(TopicPermission.PermissionType.ALLOW)
            .build());
  }
}
