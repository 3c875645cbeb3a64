package dev.roadcase.core.sale;

/**
 * A sale with the evidence.
 *
 * @param jws the compact JWS exactly as the device sent it (RFC 7515, {@code typ} {@code
 *     sale+jwt}); the journal keeps these characters and nothing derived from them
 * @param receipt follows from the signed payload
 */
public record SignedSale(Sale sale, String jws, ReceiptToken receipt) {}
