package meshlint.trace;

import java.util.List;
import meshlint.graph.Known;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import org.jspecify.annotations.Nullable;

/**
 * One connection followed hop by hop, from a client to the pods of one workload.
 *
 * @param client who connects
 * @param host the name it dials
 * @param port the port it dials; null where that is not known
 * @param service the Service it reaches; null where there is none
 * @param server the workload whose pods answer; null where none is known
 * @param hops the steps in the order in which the connection takes them, up to the last one that
 *     can be told
 */
public record Trace(
    Dependency.Client client,
    String host,
    @Nullable Integer port,
    @Nullable Service service,
    @Nullable Workload server,
    List<Hop> hops) {
  /** Copies the hops. */
  public Trace {
    hops = List.copyOf(hops);
  }

  /** The first hop that the connection does not get past; null where there is none. */
  public @Nullable Hop failure() {
    for (Hop hop : hops) {
      if (hop.passes().isNo()) {
        return hop;
      }
    }
    return null;
  }

  /** Whether the connection works: no where a hop fails, unknown where one is. */
  public Known works() {
    Known all = Known.YES;
    for (Hop hop : hops) {
      all = all.and(hop.passes());
    }
    return all;
  }
}
