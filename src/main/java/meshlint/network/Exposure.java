package meshlint.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Whom policies let reach each workload, and whom it may reach, beyond the workloads of the input:
 * addresses, the ingress controller, any pod of the cluster, and pods with the labels that policies
 * ask of their peers, whether or not the input has such pods.
 */
public final class Exposure {
  /** How any pod of the cluster is written. */
  public static final String CLUSTER = "entire-cluster";

  private final Connectivity connectivity;
  private final Map<SelectedPods, Boolean> shown = new HashMap<>();
  private final Map<List<Object>, Map<SelectedPods, PortSet>> known = new HashMap<>();

  /** The exposure of the workloads of a world. */
  public Exposure(Connectivity connectivity) {
    this.connectivity = connectivity;
  }

  /**
   * Lists it, workload by workload: first what each receives, then what it sends.
   *
   * @param from the workloads whose egress counts
   * @param to the workloads whose ingress counts
   */
  public void list(Ends from, Ends to, Consumer<Exposed> out) {
    boolean both = from.isAll() == to.isAll();
    for (Connectivity.Node node : connectivity.nodes()) {
      if (to.includes(node) && (both || !to.isAll())) {
        list(node, Direction.INGRESS, out);
      }
      if (from.includes(node) && (both || !from.isAll())) {
        list(node, Direction.EGRESS, out);
      }
    }
  }

  private void list(Connectivity.Node node, Direction direction, Consumer<Exposed> out) {
    boolean isolated =
        node.groups().stream().anyMatch(group -> connectivity.isJudged(group, direction));
    for (AddressRanges.Range range : connectivity.addresses(node, direction).ranges()) {
      out.accept(
          new Exposed(
              node.name(), direction, Connectivity.external(range), range.ports(), isolated, true));
    }
    if (direction == Direction.INGRESS) {
      PortSet routed = connectivity.fromIngressController(node);
      if (!routed.isEmpty()) {
        out.accept(
            new Exposed(
                node.name(), direction, Connectivity.INGRESS_CONTROLLER, routed, isolated, true));
      }
    }
    Map<SelectedPods, PortSet> peers = new LinkedHashMap<>();
    for (int group : node.groups()) {
      peers(group, direction).forEach((peer, ports) -> peers.merge(peer, ports, PortSet::union));
    }
    PortSet everyone = peers.getOrDefault(SelectedPods.EVERYONE, PortSet.NONE);
    peers.forEach(
        (peer, ports) -> {
          boolean more = peer.isEveryone() || !ports.subtract(everyone).isEmpty();
          if (!ports.isEmpty() && more) {
            out.accept(
                new Exposed(
                    node.name(), direction, peer.toString(), ports, isolated, isShown(peer)));
          }
        });
  }

  private boolean isShown(SelectedPods peer) {
    return peer.isEveryone()
        || shown.computeIfAbsent(peer, p -> connectivity.groups().anyMatch(p::means));
  }

  /** What each kind of peer that policies of a group of pods know may exchange with them. */
  private Map<SelectedPods, PortSet> peers(int group, Direction direction) {
    return known.computeIfAbsent(
        connectivity.judgement(group, direction), key -> judge(group, direction));
  }

  private Map<SelectedPods, PortSet> judge(int group, Direction direction) {
    Pods destination = connectivity.destination(group, direction);
    List<Policy> isolating = connectivity.isolating(group, direction);
    List<AdminPolicy.Rule> before = connectivity.before(group, direction);
    List<AdminPolicy.Rule> after = connectivity.after(group, direction);
    List<SelectedPods> peers = new ArrayList<>(List.of(SelectedPods.EVERYONE));
    for (Policy policy : isolating) {
      for (Clause clause : policy.activeClauses(direction)) {
        peers.addAll(selected(clause));
      }
    }
    List.of(before, after).forEach(rules -> rules.forEach(rule -> peers.addAll(selected(rule))));
    Map<SelectedPods, PortSet> out = new LinkedHashMap<>();
    for (SelectedPods peer : peers) {
      if (out.containsKey(peer)) {
        continue;
      }
      PortSet between = isolating.isEmpty() ? PortSet.ALL : PortSet.NONE;
      for (Policy policy : isolating) {
        for (Clause clause : policy.activeClauses(direction)) {
          boolean meant =
              clause.peers().isEmpty() || selected(clause).stream().anyMatch(s -> s.covers(peer));
          between = meant ? between.union(destination.ports(clause)) : between;
        }
      }
      out.put(
          peer,
          Connectivity.layered(before, after, between, rule -> counts(rule, peer), destination));
    }
    return out;
  }

  /**
   * Whether a rule of an administrator counts for all pods of a kind: what it denies to some of any
   * pods, it denies to any pod.
   */
  private static boolean counts(AdminPolicy.Rule rule, SelectedPods peer) {
    if (peer.isEveryone() && rule.action() == AdminPolicy.Action.DENY) {
      return !rule.selections().isEmpty();
    }
    return selected(rule).stream().anyMatch(selected -> selected.covers(peer));
  }

  private static List<SelectedPods> selected(Clause clause) {
    List<SelectedPods> out = new ArrayList<>();
    for (PolicyPeer peer : clause.peers()) {
      if (peer.ipBlock() == null && !peer.isEmpty()) {
        out.add(SelectedPods.of(peer, clause.policy().namespace()));
      }
    }
    return out;
  }

  private static List<SelectedPods> selected(AdminPolicy.Rule rule) {
    List<SelectedPods> out = new ArrayList<>();
    for (AdminPolicy.Selection selection : rule.selections()) {
      if (selection.same().isEmpty() && selection.different().isEmpty()) {
        out.add(new SelectedPods(selection.namespaces(), selection.pods()));
      }
    }
    return out;
  }
}
