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
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.disconnect.DisconnectReasonCode;
import com.hivemq.extension.sdk.api.services.auth.provider.AuthenticatorProvider;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import dev.roadcase.wire.x509.RevokedCertificates.Revoked;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns away whoever shows a certificate that was revoked, and sends away whoever is connected when
 * it is. The handshake itself has looked at signatures and dates only: the broker's TLS takes no
 * lists.
 */
final class RevokedStayOut
    implements AuthenticatorProvider, SimpleAuthenticator, ClientLifecycleEventListener {
  private static final Logger LOG = LoggerFactory.getLogger(RevokedStayOut.class);
  private static final String WHY = "this certificate was revoked";

  private final RevocationsFile file;
  private final Map<String, List<X509Certificate>> connected = new ConcurrentHashMap<>();

  RevokedStayOut(RevocationsFile file) {
    this.file = file;
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

  /** Sends away who is on a list by now. */
  void sweep(ClientService clients) {
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
