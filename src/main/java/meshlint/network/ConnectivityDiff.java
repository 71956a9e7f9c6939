package meshlint.network;

import java.util.HashMap;
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

  /** Lists the changes, sorted as {@link Connectivity#list} sorts connections. */
  public void list(Consumer<ConnectionChange> out) {
    Set<String> names = new TreeSet<>(nodesBefore.keySet());
    names.addAll(nodesAfter.keySet());
    for (String name : names) {
      addresses(name, Direction.INGRESS, out);
    }
    for (String source : names) {
      addresses(source, Direction.EGRESS, out);
      for (String destination : names) {
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
    for (String name : names) {
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

  private static PortSet allowed(
      Connectivity world,
      Connectivity.@Nullable Node source,
      Connectivity.@Nullable Node destination) {
    return source == null || destination == null
        ? PortSet.NONE
        : world.allowed(source, destination);
  }

  private void addresses(String name, Direction direction, Consumer<ConnectionChange> out) {
    Connectivity.Node old = nodesBefore.get(name);
    Connectivity.Node now = nodesAfter.get(name);
    AddressRanges was = old == null ? AddressRanges.NONE : before.addresses(old, direction);
    AddressRanges is = now == null ? AddressRanges.NONE : after.addresses(now, direction);
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
