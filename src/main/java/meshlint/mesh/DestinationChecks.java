package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.manifest.KubeObject;
import meshlint.mesh.DestinationCheck.PortState;
import meshlint.mesh.DestinationCheck.SubsetState;
import org.jspecify.annotations.Nullable;

/** Checks the destinations of a VirtualService against registry and DestinationRules. */
final class DestinationChecks {
  private DestinationChecks() {}

  static List<DestinationCheck> of(KubeObject object, Mesh mesh) {
    List<DestinationCheck> out = new ArrayList<>();
    for (Destination destination : VirtualRoutes.of(object, mesh).destinations()) {
      out.add(check(destination, mesh));
    }
    return out;
  }

  private static DestinationCheck check(Destination destination, Mesh mesh) {
    String namespace = destination.object().namespace();
    HostLookup lookup = mesh.lookup(destination.written(), namespace);
    boolean found = lookup.outcome() == HostLookup.Outcome.FOUND;
    MeshService service = found ? Registry.preferred(lookup.services(), namespace) : null;
    // A rule for the host is there for clients also where the input does not show the host.
    String owner =
        service == null
            ? Hosts.namespace(destination.host(), mesh.domain().domain(), namespace)
            : service.namespace();
    TrafficRule rule =
        mesh.destinationRules().lookup(namespace, Map.of(), destination.host(), owner);
    List<String> subsets = new ArrayList<>();
    if (rule != null) {
      rule.subsets().forEach(subset -> subsets.add(String.valueOf(subset.text("name"))));
    }
    List<Integer> ports = new ArrayList<>();
    if (service != null) {
      service.ports().forEach(port -> ports.add(port.number()));
    }
    return new DestinationCheck(
        destination,
        lookup,
        service,
        port(destination, service, ports),
        ports,
        subset(destination, service, rule, mesh),
        rule,
        subsets);
  }

  private static PortState port(
      Destination destination, @Nullable MeshService service, List<Integer> ports) {
    if (service == null || ports.isEmpty()) {
      return PortState.FINE;
    }
    Integer port = destination.port();
    if (port == null) {
      return ports.stream().distinct().count() > 1 ? PortState.AMBIGUOUS : PortState.FINE;
    }
    return ports.contains(port) ? PortState.FINE : PortState.MISSING;
  }

  private static SubsetState subset(
      Destination destination,
      @Nullable MeshService service,
      @Nullable TrafficRule rule,
      Mesh mesh) {
    String subset = destination.subset();
    if (subset == null || subset.isEmpty() || (rule != null && rule.subset(subset) != null)) {
      return SubsetState.FINE;
    }
    if (service != null) {
      // Gateways are clients of another namespace: what the Service's own one has is enough.
      TrafficRule own = mesh.destinationRule(service.namespace(), service);
      if (own != null && own.subset(subset) != null) {
        return SubsetState.FINE;
      }
    }
    if (rule != null) {
      return SubsetState.MISSING;
    }
    boolean rules = mesh.graph().knows(Kinds.DESTINATION_RULE);
    return service != null && rules ? SubsetState.NO_RULE : SubsetState.UNKNOWN;
  }
}
