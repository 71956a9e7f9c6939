package meshlint.network;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * An {@code ipBlock}: addresses, less some exceptions.
 *
 * @param cidr the addresses; null where the manifest has no readable one, which matches nothing
 * @param except the exceptions that can be read
 */
public record IpBlock(@Nullable Cidr cidr, List<Cidr> except) {
  private static final int WIDE_BITS = 24;

  // Addresses that clusters give to pods and nodes: RFC 1918, carrier-grade NAT (EKS, GKE),
  // link-local
  // (NodeLocal DNSCache), unique local IPv6.
  private static final List<Cidr> RFC_1918 = cidrs("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
  private static final List<Cidr> OTHER_PRIVATE =
      cidrs("100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10");

  /** Copies the list. */
  public IpBlock {
    except = List.copyOf(except);
  }

  private static List<Cidr> cidrs(String... texts) {
    List<Cidr> out = new ArrayList<>();
    for (String text : texts) {
      Cidr cidr = Cidr.parse(text);
      if (cidr != null) {
        out.add(cidr);
      }
    }
    return List.copyOf(out);
  }

  static IpBlock of(MapNode node) {
    String text = node.text("cidr");
    List<Cidr> except = new ArrayList<>();
    ListNode list = node.list("except");
    if (list != null) {
      for (String excluded : list.strings()) {
        Cidr cidr = Cidr.parse(excluded);
        if (cidr != null) {
          except.add(cidr);
        }
      }
    }
    return new IpBlock(text == null ? null : Cidr.parse(text), except);
  }

  /** Whether addresses are in it; unknown where some are and some are not. */
  public Known contains(Cidr addresses) {
    if (cidr == null || !cidr.overlaps(addresses)) {
      return Known.NO;
    }
    boolean cut = false;
    for (Cidr hole : except) {
      if (hole.contains(addresses)) {
        return Known.NO;
      }
      cut |= hole.overlaps(addresses);
    }
    return cidr.contains(addresses) && !cut ? Known.YES : Known.UNKNOWN;
  }

  /** Whether an IPv4 address, given as a number, is in it. */
  boolean containsV4(long address) {
    return cidr != null
        && cidr.holdsV4(address)
        && except.stream().noneMatch(hole -> hole.holdsV4(address));
  }

  /**
   * Whether pods of the cluster may have such addresses. Kubernetes leaves it to the network plugin
   * whether an {@code ipBlock} means pods at all, so this is never a yes; a block that leaves out
   * all of RFC 1918 is meant for what is outside.
   */
  boolean mayHoldPods() {
    boolean leavesOutPrivate = RFC_1918.stream().allMatch(range -> contains(range).isNo());
    if (!leavesOutPrivate) {
      return true;
    }
    // `0.0.0.0/0 except RFC 1918` still holds 100.64.0.0/10, but says that the cluster is not
    // meant.
    boolean wide = cidr != null && RFC_1918.stream().allMatch(cidr::contains);
    return !wide && OTHER_PRIVATE.stream().anyMatch(range -> !contains(range).isNo());
  }

  /** Whether it holds so many addresses that nobody lists them for the addresses' sake. */
  boolean isWide() {
    return cidr != null && cidr.high().subtract(cidr.low()).bitLength() >= WIDE_BITS;
  }

  /** {@code 10.0.0.0/8} or {@code 10.0.0.0/8 except 10.1.0.0/16}. */
  @Override
  public String toString() {
    String text = cidr == null ? "no address" : cidr.toString();
    if (except.isEmpty()) {
      return text;
    }
    List<String> holes = new ArrayList<>();
    except.forEach(hole -> holes.add(hole.toString()));
    return text + " except " + String.join(", ", holes);
  }
}
