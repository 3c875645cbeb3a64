package dev.roadcase.core.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The two hashes of RFC 6962 §2.1. A leaf begins with 0x00 and a node with 0x01, so that no node
 * can be passed off as a leaf.
 */
final class TreeHash {
  private static final byte LEAF = 0x00;
  private static final byte NODE = 0x01;

  private TreeHash() {}

  static byte[] empty() {
    return sha256().digest();
  }

  static byte[] leaf(byte[] record) {
    MessageDigest digest = sha256();
    digest.update(LEAF);
    return digest.digest(record);
  }

  static byte[] node(byte[] left, byte[] right) {
    MessageDigest digest = sha256();
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
