package meshlint.network;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses, written {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param v6 whether these are IPv6 addresses
 * @param low the first address as a number
 * @param high the last address as a number
 */
public record Cidr(boolean v6, BigInteger low, BigInteger high) {
  private static final int V4_BYTES = 4;
  private static final int V6_GROUPS = 8;

  /**
   * The block that a text names; a bare address is a block of one. Bits behind the prefix are
   * ignored, as Kubernetes ignores them.
   *
   * @return null where the text is no address or CIDR
   */
  public static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] bytes = address.indexOf(':') >= 0 ? v6(address) : v4(address);
    if (bytes == null) {
      return null;
    }
    int bits = bytes.length * Byte.SIZE;
    int prefix = slash < 0 ? bits : number(text.substring(slash + 1), bits);
    if (prefix < 0) {
      return null;
    }
    BigInteger value = new BigInteger(1, bytes);
    BigInteger size = BigInteger.ONE.shiftLeft(bits - prefix);
    BigInteger low = value.divide(size).multiply(size);
    return new Cidr(bytes.length > V4_BYTES, low, low.add(size).subtract(BigInteger.ONE));
  }

  /** The number that a text of digits is, at most {@code max}; -1 for any other text. */
  private static int number(String text, int max) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value <= max ? value : -1;
  }

  private static byte @Nullable [] v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != V4_BYTES) {
      return null;
    }
    byte[] out = new byte[V4_BYTES];
    for (int i = 0; i < V4_BYTES; i++) {
      int part = number(parts[i], 255);
      if (part < 0) {
        return null;
      }
      out[i] = (byte) part;
    }
    return out;
  }

  private static byte @Nullable [] v6(String text) {
    String expanded = text;
    int lastColon = text.lastIndexOf(':');
    if (text.indexOf('.') > 0) {
      byte[] tail = v4(text.substring(lastColon + 1));
      if (tail == null) {
        return null;
      }
      expanded =
          text.substring(0, lastColon + 1)
              + Integer.toHexString((tail[0] & 0xff) << 8 | (tail[1] & 0xff))
              + ":"
              + Integer.toHexString((tail[2] & 0xff) << 8 | (tail[3] & 0xff));
    }
    int gap = expanded.indexOf("::");
    int[] groups = new int[V6_GROUPS];
    if (gap < 0) {
      int[] all = groups(expanded);
      return all == null || all.length != V6_GROUPS ? null : bytes(all);
    }
    int[] head = groups(expanded.substring(0, gap));
    int[] tail = groups(expanded.substring(gap + 2));
    if (head == null || tail == null || head.length + tail.length >= V6_GROUPS) {
      return null;
    }
    System.arraycopy(head, 0, groups, 0, head.length);
    System.arraycopy(tail, 0, groups, V6_GROUPS - tail.length, tail.length);
    return bytes(groups);
  }

  private static int @Nullable [] groups(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    int[] out = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (part.isEmpty() || part.length() > 4) {
        return null;
      }
      for (int c = 0; c < part.length(); c++) {
        int digit = Character.digit(part.charAt(c), 16);
        if (digit < 0 || part.charAt(c) > 'f') {
          return null;
        }
        out[i] = out[i] << 4 | digit;
      }
    }
    return out;
  }

  private static byte[] bytes(int[] groups) {
    byte[] out = new byte[groups.length * 2];
    for (int i = 0; i < groups.length; i++) {
      out[2 * i] = (byte) (groups[i] >> 8);
      out[2 * i + 1] = (byte) groups[i];
    }
    return out;
  }

  /** Whether every address of the other block is in this one. */
  public boolean contains(Cidr other) {
    return v6 == other.v6 && low.compareTo(other.low) <= 0 && high.compareTo(other.high) >= 0;
  }

  /** Whether an IPv4 address, given as a number, is in it. */
  boolean holdsV4(long address) {
    return !v6 && low.longValue() <= address && address <= high.longValue();
  }

  /** Whether some address is in both blocks. */
  public boolean overlaps(Cidr other) {
    return v6 == other.v6 && low.compareTo(other.high) <= 0 && high.compareTo(other.low) >= 0;
  }

  /** {@code 10.0.0.0/8}, or {@code 10.0.0.1} for one address. */
  @Override
  public String toString() {
    int bits = v6 ? V6_GROUPS * 16 : V4_BYTES * Byte.SIZE;
    int host = high.subtract(low).bitLength();
    String address = v6 ? v6Text() : v4Text(low.longValue());
    return host == 0 ? address : address + "/" + (bits - host);
  }

  private String v6Text() {
    String[] out = new String[V6_GROUPS];
    for (int i = 0; i < V6_GROUPS; i++) {
      out[i] = Integer.toHexString(low.shiftRight((V6_GROUPS - 1 - i) * 16).intValue() & 0xffff);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < V6_GROUPS; i++) {
      int j = i;
      while (j < V6_GROUPS && out[j].equals("0")) {
        j++;
      }
      if (j - i > bestLength) {
        bestStart = i;
        bestLength = j - i;
      }
      i = Math.max(i, j - 1);
    }
    if (bestStart < 0) {
      return String.join(":", out);
    }
    return String.join(":", Arrays.copyOfRange(out, 0, bestStart))
        + "::"
        + String.join(":", Arrays.copyOfRange(out, bestStart + bestLength, V6_GROUPS));
  }

  /** An IPv4 address, given as a number, in dotted form. */
  static String v4Text(long address) {
    return (address >> 24 & 0xff)
        + "."
        + (address >> 16 & 0xff)
        + "."
        + (address >> 8 & 0xff)
        + "."
        + (address & 0xff);
  }
}
