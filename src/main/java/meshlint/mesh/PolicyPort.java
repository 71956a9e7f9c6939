package meshlint.mesh;

import meshlint.graph.Known;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A port in an AuthorizationPolicy or PeerAuthentication, which means a port of the pods, not of a
 * Service.
 *
 * @param place where it stands
 * @param negated whether the policy means all ports but this
 * @param port the number; -1 where it is none
 * @param isPodPort whether some workload that the policy holds for has it; no only where another
 *     port of a Service was plainly meant
 * @param servicePort the Service's port of that number which leads to another one of the pods; null
 *     for none
 * @param server the workload behind that Service; null for none
 * @param target the port of the pods that it leads to; 0 for none
 */
public record PolicyPort(
    Place place,
    boolean negated,
    int port,
    Known isPodPort,
    @Nullable ServicePort servicePort,
    @Nullable Workload server,
    int target) {}
