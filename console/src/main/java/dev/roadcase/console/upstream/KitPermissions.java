package dev.roadcase.console.upstream;

import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Qos;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Retain;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.SharedSubscription;
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
import dev.roadcase.wire.x509.Name;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What each certificate may do on our broker. Over TLS, a kit may publish below its {@code up/},
 * QoS 1 and never retained, and its {@code state}, which alone is retained; it may hear its {@code
 * ack} topics, its {@code state} and upstream's, and share no subscription. An upstream's
 * certificate opens the topics of its fleet, and any other none. Without TLS, which is meant for
 * this machine alone, everything is open.
 */
final class KitPermissions implements ClientInitializer {
  /** The name of the listener without TLS. */
  static final String PLAIN = "plain";

  private final FleetId fleet;
  private final KitLimits limits;

  KitPermissions(FleetId fleet, KitLimits limits) {
    this.fleet = fleet;
    this.limits = limits;
  }

  @Override
  public void initialize(InitializerInput input, ClientContext client) {
    ConnectionInformation connection = input.getConnectionInformation();
    boolean plain =
        connection.getListener().map(Listener::getName).filter(PLAIN::equals).isPresent();
    if (plain) {
      return;
    }
    ModifiableDefaultPermissions permissions = client.getDefaultPermissions();
    permissions.clear();
    permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
    @Nullable X509Certificate certificate =
        connection
            .getClientTlsInformation()
            .flatMap(ClientTlsInformation::getClientCertificate)
            .orElse(null);
    if (certificate == null) {
      return;
    }
    switch (ClientIds.judge(certificate, input.getClientInformation().getClientId(), fleet)) {
      case ClientIds.Answer.Kit(Name.Kit name) -> {
        restrict(permissions, "roadcase/v1/" + name.fleet() + "/" + name.kit() + "/");
        permissions.add(
            allow(
                "roadcase/v1/" + name.fleet() + "/" + KitId.UPSTREAM + "/state",
                MqttActivity.SUBSCRIBE,
                Retain.ALL));
        client.addPublishInboundInterceptor(limits.of(name));
      }
      case ClientIds.Answer.Upstream _ ->
          permissions.add(allow("roadcase/v1/" + fleet + "/#", MqttActivity.ALL, Retain.ALL));
      // It was not let in.
      case ClientIds.Answer.WrongId _, ClientIds.Answer.Stranger _ -> {}
    }
  }

  private static void restrict(ModifiableDefaultPermissions permissions, String prefix) {
    permissions.add(allow(prefix + "up/#", MqttActivity.PUBLISH, Retain.NOT_RETAINED));
    permissions.add(allow(prefix + "state", MqttActivity.PUBLISH, Retain.ALL));
    for (String topic : new String[] {"ack", "ack/+", "state"}) {
      permissions.add(allow(prefix + topic, MqttActivity.SUBSCRIBE, Retain.ALL));
    }
  }

  private static TopicPermission allow(String filter, MqttActivity activity, Retain retain) {
    boolean publishing = activity == MqttActivity.PUBLISH;
    boolean subscribing = activity == MqttActivity.SUBSCRIBE;
    return Builders.topicPermission()
        .topicFilter(filter)
        .activity(activity)
        .qos(publishing ? Qos.ONE : subscribing ? Qos.ZERO_ONE : Qos.ALL)
        .retain(retain)
        .sharedSubscription(subscribing ? SharedSubscription.NOT_SHARED : SharedSubscription.ALL)
        .type(TopicPermission.PermissionType.ALLOW)
        .build();
  }
}
