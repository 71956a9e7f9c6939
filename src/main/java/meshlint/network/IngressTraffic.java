package meshlint.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The pod ports that Ingresses, OpenShift Routes and routes of the Gateway API send traffic to from
 * outside. Only container ports that the pods declare count.
 */
final class IngressTraffic {
  private static final Kind OLD_INGRESS = new Kind("extensions", "Ingress");
  private static final Kind ROUTE = new Kind("route.openshift.io", "Route");
  private static final String GATEWAY_API = "gateway.networking.k8s.io";
  private static final List<Kind> GATEWAY_ROUTES =
      List.of(
          new Kind(GATEWAY_API, "HTTPRoute"),
          new Kind(GATEWAY_API, "GRPCRoute"),
          new Kind(GATEWAY_API, "TLSRoute"),
          new Kind(GATEWAY_API, "TCPRoute"));

  private final ObjectGraph graph;
  private final Map<Workload, PortSet> ports = new HashMap<>();

  IngressTraffic(ObjectGraph graph) {
    this.graph = graph;
    graph.objectsOf(Kinds.INGRESS).forEach(this::ingress);
    graph.objectsOf(OLD_INGRESS).forEach(this::ingress);
    graph.objectsOf(ROUTE).forEach(this::route);
    for (Kind kind : GATEWAY_ROUTES) {
      graph.objectsOf(kind).forEach(this::gatewayRoute);
    }
  }

  /** The ports per workload; workloads that nothing leads to are left out. */
  Map<Workload, PortSet> byWorkload() {
    return ports;
  }

  private void ingress(KubeObject object) {
    MapNode spec = object.spec();
    if (spec == null) {
      return;
    }
    backend(object, spec.map("defaultBackend"));
    backend(object, spec.map("backend"));
    for (MapNode rule : spec.maps("rules")) {
      MapNode http = rule.map("http");
      if (http != null) {
        http.maps("paths").forEach(path -> backend(object, path.map("backend")));
      }
    }
  }

  private void backend(KubeObject ingress, @Nullable MapNode backend) {
    if (backend == null) {
      return;
    }
    MapNode service = backend.map("service");
    if (service == null) {
      // The form before networking.k8s.io/v1.
      add(ingress.namespace(), backend.text("serviceName"), backend.get("servicePort"));
      return;
    }
    MapNode port = service.map("port");
    Object wanted =
        port == null ? null : port.get("name") != null ? port.get("name") : port.get("number");
    if (wanted != null) {
      add(ingress.namespace(), service.text("name"), wanted);
    }
  }

  private void route(KubeObject object) {
    MapNode spec = object.spec();
    if (spec == null) {
      return;
    }
    MapNode port = spec.map("port");
    Object wanted = port == null ? null : port.get("targetPort");
    MapNode to = spec.map("to");
    if (to != null && isService(to)) {
      add(object.namespace(), to.text("name"), wanted);
    }
    for (MapNode alternate : spec.maps("alternateBackends")) {
      if (isService(alternate)) {
        add(object.namespace(), alternate.text("name"), wanted);
      }
    }
  }

  private void gatewayRoute(KubeObject object) {
    MapNode spec = object.spec();
    if (spec == null) {
      return;
    }
    // A route whose parent is a Service belongs to the mesh and lets nothing in from outside.
    boolean fromGateway =
        spec.maps("parentRefs").stream()
            .anyMatch(
                parent -> parent.get("kind") == null || "Gateway".equals(parent.text("kind")));
    if (!fromGateway) {
      return;
    }
    for (MapNode rule : spec.maps("rules")) {
      for (MapNode backend : rule.maps("backendRefs")) {
        String namespace = backend.text("namespace");
        Object port = backend.get("port");
        if (isService(backend) && port != null) {
          add(namespace == null ? object.namespace() : namespace, backend.text("name"), port);
        }
      }
    }
  }

  private static boolean isService(MapNode reference) {
    String kind = reference.text("kind");
    return kind == null || kind.equals("Service");
  }

  /**
   * Adds the pods of a Service.
   *
   * @param wanted the port's name or number, or for a Route its targetPort; null for all ports
   */
  private void add(String namespace, @Nullable String name, @Nullable Object wanted) {
    Service service = name == null ? null : graph.service(namespace, name);
    if (service == null) {
      return;
    }
    for (ServicePort port : service.ports()) {
      if (wanted != null && !isMeant(port, wanted)) {
        continue;
      }
      for (Workload workload : graph.workloadsOf(service)) {
        Integer number = port.resolveOn(workload);
        if (number != null && workload.declaredPort(number, "TCP") != null) {
          ports.merge(workload, PortSet.port("TCP", number), PortSet::union);
        }
      }
      if (wanted != null) {
        return;
      }
    }
  }

  private static boolean isMeant(ServicePort port, Object wanted) {
    if (wanted instanceof Long number) {
      return port.port() == number
          || (port.node().get("targetPort") instanceof Long target && target.equals(number));
    }
    return wanted.equals(port.name()) || wanted.equals(port.targetName());
  }
}
