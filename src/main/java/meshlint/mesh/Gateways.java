package meshlint.mesh;

import java.util.ArrayList;
import java.util.Collections;
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
import meshlint.manifest.Place;

/** The Gateways of a world: what they serve, and what gets in their way. */
final class Gateways {
  /**
   * Ports of the ingress gateway as Istio's charts have had it (gateways/istio-ingress, gateway):
   * of its Service and, where these differ, of its pods.
   */
  private static final Set<Integer> USUAL_PORTS =
      Set.of(80, 443, 8080, 8443, 15012, 15017, 15021, 15443, 31400);

  private final Mesh mesh;
  private final ObjectGraph graph;
  private final Map<KubeObject, List<GatewayServer>> servers = new HashMap<>();
  private final Map<PortHost, Set<GatewayServer>> byPortAndHost = new HashMap<>();
  private final Map<String, List<GatewayServer>> byCertificate = new HashMap<>();
  private final Map<Integer, List<GatewayServer>> byPort = new HashMap<>();

  private record PortHost(int port, String host) {}

  Gateways(Mesh mesh) {
    this.mesh = mesh;
    this.graph = mesh.graph();
    for (KubeObject gateway : Age.sorted(graph.objectsOf(Kinds.ISTIO_GATEWAY))) {
      if (mesh.isRead(gateway).isNo() || mesh.isDiscovered(gateway.namespace()).isNo()) {
        continue;
      }
      List<GatewayServer> own = GatewayServer.of(gateway);
      servers.put(gateway, own);
      for (GatewayServer server : own) {
        byPort.computeIfAbsent(server.port(), k -> new ArrayList<>()).add(server);
        for (String host : server.hosts()) {
          byPortAndHost.computeIfAbsent(key(server, host), k -> new LinkedHashSet<>()).add(server);
        }
        byCertificate.computeIfAbsent(certificate(server), k -> new ArrayList<>()).add(server);
      }
    }
  }

  private static PortHost key(GatewayServer server, String host) {
    return new PortHost(server.port(), GatewayServer.dnsName(host));
  }

  List<GatewayServer> servers(KubeObject gateway) {
    return servers.getOrDefault(gateway, List.of());
  }

  // --- VirtualServices at gateways ---------------------------------------------------

  List<GatewayBinding> bindings(KubeObject virtualService) {
    VirtualRoutes routes = VirtualRoutes.of(virtualService, mesh);
    List<GatewayBinding> out = new ArrayList<>();
    for (GatewayRef ref : GatewayRefs.of(virtualService, mesh)) {
      KubeObject gateway = ref.gateway();
      if (gateway != null && !ref.inMatch()) {
        out.add(binding(ref, gateway, routes));
      }
    }
    return out;
  }

  private GatewayBinding binding(GatewayRef ref, KubeObject gateway, VirtualRoutes routes) {
    String namespace = routes.object().namespace();
    List<String> matched = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    Set<GatewayServer> serving = new LinkedHashSet<>();
    Set<String> hosts = new LinkedHashSet<>();
    boolean kubernetes = gateway.kind().equals(Kinds.GATEWAY);
    if (kubernetes) {
      hosts.addAll(listenerHosts(gateway));
    }
    for (GatewayServer server : servers(gateway)) {
      hosts.addAll(server.hosts());
    }
    for (String host : routes.hosts()) {
      boolean any =
          kubernetes && hosts.stream().anyMatch(own -> own.equals("*") || Hosts.overlap(own, host));
      for (GatewayServer server : servers(gateway)) {
        if (server.admits(host, namespace)) {
          serving.add(server);
          any = true;
        }
      }
      (any ? matched : unmatched).add(host);
    }
    return new GatewayBinding(
        ref, gateway, matched, unmatched, List.copyOf(hosts), List.copyOf(serving));
  }

  private static List<String> listenerHosts(KubeObject gateway) {
    List<String> out = new ArrayList<>();
    MapNode spec = gateway.spec();
    if (spec != null) {
      for (MapNode listener : spec.maps("listeners")) {
        String host = listener.text("hostname");
        out.add(host == null || host.isEmpty() ? "*" : host);
      }
    }
    return out;
  }

  // --- servers that want the same ----------------------------------------------------

  /**
   * Servers of other Gateways, or later ones of the same, that claim a host of this Gateway's on
   * the same port of the same pods.
   */
  List<ServerConflict> conflicts(KubeObject gateway) {
    List<ServerConflict> out = new ArrayList<>();
    for (GatewayServer server : servers(gateway)) {
      Set<GatewayServer> others = new LinkedHashSet<>();
      for (String host : server.hosts()) {
        others.addAll(byPortAndHost.getOrDefault(key(server, host), Set.of()));
      }
      for (GatewayServer other : others) {
        if (!other.equals(server)
            && server.bind().equals(other.bind())
            && shareProxies(gateway, other.gateway())) {
          List<String> shared = sharedHosts(server, other);
          if (!shared.isEmpty()) {
            out.add(new ServerConflict(server, other, shared));
          }
        }
      }
    }
    return out;
  }

  /**
   * Servers of other Gateways, or later ones of the same, on the same port of the same pods whose
   * protocol does not go together with that of one of this Gateway's. Only HTTP goes together with
   * HTTP, and TLS with TLS (pilot/pkg/model/gateway.go mergeGateways).
   */
  List<ServerConflict> protocolConflicts(KubeObject gateway) {
    List<ServerConflict> out = new ArrayList<>();
    for (GatewayServer server : servers(gateway)) {
      for (GatewayServer other : byPort.getOrDefault(server.port(), List.of())) {
        if (other.equals(server)) {
          // Those behind it in the order of age find it themselves.
          break;
        }
        if (!server.sharesPort(other)
            && server.bind().equals(other.bind())
            && shareProxies(gateway, other.gateway())) {
          out.add(new ServerConflict(server, other, server.hosts()));
          break;
        }
      }
    }
    return out;
  }

