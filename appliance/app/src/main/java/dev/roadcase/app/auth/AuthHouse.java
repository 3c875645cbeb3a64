package dev.roadcase.app.auth;

import dev.roadcase.app.audit.TreeHeads;
import dev.roadcase.core.auth.PairingDesk;
import dev.roadcase.core.identity.PublicKey;
import dev.roadcase.core.pack.Roster;
import java.util.function.Supplier;

/**
 * Who does what at the door.
 *
 * @param boxKey the kit's own key, which devices compare
 * @param issuer by which URL it is known
 * @param roster the one that counts at the moment
 */
public record AuthHouse(
    Doorkeeper doorkeeper,
    DeviceKeys devices,
    Proofs proofs,
    TokenDesk tokens,
    PinDesk pins,
    PairingDesk desk,
    StatusBoard status,
    IssuerKeys keys,
    RefusalLog refusals,
    TreeHeads heads,
    PublicKey boxKey,
    OwnIssuer issuer,
    Supplier<Roster> roster) {}
