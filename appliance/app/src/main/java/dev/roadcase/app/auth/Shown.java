package dev.roadcase.app.auth;

import java.util.Optional;

/**
 * What somebody shows at the door.
 *
 * @param method as HTTP has it
 * @param uri the absolute URI that was asked for, by the name that the asker used
 * @param scheme of {@code Authorization}, in lower case; "" without one
 * @param token the rest of it
 * @param proof the {@code DPoP} header, if there is exactly one
 */
public record Shown(
    String method, String uri, String scheme, String token, Optional<String> proof) {}
