package meshlint.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What the NetworkPolicies of one world let through, decided as Kubernetes decides it: a pod that
 * some policy isolates in a direction may do there what any of its policies allows, and a
 * connection needs both the egress of its client and the ingress of its server. Ports are those of
 * the pod, which is where policies are enforced; Service ports and cluster IPs never count. Rules
 * of AdminNetworkPolicies come first, those of the BaselineAdminNetworkPolicy last.
 *
 * <p>What the input does not show (labels of a Namespace, addresses of pods, policies of other
 * kinds that may allow more) makes a denial unknown.
 */
public final class Network {
  private static final List<Kind> OTHER_POLICIES =
      List.of(
          new Kind("cilium.io", "CiliumNetworkPolicy"),
          new Kind("cilium.io", "CiliumClusterwideNetworkPolicy"),
          new Kind("crd.projectcalico.org", "NetworkPolicy"),
          new Kind("crd.projectcalico.org", "GlobalNetworkPolicy"),
          new Kind("projectcalico.org", "NetworkPolicy"),
          new Kind("projectcalico.org", "GlobalNetworkPolicy"),
          new Kind("crd.antrea.io", "NetworkPolicy"),
          new Kind("crd.antrea.io", "ClusterNetworkPolicy"));

  /** A policy that selects an end, for sure or perhaps. */
  record Selecting(Policy policy, Known selects) {}

  private final ObjectGraph graph;
  private final Map<KubeObject, Policy> policyOf = new HashMap<>();
  private final List<Policy> policies = new ArrayList<>();
  private final Map<String, List<Policy>> byNamespace = new HashMap<>();
  private final Map<Workload, List<Selecting>> selecting = new HashMap<>();
  private final Map<Policy, List<Workload>> selected = new LinkedHashMap<>();
  private final Map<Workload, Endpoint> endpoints = new HashMap<>();
  private final Map<String, List<KubeObject>> otherPolicies = new HashMap<>();
  private final Map<String, List<Policy>> policiesElsewhere = new HashMap<>();
  private @Nullable ImpliedClauses implied;
  private final List<AdminPolicy> admin;
  private final List<AdminPolicy> baseline;

  /** The policies of a world. */
  public Network(ObjectGraph graph) {
    this.graph = graph;
    this.admin = AdminPolicy.admin(graph);
    this.baseline = AdminPolicy.baseline(graph);
    for (KubeObject object : graph.objectsOf(Kinds.NETWORK_POLICY)) {
      Policy policy = new Policy(object);
      policyOf.put(object, policy);
      policies.add(policy);
      byNamespace.computeIfAbsent(policy.namespace(), k -> new ArrayList<>()).add(policy);
      select(policy);
    }
    for (Kind kind : OTHER_POLICIES) {
      for (KubeObject object : graph.objectsOf(kind)) {
        otherPolicies.computeIfAbsent(object.namespace(), k -> new ArrayList<>()).add(object);
      }
    }
    for (KubeObject object : graph.elsewhere().objects()) {
      if (object.kind().equals(Kinds.NETWORK_POLICY) && !policyOf.containsKey(object)) {
        policiesElsewhere
            .computeIfAbsent(object.namespace(), k -> new ArrayList<>())
            .add(new Policy(object));
      }
    }
  }

  private void select(Policy policy) {
    LabelSelector selector = policy.podSelector();
    boolean indexed =
        selector.equal().keySet().stream().noneMatch(Endpoint::isAddedLabel)
            && selector.expressions().stream().noneMatch(e -> Endpoint.isAddedLabel(e.key()));
    List<Workload> candidates =
        indexed
            ? graph.workloadsSelectedBy(policy.namespace(), selector)
            : graph.workloadsIn(policy.namespace());
    List<Workload> sure = new ArrayList<>();
    for (Workload workload : candidates) {
      Known selects = endpoint(workload).selectedByPolicy(policy);
      if (selects.isNo()) {
        continue;
      }
      if (selects.isYes()) {
        sure.add(workload);
      }
      selecting
          .computeIfAbsent(workload, k -> new ArrayList<>())
          .add(new Selecting(policy, selects));
    }
    selected.put(policy, sure);
  }

  /** The objects. */
  ObjectGraph graph() {
    return graph;
  }

  /** All policies, in input order. */
  public List<Policy> policies() {
    return Collections.unmodifiableList(policies);
  }

  /** The policy that an object is; null for any other object. */
  public @Nullable Policy policy(KubeObject object) {
    return policyOf.get(object);
  }

