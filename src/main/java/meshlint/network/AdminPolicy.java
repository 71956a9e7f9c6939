package meshlint.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A cluster-wide policy of the network-policy-api: an AdminNetworkPolicy, judged before
 * NetworkPolicies, or the BaselineAdminNetworkPolicy, judged after them where none isolates the
 * pod. A ClusterNetworkPolicy is either, by its {@code tier}.
 */
final class AdminPolicy {
  private static final String GROUP = "policy.networking.k8s.io";
  private static final Kind ADMIN = new Kind(GROUP, "AdminNetworkPolicy");
  private static final Kind BASELINE = new Kind(GROUP, "BaselineAdminNetworkPolicy");
  private static final Kind CLUSTER = new Kind(GROUP, "ClusterNetworkPolicy");

  private final KubeObject object;
  private final long priority;
  private final @Nullable Selection subject;
  private final List<Rule> ingress;
  private final List<Rule> egress;

  /** What a rule does with the traffic it matches. */
  enum Action {
    ALLOW,
    DENY,
    PASS
  }

  /**
   * Pods by the labels of their namespace and their own.
   *
   * @param same keys of labels in which the namespace equals that of the policy's subject
   * @param different keys of labels that the namespace has, not all with the subject's values; as
   *     {@code same}, only early versions of the API know it
   */
  record Selection(
      LabelSelector namespaces, List<String> same, List<String> different, LabelSelector pods) {
    /** Whether its selectors alone mean some pods. */
    boolean selects(Pods peer) {
      return namespaces.matches(peer.namespaceLabels()) && pods.matches(peer.labels());
    }

    boolean matches(Pods subject, Pods peer) {
      return selects(peer)
          && (same.isEmpty() || same.stream().allMatch(key -> hasSame(key, subject, peer)))
          && (different.isEmpty()
              || (different.stream().allMatch(peer.namespaceLabels()::containsKey)
                  && !different.stream().allMatch(key -> hasSame(key, subject, peer))));
    }

    private static boolean hasSame(String key, Pods subject, Pods peer) {
      String value = peer.namespaceLabels().get(key);
      return value != null && value.equals(subject.namespaceLabels().get(key));
    }

    Known matches(Endpoint subject, Endpoint peer) {
      Known all = peer.selectedBy("", namespaces, pods);
      for (String key : same) {
        all = all.and(hasSame(key, subject, peer));
      }
      if (different.isEmpty() || all.isNo()) {
        return all;
      }
      Known allSame = Known.YES;
      for (String key : different) {
        all = all.and(peer.namespace() == null ? Known.NO : peer.namespace().has(key));
        allSame = allSame.and(hasSame(key, subject, peer));
      }
      return all.and(allSame.not());
    }

    private static Known hasSame(String key, Endpoint subject, Endpoint peer) {
      if (subject.namespace() == null || peer.namespace() == null) {
        return Known.NO;
      }
      Known both = subject.namespace().has(key).and(peer.namespace().has(key));
      return both.isYes()
          ? Known.of(Objects.equals(subject.namespace().label(key), peer.namespace().label(key)))
          : both;
    }
  }

  /**
   * A rule.
   *
   * @param selections the pods among its peers
   * @param networks the addresses among its peers, for egress only
   * @param unseen whether it has peers that manifests do not show: nodes, names of domains
   * @param ports empty where it names none, which means all
   * @param everyPort whether it names no ports
   */
  record Rule(
      AdminPolicy policy,
      Direction direction,
      int index,
      Action action,
      List<Selection> selections,
      List<Cidr> networks,
      boolean unseen,
      List<Port> ports,
      boolean everyPort)
      implements PolicyEntry {
    boolean matches(Pods subject, Pods peer) {
      return selections.stream().anyMatch(selection -> selection.matches(subject, peer));
    }

    @Override
    public Known meansPeer(Endpoint subject, Endpoint peer) {
      Known any = Known.NO;
      for (Selection selection : selections) {
        any = any.or(selection.matches(subject, peer));
      }
      for (Cidr network : networks) {
        any = any.or(peer.inBlock(network));
      }
      return unseen && !peer.isOrdinaryPods() ? any.or(Known.UNKNOWN) : any;
    }

    @Override
    public Known meansPort(Endpoint destination, String protocol, int port) {
      Known any = Known.of(everyPort);
      for (Port candidate : ports) {
        any = any.or(candidate.matches(destination, protocol, port));
      }
      return any;
    }

    boolean matches(long address) {
      return networks.stream().anyMatch(network -> network.holdsV4(address));
    }

    /** The ports on a destination; null for an address, which has no named ports. */
    PortSet ports(@Nullable Pods destination) {
      if (everyPort) {
        return PortSet.ALL;
      }
      PortSet out = PortSet.NONE;
      for (Port port : ports) {
        out = out.union(port.on(destination));
      }
      return out;
    }

    Place place() {
      return policy.object.place("spec", direction.field(), index);
    }

    /** {@code spec.egress[0]}. */
    @Override
    public String toString() {
      return "spec." + direction.field() + "[" + index + "]";
    }
  }

