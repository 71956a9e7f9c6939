package meshlint.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Every connection that the policies of one world allow: between its workloads, and between them
 * and addresses. What the input does not show counts as absent here, so that each pair has an
 * answer; {@link Network} is the one that knows what it does not know.
 *
 * <p>Pods that no policy tells apart are judged once: the cost grows with the kinds of pods, not
 * with pairs of workloads.
 */
public final class Connectivity {
  /** How the source of what an Ingress or Route lets in is written. */
  public static final String INGRESS_CONTROLLER = "{ingress-controller}";

  private static final Pods NOWHERE = new Pods("", Map.of(), Map.of(), null);

  /**
   * A workload, or the pods of one owner that is not in the input.
   *
   * @param name {@code namespace/name[Kind]}
   * @param workloads what it was merged from
   * @param groups the groups of equal pods among them
   */
  public record Node(String name, List<Workload> workloads, List<Integer> groups) {
    /** Copies the lists. */
    public Node {
      workloads = List.copyOf(workloads);
      groups = List.copyOf(groups);
    }
  }

  /**
   * Why a direction of a connection is as it is.
   *
   * @param text a clause of a sentence
   * @param place where that stands; null where nothing stands for it
   */
  public record Reason(Direction direction, String text, @Nullable Place place) {}

  private final List<Policy> policies = new ArrayList<>();
  private final Map<String, List<Policy>> policiesIn = new HashMap<>();
  private final List<Clause> clauses = new ArrayList<>();
  private final Map<Policy, Integer> firstClause = new HashMap<>();
  private final Set<String> portNames;
  private final Set<String> comparedLabels;
  private final List<AdminPolicy> admin;
  private final List<AdminPolicy> baseline;
  private final List<Pods> groups = new ArrayList<>();
  private final List<Node> nodes;
  private final int ingressController;
  private final Map<Workload, PortSet> routed;
  private final Map<Workload, Integer> groupOf = new HashMap<>();

  /** Per clause the groups that its peers mean, ascending; null means all. */
  private final List<int @Nullable []> members = new ArrayList<>();

  private final Map<Direction, @Nullable PortSet @Nullable [][]> rows = new HashMap<>();
  private final Map<Direction, AddressRanges[]> addresses = new HashMap<>();

  /** The connections of a world. */
  public Connectivity(ObjectGraph graph) {
    for (Policy policy : new Network(graph).policies()) {
      policies.add(policy);
      policiesIn.computeIfAbsent(policy.namespace(), k -> new ArrayList<>()).add(policy);
      firstClause.put(policy, clauses.size());
      clauses.addAll(policy.activeClauses(Direction.INGRESS));
      clauses.addAll(policy.activeClauses(Direction.EGRESS));
    }
    admin = AdminPolicy.admin(graph);
    baseline = AdminPolicy.baseline(graph);

    portNames = namesOfPorts();
    comparedLabels = new TreeSet<>();
    allAdmin().forEach(policy -> policy.comparedLabels(comparedLabels));

    List<Pods> kinds = new ArrayList<>();
    Map<Pods.Key, Integer> kindOf = new HashMap<>();
    Map<Workload, Integer> kindOfWorkload = new HashMap<>();
    for (Workload workload : graph.workloads()) {
      Integer kind =
          kindOf.computeIfAbsent(
              Pods.key(workload),
              key -> {
                Map<String, String> there = graph.namespace(workload.namespace()).labels();
                kinds.add(new Pods(workload.namespace(), there, workload.labels(), workload));
                return kinds.size() - 1;
              });
      kindOfWorkload.put(workload, kind);
    }
    // Which controller serves an Ingress is rarely in the input: it stands for a pod without labels
    // in a
    // namespace without labels.
    kinds.add(new Pods(INGRESS_CONTROLLER, Map.of(), Map.of(), null));

    int[] groupOfKind = group(kinds);
    ingressController = groupOfKind[kinds.size() - 1];
    kindOfWorkload.forEach((workload, kind) -> groupOf.put(workload, groupOfKind[kind]));
    for (Clause clause : clauses) {
      members.add(clause.peers().isEmpty() ? null : meant(clause, groups));
    }
    nodes = nodes(graph.workloads());
    routed = new IngressTraffic(graph).byWorkload();
    for (Direction direction : Direction.values()) {
      rows.put(direction, rows(direction));
      addresses.put(direction, addressRows(direction));
    }
  }

