package dev.roadcase.core.sale;

/**
 * A refund with the evidence.
 *
 * @param jws the compact JWS exactly as the device sent it ({@code typ} {@code refund+jwt})
 * @param receipt follows from the signed payload
 */
public record SignedRefund(Refund refund, String jws, ReceiptToken receipt) {}
