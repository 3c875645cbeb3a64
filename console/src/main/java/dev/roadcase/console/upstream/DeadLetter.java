package dev.roadcase.console.upstream;

import dev.roadcase.core.identity.KitId;
import dev.roadcase.wire.event.Rejected.Place;
import org.jspecify.annotations.Nullable;

/**
 * What came and could not be taken, for a person to look at.
 *
 * @param kit whose topic it came on, if that names a kit
 * @param place the sequence that it claims to be, if it came on that box's own topic; it then
 *     counts as taken
 * @param payload all of it; the table keeps the beginning
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record DeadLetter(
    String topic, @Nullable KitId kit, @Nullable Place place, String reason, byte[] payload) {}
