package dev.roadcase.console.upstream;

import com.hivemq.extension.sdk.api.auth.Authorizer;
import com.hivemq.extension.sdk.api.auth.SubscriptionAuthorizer;
import com.hivemq.extension.sdk.api.auth.parameter.AuthorizerProviderInput;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.MqttActivity;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Qos;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.Retain;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission.SharedSubscription;
import com.hivemq.extension.sdk.api.client.ClientContext;
import com.hivemq.extension.sdk.api.client.parameter.ClientInformation;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.client.parameter.ConnectionInformation;
import com.hivemq.extension.sdk.api.client.parameter.InitializerInput;
import com.hivemq.extension.sdk.api.client.parameter.Listener;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.auth.ModifiableDefaultPermissions;
import com.hivemq.extension.sdk.api.packets.subscribe.SubackReasonCode;
import com.hivemq.extension.sdk.api.services.auth.provider.AuthorizerProvider;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.intializer.ClientInitializer;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.x509.Name;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each certificate may do on our broker. Over TLS, a kit may publish below its {@code up/},
 * QoS 1 and never retained, and its {@code state}, which alone is retained; it may hear its {@code
 * ack} topics, its {@code state} and upstream's, by four filters in all, and share no subscription.
 * An upstream's certificate opens the topics of its fleet, and any other none. Without TLS, which
 * is meant for this machine alone, everything is open.
 */
final class KitPermissions implements ClientInitializer, AuthorizerProvider {
  /** The name of the listener without TLS. */
  static final String PLAIN = "plain";

  /** What a kit may hear, below its prefix. */
  private static final List<String> HEARD = List.of("ack", "ack/+", "state");

  private final FleetId fleet;
  private final KitLimits limits;

  KitPermissions(FleetId fleet, KitLimits limits) {
    this.fleet = fleet;
    this.limits = limits;
  }

  @Override
  public void initialize(InitializerInput input, ClientContext client) {
    ConnectionInformation connection = input.getConnectionInformation();
    if (isPlain(connection)) {
      return;
    }
    ModifiableDefaultPermissions permissions = client.getDefaultPermissions();
    permissions.clear();
    permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
    Optional<ClientIds.Answer> answer = answer(connection, input.getClientInformation());
    if (answer.isEmpty()) {
      return;
    }
    switch (answer.get()) {
      case ClientIds.Answer.Kit(Name.Kit name) -> {
        restrict(permissions, prefix(name));
        permissions.add(allow(upstreamState(name), MqttActivity.SUBSCRIBE, Retain.ALL));
        client.addPublishInboundInterceptor(limits.of(name));
      }
      case ClientIds.Answer.Upstream _ ->
          permissions.add(allow("roadcase/v1/" + fleet + "/#", MqttActivity.ALL, Retain.ALL));
      // It was not let in.
      case ClientIds.Answer.WrongId _, ClientIds.Answer.Stranger _ -> {}
    }
  }

  /**
   * Looks at what a kit subscribes to: its permissions say which topics match, and these are the
   * filters for them, letter for letter. A filter for each incarnation that there may ever be would
   * be kept for as long as the session.
   */
  @Override
  public @Nullable Authorizer getAuthorizer(AuthorizerProviderInput input) {
    ConnectionInformation connection = input.getConnectionInformation();
    if (isPlain(connection)) {
      return null;
    }
    return answer(connection, input.getClientInformation())
        .map(answer -> answer instanceof ClientIds.Answer.Kit(Name.Kit name) ? filters(name) : null)
        .orElse(null);
  }

  private static SubscriptionAuthorizer filters(Name.Kit name) {
    String prefix = prefix(name);
    Set<String> filters = new HashSet<>();
    filters.add(upstreamState(name));
    HEARD.forEach(topic -> filters.add(prefix + topic));
    return (input, output) -> {
      if (filters.contains(input.getSubscription().getTopicFilter())) {
        output.nextExtensionOrDefault();
      } else {
        output.failAuthorization(SubackReasonCode.NOT_AUTHORIZED);
      }
    };
  }

  private static boolean isPlain(ConnectionInformation connection) {
    return connection.getListener().map(Listener::getName).filter(PLAIN::equals).isPresent();
  }

  private Optional<ClientIds.Answer> answer(
      ConnectionInformation connection, ClientInformation client) {
    return connection
        .getClientTlsInformation()
        .flatMap(ClientTlsInformation::getClientCertificate)
        .map(certificate -> ClientIds.judge(certificate, client.getClientId(), fleet));
  }

  private static String prefix(Name.Kit name) {
    return "roadcase/v1/" + name.fleet() + "/" + name.kit() + "/";
  }

  private static String upstreamState(Name.Kit name) {
    return "roadcase/v1/" + name.fleet() + "/" + KitId.UPSTREAM + "/state";
  }

  private static void restrict(ModifiableDefaultPermissions permissions, String prefix) {
    permissions.add(allow(prefix + "up/#", MqttActivity.PUBLISH, Retain.NOT_RETAINED));
    permissions.add(allow(prefix + "state", MqttActivity.PUBLISH, Retain.ALL));
    HEARD.forEach(
        topic -> permissions.add(allow(prefix + topic, MqttActivity.SUBSCRIBE, Retain.ALL)));
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
