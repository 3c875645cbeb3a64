/**
 * Hardware behind ports: GPIO lines, battery, modem and watchdog, each with an adapter for the real
 * part and a simulated board that ships with the product. Knows its hardware libraries and nobody
 * of ours; what a reading means is decided elsewhere. Nothing stands here yet.
 */
@NullMarked
package dev.roadcase.drivers;

import org.jspecify.annotations.NullMarked;
