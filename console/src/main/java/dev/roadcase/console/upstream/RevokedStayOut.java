package dev.roadcase.console.upstream;

import com.hivemq.extension.sdk.api.auth.Authenticator;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.AuthenticatorProviderInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.ClientTlsInformation;
import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ServerInitiatedDisconnectInput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.WillPublishPacket;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.services.auth.provider.AuthenticatorProvider;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import dev.roadcase.core.identity.FleetId;
import dev.roadcase.wire.x509.Certificates;
import dev.roadcase.wire.x509.Name;
import dev.roadcase.wire.x509.RevokedCertificates.Revoked;
import java.nio.Buffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns away a certificate that was revoked and a client id that is not the certificate's, and
 * sends away a client that is connected when its certificate is revoked. The handshake itself has
 * looked at signatures and dates only: the broker's TLS takes no lists.
 */
final class RevokedStayOut
    implements AuthenticatorProvider, SimpleAuthenticator, ClientLifecycleEventListener {
  private static final Logger LOG = LoggerFactory.getLogger(RevokedStayOut.class);
  private static final int REASON_MAX = 200;
  private static final String WHY = "this certificate was revoked";

  private final RevocationsFile file;
  private final FleetId fleet;
  private final Map<String, List<X509Certificate>> connected = new ConcurrentHashMap<>();
  private final RepeatedWarnings refusals = new RepeatedWarnings(LOG, "a connection was refused");
  private final RepeatedWarnings ends = new RepeatedWarnings(LOG, "a client was sent away");

  RevokedStayOut(RevocationsFile file, FleetId fleet) {
    this.file = file;
    this.fleet = fleet;
  }

  @Override
  public Authenticator getAuthenticator(AuthenticatorProviderInput input) {
    return this;
  }

  @Override
  public void onConnect(SimpleAuthInput input, SimpleAuthOutput output) {
    List<X509Certificate> chain =
        input
            .getConnectionInformation()
            .getClientTlsInformation()
            .flatMap(ClientTlsInformation::getClientCertificateChain)
            .map(List::of)
            .orElse(List.of());
    String client = input.getClientInformation().getClientId();
    if (chain.isEmpty()) {
      // The listener without TLS, for this machine: the other asks for a certificate.
      output.authenticateSuccessfully();
      return;
    }
    // Before anything else: a client that gets further ends the session of that name.
    if (!mayBe(input, chain.getFirst(), output)) {
      return;
    }
    file.look();
    Optional<Revoked> revoked = file.revoked(chain);
    if (revoked.isEmpty()) {
      // Noted, and looked at again: a list that came in between has not found it.
      connected.put(client, chain);
      revoked = file.revoked(chain);
    }
    if (revoked.isPresent()) {
      connected.remove(client, chain);
      tell("turned away", revoked.get());
      output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, WHY);
    } else {
      output.authenticateSuccessfully();
    }
  }

  /** Whether the client id is the certificate's, and the will is small; answers if not. */
  private boolean mayBe(
      SimpleAuthInput input, X509Certificate certificate, SimpleAuthOutput output) {
    String client = input.getClientInformation().getClientId();
    switch (ClientIds.judge(certificate, client, fleet)) {
      case ClientIds.Answer.Kit(Name.Kit name) -> {
        Optional<WillPublishPacket> will = input.getConnectPacket().getWillPublish();
        boolean large =
            will.flatMap(WillPublishPacket::getPayload).map(Buffer::remaining).orElse(0)
                    > KitLimits.STATE_MAX
                || will.map(KitLimits::attributes).orElse(0) > KitLimits.ATTRIBUTES_MAX;
        if (large) {
          String why =
              "a will has at most %d octets, and %d characters beside them"
                  .formatted(KitLimits.STATE_MAX, KitLimits.ATTRIBUTES_MAX);
          refuse(name.kit().value(), ConnackReasonCode.PACKET_TOO_LARGE, why, output);
          return false;
        }
        output.getClientSettings().setClientQueueSizeMaximum(KitLimits.QUEUE_MAX);
        return true;
      }
      case ClientIds.Answer.Upstream _ -> {
        return true;
      }
      case ClientIds.Answer.WrongId(String why) -> {
        refuse(
            Certificates.name(certificate).commonName(),
            ConnackReasonCode.CLIENT_IDENTIFIER_NOT_VALID,
            why,
            output);
        return false;
      }
      case ClientIds.Answer.Stranger(String why) -> {
        refuse("", ConnackReasonCode.NOT_AUTHORIZED, why, output);
        return false;
      }
    }
  }

  private void refuse(String who, ConnackReasonCode code, String why, SimpleAuthOutput output) {
    refusals.warn(who, why, 1, System.nanoTime());
    output.failAuthentication(code, why);
  }

  /** Sends away who is on a list by now. */
  void sweep(ClientService clients) {
    refusals.flush(System.nanoTime());
    ends.flush(System.nanoTime());
    file.look();
    connected.forEach((client, chain) ->
        file.revoked(chain)
            .ifPresent(revoked -> {
              tell("sent away", revoked);
              var _ =
                  clients.disconnectClient(client, false, DisconnectReasonCode.NOT_AUTHORIZED, WHY);
            }));
  }

  private static void tell(String what, Revoked revoked) {
    LOG.atWarn()
        .addKeyValue("certificate", revoked.subject())
        .addKeyValue("serial", revoked.serial())
        .addKeyValue("revoked", revoked.at())
        .log("a revoked certificate was " + what);
  }

  /** Too large a packet, a topic of another's, more at once than was agreed. */
  @Override
  public void onServerInitiatedDisconnect(ServerInitiatedDisconnectInput input) {
    String client = input.getClientInformation().getClientId();
    if (connected.containsKey(client)) {
      String why =
          input.getReasonCode().map(Object::toString).orElse("UNSPECIFIED")
              + input.getReasonString().map(text -> ": " + clipped(text)).orElse("");
      ends.warn(client, why, 1, System.nanoTime());
    }
    onDisconnect(input);
  }

  private static String clipped(String text) {
    return text.length() > REASON_MAX ? text.substring(0, REASON_MAX) + "…" : text;
  }

  @Override
  public void onMqttConnectionStart(ConnectionStartInput input) {}

  @Override
  public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {}

  @Override
  public void onDisconnect(DisconnectEventInput input) {
    String client = input.getClientInformation().getClientId();
    connected.computeIfPresent(
        client,
        (_, chain) -> {
          boolean its =
              input
                  .getConnectionInformation()
                  .getClientTlsInformation()
                  .flatMap(ClientTlsInformation::getClientCertificateChain)
                  .map(List::of)
                  .equals(Optional.of(chain));
          return its ? null : chain;
        });
  }
}
