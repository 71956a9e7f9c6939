package meshlint.rule;

import meshlint.dns.ClusterDns;
import meshlint.graph.DisruptionBudgets;
import meshlint.graph.ObjectGraph;
import meshlint.graph.References;
import meshlint.mesh.Mesh;
import meshlint.network.Needs;
import meshlint.network.Network;
import meshlint.trace.Denials;
import meshlint.trace.Dependencies;
import meshlint.trace.LayerClashes;
import meshlint.trace.Tracer;

/**
 * The facts about one world that rules can ask for: where every function of the catalogue starts.
 */
public final class Facts {
  private final ObjectGraph graph;
  private final References references;
  private final DisruptionBudgets budgets;
  private final ClusterDns dns;
  private final Mesh mesh;
  private final Network network;
  private final Needs needs;
  private final Dependencies dependencies;
  private final Tracer tracer;
  private final Denials denials;
  private final LayerClashes clashes;

  /** The facts of one world. */
  public Facts(ObjectGraph graph) {
    this.graph = graph;
    this.references = new References(graph);
    this.budgets = new DisruptionBudgets(graph);
    this.dns = new ClusterDns(graph);
    this.mesh = new Mesh(graph, dns);
    this.network = new Network(graph);
    this.needs = new Needs(network, mesh);
    this.dependencies = new Dependencies(graph);
    this.tracer = new Tracer(graph, dns, mesh, network, needs, dependencies);
    this.denials = new Denials(tracer, dependencies);
    this.clashes = new LayerClashes(graph, mesh, network, dependencies);
  }

  /** How Kubernetes relates its objects. */
  public ObjectGraph graph() {
    return graph;
  }

  /** Which objects name which others. */
  public References references() {
    return references;
  }

  /** What PodDisruptionBudgets allow. */
  public DisruptionBudgets budgets() {
    return budgets;
  }

  /** How names resolve. */
  public ClusterDns dns() {
    return dns;
  }

  /** What Istio makes of them. */
  public Mesh mesh() {
    return mesh;
  }

  /** What NetworkPolicies allow. */
  public Network network() {
    return network;
  }

  /** What pods need from the network and NetworkPolicies stop. */
  public Needs needs() {
    return needs;
  }

  /** The connections that the manifests intend. */
  public Dependencies dependencies() {
    return dependencies;
  }

  /** What becomes of them. */
  public Tracer tracer() {
    return tracer;
  }

  /** Where AuthorizationPolicies and NetworkPolicies contradict each other. */
  public LayerClashes clashes() {
    return clashes;
  }

  /** The intended connections that policies stop. */
  public Denials denials() {
    return denials;
  }
}
