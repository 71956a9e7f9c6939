package meshlint.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Service;
import meshlint.graph.Workload;

/** What subsets of DestinationRules stand for. */
public final class SubsetUses {
  private SubsetUses() {}

  /**
   * Whether a subset selects pods: those that the Service of its host selects and that have its
   * labels too.
   *
   * @param labels the subset's labels
   */
  public static Known selectsPods(HostUse use, Map<String, String> labels, Mesh mesh) {
    Known any = Known.NO;
    if (use.lookup().services().isEmpty() || labels.isEmpty()) {
      return Known.UNKNOWN;
    }
    for (MeshService host : use.lookup().services()) {
      Service service = host.service();
      if (service == null) {
        any = any.or(EntryEndpoints.listed(host.object(), labels));
        continue;
      }
      if (!service.hasSelector()) {
        return Known.UNKNOWN;
      }
      Map<String, String> both = new LinkedHashMap<>(service.selector());
      for (Map.Entry<String, String> label : labels.entrySet()) {
        String earlier = both.put(label.getKey(), label.getValue());
        if (earlier != null && !earlier.equals(label.getValue())) {
          return Known.NO;
        }
      }
      if (labels.keySet().stream().anyMatch(key -> key.startsWith("topology."))) {
        return Known.UNKNOWN;
      }
      any = any.or(mesh.graph().selectsWorkload(service.namespace(), LabelSelector.ofLabels(both)));
    }
    return any;
  }

  /** The workloads behind the Services of a host. */
  public static List<Workload> workloads(HostUse use, Mesh mesh) {
    List<Workload> out = new ArrayList<>();
    for (MeshService host : use.lookup().services()) {
      Service service = host.service();
      if (service != null) {
        out.addAll(mesh.graph().workloadsOf(service));
      }
    }
    return out;
  }
}
