package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;

/** The AuthorizationPolicies of a world, and the workloads that each holds for. */
final class Authorizations {
  private final Mesh mesh;
  private final ObjectGraph graph;
  private final Map<KubeObject, AuthzPolicy> policies = new HashMap<>();
  private final Map<String, List<AuthzPolicy>> byNamespace = new HashMap<>();

  Authorizations(Mesh mesh) {
    this.mesh = mesh;
    this.graph = mesh.graph();
    for (KubeObject object : graph.objectsOf(Kinds.AUTHORIZATION_POLICY)) {
      AuthzPolicy policy = AuthzPolicy.of(object);
      policies.put(object, policy);
      if (!mesh.isRead(object).isNo() && !mesh.isDiscovered(object.namespace()).isNo()) {
        byNamespace.computeIfAbsent(object.namespace(), k -> new ArrayList<>()).add(policy);
      }
    }
  }

  AuthzPolicy policy(KubeObject object) {
    AuthzPolicy known = policies.get(object);
    return known == null ? AuthzPolicy.of(object) : known;
  }

  /** The policies that a workload's proxy enforces, dry runs left out. */
  List<AuthzPolicy> of(Workload server) {
    List<AuthzPolicy> out = new ArrayList<>();
    Set<String> namespaces = new LinkedHashSet<>();
    namespaces.add(server.namespace());
    namespaces.add(mesh.config().rootNamespace());
    for (String namespace : namespaces) {
      for (AuthzPolicy policy : byNamespace.getOrDefault(namespace, List.of())) {
        Attachment attachment = mesh.attachment(policy.object());
        // Those with targetRefs are for gateways and waypoints.
        boolean selects =
            attachment.scope() != Attachment.Scope.TARGETS
                && (attachment.selector() == null || server.selectedBy(attachment.selector()));
        if (selects && !policy.dryRun()) {
          out.add(policy);
        }
      }
    }
    return out;
  }

  /** Whether the mesh config has the provider that a CUSTOM policy asks. */
  Known hasProvider(AuthzPolicy policy) {
    MeshConfig config = mesh.config();
    if (!config.isKnown() || policy.provider().isEmpty()) {
      return Known.UNKNOWN;
    }
    String type = config.extensionProviders().get(policy.provider());
    return Known.of(type != null && type.startsWith("envoyExtAuthz"));
  }

  /** Whether Istio takes a port of a workload for HTTP; unknown where it looks at the bytes. */
  Known isHttp(Workload server, int port) {
    Map<Integer, MapNode> listeners = mesh.scope(server).ingressPorts();
    if (listeners != null) {
      // A Sidecar's inbound listeners take the place of the Services' ports.
      MapNode listener = listeners.get(port);
      PortProtocol declared =
          listener != null && listener.at("port", "protocol") instanceof String word
              ? PortProtocol.ofField(word)
              : PortProtocol.AUTO;
      return declared.isAuto() ? Known.UNKNOWN : Known.of(declared.isHttp());
    }
    if (mesh.injection(server).mode() == Injection.Mode.GATEWAY) {
      // Its listeners are the Gateways' servers, whatever the Service's ports are called.
      return Known.UNKNOWN;
    }
    Known found = null;
    for (Service service : graph.servicesOf(server)) {
      for (ServicePort servicePort : service.ports()) {
        Integer target = servicePort.resolveOn(server);
        if (target == null || target != port || servicePort.protocol().equals("UDP")) {
          continue;
        }
        PortProtocol protocol = PortProtocol.of(servicePort);
        Known one = protocol.isAuto() ? Known.UNKNOWN : Known.of(protocol.isHttp());
        found = found == null || found == one ? one : Known.UNKNOWN;
      }
    }
    return found == null ? Known.UNKNOWN : found;
  }
}