  /** A port of a rule: a range, or the name of a container port of any protocol. */
  record Port(String protocol, int low, int high, @Nullable String name) {
    PortSet on(@Nullable Pods destination) {
      if (name == null) {
        return PortSet.range(protocol, low, high);
      }
      PortSet out = PortSet.NONE;
      if (destination != null) {
        for (String known : PortSet.PROTOCOLS) {
          Integer number = destination.namedPort(name, known);
          out = number == null ? out : out.union(PortSet.port(known, number));
        }
      }
      return out;
    }

    Known matches(Endpoint destination, String wantedProtocol, int port) {
      if (name != null) {
        return destination.portIs(name, wantedProtocol, port);
      }
      return Known.of(protocol.equals(wantedProtocol) && port >= low && port <= high);
    }
  }

  private AdminPolicy(KubeObject object) {
    this.object = object;
    MapNode spec = object.spec();
    Long written = spec == null ? null : spec.integer("priority");
    this.priority = written == null ? 0 : written;
    MapNode subjectNode = spec == null ? null : spec.map("subject");
    this.subject = subjectNode == null ? null : selection(subjectNode);
    this.ingress = rules(spec, Direction.INGRESS);
    this.egress = rules(spec, Direction.EGRESS);
  }

  /** The AdminNetworkPolicies, the one that counts first at the front. */
  static List<AdminPolicy> admin(ObjectGraph graph) {
    List<AdminPolicy> out = new ArrayList<>();
    graph.objectsOf(ADMIN).forEach(object -> out.add(new AdminPolicy(object)));
    addCluster(graph, "Admin", out);
    sort(out);
    return out;
  }

  private static void addCluster(ObjectGraph graph, String tier, List<AdminPolicy> out) {
    for (KubeObject object : graph.objectsOf(CLUSTER)) {
      MapNode spec = object.spec();
      if (spec != null && tier.equals(spec.text("tier"))) {
        out.add(new AdminPolicy(object));
      }
    }
  }

  private static void sort(List<AdminPolicy> policies) {
    policies.sort(
        Comparator.comparingLong((AdminPolicy policy) -> policy.priority)
            .thenComparing(policy -> policy.object.name()));
  }

  /**
   * The BaselineAdminNetworkPolicy, of which only one named {@code default} can exist, and what
   * else is judged after NetworkPolicies.
   */
  static List<AdminPolicy> baseline(ObjectGraph graph) {
    List<AdminPolicy> out = new ArrayList<>();
    addCluster(graph, "Baseline", out);
    sort(out);
    graph.objectsOf(BASELINE).stream().limit(1).forEach(o -> out.add(new AdminPolicy(o)));
    return out;
  }

  private static @Nullable Selection selection(MapNode node) {
    MapNode namespaces = node.map("namespaces");
    if (namespaces != null) {
      return selection(namespaces, LabelSelector.EVERYTHING);
    }
    MapNode pods = node.map("pods");
    if (pods == null) {
      return null;
    }
    LabelSelector labels = LabelSelector.parse(pods.map("podSelector"));
    MapNode early = pods.map("namespaces");
    return early != null
        ? selection(early, labels)
        : new Selection(
            LabelSelector.parse(pods.map("namespaceSelector")), List.of(), List.of(), labels);
  }

  /** A {@code namespaces} field: a selector, or in early versions of the API an object with one. */
  private static Selection selection(MapNode namespaces, LabelSelector pods) {
    MapNode early = namespaces.map("namespaceSelector");
    return new Selection(
        LabelSelector.parse(early == null ? namespaces : early),
        strings(namespaces.list("sameLabels")),
        strings(namespaces.list("notSameLabels")),
        pods);
  }

  private static List<String> strings(@Nullable ListNode list) {
    return list == null ? List.of() : list.strings();
  }

