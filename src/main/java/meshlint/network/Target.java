package meshlint.network;

import java.util.List;
import java.util.function.Predicate;
import meshlint.graph.Known;

/**
 * Something that pods need to reach and that may stand in more than one place: the cluster's DNS,
 * istiod.
 *
 * @param description what messages call it
 * @param protocol {@code TCP} or {@code UDP}
 * @param port the port that messages name
 * @param servers where it is, or may be
 * @param shown whether the input shows where it is, so that a clause for another place is not for
 *     it
 * @param names whether what a clause lists among its ports can only be meant for it
 * @param plausible whether a peer that matches none of the servers may still be it, given that the
 *     clause's port names it
 */
record Target(
    String description,
    String protocol,
    int port,
    List<Server> servers,
    boolean shown,
    Predicate<PolicyPort> names,
    Plausible plausible) {
  /**
   * A place where it is or may be.
   *
   * @param port the port of its pods
   * @param guessed whether it is a guess that it is there: then a match is unknown at most
   */
  record Server(Endpoint endpoint, int port, boolean guessed) {}

  /** Judges a peer that matches no server. */
  interface Plausible {
    boolean test(Clause clause, PolicyPeer peer);
  }

  Target {
    servers = List.copyOf(servers);
  }

  /** Whether a clause lets pods reach it. */
  Network.Match match(Clause clause) {
    Network.Match best = new Network.Match(Known.NO, Known.NO);
    for (Server server : servers) {
      Known peer = clause.allowsPeer(server.endpoint());
      Known port = clause.allowsPort(server.endpoint(), protocol, server.port());
      if (server.guessed()) {
        peer = peer.and(Known.UNKNOWN);
      }
      Network.Match match = new Network.Match(peer, port);
      if (match.both().isYes()) {
        return match;
      }
      if (rank(match) > rank(best)) {
        best = match;
      }
    }
    if (best.both().isNo() && mayBeMeantForIt(clause)) {
      return new Network.Match(Known.UNKNOWN, Known.UNKNOWN);
    }
    return best;
  }

  private boolean mayBeMeantForIt(Clause clause) {
    if (clause.ports().stream().noneMatch(port -> isProtocol(port) && names.test(port))) {
      return false;
    }
    return clause.peers().isEmpty()
        || clause.peers().stream().anyMatch(peer -> plausible.test(clause, peer));
  }

  private boolean isProtocol(PolicyPort port) {
    return port.protocol().equals(protocol);
  }

  private static int rank(Network.Match match) {
    if (!match.both().isNo()) {
      return 3;
    }
    return !match.port().isNo() ? 2 : !match.peer().isNo() ? 1 : 0;
  }
}
