package meshlint.network;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a policy's {@code ingress} or {@code egress}: it allows its peers on its ports.
 *
 * @param policy the policy it stands in
 * @param direction in which list
 * @param index at which position, from 0
 * @param node its mapping; null for an empty list item
 * @param peers its {@code from} or {@code to}; empty allows every peer
 * @param ports its {@code ports}; empty allows every port
 */
public record Clause(
    Policy policy,
    Direction direction,
    int index,
    @Nullable MapNode node,
    List<PolicyPeer> peers,
    List<PolicyPort> ports)
    implements PolicyEntry {
  /** Copies the lists. */
  public Clause {
    peers = List.copyOf(peers);
    ports = List.copyOf(ports);
  }

  static Clause of(Policy policy, Direction direction, int index, MapNode node) {
    List<PolicyPeer> peers = new ArrayList<>();
    for (MapNode peer : node.maps(direction.peersField())) {
      peers.add(PolicyPeer.of(peer));
    }
    List<PolicyPort> ports = new ArrayList<>();
    for (MapNode port : node.maps("ports")) {
      ports.add(PolicyPort.of(port));
    }
    return new Clause(policy, direction, index, node, peers, ports);
  }

  /** Where it stands. */
  public Place place() {
    return policy.object().place("spec", direction.field(), index);
  }

  /** Where its ports stand; the clause where it names none. */
  public Place portsPlace() {
    return node == null ? place() : node.placeOf("ports");
  }

  /** Where its peers stand; the clause where it names none. */
  public Place peersPlace() {
    return node == null ? place() : node.placeOf(direction.peersField());
  }

  @Override
  public Known meansPeer(Endpoint subject, Endpoint peer) {
    if (peers.isEmpty()) {
      return Known.YES;
    }
    Known any = Known.NO;
    for (PolicyPeer candidate : peers) {
      any = any.or(candidate.matches(policy.namespace(), peer));
      if (any.isYes()) {
        return any;
      }
    }
    return any;
  }

  @Override
  public Known meansPort(Endpoint destination, String protocol, int port) {
    if (ports.isEmpty()) {
      return Known.YES;
    }
    Known any = Known.NO;
    for (PolicyPort candidate : ports) {
      any = any.or(candidate.matches(destination, protocol, port));
      if (any.isYes()) {
        return any;
      }
    }
    return any;
  }

  /** {@code spec.egress[0]}. */
  @Override
  public String toString() {
    return "spec." + direction.field() + "[" + index + "]";
  }
}