  /** The nodes, by name. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  // --- groups ----------------------------------------------------------------------

  /** Puts pods into groups that no policy tells apart; gives the group of each. */
  private int[] group(List<Pods> kinds) {
    List<List<Integer>> signatures = new ArrayList<>();
    kinds.forEach(kind -> signatures.add(new ArrayList<>()));
    for (int i = 0; i < policies.size(); i++) {
      for (int k = 0; k < kinds.size(); k++) {
        if (kinds.get(k).selectedBy(policies.get(i))) {
          signatures.get(k).add(i);
        }
      }
    }
    Map<PolicyPeerKey, int[]> known = new HashMap<>();
    int id = policies.size();
    for (Clause clause : clauses) {
      for (PolicyPeer peer : clause.peers()) {
        id++;
        for (int k : meant(clause.policy().namespace(), peer, kinds, known)) {
          signatures.get(k).add(id);
        }
      }
    }
    for (AdminPolicy policy : allAdmin()) {
      for (Direction direction : Direction.values()) {
        id++;
        for (int k = 0; k < kinds.size(); k++) {
          if (policy.selects(kinds.get(k), direction)) {
            signatures.get(k).add(id);
          }
        }
        for (AdminPolicy.Rule rule : policy.rules(direction)) {
          for (AdminPolicy.Selection selection : rule.selections()) {
            id++;
            for (int k = 0; k < kinds.size(); k++) {
              if (selection.selects(kinds.get(k))) {
                signatures.get(k).add(id);
              }
            }
          }
        }
      }
    }
    Map<List<Object>, Integer> groupOfSignature = new HashMap<>();
    int[] out = new int[kinds.size()];
    for (int k = 0; k < out.length; k++) {
      List<Object> signature = new ArrayList<>(signatures.get(k));
      signature.addAll(compared(kinds.get(k)));
      for (String name : portNames) {
        for (String protocol : PortSet.PROTOCOLS) {
          Integer number = kinds.get(k).namedPort(name, protocol);
          signature.add(number == null ? -1 : -2 - number);
        }
      }
      Integer group = groupOfSignature.putIfAbsent(signature, groups.size());
      if (group == null) {
        group = groups.size();
        groups.add(kinds.get(k));
      }
      out[k] = group;
    }
    return out;
  }

  /** The labels in which administrators' policies compare namespaces, as {@code key=value}. */
  private List<String> compared(Pods pods) {
    List<String> out = new ArrayList<>();
    for (String key : comparedLabels) {
      out.add(key + "=" + pods.namespaceLabels().get(key));
    }
    return out;
  }

  private List<AdminPolicy> allAdmin() {
    List<AdminPolicy> out = new ArrayList<>(admin);
    out.addAll(baseline);
    return out;
  }

  private Set<String> namesOfPorts() {
    Set<String> out = new LinkedHashSet<>();
    for (Clause clause : clauses) {
      clause.ports().stream()
          .map(PolicyPort::name)
          .filter(Objects::nonNull)
          .forEach(name -> out.add(Objects.requireNonNull(name)));
    }
    for (AdminPolicy policy : allAdmin()) {
      for (Direction direction : Direction.values()) {
        for (AdminPolicy.Rule rule : policy.rules(direction)) {
          rule.ports().stream()
              .map(AdminPolicy.Port::name)
              .filter(Objects::nonNull)
              .forEach(name -> out.add(Objects.requireNonNull(name)));
        }
      }
    }
    return out;
  }

