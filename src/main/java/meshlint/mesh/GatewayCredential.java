package meshlint.mesh;

import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A Secret with the certificate of a Gateway's server. It must be in the namespace of the gateway's
 * pods.
 *
 * @param server the server
 * @param name the Secret's name
 * @param place where it is named
 * @param exists whether it is there, in all namespaces that have pods of the gateway
 * @param secret the Secret; null where the input does not have it
 * @param missingIn a namespace that lacks it; empty where none is known to
 */
public record GatewayCredential(
    GatewayServer server,
    String name,
    Place place,
    Known exists,
    @Nullable KubeObject secret,
    String missingIn) {}
