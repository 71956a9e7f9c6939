package meshlint.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** What subsets of DestinationRules stand for. */
public final class SubsetUses {
  private static final String HOSTNAME = "kubernetes.io/hostname";

  /** The labels that pods get from their node. */
  private static final Set<String> NODE_LABELS =
      Set.of(
          HOSTNAME,
          "topology.kubernetes.io/region",
          "topology.kubernetes.io/zone",
          "topology.istio.io/subzone");

  private SubsetUses() {}

  /**
   * Whether a subset selects pods: those that the Service or ServiceEntry of its host selects and
   * that have its labels too. Pods have some labels from their node (pkg AugmentLabels of Istio's
   * registry); these are known where the input has the pod and the node.
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
      any =
          any.or(
              service == null
                  ? ofEntry(host.object(), labels, mesh.graph())
                  : ofService(service, labels, mesh.graph()));
    }
    return any;
  }

  private static Known ofService(Service service, Map<String, String> labels, ObjectGraph graph) {
    if (!service.hasSelector()) {
      return Known.UNKNOWN;
    }
    return among(service.namespace(), service.selector(), labels, graph);
  }

  /** Of a ServiceEntry the endpoints that it lists, or the pods and machines that it selects. */
  private static Known ofEntry(KubeObject entry, Map<String, String> labels, ObjectGraph graph) {
    MapNode selector = entry.root().mapAt("spec", "workloadSelector", "labels");
    if (selector == null || selector.isEmpty()) {
      return EntryEndpoints.listed(entry, labels);
    }
    Map<String, String> selected = selector.strings();
    for (KubeObject machine : graph.objectsOf(Kinds.WORKLOAD_ENTRY, entry.namespace())) {
      MapNode own = machine.root().mapAt("spec", "labels");
      if (has(own, selected) && has(own, labels)) {
        return Known.YES;
      }
    }
    for (KubeObject group : graph.objectsOf(Kinds.WORKLOAD_GROUP, entry.namespace())) {
      MapNode own = group.root().mapAt("spec", "metadata", "labels");
      if (has(own, selected) && has(own, labels)) {
        return Known.YES;
      }
    }
    Known pods = among(entry.namespace(), selected, labels, graph);
    boolean shown =
        !graph.workloadsSelectedBy(entry.namespace(), LabelSelector.ofLabels(selected)).isEmpty();
    return pods.isNo() && !shown ? Known.UNKNOWN : pods;
  }

  private static boolean has(@Nullable MapNode own, Map<String, String> labels) {
    return own != null && own.strings().entrySet().containsAll(labels.entrySet());
  }

  /** Whether pods of a namespace have two sets of labels. */
  private static Known among(
      String namespace,
      Map<String, String> selector,
      Map<String, String> labels,
      ObjectGraph graph) {
    Map<String, String> both = new LinkedHashMap<>(selector);
    Map<String, String> ofNode = new LinkedHashMap<>();
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (isOfNode(label.getKey())) {
        ofNode.put(label.getKey(), label.getValue());
        continue;
      }
      String earlier = both.put(label.getKey(), label.getValue());
      if (earlier != null && !earlier.equals(label.getValue())) {
        return Known.NO;
      }
    }
    LabelSelector wanted = LabelSelector.ofLabels(both);
    Known any = graph.selectsWorkload(namespace, wanted);
    if (ofNode.isEmpty() || !any.isYes()) {
      return any;
    }
    Known there = Known.NO;
    for (Workload workload : graph.workloadsSelectedBy(namespace, wanted)) {
      there = there.or(onNode(workload, ofNode, graph));
    }
    return there;
  }

  private static boolean isOfNode(String key) {
    return key.startsWith("topology.") || key.equals(HOSTNAME);
  }

  /** Whether the node of a pod has labels; unknown where the input does not show it. */
  private static Known onNode(Workload workload, Map<String, String> labels, ObjectGraph graph) {
    MapNode pod = workload.podSpec();
    String name = pod == null ? null : pod.text("nodeName");
    KubeObject node =
        name == null || !workload.object().kind().equals(Kinds.POD)
            ? null
            : graph.find(Kinds.NODE, "", name);
    if (node == null || name == null) {
      return Known.UNKNOWN;
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      String found = label.getKey().equals(HOSTNAME) ? name : node.label(label.getKey());
      boolean fromNode = NODE_LABELS.contains(label.getKey());
      if (!fromNode) {
        return Known.UNKNOWN;
      }
      if (!label.getValue().equals(found)) {
        return Known.NO;
      }
    }
    return Known.YES;
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