  /** What two peers must have in common to mean the same pods. */
  private record PolicyPeerKey(
      String namespace, @Nullable Object namespaces, @Nullable Object pods) {}

  private static int[] meant(
      String policyNamespace, PolicyPeer peer, List<Pods> kinds, Map<PolicyPeerKey, int[]> known) {
    String home = peer.namespaces() == null ? policyNamespace : "";
    return known.computeIfAbsent(
        new PolicyPeerKey(home, peer.namespaces(), peer.pods()),
        key -> {
          int[] out = new int[kinds.size()];
          int n = 0;
          for (int k = 0; k < out.length; k++) {
            if (kinds.get(k).matches(peer, policyNamespace)) {
              out[n++] = k;
            }
          }
          return Arrays.copyOf(out, n);
        });
  }

  private static int[] meant(Clause clause, List<Pods> groups) {
    int[] out = new int[groups.size()];
    int n = 0;
    for (int g = 0; g < out.length; g++) {
      for (PolicyPeer peer : clause.peers()) {
        if (groups.get(g).matches(peer, clause.policy().namespace())) {
          out[n++] = g;
          break;
        }
      }
    }
    return Arrays.copyOf(out, n);
  }

  private List<Node> nodes(List<Workload> workloads) {
    Map<String, List<Workload>> byName = new TreeMap<>();
    for (Workload workload : workloads) {
      byName.computeIfAbsent(name(workload), k -> new ArrayList<>()).add(workload);
    }
    List<Node> out = new ArrayList<>();
    byName.forEach(
        (name, merged) ->
            out.add(
                new Node(
                    name,
                    merged,
                    merged.stream()
                        .map(w -> Objects.requireNonNull(groupOf.get(w)))
                        .distinct()
                        .toList())));
    return out;
  }

  /** {@code namespace/name[Kind]} of a workload, or of the owner that its pods are said to have. */
  private static String name(Workload workload) {
    KubeObject object = workload.object();
    MapNode metadata = object.metadata();
    String name = object.name();
    String kind = object.kind().name();
    if (metadata != null && !metadata.maps("ownerReferences").isEmpty()) {
      MapNode owner = metadata.maps("ownerReferences").get(0);
      name = Objects.requireNonNullElse(owner.text("name"), name);
      kind = Objects.requireNonNullElse(owner.text("kind"), kind);
    }
    return object.namespace() + "/" + name + "[" + kind + "]";
  }

  // --- the judgement -----------------------------------------------------------------

  private List<Policy> isolating(Pods pods, Direction direction) {
    List<Policy> out = new ArrayList<>();
    for (Policy policy : policiesIn.getOrDefault(pods.namespace(), List.of())) {
      if (policy.isolates(direction) && pods.selectedBy(policy)) {
        out.add(policy);
      }
    }
    return out;
  }

  private int clauseIndex(Policy policy, Direction direction) {
    int first = Objects.requireNonNull(firstClause.get(policy));
    return direction == Direction.INGRESS
        ? first
        : first + policy.activeClauses(Direction.INGRESS).size();
  }

  /** Per group what its policies allow with each group; null where they allow everything. */
  private @Nullable PortSet @Nullable [][] rows(Direction direction) {
    PortSet[][] out = new PortSet[groups.size()][];
    // Groups that the same policies select, and that mean the same by port names, have the same
    // row.
    Map<List<Object>, PortSet[]> known = new HashMap<>();
    for (int g = 0; g < out.length; g++) {
      Pods self = groups.get(g);
      List<Policy> isolating = isolating(self, direction);
      List<AdminPolicy.Rule> before = rules(admin, self, direction);
      List<AdminPolicy.Rule> after =
          isolating.isEmpty() ? rules(baseline, self, direction) : List.of();
      if (isolating.isEmpty() && before.isEmpty() && after.isEmpty()) {
        continue;
      }
      List<Object> key = new ArrayList<>(isolating);
      key.addAll(before);
      key.addAll(after);
      key.addAll(compared(self));
      if (direction == Direction.INGRESS) {
        for (String name : portNames) {
          for (String protocol : PortSet.PROTOCOLS) {
            key.add(Objects.requireNonNullElse(self.namedPort(name, protocol), -1));
          }
        }
      }
      out[g] = known.computeIfAbsent(key, k -> row(self, direction, isolating, before, after));
    }
    return out;
  }

