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
    Plausible plausible)
    implements Network.Question {
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

  /**
   * Whether an entry is about pods that reach for it.
   *
   * @param subject these pods
   */
  @Override
  public Network.Match ask(PolicyEntry entry, Endpoint subject) {
    return entry instanceof Clause clause
        ? ofClause(clause, subject)
        : ofRule((AdminPolicy.Rule) entry, subject);
  }

  /** It is enough for a clause to let them reach one of the places. */
  private Network.Match ofClause(Clause clause, Endpoint subject) {
    Network.Match best = new Network.Match(Known.NO, Known.NO);
    for (Server server : servers) {
      Network.Match match = match(clause, subject, server);
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

  /**
   * An administrator's rule is about it for sure where it means every place it is known to be in.
   */
  private Network.Match ofRule(AdminPolicy.Rule rule, Endpoint subject) {
    Known all = Known.YES;
    Known any = Known.NO;
    for (Server server : servers) {
      Known both = match(rule, subject, server).both();
      all = all.and(server.guessed() ? Known.of(!both.isNo()) : both);
      any = any.or(both);
    }
    Known means = all.isYes() ? all : any.and(Known.UNKNOWN);
    return new Network.Match(means, means);
  }

  private Network.Match match(PolicyEntry entry, Endpoint subject, Server server) {
    Known peer = entry.meansPeer(subject, server.endpoint());
    Known port = entry.meansPort(server.endpoint(), protocol, server.port());
    return new Network.Match(server.guessed() ? peer.and(Known.UNKNOWN) : peer, port);
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
