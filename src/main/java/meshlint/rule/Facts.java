package meshlint.rule;

import meshlint.graph.ObjectGraph;
import meshlint.mesh.Mesh;

/**
 * The facts about one world that rules can ask for: where every function of the catalogue starts.
 */
public final class Facts {
  private final ObjectGraph graph;
  private final Mesh mesh;

  /** The facts of one world. */
  public Facts(ObjectGraph graph) {
    this.graph = graph;
    this.mesh = new Mesh(graph);
  }

  /** How Kubernetes relates its objects. */
  public ObjectGraph graph() {
    return graph;
  }

  /** What Istio makes of them. */
  public Mesh mesh() {
    return mesh;
  }
}
