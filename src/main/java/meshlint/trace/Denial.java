package meshlint.trace;

import java.util.List;
import meshlint.manifest.Place;

/**
 * Intended connections that policies stop for one cause.
 *
 * @param sort what the connections are for
 * @param place the field to change
 * @param step {@link Hop.Step#EGRESS} where the client's policies stop them, {@link
 *     Hop.Step#INGRESS} where the server's do
 * @param reason why the first of them is stopped, as a clause
 * @param dependencies the connections, at least one
 */
public record Denial(
    Sort sort, Place place, Hop.Step step, String reason, List<Dependency> dependencies) {
  /** What connections are for, as far as it matters to whoever misses them. */
  public enum Sort {
    /** An application that calls another one. */
    CALL,
    /** What an Ingress or a gateway lets in. */
    ENTRY,
    /** Prometheus that scrapes metrics. */
    SCRAPE,
    /** The API server that calls a webhook or an aggregated API. */
    WEBHOOK
  }

  /** Copies the list. */
  public Denial {
    dependencies = List.copyOf(dependencies);
  }

  /** The first connection, which speaks for all. */
  public Dependency first() {
    return dependencies.get(0);
  }
}
