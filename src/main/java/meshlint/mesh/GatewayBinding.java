package meshlint.mesh;

import java.util.List;
import meshlint.manifest.KubeObject;

/**
 * A VirtualService at a gateway of the input that it is bound to.
 *
 * @param ref where the VirtualService names the gateway
 * @param gateway the Gateway, of Istio or of the Gateway API
 * @param matched the hosts of the VirtualService that the gateway serves
 * @param unmatched the hosts of the VirtualService that it does not
 * @param gatewayHosts the hosts of the gateway, as written
 * @param servers the servers that serve the matched hosts; empty for one of the Gateway API
 */
public record GatewayBinding(
    GatewayRef ref,
    KubeObject gateway,
    List<String> matched,
    List<String> unmatched,
    List<String> gatewayHosts,
    List<GatewayServer> servers) {
  /** Copies the lists. */
  public GatewayBinding {
    matched = List.copyOf(matched);
    unmatched = List.copyOf(unmatched);
    gatewayHosts = List.copyOf(gatewayHosts);
    servers = List.copyOf(servers);
  }
}