  private static List<AdminPolicy.Rule> rules(
      List<AdminPolicy> policies, Pods self, Direction direction) {
    List<AdminPolicy.Rule> out = new ArrayList<>();
    for (AdminPolicy policy : policies) {
      if (policy.selects(self, direction)) {
        out.addAll(policy.rules(direction));
      }
    }
    return out;
  }

  private PortSet[] row(
      Pods self,
      Direction direction,
      List<Policy> isolating,
      List<AdminPolicy.Rule> before,
      List<AdminPolicy.Rule> after) {
    PortSet[] row = new PortSet[groups.size()];
    Arrays.fill(row, isolating.isEmpty() ? PortSet.ALL : PortSet.NONE);
    for (Policy policy : isolating) {
      int index = clauseIndex(policy, direction);
      for (Clause clause : policy.activeClauses(direction)) {
        int[] meant = members.get(index++);
        boolean named = clause.ports().stream().anyMatch(port -> port.name() != null);
        PortSet fixed = named && direction == Direction.EGRESS ? null : self.ports(clause);
        int count = meant == null ? row.length : meant.length;
        for (int i = 0; i < count; i++) {
          int g = meant == null ? i : meant[i];
          row[g] = row[g].union(fixed != null ? fixed : groups.get(g).ports(clause));
        }
      }
    }
    if (!before.isEmpty() || !after.isEmpty()) {
      for (int g = 0; g < row.length; g++) {
        Pods peer = groups.get(g);
        Pods destination = direction == Direction.EGRESS ? peer : self;
        row[g] = layered(before, after, row[g], rule -> rule.matches(self, peer), destination);
      }
    }
    return row;
  }

  /** Whether a rule's peers mean the other end. */
  interface Matches {
    boolean test(AdminPolicy.Rule rule);
  }

  /**
   * What is allowed in all: the first matching rule of the AdminNetworkPolicies decides, then what
   * the NetworkPolicies say, then the rules of the BaselineAdminNetworkPolicy where no
   * NetworkPolicy isolates.
   */
  static PortSet layered(
      List<AdminPolicy.Rule> before,
      List<AdminPolicy.Rule> after,
      PortSet between,
      Matches matches,
      Pods destination) {
    PortSet allowed = PortSet.NONE;
    PortSet open = PortSet.ALL;
    PortSet passed = PortSet.NONE;
    for (AdminPolicy.Rule rule : before) {
      if (!matches.test(rule)) {
        continue;
      }
      PortSet decided = rule.ports(destination).intersect(open);
      open = open.subtract(decided);
      if (rule.action() == AdminPolicy.Action.ALLOW) {
        allowed = allowed.union(decided);
      } else if (rule.action() == AdminPolicy.Action.PASS) {
        passed = passed.union(decided);
      }
    }
    PortSet rest = open.union(passed).intersect(between);
    for (AdminPolicy.Rule rule : after) {
      if (!matches.test(rule)) {
        continue;
      }
      PortSet decided = rule.ports(destination).intersect(rest);
      rest = rest.subtract(decided);
      if (rule.action() == AdminPolicy.Action.ALLOW) {
        allowed = allowed.union(decided);
      }
    }
    return allowed.union(rest);
  }

