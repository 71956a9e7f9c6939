package meshlint.mesh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a destination of a VirtualService leads somewhere.
 *
 * @param destination the destination
 * @param lookup what its host stands for
 * @param service the host that proxies use; null where there is none
 * @param port whether its port is there
 * @param servicePorts the ports of that host, in order
 * @param subset whether its subset is there
 * @param rule the DestinationRule in which the subset was looked for; null for none
 * @param subsets the names of the subsets that are there
 */
public record DestinationCheck(
    Destination destination,
    HostLookup lookup,
    @Nullable MeshService service,
    PortState port,
    List<Integer> servicePorts,
    SubsetState subset,
    @Nullable TrafficRule rule,
    List<String> subsets) {
  /** Copies the lists. */
  public DestinationCheck {
    servicePorts = List.copyOf(servicePorts);
    subsets = List.copyOf(subsets);
  }

  /** Whether the port of a destination is there. */
  public enum PortState {
    /** The host has it, or is unknown. */
    FINE,
    /** The host has no such port. */
    MISSING,
    /**
     * None is given and the host has several: Istio takes the one that the request came in on
     * (route.go GetDestinationCluster), which works only where the host has that one.
     */
    AMBIGUOUS
  }

  /** Whether the subset of a destination is there. */
  public enum SubsetState {
    /** None is given, or it is defined. */
    FINE,
    /** A DestinationRule holds for the host and has no such subset. */
    MISSING,
    /** The input has DestinationRules, and none that callers use for the host. */
    NO_RULE,
    /** The input does not decide it. */
    UNKNOWN
  }
}
