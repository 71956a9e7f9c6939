package meshlint.dns;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.Place;

/**
 * How the pods of a workload resolve names: what kubelet writes into their resolv.conf.
 *
 * @param asksCluster whether they ask the cluster's DNS, so that names of Services can resolve
 * @param policy the effective {@code dnsPolicy}; {@code ClusterFirst} on the host network is {@code
 *     Default}
 * @param searches domains that a short name is tried with, in order; those of the node are not
 *     known and left out
 * @param ndots a name with fewer dots is tried with the search domains first
 * @param reason why, as a sentence without a full stop
 * @param evidence the fields that decide it; empty where defaults do
 */
public record ClientDns(
    Known asksCluster,
    String policy,
    List<String> searches,
    int ndots,
    String reason,
    List<Place> evidence) {
  /** Copies the lists. */
  public ClientDns {
    searches = List.copyOf(searches);
    evidence = List.copyOf(evidence);
  }

  /**
   * The full names that the resolver asks for, in order, without a dot at the end; it stops at the
   * first that has an answer.
   *
   * @param name a name as an application uses it; a dot at its end keeps it from being completed
   */
  public List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name.substring(0, name.length() - 1));
    }
    List<String> out = new ArrayList<>();
    boolean asIsFirst = name.chars().filter(c -> c == '.').count() >= ndots;
    if (asIsFirst) {
      out.add(name);
    }
    for (String search : searches) {
      out.add(name + "." + search);
    }
    if (!asIsFirst) {
      out.add(name);
    }
    return out;
  }
}