  private AddressRanges[] addressRows(Direction direction) {
    AddressRanges[] out = new AddressRanges[groups.size()];
    Map<List<Object>, AddressRanges> known = new HashMap<>();
    for (int g = 0; g < out.length; g++) {
      Pods self = groups.get(g);
      List<Policy> isolating = isolating(self, direction);
      List<AdminPolicy.Rule> before = rules(admin, self, direction);
      List<AdminPolicy.Rule> after =
          isolating.isEmpty() ? rules(baseline, self, direction) : List.of();
      List<Object> key = new ArrayList<>(isolating);
      key.addAll(before);
      key.addAll(after);
      if (direction == Direction.INGRESS) {
        key.add(self.sample() == null ? "" : Pods.key(self.sample()).namedPorts());
      }
      out[g] =
          known.computeIfAbsent(key, k -> addressRow(self, direction, isolating, before, after));
    }
    return out;
  }

  private AddressRanges addressRow(
      Pods self,
      Direction direction,
      List<Policy> isolating,
      List<AdminPolicy.Rule> before,
      List<AdminPolicy.Rule> after) {
    Set<Long> boundaries = new HashSet<>();
    for (Policy policy : isolating) {
      for (Clause clause : policy.activeClauses(direction)) {
        for (PolicyPeer peer : clause.peers()) {
          if (peer.ipBlock() != null && peer.ipBlock().cidr() != null) {
            AddressRanges.boundaries(peer.ipBlock().cidr(), boundaries);
            peer.ipBlock().except().forEach(hole -> AddressRanges.boundaries(hole, boundaries));
          }
        }
      }
    }
    before.forEach(rule -> rule.policy().boundaries(boundaries));
    after.forEach(rule -> rule.policy().boundaries(boundaries));
    Pods destination = direction == Direction.EGRESS ? NOWHERE : self;
    return AddressRanges.cut(
        boundaries,
        address -> {
          PortSet between = isolating.isEmpty() ? PortSet.ALL : PortSet.NONE;
          for (Policy policy : isolating) {
            for (Clause clause : policy.activeClauses(direction)) {
              if (means(clause, address)) {
                between = between.union(destination.ports(clause));
              }
            }
          }
          return layered(before, after, between, rule -> rule.matches(address), destination);
        });
  }

  private static boolean means(Clause clause, long address) {
    return clause.peers().isEmpty()
        || clause.peers().stream()
            .anyMatch(peer -> peer.ipBlock() != null && peer.ipBlock().containsV4(address));
  }

  // --- what a group of equal pods is judged by ---------------------------------------

  /** One pod of each group that the input shows. */
  Stream<Pods> groups() {
    return groups.stream().filter(group -> group.sample() != null);
  }

  List<Policy> isolating(int group, Direction direction) {
    return isolating(groups.get(group), direction);
  }

  List<AdminPolicy.Rule> before(int group, Direction direction) {
    return rules(admin, groups.get(group), direction);
  }

  List<AdminPolicy.Rule> after(int group, Direction direction) {
    return isolating(group, direction).isEmpty()
        ? rules(baseline, groups.get(group), direction)
        : List.of();
  }

  /** Whether some policy has a say. */
  boolean isJudged(int group, Direction direction) {
    return !isolating(group, direction).isEmpty()
        || !before(group, direction).isEmpty()
        || !after(group, direction).isEmpty();
  }

  /** The pods whose ports names of ports mean: those of the group, or pods that are not known. */
  Pods destination(int group, Direction direction) {
    return direction == Direction.EGRESS ? NOWHERE : groups.get(group);
  }

  /** What groups must have in common for policies to mean the same for them. */
  List<Object> judgement(int group, Direction direction) {
    Pods self = groups.get(group);
    List<Object> key = new ArrayList<>(List.of(direction));
    key.addAll(isolating(self, direction));
    key.addAll(before(group, direction));
    key.addAll(after(group, direction));
    key.addAll(compared(self));
    key.add(
        direction == Direction.EGRESS || self.sample() == null
            ? List.of()
            : Pods.key(self.sample()).namedPorts());
    return key;
  }

  private PortSet allowed(int source, int destination) {
    PortSet[] out = Objects.requireNonNull(rows.get(Direction.EGRESS))[source];
    PortSet[] in = Objects.requireNonNull(rows.get(Direction.INGRESS))[destination];
    PortSet sent = out == null ? PortSet.ALL : out[destination];
    return in == null ? sent : sent.intersect(in[source]);
  }

