package meshlint.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;

/** Which references of the Gateway API may cross namespaces, by the ReferenceGrants of a world. */
public final class ReferenceGrants {
  private static final String ANY = "";

  /** One allowed pair; an empty name stands for every name. */
  private record Grant(String namespace, Kind to, String name, Kind from, String fromNamespace) {}

  private final ObjectGraph graph;
  private final Set<Grant> grants = new HashSet<>();

  /** The grants of a world. */
  public ReferenceGrants(ObjectGraph graph) {
    this.graph = graph;
    for (KubeObject object : graph.objectsOf(Kinds.REFERENCE_GRANT)) {
      MapNode spec = object.spec();
      if (spec == null) {
        continue;
      }
      for (MapNode from : spec.maps("from")) {
        for (MapNode to : spec.maps("to")) {
          String name = to.text("name");
          String namespace = from.text("namespace");
          grants.add(
              new Grant(
                  object.namespace(),
                  kind(to),
                  name == null ? ANY : name,
                  kind(from),
                  namespace == null ? "" : namespace));
        }
      }
    }
  }

  private static Kind kind(MapNode node) {
    String group = node.text("group");
    String kind = node.text("kind");
    return new Kind(group == null || group.equals("core") ? "" : group, kind == null ? "" : kind);
  }

  /**
   * Whether a reference may lead where it leads: yes inside its namespace or with a grant of the
   * other one, no where the input has other grants, else unknown.
   */
  public Known allows(Reference reference) {
    KubeObject from = reference.from();
    String namespace = reference.namespace();
    if (namespace.isEmpty() || namespace.equals(from.namespace())) {
      return Known.YES;
    }
    for (String name : List.of(reference.name(), ANY)) {
      if (grants.contains(
          new Grant(namespace, reference.kind(), name, from.kind(), from.namespace()))) {
        return Known.YES;
      }
    }
    return graph.knows(Kinds.REFERENCE_GRANT) ? Known.NO : Known.UNKNOWN;
  }
}