  /** The policies of a namespace, in input order. */
  public List<Policy> policiesIn(String namespace) {
    return Collections.unmodifiableList(byNamespace.getOrDefault(namespace, List.of()));
  }

  /**
   * The workloads whose pods a policy selects for sure, in input order; none on the host network,
   * where policies do not reach.
   */
  public List<Workload> workloadsOf(Policy policy) {
    return Collections.unmodifiableList(selected.getOrDefault(policy, List.of()));
  }

  /**
   * The workloads that a clause's peers mean for sure, in no particular order; none for addresses.
   * A clause without peers means everyone, not only workloads, so it gives none.
   */
  public List<Workload> workloadsOf(Clause clause) {
    Set<Workload> out = new LinkedHashSet<>();
    for (PolicyPeer peer : clause.peers()) {
      if (peer.ipBlock() != null || peer.isEmpty()) {
        continue;
      }
      LabelSelector pods = peer.pods() == null ? LabelSelector.EVERYTHING : peer.pods();
      if (peer.namespaces() == null) {
        out.addAll(graph.workloadsSelectedBy(clause.policy().namespace(), pods));
        continue;
      }
      for (Namespace namespace : graph.namespaces()) {
        if (namespace.selectedBy(peer.namespaces()).isYes()) {
          out.addAll(graph.workloadsSelectedBy(namespace.name(), pods));
        }
      }
    }
    return List.copyOf(out);
  }

  /** The single port numbers that a policy opens, held against the pods that it opens them on. */
  public List<PortUse> portUses(Policy policy) {
    return PortUses.of(this, policy);
  }

  /** The clauses of a policy that add nothing to what others allow. */
  public List<ImpliedClause> impliedClauses(Policy policy) {
    ImpliedClauses known = implied;
    if (known == null) {
      known = new ImpliedClauses(policies);
      implied = known;
    }
    return known.of(policy);
  }