  /** The hosts of a server that another has too, word for word apart from the namespace. */
  private static List<String> sharedHosts(GatewayServer server, GatewayServer other) {
    List<String> out = new ArrayList<>();
    for (String host : server.hosts()) {
      for (String theirs : other.hosts()) {
        if (GatewayServer.dnsName(host).equals(GatewayServer.dnsName(theirs))
            && namespacesMeet(server, host, other, theirs)) {
          out.add(host);
          break;
        }
      }
    }
    return out;
  }

  private static boolean namespacesMeet(
      GatewayServer server, String host, GatewayServer other, String theirs) {
    String a = namespaceOf(server, host);
    String b = namespaceOf(other, theirs);
    return a.equals("*") || b.equals("*") || a.equals(b);
  }

  private static String namespaceOf(GatewayServer server, String host) {
    int slash = host.indexOf('/');
    String written = slash < 0 ? "*" : host.substring(0, slash);
    return written.equals(".") ? server.gateway().namespace() : written;
  }

  /** Whether some pods are selected by both Gateways. */
  private boolean shareProxies(KubeObject a, KubeObject b) {
    if (a.equals(b)) {
      return true;
    }
    Attachment first = mesh.attachment(a);
    Attachment second = mesh.attachment(b);
    if (first.selector() == null || second.selector() == null) {
      return true;
    }
    if (!Collections.disjoint(first.workloads(), second.workloads())) {
      return true;
    }
    // Without the pods: the one selector must contain the other.
    Map<String, String> x = first.selector().equal();
    Map<String, String> y = second.selector().equal();
    boolean nested =
        x.entrySet().containsAll(y.entrySet()) || y.entrySet().containsAll(x.entrySet());
    return first.workloads().isEmpty() && second.workloads().isEmpty() && nested;
  }

  /** Servers of any Gateway on the same pods with the same certificate for other hosts. */
  List<ServerConflict> sharedCertificates(KubeObject gateway) {
    List<ServerConflict> out = new ArrayList<>();
    for (GatewayServer server : servers(gateway)) {
      String certificate = certificate(server);
      if (certificate.isEmpty()) {
        continue;
      }
      for (GatewayServer other : byCertificate.getOrDefault(certificate, List.of())) {
        if (!other.gateway().equals(gateway) && shareProxies(gateway, other.gateway())) {
          out.add(new ServerConflict(server, other, server.hosts()));
        }
      }
    }
    return out;
  }

  private static String certificate(GatewayServer server) {
    MapNode tls = server.node().map("tls");
    if (tls == null || server.isPassthrough()) {
      return "";
    }
    String name = server.credentialName();
    if (name != null) {
      return name;
    }
    String certificate = tls.text("serverCertificate");
    return certificate == null ? "" : certificate + "\n" + tls.text("privateKey");
  }

  // --- Secrets and ports -------------------------------------------------------------

  /** The Secrets that a Gateway needs, each in the namespace of its pods. */
  List<GatewayCredential> credentials(KubeObject gateway) {
    List<GatewayCredential> out = new ArrayList<>();
    Set<String> namespaces = new LinkedHashSet<>();
    for (Workload workload : mesh.attachment(gateway).workloads()) {
      namespaces.add(workload.namespace());
    }
    for (GatewayServer server : servers(gateway)) {
      String name = server.credentialName();
      if (name == null || server.isPassthrough() || name.contains("://")) {
        continue;
      }
      Known exists = namespaces.isEmpty() ? Known.UNKNOWN : Known.YES;
      KubeObject secret = null;
      String missingIn = "";
      for (String namespace : namespaces) {
        KubeObject found = graph.find(Kinds.SECRET, namespace, name);
        Known here = found != null ? Known.YES : graph.exists(Kinds.SECRET, namespace, name);
        secret = secret == null ? found : secret;
        missingIn = here.isNo() ? namespace : missingIn;
        exists = exists.and(here);
      }
      out.add(
          new GatewayCredential(
              server, name, server.tlsPlace("credentialName"), exists, secret, missingIn));
    }
    return out;
  }

  /**
   * Whether a Service in front of a Gateway's pods leads to a server's port. Unknown where the
   * input shows neither pods nor Services.
   */
  Answer isReachable(GatewayServer server) {
    List<Workload> workloads = mesh.attachment(server.gateway()).workloads();
    List<Service> services = new ArrayList<>();
    for (Workload workload : workloads) {
      for (Service service : graph.servicesOf(workload)) {
        services.add(service);
        for (ServicePort port : service.ports()) {
          Integer target = port.resolveOn(workload);
          if (target != null && target == server.port() && !port.protocol().equals("UDP")) {
            return Answer.yes(service + " leads to port " + server.port(), port.node().place());
          }
        }
      }
    }
    if (services.isEmpty()) {
      return Answer.unknown("no Service in front of the gateway's pods is in the input");
    }
    // A Service's port that is the number too: Istio maps it to the target port by itself.
    for (Service service : services) {
      for (ServicePort port : service.ports()) {
        if (port.port() == server.port()) {
          return Answer.yes(service + " has port " + server.port(), port.node().place());
        }
      }
    }
    Service first = services.get(0);
    Place place = first.object().place("spec", "ports");
    return Answer.no("no port of " + first + " leads to port " + server.port(), place);
  }

  boolean isUsualPort(GatewayServer server) {
    Attachment attachment = mesh.attachment(server.gateway());
    boolean usual =
        attachment.selector() != null && Attachments.isIngressGateway(attachment.selector());
    return !usual || !attachment.workloads().isEmpty() || USUAL_PORTS.contains(server.port());
  }
}
