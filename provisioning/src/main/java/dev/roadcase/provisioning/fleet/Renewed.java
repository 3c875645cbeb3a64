package dev.roadcase.provisioning.fleet;

import dev.roadcase.core.identity.Making;
import dev.roadcase.wire.x509.KitFolder;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A kit with new keys.
 *
 * @param before the making that they take the place of; it counts until it ends or is revoked
 * @param beforeShow the show that it was made for
 * @param kept where the folder with the old ones is now
 */
public record Renewed(KitFolder made, Optional<Making> before, String beforeShow, Path kept) {}
