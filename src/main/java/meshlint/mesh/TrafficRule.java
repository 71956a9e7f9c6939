package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.LabelSelector;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A DestinationRule, or several of one namespace, host and audience that Istio merges into one
 * (pilot/pkg/model/destination_rule.go mergeDestinationRule).
 *
 * @param host the full name of its host
 * @param objects the DestinationRules, the oldest first
 * @param exportTo whose proxies see it
 * @param workloads the client pods it is limited to; null for all
 */
public record TrafficRule(
    String host, List<KubeObject> objects, ExportTo exportTo, @Nullable LabelSelector workloads) {
  /** Copies the objects. */
  public TrafficRule {
    objects = List.copyOf(objects);
  }

  /** The oldest of its objects. */
  public KubeObject object() {
    return objects.get(0);
  }

  /**
   * The {@code trafficPolicy} that holds: that of the oldest object that has one; null for none.
   */
  public @Nullable MapNode trafficPolicy() {
    for (KubeObject object : objects) {
      MapNode policy = object.root().mapAt("spec", "trafficPolicy");
      if (policy != null) {
        return policy;
      }
    }
    return null;
  }

  /** A subset by name; of two with the same name the first; null where there is none. */
  public @Nullable MapNode subset(String name) {
    for (MapNode subset : subsets()) {
      if (name.equals(subset.text("name"))) {
        return subset;
      }
    }
    return null;
  }

  /** The subsets of all its objects, in order. */
  public List<MapNode> subsets() {
    List<MapNode> out = new ArrayList<>();
    for (KubeObject object : objects) {
      MapNode spec = object.spec();
      if (spec != null) {
        out.addAll(spec.maps("subsets"));
      }
    }
    return out;
  }

  /**
   * The policy that holds for a port as a whole: an entry of {@code portLevelSettings} replaces the
   * rest of its policy for that port, it does not add to it (GetPortLevelTrafficPolicy).
   *
   * @param port the Service's port
   * @return null where there is none
   */
  public @Nullable MapNode policyFor(int port) {
    MapNode policy = trafficPolicy();
    MapNode entry = portEntry(policy, port);
    return entry == null ? policy : entry;
  }

  /**
   * The {@code tls} settings for a port and subset; null where nothing sets them. A subset's entry
   * for the port comes first, then the subset's own, then the rule's entry for the port, then the
   * rule's (networking/util/util.go MergeSubsetTrafficPolicy).
   *
   * @param subset null for none
   */
  public @Nullable MapNode tls(int port, @Nullable String subset) {
    MapNode chosen = subset == null ? null : subset(subset);
    MapNode own = chosen == null ? null : chosen.map("trafficPolicy");
    if (own != null) {
      MapNode entry = portEntry(own, port);
      if (entry != null) {
        return entry.map("tls");
      }
      MapNode tls = own.map("tls");
      if (tls != null) {
        return tls;
      }
    }
    MapNode policy = policyFor(port);
    return policy == null ? null : policy.map("tls");
  }

  private static @Nullable MapNode portEntry(@Nullable MapNode policy, int port) {
    if (policy == null) {
      return null;
    }
    for (MapNode entry : policy.maps("portLevelSettings")) {
      if (entry.at("port", "number") instanceof Long number && number == port) {
        return entry;
      }
    }
    return null;
  }

  /** The TLS mode for a port without a subset, as written; empty where nothing sets it. */
  public String tlsMode(int port) {
    MapNode tls = tls(port, null);
    String mode = tls == null ? null : tls.text("mode");
    return tls == null ? "" : mode == null ? "DISABLE" : mode;
  }

  /** Where the TLS mode for a port stands; null where nothing sets it. */
  public @Nullable Place tlsPlace(int port) {
    MapNode tls = tls(port, null);
    return tls == null ? null : tls.placeOf("mode");
  }
}
