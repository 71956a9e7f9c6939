package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.graph.LabelSelector;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** The Sidecar resources of a world and which of them holds for a workload. */
final class Sidecars {
  private final Mesh mesh;
  private final Map<String, List<KubeObject>> wide = new HashMap<>();
  private final Map<String, List<KubeObject>> selecting = new HashMap<>();
  private final Map<Key, SidecarScope> scopes = new HashMap<>();

  private record Key(String namespace, @Nullable KubeObject sidecar) {}

  Sidecars(ObjectGraph graph, Mesh mesh) {
    this.mesh = mesh;
    for (KubeObject sidecar : Age.sorted(graph.objectsOf(Kinds.SIDECAR))) {
      if (mesh.isRead(sidecar).isNo() || mesh.isDiscovered(sidecar.namespace()).isNo()) {
        continue;
      }
      Map<String, List<KubeObject>> of = selector(sidecar) == null ? wide : selecting;
      of.computeIfAbsent(sidecar.namespace(), k -> new ArrayList<>()).add(sidecar);
    }
  }

  /** The pods that a Sidecar names; null for one that holds for its whole namespace. */
  static @Nullable LabelSelector selector(KubeObject sidecar) {
    MapNode selector = sidecar.root().mapAt("spec", "workloadSelector");
    MapNode labels = selector == null ? null : selector.map("labels");
    return selector == null
        ? null
        : LabelSelector.ofLabels(labels == null ? Map.of() : labels.strings());
  }

  SidecarScope of(Workload workload) {
    String namespace = workload.namespace();
    if (mesh.injection(workload).mode() == Injection.Mode.GATEWAY) {
      return scope(namespace, List.of());
    }
    List<KubeObject> own = new ArrayList<>();
    for (KubeObject sidecar : selecting.getOrDefault(namespace, List.of())) {
      LabelSelector selector = selector(sidecar);
      if (selector != null && workload.selectedBy(selector)) {
        own.add(sidecar);
      }
    }
    return own.isEmpty() ? of(namespace) : scope(namespace, own);
  }

  /** The scope of a namespace's workloads that no Sidecar names. */
  SidecarScope of(String namespace) {
    List<KubeObject> here = wide.getOrDefault(namespace, List.of());
    String root = mesh.config().rootNamespace();
    return scope(namespace, here.isEmpty() ? wide.getOrDefault(root, List.of()) : here);
  }

  private SidecarScope scope(String namespace, List<KubeObject> level) {
    KubeObject first = level.isEmpty() ? null : level.get(0);
    Key key = new Key(namespace, first);
    SidecarScope known = scopes.get(key);
    if (known == null) {
      List<KubeObject> rivals = new ArrayList<>();
      for (KubeObject other : level.isEmpty() ? level : level.subList(1, level.size())) {
        if (first == null || !Age.decides(first, other)) {
          rivals.add(other);
        }
      }
      known = new SidecarScope(mesh, namespace, first, rivals);
      scopes.put(key, known);
    }
    return known;
  }
}
