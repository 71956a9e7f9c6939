package meshlint.rule;

import meshlint.graph.ObjectGraph;

/**
 * The facts about one world that rules can ask for: where every function of the catalogue starts.
 */
public final class Facts {
  private final ObjectGraph graph;

  /** The facts of one world. */
  public Facts(ObjectGraph graph) {
    this.graph = graph;
  }

  /** How Kubernetes relates its objects. */
  public ObjectGraph graph() {
    return graph;
  }
}
