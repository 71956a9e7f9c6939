package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * An object that a policy of Istio names in {@code targetRef} or {@code targetRefs}.
 *
 * @param policy the policy
 * @param kind the kind it names
 * @param name the name it names
 * @param place where the name stands
 * @param target the object; null where the input has none
 * @param exists whether there is such an object
 */
public record PolicyTarget(
    KubeObject policy,
    String kind,
    String name,
    Place place,
    @Nullable KubeObject target,
    Known exists) {
  /** The targets of a policy, in file order. */
  public static List<PolicyTarget> of(KubeObject policy, ObjectGraph graph) {
    List<PolicyTarget> out = new ArrayList<>();
    MapNode spec = policy.spec();
    if (spec == null || !Kinds.isIstio(policy.kind())) {
      return out;
    }
    MapNode single = spec.map("targetRef");
    if (single != null) {
      add(policy, single, graph, out);
    }
    for (MapNode ref : spec.maps("targetRefs")) {
      add(policy, ref, graph, out);
    }
    return out;
  }

  private static void add(
      KubeObject policy, MapNode ref, ObjectGraph graph, List<PolicyTarget> out) {
    String kind = ref.text("kind");
    String name = ref.text("name");
    if (kind == null || name == null) {
      return;
    }
    String group = ref.text("group");
    Kind type = new Kind(group == null || group.equals("core") ? "" : group, kind);
    boolean known =
        type.equals(Kinds.SERVICE)
            || type.equals(Kinds.SERVICE_ENTRY)
            || type.equals(Kinds.GATEWAY);
    KubeObject target = graph.find(type, policy.namespace(), name);
    Known exists =
        target != null
            ? Known.YES
            : known ? graph.exists(type, policy.namespace(), name) : Known.UNKNOWN;
    out.add(new PolicyTarget(policy, kind, name, ref.placeOf("name"), target, exists));
  }
}
