package meshlint.dns;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.Place;

/**
 * What the cluster's DNS says to a query for the address of a name, if the Service or pod that the
 * name speaks of exists.
 *
 * @param by who answers
 * @param name the name asked for, after the Corefile's rewrites; without a dot at the end
 * @param reason why, as a sentence without a full stop
 * @param evidence the lines of the Corefile that decide it; empty where none does
 */
public record DnsAnswer(By by, String name, String reason, List<Place> evidence) {
  /** Who answers a query. */
  public enum By {
    /** The kubernetes plugin: with the addresses of Services and pods. */
    KUBERNETES,
    /** Another plugin, with addresses or errors of its own. */
    OVERRIDE,
    /** A DNS server that the Corefile names for a zone. */
    FORWARDED,
    /** The DNS servers of the node, which know nothing of the cluster. */
    UPSTREAM,
    /** Nobody: the query is refused or fails. */
    NOBODY,
    /** The input does not show it. */
    UNKNOWN
  }

  /** Copies the evidence. */
  public DnsAnswer {
    evidence = List.copyOf(evidence);
  }

  /** Whether the cluster's Services and pods are behind the answer. */
  public Known fromCluster() {
    return switch (by) {
      case KUBERNETES -> Known.YES;
      case FORWARDED, UNKNOWN -> Known.UNKNOWN;
      case OVERRIDE, UPSTREAM, NOBODY -> Known.NO;
    };
  }
}
