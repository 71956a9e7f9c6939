package meshlint.network;

import meshlint.graph.Known;

/** An entry of a policy that means some peers on some ports, whatever it does with them. */
interface PolicyEntry {
  /**
   * Whether it means a peer, whatever the port.
   *
   * @param subject the end that the policy selects
   */
  Known meansPeer(Endpoint subject, Endpoint peer);

  /** Whether it means a port of the connection's destination, whoever the peer. */
  Known meansPort(Endpoint destination, String protocol, int port);
}