  private List<Rule> rules(@Nullable MapNode spec, Direction direction) {
    List<Rule> out = new ArrayList<>();
    ListNode list = spec == null ? null : spec.list(direction.field());
    for (int i = 0; list != null && i < list.size(); i++) {
      if (list.valueAt(i) instanceof MapNode rule) {
        out.add(rule(direction, i, rule));
      }
    }
    return List.copyOf(out);
  }

  private Rule rule(Direction direction, int index, MapNode node) {
    List<Selection> selections = new ArrayList<>();
    List<Cidr> networks = new ArrayList<>();
    boolean unseen = false;
    for (MapNode peer : node.maps(direction.peersField())) {
      Selection selection = selection(peer);
      if (selection != null) {
        selections.add(selection);
      }
      unseen |= peer.containsKey("nodes") || peer.containsKey("domainNames");
      for (String text : strings(peer.list("networks"))) {
        Cidr cidr = Cidr.parse(text);
        if (cidr != null && direction == Direction.EGRESS) {
          networks.add(cidr);
        }
      }
    }
    List<Port> ports = new ArrayList<>();
    for (String list : List.of("ports", "protocols")) {
      for (MapNode port : node.maps(list)) {
        Port read = list.equals("ports") ? port(port) : protocolPort(port);
        if (read != null) {
          ports.add(read);
        }
      }
    }
    return new Rule(
        this,
        direction,
        index,
        action(node.text("action")),
        selections,
        networks,
        unseen,
        ports,
        node.list("ports") == null && node.list("protocols") == null);
  }

  private static Action action(@Nullable String word) {
    return "Allow".equals(word) || "Accept".equals(word)
        ? Action.ALLOW
        : "Pass".equals(word) ? Action.PASS : Action.DENY;
  }

  /** An entry of a ClusterNetworkPolicy's {@code protocols}. */
  private static @Nullable Port protocolPort(MapNode node) {
    String name = node.text("destinationNamedPort");
    if (name != null) {
      return new Port("", 0, 0, name);
    }
    for (String protocol : PortSet.PROTOCOLS) {
      MapNode written = node.map(protocol.toLowerCase(Locale.ROOT));
      if (written == null) {
        continue;
      }
      MapNode port = written.map("destinationPort");
      Long number = port == null ? null : port.integer("number");
      if (number != null) {
        return new Port(protocol, number.intValue(), number.intValue(), null);
      }
      MapNode range = port == null ? null : port.map("range");
      Long start = range == null ? null : range.integer("start");
      Long end = range == null ? null : range.integer("end");
      return start == null || end == null
          ? new Port(protocol, 1, PortSet.LAST, null)
          : new Port(protocol, start.intValue(), end.intValue(), null);
    }
    return null;
  }

  private static @Nullable Port port(MapNode node) {
    MapNode number = node.map("portNumber");
    if (number != null) {
      Long port = number.integer("port");
      return port == null
          ? null
          : new Port(protocol(number), port.intValue(), port.intValue(), null);
    }
    MapNode range = node.map("portRange");
    if (range != null) {
      Long start = range.integer("start");
      Long end = range.integer("end");
      return start == null || end == null
          ? null
          : new Port(protocol(range), start.intValue(), end.intValue(), null);
    }
    String name = node.text("namedPort");
    return name == null ? null : new Port("", 0, 0, name);
  }

  private static String protocol(MapNode node) {
    String written = node.text("protocol");
    return written == null ? "TCP" : written;
  }

  /** Whether it has a say about pods in a direction. */
  boolean selects(Pods pods, Direction direction) {
    return subject != null && !rules(direction).isEmpty() && subject.matches(pods, pods);
  }

  /** As {@link #selects(Pods, Direction)}, with what the input does not show unknown. */
  Known selects(Endpoint pods, Direction direction) {
    return subject == null || rules(direction).isEmpty() || !pods.isOrdinaryPods()
        ? Known.NO
        : subject.matches(pods, pods);
  }

  /** Adds the keys of the labels in which peers are compared with the subject. */
  void comparedLabels(Set<String> out) {
    for (Direction direction : Direction.values()) {
      for (Rule rule : rules(direction)) {
        for (Selection selection : rule.selections()) {
          out.addAll(selection.same());
          out.addAll(selection.different());
        }
      }
    }
  }

  List<Rule> rules(Direction direction) {
    return direction == Direction.INGRESS ? ingress : egress;
  }

  /** Adds where its networks start and where they have ended. */
  void boundaries(Set<Long> out) {
    for (Rule rule : egress) {
      rule.networks().forEach(network -> AddressRanges.boundaries(network, out));
    }
  }

  @Override
  public String toString() {
    return object.toString();
  }
}
