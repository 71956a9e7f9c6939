package meshlint.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of ports, kept per protocol (TCP, UDP, SCTP) as sorted, disjoint, non-touching intervals.
 * Ports count from 1 to 65535. Immutable; two sets with the same ports are equal.
 */
public final class PortSet {
  /** The protocols that a NetworkPolicy knows, in the order in which they are printed. */
  static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

  /** The last port there is. */
  static final int LAST = 65535;

  private static final int[] EMPTY = {};
  private static final int[] FULL = {1, LAST};

  /** No port at all. */
  public static final PortSet NONE = new PortSet(new int[][] {EMPTY, EMPTY, EMPTY});

  /** Every port of every protocol. */
  public static final PortSet ALL = new PortSet(new int[][] {FULL, FULL, FULL});

  // Per protocol: low, high, low, high, … both inclusive.
  private final int[][] intervals;
  private final int hash;
  private final boolean all;
  private @Nullable String text;

  private PortSet(int[][] intervals) {
    this.intervals = intervals;
    this.hash = Arrays.deepHashCode(intervals);
    boolean full = true;
    for (int[] protocol : intervals) {
      full &= Arrays.equals(protocol, FULL);
    }
    this.all = full;
  }

  private static PortSet of(int[][] intervals) {
    PortSet made = new PortSet(intervals);
    return made.isEmpty() ? NONE : made.all ? ALL : made;
  }

  /**
   * The ports of one protocol from {@code low} to {@code high}, both inclusive; empty where the
   * range is or where Kubernetes does not know the protocol.
   *
   * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
   */
  public static PortSet range(String protocol, int low, int high) {
    int index = PROTOCOLS.indexOf(protocol);
    int from = Math.max(low, 1);
    int to = Math.min(high, LAST);
    if (index < 0 || from > to) {
      return NONE;
    }
    int[][] intervals = {EMPTY, EMPTY, EMPTY};
    intervals[index] = new int[] {from, to};
    return of(intervals);
  }

  /** One port of one protocol. */
  public static PortSet port(String protocol, int port) {
    return range(protocol, port, port);
  }

  /** Every port of one protocol. */
  public static PortSet protocol(String protocol) {
    return range(protocol, 1, LAST);
  }

  /** Whether no port is in it. */
  public boolean isEmpty() {
    return intervals[0].length + intervals[1].length + intervals[2].length == 0;
  }

  /** Whether every port of every protocol is in it. */
  public boolean isAll() {
    return all;
  }

  /** Whether a port is in it. */
  public boolean contains(String protocol, int port) {
    int index = PROTOCOLS.indexOf(protocol);
    if (index < 0) {
      return false;
    }
    int[] spans = intervals[index];
    for (int i = 0; i < spans.length; i += 2) {
      if (port >= spans[i] && port <= spans[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** Whether every port of the other set is in this one. */
  public boolean containsAll(PortSet other) {
    return other.subtract(this).isEmpty();
  }

  /** The ports of either set. */
  public PortSet union(PortSet other) {
    if (equals(other) || other.isEmpty() || isAll()) {
      return this;
    }
    if (isEmpty() || other.isAll()) {
      return other;
    }
    int[][] out = new int[PROTOCOLS.size()][];
    for (int i = 0; i < out.length; i++) {
      out[i] = union(intervals[i], other.intervals[i]);
    }
    return of(out);
  }

  /** The ports of both sets. */
  public PortSet intersect(PortSet other) {
    if (equals(other) || isEmpty() || other.isAll()) {
      return this;
    }
    if (other.isEmpty() || isAll()) {
      return other;
    }
    int[][] out = new int[PROTOCOLS.size()][];
    for (int i = 0; i < out.length; i++) {
      out[i] = intersect(intervals[i], other.intervals[i]);
    }
    return of(out);
  }

  /** The ports of this set that are not in the other. */
  public PortSet subtract(PortSet other) {
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    if (equals(other) || other.isAll()) {
      return NONE;
    }
    int[][] out = new int[PROTOCOLS.size()][];
    for (int i = 0; i < out.length; i++) {
      out[i] = intersect(intervals[i], complement(other.intervals[i]));
    }
    return of(out);
  }

  private static int[] union(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? b : a;
    }
    int[] out = new int[a.length + b.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      boolean fromA = j >= b.length || (i < a.length && a[i] <= b[j]);
      int low = fromA ? a[i] : b[j];
      int high = fromA ? a[i + 1] : b[j + 1];
      if (fromA) {
        i += 2;
      } else {
        j += 2;
      }
      if (n > 0 && low <= out[n - 1] + 1) {
        out[n - 1] = Math.max(out[n - 1], high);
      } else {
        out[n++] = low;
        out[n++] = high;
      }
    }
    return n == out.length ? out : Arrays.copyOf(out, n);
  }

  private static int[] intersect(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return EMPTY;
    }
    int[] out = new int[a.length + b.length];
    int n = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int low = Math.max(a[i], b[j]);
      int high = Math.min(a[i + 1], b[j + 1]);
      if (low <= high) {
        out[n++] = low;
        out[n++] = high;
      }
      if (a[i + 1] < b[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return n == 0 ? EMPTY : Arrays.copyOf(out, n);
  }

  private static int[] complement(int[] a) {
    int[] out = new int[a.length + 2];
    int n = 0;
    int next = 1;
    for (int i = 0; i < a.length; i += 2) {
      if (next < a[i]) {
        out[n++] = next;
        out[n++] = a[i] - 1;
      }
      next = a[i + 1] + 1;
    }
    if (next <= LAST) {
      out[n++] = next;
      out[n++] = LAST;
    }
    return Arrays.copyOf(out, n);
  }

  /** The set in words: {@code All Connections}, {@code TCP 80,443-445,UDP 53}, or empty text. */
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = isAll() ? "All Connections" : words();
      text = known;
    }
    return known;
  }

  private String words() {
    List<String> parts = new ArrayList<>();
    for (int p = 0; p < intervals.length; p++) {
      int[] spans = intervals[p];
      for (int i = 0; i < spans.length; i += 2) {
        String span =
            spans[i] == spans[i + 1] ? Integer.toString(spans[i]) : spans[i] + "-" + spans[i + 1];
        parts.add(i == 0 ? PROTOCOLS.get(p) + " " + span : span);
      }
    }
    return String.join(",", parts);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof PortSet set
            && hash == set.hash
            && Arrays.deepEquals(intervals, set.intervals));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
