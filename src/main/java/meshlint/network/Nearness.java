package meshlint.network;

import java.util.Objects;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * How near a clause comes to allowing something that it does not allow.
 *
 * @param score greater is nearer; 0 is not near at all
 * @param clause the clause; null where none comes near
 * @param peersDiffer whether it is the peers that do not fit, rather than the ports
 */
record Nearness(int score, @Nullable Clause clause, boolean peersDiffer) {
  static final Nearness NONE = new Nearness(0, null, false);

  static Nearness of(Clause clause, Network.Match match) {
    if (!match.port().isNo() && match.peer().isNo()) {
      // A clause that names the very port says what it was meant for; one without ports does not.
      return clause.ports().isEmpty() ? NONE : new Nearness(3, clause, true);
    }
    if (match.peer().isNo() || !match.port().isNo()) {
      return NONE;
    }
    if (clause.peers().stream().anyMatch(PolicyPeer::isSpecific)) {
      return new Nearness(2, clause, false);
    }
    // Ports that a server opens for everyone are a list that lacks one; ports that a client may
    // send to
    // anywhere (443, say) are about something else.
    return clause.direction() == Direction.INGRESS ? new Nearness(1, clause, false) : NONE;
  }

  /** The field that keeps it from fitting. */
  Place place() {
    Clause near = Objects.requireNonNull(clause, "nothing comes near");
    return peersDiffer ? near.peersPlace() : near.portsPlace();
  }
}
