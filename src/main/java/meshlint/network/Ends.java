package meshlint.network;

import java.util.ArrayList;
import java.util.List;

/**
 * The ends of connections that someone asks for: workloads by name, addresses, the ingress
 * controller. Without any it means every end.
 */
public final class Ends {
  /** Every end. */
  public static final Ends ALL = new Ends(List.of());

  private final List<String> names = new ArrayList<>();
  private final List<Cidr> addresses = new ArrayList<>();

  /**
   * The ends with these names.
   *
   * @param written {@code namespace/name[Kind]}, {@code namespace/name}, {@code name}, an IPv4
   *     address or CIDR, {@code external} for all addresses, {@code ingress-controller}
   */
  public Ends(List<String> written) {
    for (String text : written) {
      Cidr cidr = Cidr.parse(text.equals("external") ? "0.0.0.0/0" : text);
      if (cidr == null) {
        names.add(text);
      } else {
        addresses.add(cidr);
      }
    }
  }

  /** Whether it means every end. */
  public boolean isAll() {
    return names.isEmpty() && addresses.isEmpty();
  }

  /** Whether some of them is no workload: addresses, the ingress controller. */
  public boolean includesOthers() {
    return !addresses.isEmpty() || names.stream().anyMatch(Ends::isIngressController);
  }

  /** The names that mean none of these nodes, nor the ingress controller. */
  public List<String> unknownAmong(List<Connectivity.Node> nodes) {
    return names.stream()
        .filter(name -> !isIngressController(name))
        .filter(name -> nodes.stream().noneMatch(node -> isNamed(node, name)))
        .toList();
  }

  boolean includes(Connectivity.Node node) {
    return isAll() || names.stream().anyMatch(name -> isNamed(node, name));
  }

  boolean includesIngressController() {
    return isAll() || names.stream().anyMatch(Ends::isIngressController);
  }

  boolean includesAddresses() {
    return isAll() || !addresses.isEmpty();
  }

  /** The part of some ranges that it includes. */
  AddressRanges cut(AddressRanges ranges) {
    return isAll() ? ranges : ranges.within(addresses);
  }

  private static boolean isIngressController(String name) {
    return name.equals("ingress-controller") || name.equals(Connectivity.INGRESS_CONTROLLER);
  }

  private static boolean isNamed(Connectivity.Node node, String name) {
    String full = node.name();
    String plain = full.substring(0, full.indexOf('['));
    return full.equals(name)
        || plain.equals(name)
        || plain.substring(plain.indexOf('/') + 1).equals(name);
  }
}