  // --- questions ---------------------------------------------------------------------

  /** What a node may send to another one. */
  public PortSet allowed(Node source, Node destination) {
    PortSet out = PortSet.NONE;
    for (int from : source.groups()) {
      for (int to : destination.groups()) {
        out = out.union(allowed(from, to));
      }
    }
    return out;
  }

  /** What a node may send to addresses, or receive from them. */
  public AddressRanges addresses(Node node, Direction direction) {
    AddressRanges[] all = Objects.requireNonNull(addresses.get(direction));
    AddressRanges out = AddressRanges.NONE;
    for (int group : node.groups()) {
      out = all[group].union(out);
    }
    return out;
  }

  /** What Ingresses and routes let in to a node, as far as policies allow it. */
  public PortSet fromIngressController(Node node) {
    PortSet out = PortSet.NONE;
    for (Workload workload : node.workloads()) {
      PortSet wanted = routed.get(workload);
      if (wanted != null) {
        int group = Objects.requireNonNull(groupOf.get(workload));
        out = out.union(wanted.intersect(allowed(ingressController, group)));
      }
    }
    return out;
  }

  /**
   * Why a node may or may not send to another one, for each side in the order in which policies are
   * judged. Where a node was merged from pods that differ, its first ones speak for it.
   */
  private List<Reason> explain(Node source, Node destination) {
    Pods from = groups.get(source.groups().get(0));
    Pods to = groups.get(destination.groups().get(0));
    List<Reason> out = new ArrayList<>();
    explain(Direction.EGRESS, from, new PodsEnd(to, from), to, out);
    explain(Direction.INGRESS, to, new PodsEnd(from, to), to, out);
    return out;
  }

  /** Why a node may or may not receive from the ingress controller. */
  private List<Reason> explainEntry(Node node) {
    Pods controller = groups.get(ingressController);
    Pods to = groups.get(node.groups().get(0));
    List<Reason> out = new ArrayList<>();
    explain(Direction.INGRESS, to, new PodsEnd(controller, to), to, out);
    return out;
  }

  /**
   * Why a node may or may not exchange traffic with an address; nothing restricts the other end.
   */
  private List<Reason> explain(Node node, Direction direction, long address) {
    Pods self = groups.get(node.groups().get(0));
    List<Reason> out = new ArrayList<>();
    Pods destination = direction == Direction.EGRESS ? NOWHERE : self;
    explain(direction, self, new AddressEnd(address), destination, out);
    return out;
  }

  /** The other end of a connection that is explained. */
  private sealed interface End {
    boolean isMeantBy(Clause clause);

    boolean isMeantBy(AdminPolicy.Rule rule);
  }

  private record PodsEnd(Pods pods, Pods subject) implements End {
    @Override
    public boolean isMeantBy(Clause clause) {
      return clause.peers().isEmpty()
          || clause.peers().stream()
              .anyMatch(peer -> pods.matches(peer, clause.policy().namespace()));
    }

    @Override
    public boolean isMeantBy(AdminPolicy.Rule rule) {
      return rule.matches(subject, pods);
    }
  }

  private record AddressEnd(long address) implements End {
    @Override
    public boolean isMeantBy(Clause clause) {
      return means(clause, address);
    }

    @Override
    public boolean isMeantBy(AdminPolicy.Rule rule) {
      return rule.matches(address);
    }
  }

  private void explain(
      Direction direction, Pods self, End other, Pods destination, List<Reason> out) {
    explain(rules(admin, self, direction), other, destination, out);
    List<Policy> isolating = isolating(self, direction);
    if (isolating.isEmpty()) {
      out.add(new Reason(direction, "no NetworkPolicy isolates it", null));
      explain(rules(baseline, self, direction), other, destination, out);
      return;
    }
    int before = out.size();
    for (Policy policy : isolating) {
      for (Clause clause : policy.activeClauses(direction)) {
        PortSet ports = destination.ports(clause);
        if (other.isMeantBy(clause) && !ports.isEmpty()) {
          out.add(
              new Reason(direction, policy + " allows " + ports + " in " + clause, clause.place()));
        }
      }
    }
    if (out.size() == before) {
      for (Policy policy : isolating) {
        out.add(
            new Reason(
                direction,
                policy + " isolates it and no clause allows this",
                policy.place(direction)));
      }
    }
  }

