package meshlint.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What changes between the connections of two worlds, workload by workload of equal names. */
public final class ConnectivityDiff {
  private final Connectivity before;
  private final Connectivity after;
  private final Map<String, Connectivity.Node> nodesBefore;
  private final Map<String, Connectivity.Node> nodesAfter;

  /** The difference between two worlds. */
  public ConnectivityDiff(Connectivity before, Connectivity after) {
    this.before = before;
    this.after = after;
    this.nodesBefore = byName(before);
    this.nodesAfter = byName(after);
  }

  private static Map<String, Connectivity.Node> byName(Connectivity connectivity) {
    Map<String, Connectivity.Node> out = new HashMap<>();
    connectivity.nodes().forEach(node -> out.put(node.name(), node));
    return out;
  }

  /** The workloads that either world has. */
  public List<Connectivity.Node> nodes() {
    List<Connectivity.Node> out = new ArrayList<>(before.nodes());
    out.addAll(after.nodes());
    return out;
  }

  /**
   * Lists the changes, sorted as {@link Connectivity#list} sorts connections.
   *
   * @param from the sources that count
   * @param to the destinations that count
   */
  public void list(Ends from, Ends to, Consumer<ConnectionChange> out) {
    Set<String> sources = names(from);
    Set<String> destinations = names(to);
    if (from.includesAddresses()) {
      for (String name : destinations) {
        addresses(name, Direction.INGRESS, from, out);
      }
    }
    for (String source : sources) {
      if (to.includesAddresses()) {
        addresses(source, Direction.EGRESS, to, out);
      }
      for (String destination : destinations) {
        if (!source.equals(destination)) {
          add(
              source,
              destination,
              allowed(before, nodesBefore.get(source), nodesBefore.get(destination)),
              allowed(after, nodesAfter.get(source), nodesAfter.get(destination)),
              out);
        }
      }
    }
    for (String name : from.includesIngressController() ? destinations : Set.<String>of()) {
      Connectivity.Node old = nodesBefore.get(name);
      Connectivity.Node now = nodesAfter.get(name);
      add(
          Connectivity.INGRESS_CONTROLLER,
          name,
          old == null ? PortSet.NONE : before.fromIngressController(old),
          now == null ? PortSet.NONE : after.fromIngressController(now),
          out);
    }
  }

  private Set<String> names(Ends ends) {
    Set<String> out = new TreeSet<>();
    for (Connectivity.Node node : nodes()) {
      if (ends.includes(node)) {
        out.add(node.name());
      }
    }
    return out;
  }

  private static PortSet allowed(
      Connectivity world,
      Connectivity.@Nullable Node source,
      Connectivity.@Nullable Node destination) {
    return source == null || destination == null
        ? PortSet.NONE
        : world.allowed(source, destination);
  }

  private void addresses(
      String name, Direction direction, Ends within, Consumer<ConnectionChange> out) {
    Connectivity.Node old = nodesBefore.get(name);
    Connectivity.Node now = nodesAfter.get(name);
    AddressRanges was =
        old == null ? AddressRanges.NONE : within.cut(before.addresses(old, direction));
    AddressRanges is =
        now == null ? AddressRanges.NONE : within.cut(after.addresses(now, direction));
    was.compare(
        is,
        (range, ports) -> {
          String addresses = range.addresses() + "[External]";
          boolean egress = direction == Direction.EGRESS;
          out.accept(
              new ConnectionChange(
                  egress ? name : addresses, egress ? addresses : name, range.ports(), ports));
        });
  }

  private static void add(
      String source,
      String destination,
      PortSet before,
      PortSet after,
      Consumer<ConnectionChange> out) {
    if (!before.equals(after)) {
      out.accept(new ConnectionChange(source, destination, before, after));
    }
  }
}
