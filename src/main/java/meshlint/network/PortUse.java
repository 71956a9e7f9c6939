package meshlint.network;

import java.util.List;
import meshlint.graph.Known;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A single port that a clause opens by number or name, held against the pods it is opened on.
 *
 * @param clause the clause
 * @param port the number or name and the protocol, as written
 * @param workloads the pods it is opened on: those that the policy selects for ingress, those that
 *     the clause's selectors select for egress; never empty
 * @param listens whether some of them listens on it; unknown where one declares no ports at all. A
 *     name means nothing where no container declares it
 * @param servicePort where none listens: a port of a Service in front of them that has this number
 *     but leads to another one of the pods; null where there is none
 */
public record PortUse(
    Clause clause,
    PolicyPort port,
    List<Workload> workloads,
    Known listens,
    @Nullable ServicePort servicePort) {
  /** Copies the list. */
  public PortUse {
    workloads = List.copyOf(workloads);
  }

  /** The number; 0 for a name. */
  public int number() {
    return port.low();
  }

  /** Where the number or name stands. */
  public Place place() {
    return port.node().placeOf("port");
  }

  /** The pod port that the Service leads to; null where {@link #servicePort} is. */
  public @Nullable Integer podPort() {
    return servicePort == null ? null : servicePort.resolveOn(workloads.get(0));
  }
}