  private static void explain(
      List<AdminPolicy.Rule> rules, End other, Pods destination, List<Reason> out) {
    for (AdminPolicy.Rule rule : rules) {
      PortSet ports = rule.ports(destination);
      if (other.isMeantBy(rule) && !ports.isEmpty()) {
        String does =
            switch (rule.action()) {
              case ALLOW -> " allows ";
              case DENY -> " denies ";
              case PASS -> " leaves to NetworkPolicies ";
            };
        out.add(
            new Reason(
                rule.direction(), rule.policy() + does + ports + " in " + rule, rule.place()));
      }
    }
  }

  /**
   * What to list.
   *
   * @param from the sources that count
   * @param to the destinations that count
   * @param explained whether each connection carries its reasons
   * @param denied whether pairs of workloads without any connection are listed too
   */
  public record Query(Ends from, Ends to, boolean explained, boolean denied) {
    /** Every connection that is allowed. */
    public static final Query ALL = new Query(Ends.ALL, Ends.ALL, false, false);
  }

  /**
   * Lists the connections that are allowed: from addresses, from workloads, from the ingress
   * controller, each sorted. A workload's connection to itself is left out.
   */
  public void list(Query query, Consumer<Connection> out) {
    record Incoming(AddressRanges.Range range, Node node) {}
    List<Node> targets = nodes.stream().filter(query.to()::includes).toList();
    List<Incoming> incoming = new ArrayList<>();
    if (query.from().includesAddresses()) {
      for (Node node : targets) {
        for (AddressRanges.Range range :
            query.from().cut(addresses(node, Direction.INGRESS)).ranges()) {
          incoming.add(new Incoming(range, node));
        }
      }
    }
    incoming.sort(
        Comparator.comparingLong((Incoming one) -> one.range().low())
            .thenComparingLong(one -> one.range().high()));
    for (Incoming one : incoming) {
      List<Reason> reasons =
          query.explained() ? explain(one.node(), Direction.INGRESS, one.range().low()) : List.of();
      out.accept(
          new Connection(external(one.range()), one.node().name(), one.range().ports(), reasons));
    }
    for (Node source : nodes) {
      if (query.from().includes(source)) {
        listFrom(source, targets, query, out);
      }
    }
    if (query.from().includesIngressController()) {
      for (Node node : targets) {
        PortSet ports = fromIngressController(node);
        if (!ports.isEmpty()) {
          List<Reason> reasons = query.explained() ? explainEntry(node) : List.of();
          out.accept(new Connection(INGRESS_CONTROLLER, node.name(), ports, reasons));
        }
      }
    }
  }

  private void listFrom(Node source, List<Node> targets, Query query, Consumer<Connection> out) {
    if (query.to().includesAddresses()) {
      for (AddressRanges.Range range :
          query.to().cut(addresses(source, Direction.EGRESS)).ranges()) {
        List<Reason> reasons =
            query.explained() ? explain(source, Direction.EGRESS, range.low()) : List.of();
        out.accept(new Connection(source.name(), external(range), range.ports(), reasons));
      }
    }
    for (Node destination : targets) {
      if (source.name().equals(destination.name())) {
        continue;
      }
      PortSet ports = allowed(source, destination);
      if (!ports.isEmpty() || query.denied()) {
        List<Reason> reasons = query.explained() ? explain(source, destination) : List.of();
        out.accept(new Connection(source.name(), destination.name(), ports, reasons));
      }
    }
  }

  static String external(AddressRanges.Range range) {
    return range.addresses() + "[External]";
  }
}
