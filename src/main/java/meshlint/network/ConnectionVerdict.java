package meshlint.network;

import meshlint.graph.Known;

/**
 * Whether NetworkPolicy lets a client reach a server on a port: both ends must allow it.
 *
 * @param egress what the policies of the client say
 * @param ingress what the policies of the server say
 */
public record ConnectionVerdict(PolicyVerdict egress, PolicyVerdict ingress) {
  /** Whether the connection gets through. */
  public Known allowed() {
    return egress.allowed().and(ingress.allowed());
  }

  /** The end that decides: the one that denies, else the one that is unknown, else the server's. */
  public PolicyVerdict deciding() {
    if (egress.allowed().isNo()) {
      return egress;
    }
    return egress.allowed().isUnknown() && !ingress.allowed().isNo() ? egress : ingress;
  }
}
