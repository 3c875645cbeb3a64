package dev.roadcase.app.box;

import dev.roadcase.core.auth.Clients;
import dev.roadcase.core.auth.Devices;
import dev.roadcase.core.auth.Pins;
import dev.roadcase.core.auth.Tokens;
import dev.roadcase.core.identity.ClientId;
import dev.roadcase.core.identity.DeviceId;
import dev.roadcase.core.identity.Subject;

/** The machines of authentication: who is paired, with which tokens, and whose PIN is locked. */
public record AuthMachines(Devices devices, Clients clients, Tokens tokens, Pins pins) {

  /** The writer's view: whether this one may have a token. */
  boolean active(Subject subject) {
    return switch (subject) {
      case DeviceId device -> devices.active(device);
      case ClientId client -> clients.active(client);
    };
  }
}
