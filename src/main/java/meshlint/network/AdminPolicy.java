package meshlint.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
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
 * pod.
 */
final class AdminPolicy {
  private static final Kind ADMIN = new Kind("policy.networking.k8s.io", "AdminNetworkPolicy");
  private static final Kind BASELINE =
      new Kind("policy.networking.k8s.io", "BaselineAdminNetworkPolicy");

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

  /** Pods by the labels of their namespace and their own. */
  record Selection(LabelSelector namespaces, LabelSelector pods) {
    boolean matches(Pods peer) {
      return namespaces.matches(peer.namespaceLabels()) && pods.matches(peer.labels());
    }
  }

  /**
   * A rule.
   *
   * @param selections the pods among its peers
   * @param networks the addresses among its peers, for egress only
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
      List<Port> ports,
      boolean everyPort) {
    boolean matches(Pods peer) {
      return selections.stream().anyMatch(selection -> selection.matches(peer));
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
    out.sort(
        Comparator.comparingLong((AdminPolicy policy) -> policy.priority)
            .thenComparing(policy -> policy.object.name()));
    return out;
  }

  /** The BaselineAdminNetworkPolicy; only one named {@code default} can exist. */
  static List<AdminPolicy> baseline(ObjectGraph graph) {
    List<AdminPolicy> out = new ArrayList<>();
    graph.objectsOf(BASELINE).stream().limit(1).forEach(o -> out.add(new AdminPolicy(o)));
    return out;
  }

  private static @Nullable Selection selection(MapNode node) {
    MapNode namespaces = node.map("namespaces");
    if (namespaces != null) {
      return new Selection(LabelSelector.parse(namespaces), LabelSelector.EVERYTHING);
    }
    MapNode pods = node.map("pods");
    return pods == null
        ? null
        : new Selection(
            LabelSelector.parse(pods.map("namespaceSelector")),
            LabelSelector.parse(pods.map("podSelector")));
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
    for (MapNode peer : node.maps(direction.peersField())) {
      Selection selection = selection(peer);
      if (selection != null) {
        selections.add(selection);
      }
      ListNode cidrs = peer.list("networks");
      for (String text : cidrs == null ? List.<String>of() : cidrs.strings()) {
        Cidr cidr = Cidr.parse(text);
        if (cidr != null && direction == Direction.EGRESS) {
          networks.add(cidr);
        }
      }
    }
    List<Port> ports = new ArrayList<>();
    for (MapNode port : node.maps("ports")) {
      Port read = port(port);
      if (read != null) {
        ports.add(read);
      }
    }
    return new Rule(
        this,
        direction,
        index,
        action(node.text("action")),
        selections,
        networks,
        ports,
        node.list("ports") == null);
  }

  private static Action action(@Nullable String word) {
    return "Allow".equals(word) ? Action.ALLOW : "Pass".equals(word) ? Action.PASS : Action.DENY;
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
    return subject != null && !rules(direction).isEmpty() && subject.matches(pods);
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
