/**
 * What crosses a boundary, as bytes: codecs, signing, verifying. Promises that bytes become records
 * of ours at the door or are turned away there, and that only this package says {@code Verified}.
 * Leaves sockets and threads to the app. The codecs stand in the packages below.
 */
@NullMarked
package dev.roadcase.wire;

import org.jspecify.annotations.NullMarked;
