package meshlint.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.mesh.AuthzIdentity;
import meshlint.mesh.AuthzPolicy;
import meshlint.mesh.AuthzVerdict;
import meshlint.mesh.Injection;
import meshlint.mesh.Mesh;
import meshlint.network.Clause;
import meshlint.network.Direction;
import meshlint.network.Network;
import meshlint.network.Policy;
import meshlint.network.PolicyVerdict;
import org.jspecify.annotations.Nullable;

/**
 * Where AuthorizationPolicies and NetworkPolicies contradict each other about clients that one of
 * them names: a connection needs both. Connections that the manifests configure are left out, since
 * a {@link Trace} says what becomes of them.
 */
public final class LayerClashes {
  /** More pairs than this of one policy are not looked at. */
  private static final int PAIRS = 400;

  private final ObjectGraph graph;
  private final Mesh mesh;
  private final Network network;
  private final Dependencies dependencies;
  private @Nullable Map<String, List<Workload>> byAccount;
  private @Nullable Map<KubeObject, List<Workload>> servers;

  /** The contradictions in one world. */
  public LayerClashes(ObjectGraph graph, Mesh mesh, Network network, Dependencies dependencies) {
    this.graph = graph;
    this.mesh = mesh;
    this.network = network;
    this.dependencies = dependencies;
  }

  // --- an AuthorizationPolicy allows, a NetworkPolicy denies ---------------------------

  /**
   * The principals of an ALLOW policy whose workloads NetworkPolicies keep from every server that
   * the policy holds for, on every port.
   */
  public List<LayerClash> deniedByNetwork(KubeObject authorizationPolicy) {
    AuthzPolicy policy = mesh.authzPolicy(authorizationPolicy);
    List<LayerClash> out = new ArrayList<>();
    if (policy.action() != AuthzPolicy.Action.ALLOW || policy.dryRun()) {
      return out;
    }
    List<Workload> holdsFor = serversOf(authorizationPolicy);
    for (AuthzIdentity identity : mesh.authzIdentities(authorizationPolicy)) {
      boolean plain =
          !identity.field().negated()
              && identity.field().name().equals("principals")
              && identity.problem() == AuthzIdentity.Problem.NONE;
      int at = identity.written().indexOf("ns/");
      List<Workload> clients =
          plain && at >= 0
              ? accounts().getOrDefault(identity.written().substring(at), List.of())
              : List.of();
      PolicyVerdict denial = denial(clients, holdsFor);
      if (denial != null) {
        out.add(
            new LayerClash(
                identity.place(), clients, holdsFor.get(0), denial.reason(), denial.evidence()));
      }
    }
    return out;
  }

  /** Why no client reaches any server; null where one may. */
  private @Nullable PolicyVerdict denial(List<Workload> clients, List<Workload> holdsFor) {
    PolicyVerdict first = null;
    if (clients.size() * holdsFor.size() > PAIRS) {
      return null;
    }
    for (Workload client : clients) {
      for (Workload server : holdsFor) {
        List<Integer> ports = wirePorts(client, server);
        if (ports.isEmpty() || client.equals(server) || isConfigured(client, server)) {
          return null;
        }
        for (int port : ports) {
          PolicyVerdict verdict =
              network
                  .connection(network.endpoint(client), network.endpoint(server), "TCP", port)
                  .deciding();
          if (!verdict.denied() || verdict.evidence().isEmpty()) {
            return null;
          }
          first = first == null ? verdict : first;
        }
      }
    }
    return first;
  }

  private boolean isConfigured(Workload client, Workload server) {
    return dependencies.byClient(client).stream()
        .map(dependency -> dependency.target().service())
        .anyMatch(service -> service != null && graph.workloadsOf(service).contains(server));
  }

  /** The ports that packets of a client to a server carry; none where that is not known. */
  private List<Integer> wirePorts(Workload client, Workload server) {
    boolean ambient = mesh.injection(server).mode() == Injection.Mode.AMBIENT;
    return ambient || mesh.injection(client).mode() == Injection.Mode.AMBIENT
        ? List.of()
        : ports(server);
  }

  private static List<Integer> ports(Workload server) {
    Set<Integer> out = new LinkedHashSet<>();
    for (Container container : server.containers()) {
      for (Container.ContainerPort port : container.ports()) {
        if (port.protocol().equals("TCP")) {
          out.add(port.number());
        }
      }
    }
    return List.copyOf(out);
  }

  /** Workloads by what follows the trust domain in their principal. */
  private Map<String, List<Workload>> accounts() {
    Map<String, List<Workload>> known = byAccount;
    if (known == null) {
      known = new HashMap<>();
      for (Workload workload : graph.workloads()) {
        String account = "ns/" + workload.namespace() + "/sa/" + workload.serviceAccount();
        known.computeIfAbsent(account, k -> new ArrayList<>()).add(workload);
      }
      byAccount = known;
    }
    return known;
  }

  private List<Workload> serversOf(KubeObject authorizationPolicy) {
    Map<KubeObject, List<Workload>> known = servers;
    if (known == null) {
      known = new HashMap<>();
      for (Workload workload : graph.workloads()) {
        if (mesh.injection(workload).state().isYes()) {
          for (AuthzPolicy policy : mesh.authzPolicies(workload)) {
            known.computeIfAbsent(policy.object(), k -> new ArrayList<>()).add(workload);
          }
        }
      }
      servers = known;
    }
    return known.getOrDefault(authorizationPolicy, List.of());
  }

  // --- a NetworkPolicy allows, AuthorizationPolicies refuse ------------------------------

  /**
   * The ingress clauses of a NetworkPolicy that name workloads of the mesh, all of which the
   * AuthorizationPolicies of the pods refuse on every port that the clause opens to them.
   */
  public List<LayerClash> refusedByMesh(Policy policy) {
    List<LayerClash> out = new ArrayList<>();
    List<Workload> selected = network.workloadsOf(policy);
    for (Clause clause : policy.activeClauses(Direction.INGRESS)) {
      List<Workload> clients = network.workloadsOf(clause);
      AuthzVerdict refusal = refusal(clause, clients, selected);
      if (refusal != null) {
        out.add(
            new LayerClash(
                clause.place(), clients, selected.get(0), refusal.reason(), refusal.evidence()));
      }
    }
    return out;
  }

  /** Why no client of a clause is let in anywhere; null where one may be. */
  private @Nullable AuthzVerdict refusal(
      Clause clause, List<Workload> clients, List<Workload> selected) {
    boolean onlyWorkloads =
        clause.peers().stream()
            .allMatch(peer -> peer.ipBlock() == null && network.use(clause, peer).fits().isYes());
    if (!onlyWorkloads || clients.size() * selected.size() > PAIRS) {
      return null;
    }
    AuthzVerdict first = null;
    for (Workload client : clients) {
      for (Workload server : selected) {
        if (client.equals(server) || isConfigured(client, server)) {
          return null;
        }
        for (int port : ports(server)) {
          if (!network.opens(clause, server, port)) {
            continue;
          }
          Known seen = mesh.injection(client).state().and(mesh.injection(server).state());
          AuthzVerdict verdict = mesh.authorize(client, seen, server, port);
          if (!verdict.allowed().isNo() || verdict.evidence().isEmpty()) {
            return null;
          }
          first = first == null ? verdict : first;
        }
      }
    }
    return first;
  }
}
