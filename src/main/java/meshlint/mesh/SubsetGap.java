package meshlint.mesh;

import java.util.List;
import meshlint.graph.Workload;
import org.jspecify.annotations.Nullable;

/**
 * Proxies that use a route to a subset, and not the DestinationRule that defines it: they look only
 * into their own namespace, the Service's and the root namespace (push_context.go destinationRule).
 *
 * @param check the route's destination
 * @param rule the DestinationRule that defines the subset
 * @param client namespace of the proxies
 * @param gateway whether they are a gateway's, which surely use the route
 * @param workload one of them
 * @param own the DestinationRule that they use instead, without the subset; null for none
 * @param nearby whether the rule's own namespace has sidecars, for which it may be meant
 */
public record SubsetGap(
    DestinationCheck check,
    TrafficRule rule,
    String client,
    boolean gateway,
    Workload workload,
    @Nullable TrafficRule own,
    boolean nearby) {
  /** The namespaces in which the proxies look. */
  public List<String> consulted(String root) {
    MeshService service = check.service();
    String of = service == null ? client : service.namespace();
    return List.of(client, of, root).stream().distinct().toList();
  }
}