  /** The peers of a policy's clauses that select pods, held against the pods of the input. */
  public List<PeerUse> peerUses(Policy policy) {
    List<PeerUse> out = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      for (Clause clause : policy.activeClauses(direction)) {
        for (PolicyPeer peer : clause.peers()) {
          if (peer.ipBlock() == null && !peer.isEmpty()) {
            out.add(use(clause, peer));
          }
        }
      }
    }
    return out;
  }

  /** A peer of a clause that selects pods, held against the pods of the input. */
  public PeerUse use(Clause clause, PolicyPeer peer) {
    return PeerUse.of(graph, clause, peer);
  }

  /** Whether a clause opens a TCP port of a workload for sure. */
  public boolean opens(Clause clause, Workload server, int port) {
    return clause.meansPort(endpoint(server), "TCP", port).isYes();
  }

  /** Whether the input shows every pod that a peer's selectors can mean. */
  boolean showsAll(String policyNamespace, PolicyPeer peer) {
    if (graph.settings().complete()) {
      return true;
    }
    if (peer.namespaces() == null) {
      return graph.knowsNamespace(policyNamespace);
    }
    String name = peer.namespaces().equal().get(Namespace.NAME_LABEL);
    return name != null && graph.knowsNamespace(name);
  }

  /** The policies that select a workload for sure and isolate it in a direction, in input order. */
  public List<Policy> isolating(Workload workload, Direction direction) {
    return isolating(selectingOf(endpoint(workload)), direction);
  }

  /** Whether policies restrict what a workload sends or receives. */
  public Known isIsolated(Workload workload, Direction direction) {
    return isolated(selectingOf(endpoint(workload)), direction);
  }

  /** A workload as an end of a connection. */
  public Endpoint endpoint(Workload workload) {
    return endpoints.computeIfAbsent(workload, w -> Endpoint.of(w, graph.namespace(w.namespace())));
  }

  /** Pods that the input does not show, known by their namespace and some of their labels. */
  public Endpoint implied(String description, String namespace, Map<String, String> labels) {
    return Endpoint.implied(description, graph.namespace(namespace), labels);
  }

  /** Pods of which nothing is known, not even their namespace. */
  Endpoint somePods() {
    return stranger("some pods");
  }

  /**
   * Pods that the input does not show and of which only their purpose is known, such as an ingress
   * controller.
   */
  public Endpoint stranger(String description) {
    return Endpoint.implied(description, new Namespace("", null, Map.of(), false), Map.of());
  }

  /** Whether policies that are not judged here may allow more in a namespace. */
  boolean hasOtherPolicies(String namespace) {
    return otherPolicies.containsKey(namespace) || otherPolicies.containsKey("");
  }

  /** Whether a policy isolates a workload that perhaps it does not even select. */
  boolean isPerhapsIsolated(Workload workload, Direction direction) {
    return selectingOf(endpoint(workload)).stream()
        .anyMatch(one -> one.selects().isUnknown() && one.policy().isolates(direction));
  }

  /** The API server: an address that the input does not show. */
  public Endpoint apiServer() {
    return Endpoint.apiServer(graph.namespace("kube-system"));
  }

  /**
   * Whether policies let a client reach a server.
   *
   * @param port the port of the server's pods, not of a Service
   */
  public ConnectionVerdict connection(Endpoint client, Endpoint server, String protocol, int port) {
    return new ConnectionVerdict(
        egress(client, server, protocol, port), ingress(server, client, protocol, port));
  }

  /** Whether the client's policies let it send to the server. */
  public PolicyVerdict egress(Endpoint client, Endpoint server, String protocol, int port) {
    return decide(
        selectingOf(client),
        Direction.EGRESS,
        (entry, self) ->
            new Match(entry.meansPeer(self, server), entry.meansPort(server, protocol, port)),
        server.description() + " on " + protocol + " " + port,
        client);
  }

  /** Whether the server's policies let it receive from the client. */
  public PolicyVerdict ingress(Endpoint server, Endpoint client, String protocol, int port) {
    return decide(
        selectingOf(server),
        Direction.INGRESS,
        (entry, self) ->
            new Match(
                client.isStranger() && entry instanceof Clause clause
                    ? meansStranger(clause)
                    : entry.meansPeer(self, client),
                entry.meansPort(server, protocol, port)),
        client.description() + " on " + protocol + " " + port,
        server);
  }

  /**
   * Whether a clause admits pods that the input does not show. Peers of the policy's own namespace
   * that are linted workloads are these, and not somebody else with the same labels.
   */
  private Known meansStranger(Clause clause) {
    if (clause.peers().isEmpty()) {
      return Known.YES;
    }
    for (PolicyPeer peer : clause.peers()) {
      LabelSelector pods = peer.ownNamespaceOnly() && peer.isSpecific() ? peer.pods() : null;
      boolean known =
          pods != null && !graph.workloadsSelectedBy(clause.policy().namespace(), pods).isEmpty();
      if (!known && !peer.isEmpty()) {
        return Known.UNKNOWN;
      }
    }
    return Known.NO;
  }

  // --- the decision ------------------------------------------------------------

  /** How an entry of a policy meets a question. */
  record Match(Known peer, Known port) {
    Known both() {
      return peer.and(port);
    }
  }

  /** A question to an entry of a policy about the end that the policy selects. */
  interface Question {
    Match ask(PolicyEntry entry, Endpoint subject);
  }

  /** The policies that select an end, in input order. */
  List<Selecting> selectingOf(Endpoint end) {
    if (end.workload() != null) {
      return selecting.getOrDefault(end.workload(), List.of());
    }
    if (end.namespace() == null || !end.isPods()) {
      return List.of();
    }
    List<Selecting> out = new ArrayList<>();
    for (Policy policy : policiesIn(end.namespace().name())) {
      Known selects = end.selectedByPolicy(policy);
      if (!selects.isNo()) {
        out.add(new Selecting(policy, selects));
      }
    }
    return out;
  }

  static List<Policy> isolating(List<Selecting> selecting, Direction direction) {
    List<Policy> out = new ArrayList<>();
    for (Selecting one : selecting) {
      if (one.selects().isYes() && one.policy().isolates(direction)) {
        out.add(one.policy());
      }
    }
    return out;
  }

  private static Known isolated(List<Selecting> selecting, Direction direction) {
    Known any = Known.NO;
    for (Selecting one : selecting) {
      if (one.policy().isolates(direction)) {
        any = any.or(one.selects());
      }
    }
    return any;
  }

  /** Whether a policy of the cluster's administrators may have a say about an end. */
  boolean hasAdminPolicy(Endpoint end, Direction direction) {
    return Stream.concat(admin.stream(), baseline.stream())
        .anyMatch(policy -> !policy.selects(end, direction).isNo());
  }

  /** What ends must have in common for the same policies to decide the same for them. */
  Object deciding(Endpoint end, Direction direction) {
    List<Selecting> own = selectingOf(end);
    return hasAdminPolicy(end, direction) ? List.of(own, end) : own;
  }

  /**
   * Decides for one end: first what administrators put before NetworkPolicies, then these, then the
   * baseline where no NetworkPolicy isolates.
   *
   * @param asked the peer and port in words, for the reason
   */
  PolicyVerdict decide(
      List<Selecting> selecting,
      Direction direction,
      Question question,
      String asked,
      Endpoint end) {
    if (admin.isEmpty() && baseline.isEmpty()) {
      return byPolicies(selecting, direction, question, asked, end);
    }
    return new AdminVerdict(direction, question, asked, end)
        .decide(
            admin,
            () -> {
              PolicyVerdict verdict = byPolicies(selecting, direction, question, asked, end);
              return isolated(selecting, direction).isNo() && end.isOrdinaryPods()
                  ? new AdminVerdict(direction, question, asked, end)
                      .decide(baseline, () -> verdict)
                  : verdict;
            });
  }

  private PolicyVerdict byPolicies(
      List<Selecting> selecting,
      Direction direction,
      Question question,
      String asked,
      Endpoint end) {
    Known isolated = isolated(selecting, direction);
    List<Policy> isolating = isolating(selecting, direction);
    if (isolated.isNo()) {
      String why =
          end.hostNetwork()
              ? "policies do not apply to pods on the host network"
              : "no NetworkPolicy isolates its " + direction;
      return new PolicyVerdict(Known.YES, direction, why, isolating, null, List.of());
    }
    Clause maybe = null;
    Nearness nearest = Nearness.NONE;
    for (Selecting one : selecting) {
      for (Clause clause : one.policy().activeClauses(direction)) {
        Match match = question.ask(clause, end);
        Known allows = match.both();
        if (allows.isYes() && one.selects().isYes()) {
          return new PolicyVerdict(
              Known.YES,
              direction,
              one.policy() + " allows it in " + clause,
              isolating,
              clause,
              List.of(clause.place()));
        }
        if (allows.isNo()) {
          Nearness nearness = Nearness.of(clause, match);
          if (one.selects().isYes() && nearness.score() > nearest.score()) {
            nearest = nearness;
          }
        } else if (maybe == null) {
          maybe = clause;
        }
      }
    }
    if (maybe != null) {
      return unknown(
          direction, maybe + " of " + maybe.policy() + " may allow it", isolating, maybe);
    }
    if (isolated.isUnknown()) {
      return unknown(
          direction, "the input does not show which pods its policies select", isolating, null);
    }
    String open = mayBeAllowedOutside(direction, question, end);
    if (open != null) {
      return unknown(direction, open, isolating, null);
    }
    List<Place> evidence = new ArrayList<>();
    if (nearest.clause() != null) {
      evidence.add(nearest.place());
    }
    isolating.forEach(policy -> evidence.add(policy.place(direction)));
    return new PolicyVerdict(
        Known.NO,
        direction,
        denial(isolating, direction) + asked,
        isolating,
        nearest.clause(),
        evidence);
  }

  private static PolicyVerdict unknown(
      Direction direction, String why, List<Policy> isolating, @Nullable Clause clause) {
    List<Place> evidence = clause == null ? List.of() : List.of(clause.place());
    return new PolicyVerdict(Known.UNKNOWN, direction, why, isolating, clause, evidence);
  }

  private static String denial(List<Policy> isolating, Direction direction) {
    if (isolating.size() == 1) {
      Policy only = isolating.get(0);
      return only
          + " isolates its "
          + direction
          + (only.activeClauses(direction).isEmpty()
              ? " and allows nothing, so not "
              : " and no clause allows ");
    }
    List<String> names = new ArrayList<>();
    isolating.forEach(policy -> names.add(policy.namespace() + "/" + policy.name()));
    return "NetworkPolicies "
        + String.join(", ", names)
        + " isolate its "
        + direction
        + " and none of them allows ";
  }

  /** Why policies that this world does not have, or that are of another kind, may allow it. */
  private @Nullable String mayBeAllowedOutside(
      Direction direction, Question question, Endpoint end) {
    if (end.namespace() == null) {
      return null;
    }
    String namespace = end.namespace().name();
    for (String where : List.of("", namespace)) {
      List<KubeObject> others = otherPolicies.get(where);
      if (others != null) {
        return others.get(0) + " may allow it";
      }
    }
    for (Policy policy : policiesElsewhere.getOrDefault(namespace, List.of())) {
      if (end.selectedByPolicy(policy).isNo()) {
        continue;
      }
      for (Clause clause : policy.activeClauses(direction)) {
        if (!question.ask(clause, end).both().isNo()) {
          return policy + " of another part of the input may allow it";
        }
      }
    }
    return null;
  }
}
