package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** The endpoints of ServiceEntries (pilot/pkg/serviceregistry/serviceentry). */
final class EntryEndpoints {
  private EntryEndpoints() {}

  /** Whether its {@code workloadSelector} selects pods or WorkloadEntries of its namespace. */
  static Known selected(KubeObject entry, Mesh mesh) {
    LabelSelector selector = selector(entry);
    if (selector == null) {
      return Known.UNKNOWN;
    }
    ObjectGraph graph = mesh.graph();
    String namespace = entry.namespace();
    List<KubeObject> machines = new ArrayList<>(graph.objectsOf(Kinds.WORKLOAD_ENTRY, namespace));
    for (KubeObject machine : machines) {
      if (selector.matches(labels(machine.root().mapAt("spec", "labels")))) {
        return Known.YES;
      }
    }
    for (KubeObject group : graph.objectsOf(Kinds.WORKLOAD_GROUP, namespace)) {
      // Machines register themselves with its labels when they start.
      if (selector.matches(labels(group.root().mapAt("spec", "metadata", "labels")))) {
        return Known.YES;
      }
    }
    Known pods = graph.selectsWorkload(namespace, selector);
    return pods.isUnknown() && !machines.isEmpty() && !graph.mayMakeMore(namespace)
        ? Known.NO
        : pods;
  }

  private static @Nullable LabelSelector selector(KubeObject entry) {
    MapNode labels = entry.root().mapAt("spec", "workloadSelector", "labels");
    return labels == null || labels.isEmpty() ? null : LabelSelector.ofLabels(labels.strings());
  }

  private static Map<String, String> labels(@Nullable MapNode node) {
    return node == null ? Map.of() : node.strings();
  }

  /**
   * Whether labels select some of the endpoints that a ServiceEntry lists itself; unknown where it
   * selects them.
   */
  static Known listed(KubeObject entry, Map<String, String> labels) {
    MapNode spec = entry.spec();
    if (spec == null || spec.containsKey("workloadSelector")) {
      return Known.UNKNOWN;
    }
    for (MapNode endpoint : spec.maps("endpoints")) {
      if (labels(endpoint.map("labels")).entrySet().containsAll(labels.entrySet())) {
        return Known.YES;
      }
    }
    // Without endpoints a host of resolution NONE goes wherever the client dialled.
    return "NONE".equals(spec.text("resolution")) || spec.text("resolution") == null
        ? Known.UNKNOWN
        : Known.NO;
  }
}
