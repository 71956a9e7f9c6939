package meshlint.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.dns.ClientDns;
import meshlint.dns.ClusterDns;
import meshlint.dns.Corefile;
import meshlint.dns.DnsAnswer;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import meshlint.mesh.Answer;
import meshlint.mesh.AuthzVerdict;
import meshlint.mesh.ClientTls;
import meshlint.mesh.Destination;
import meshlint.mesh.HostLookup;
import meshlint.mesh.Injection;
import meshlint.mesh.Mesh;
import meshlint.mesh.MeshPort;
import meshlint.mesh.MeshService;
import meshlint.mesh.MtlsMode;
import meshlint.mesh.SidecarScope;
import meshlint.mesh.TrafficRule;
import meshlint.mesh.VirtualRoutes;
import meshlint.network.Blockage;
import meshlint.network.Direction;
import meshlint.network.Endpoint;
import meshlint.network.Needs;
import meshlint.network.Network;
import meshlint.network.Policy;
import meshlint.network.PolicyVerdict;
import meshlint.trace.Dependency.Client;
import meshlint.trace.Hop.Step;
import org.jspecify.annotations.Nullable;

/** Follows connections through the facts of one world. */
public final class Tracer {
  private static final int HBONE = 15008;
  private static final String REFUSED = "connection refused";
  private static final String RESET = "the connection is reset";
  private static final String TIMEOUT = "a timeout";
  private static final String FORBIDDEN = "403 (RBAC: access denied)";
  private static final String CLOSED = "the connection is closed";
  private static final String NO_SUCH_HOST = "the name does not resolve";

  private final ObjectGraph graph;
  private final ClusterDns dns;
  private final Mesh mesh;
  private final Network network;
  private final Needs needs;
  private final Dependencies dependencies;
  private final HostNames names;

  /** A tracer over the facts of one world. */
  public Tracer(
      ObjectGraph graph,
      ClusterDns dns,
      Mesh mesh,
      Network network,
      Needs needs,
      Dependencies dependencies) {
    this.graph = graph;
    this.dns = dns;
    this.mesh = mesh;
    this.network = network;
    this.needs = needs;
    this.dependencies = dependencies;
    this.names = new HostNames(graph);
  }

  /** What becomes of an intended connection: one trace for each workload that may answer. */
  public List<Trace> trace(Dependency dependency) {
    boolean reference = dependency.target().form() == Target.Form.REFERENCE;
    Target target = dependency.target();
    String host = reference ? fullName(target) : dependency.written();
    Service service = target.service();
    if (dependency.source() != Dependency.Source.PEERS || service == null) {
      boolean guessed = dependency.port() != null && !dependency.portWritten();
      return new Run(dependency.client(), host, target, dependency.port(), guessed).traces();
    }
    // Peers use whichever ports the Service has.
    List<Trace> out = new ArrayList<>();
    for (ServicePort port : service.ports()) {
      if (port.protocol().equals("TCP")) {
        out.addAll(new Run(dependency.client(), host, target, port.port(), false).traces());
      }
    }
    return out;
  }

  /**
   * What becomes of a connection from a workload to a host name.
   *
   * @param host as the client would dial it: {@code kafka}, {@code kafka.data}, a full name
   * @param port null for the Service's only port
   * @return empty where the host names no Service
   */
  public List<Trace> trace(Workload client, String host, @Nullable Integer port) {
    Target target = names.resolve(host, client.namespace());
    return target == null
        ? List.of()
        : new Run(Client.of(client), host, target, port, false).traces();
  }

  private String fullName(Target target) {
    return target.name() + "." + target.namespace() + ".svc." + dns.domain();
  }

  private static Place[] array(List<Place> places) {
    return places.toArray(new Place[0]);
  }

  /** One connection on its way. */
  private final class Run {
    private final Client client;
    private final @Nullable Workload workload;
    private final String host;
    private final Target target;
    private final @Nullable Integer asked;
    private final boolean guessed;
    private final List<Hop> common = new ArrayList<>();
    private final Injection.Mode mode;

    /**
     * A run.
     *
     * @param guessed whether the port is only what a URL's scheme usually means
     */
    Run(Client client, String host, Target target, @Nullable Integer port, boolean guessed) {
      this.client = client;
      this.workload = client.workload();
      this.host = host;
      this.target = target;
      this.asked = port;
      this.guessed = guessed;
      this.mode = workload == null ? Injection.Mode.NONE : mesh.injection(workload).mode();
    }

    List<Trace> traces() {
      if (client.kind() == Client.Kind.WORKLOAD && workload != null) {
        name(workload);
      }
      Service service = service();
      if (service == null) {
        return List.of(end(null, null));
      }
      Integer port = asked;
      if (port == null && service.ports().size() == 1) {
        port = service.ports().get(0).port();
      }
      if (port == null) {
        common.add(Hop.unknown(Step.SERVICE, service + " has several ports, and none is named"));
        return List.of(end(service, null));
      }
      ServicePort servicePort = find(service, port);
      if (!port(service, servicePort, port) || !endpoints(service)) {
        return List.of(end(service, port));
      }
      clientProxy(service, port);
      List<Trace> out = new ArrayList<>();
      for (Workload server : servers(service)) {
        out.add(toServer(service, servicePort, port, server));
      }
      return out.isEmpty() ? List.of(end(service, port)) : out;
    }

    private Trace end(@Nullable Service service, @Nullable Integer port) {
      return new Trace(client, host, port, service, null, common);
    }

    private static @Nullable ServicePort find(Service service, int number) {
      for (ServicePort port : service.ports()) {
        if (port.port() == number && port.protocol().equals("TCP")) {
          return port;
        }
      }
      return null;
    }

    // --- the name ---------------------------------------------------------------------

    private void name(Workload from) {
      ClientDns resolver = dns.client(from);
      String reason = from + " cannot resolve " + host + ": " + resolver.reason();
      if (!resolver.asksCluster().isYes()) {
        common.add(
            Hop.of(Step.NAME, resolver.asksCluster(), reason, NO_SUCH_HOST, resolver.evidence()));
        return;
      }
      Hop blocked = dnsEgress(from);
      if (blocked != null) {
        common.add(blocked);
        return;
      }
      boolean full = target.form() == Target.Form.FULL;
      String domain = full ? target.domain() : dns.domain();
      String pod = target.pod() == null ? "" : target.pod() + ".";
      String wanted = pod + target.name() + "." + target.namespace() + ".svc." + domain;
      if (full && dns.isClusterDomain(domain).isNo()) {
        common.add(
            Hop.fail(
                Step.NAME,
                "the cluster's domain is " + dns.domain() + ", not " + domain,
                NO_SUCH_HOST,
                domainPlaces()));
        return;
      }
      if (!resolver.candidates(host).contains(wanted)) {
        common.add(
            Hop.fail(
                Step.NAME,
                "the search path of " + from + " does not complete " + host + " to " + wanted,
                NO_SUCH_HOST,
                array(resolver.evidence())));
        return;
      }
      DnsAnswer answer = dns.answer(wanted);
      if (answer.fromCluster().isNo()) {
        common.add(Hop.fail(Step.NAME, answer.reason(), NO_SUCH_HOST, array(answer.evidence())));
        return;
      }
      if (target.pod() != null || isHeadless()) {
        Hop hidden = headlessName(wanted);
        if (hidden != null) {
          common.add(hidden);
          return;
        }
      }
      common.add(Hop.pass(Step.NAME, host + " is " + wanted));
    }

    private boolean isHeadless() {
      Service service = target.service();
      return service != null && service.isHeadless();
    }

    private Place[] domainPlaces() {
      return dns.domainClaims().stream()
          .filter(claim -> claim.domain().equals(dns.domain()))
          .map(claim -> claim.place())
          .toArray(Place[]::new);
    }

    private @Nullable Hop dnsEgress(Workload from) {
      for (Policy policy : network.isolating(from, Direction.EGRESS)) {
        List<Blockage> blockages = new ArrayList<>(needs.dns(policy, "UDP"));
        blockages.addAll(needs.dnsOfProxies(policy, "UDP"));
        for (Blockage blockage : blockages) {
          if (blockage.workloads().contains(from)) {
            return Hop.fail(
                Step.NAME,
                "it cannot ask DNS: " + blockage.reason(),
                NO_SUCH_HOST,
                blockage.place());
          }
        }
      }
      return null;
    }

    /** What keeps a headless Service's names from resolving to pods; null where nothing does. */
    private @Nullable Hop headlessName(String wanted) {
      Service service = target.service();
      for (Corefile corefile : dns.corefiles()) {
        Place hidden = corefile.hidesEndpoints();
        if (hidden != null) {
          return Hop.fail(
              Step.NAME,
              "plugin kubernetes of the Corefile has noendpoints, so headless names have no"
                  + " address",
              NO_SUCH_HOST,
              hidden);
        }
      }
      String pod = target.pod();
      if (pod == null || service == null) {
        return null;
      }
      if (!service.isHeadless()) {
        return Hop.fail(
            Step.NAME,
            service + " is not headless, so DNS has no " + wanted,
            NO_SUCH_HOST,
            service.clusterIpPlace());
      }
      List<Workload> servers = graph.workloadsOf(service);
      for (Workload server : servers) {
        if (isPodOf(pod, server) && service.name().equals(server.subdomain())) {
          return null;
        }
      }
      for (Workload server : servers) {
        if (isPodOf(pod, server) && server.isStatefulSet()) {
          return Hop.fail(
              Step.NAME,
              "the pods of "
                  + server
                  + " have names under its serviceName "
                  + server.subdomain()
                  + ", not under "
                  + service.name(),
              NO_SUCH_HOST,
              server.object().place("spec", "serviceName"));
        }
      }
      return servers.isEmpty()
          ? null
          : Hop.unknown(Step.NAME, "whether a pod is called " + pod + " is not known");
    }

    private static boolean isPodOf(String pod, Workload server) {
      return pod.startsWith(server.name() + "-")
          && pod.substring(server.name().length() + 1).matches("\\d+");
    }

    // --- the Service --------------------------------------------------------------------

    private @Nullable Service service() {
      Service service = target.service();
      if (service == null) {
        Known exists = dependencies.exists(target);
        String reason =
            exists.isNo()
                ? "there is no Service " + target
                : "Service " + target + " is not in the input";
        common.add(Hop.of(Step.SERVICE, exists, reason, NO_SUCH_HOST, List.of()));
      }
      return service;
    }

    private boolean port(Service service, @Nullable ServicePort port, int number) {
      Place ports = service.object().place("spec", "ports");
      if (service.isExternalName()) {
        common.add(Hop.unknown(Step.SERVICE, service + " is another name for a host outside"));
        return false;
      }
      if (port != null) {
        common.add(Hop.pass(Step.SERVICE, service + " has port " + port, port.place("port")));
        return true;
      }
      List<String> others = service.ports().stream().map(ServicePort::toString).toList();
      String has =
          others.isEmpty()
              ? "no port"
              : "no port " + number + ", only " + String.join(", ", others);
      if (service.isHeadless()) {
        common.add(
            Hop.pass(
                Step.SERVICE,
                service + " has " + has + ", but is headless: the pods are dialled themselves",
                ports));
        return true;
      }
      common.add(
          Hop.of(
              Step.SERVICE,
              guessed ? Known.UNKNOWN : Known.NO,
              service + " has " + has,
              REFUSED + " or a timeout",
              List.of(ports)));
      return false;
    }

    private boolean endpoints(Service service) {
      Known selects = graph.selectsWorkload(service);
      Place selector = service.object().place("spec", "selector");
      if (!service.hasSelector()) {
        common.add(Hop.unknown(Step.ENDPOINTS, service + " has no selector", selector));
        return false;
      }
      if (selects.isYes()) {
        return true;
      }
      common.add(
          Hop.of(
              Step.ENDPOINTS,
              selects,
              selects.isNo()
                  ? service + " selects no workload"
                  : "the pods behind " + service + " are not in the input",
              service.isHeadless() ? NO_SUCH_HOST : inMesh() ? "503 (UH)" : REFUSED,
              List.of(selector)));
      return false;
    }

    private List<Workload> servers(Service service) {
      List<Workload> servers = graph.workloadsOf(service);
      String pod = target.pod();
      if (pod == null) {
        return servers;
      }
      List<Workload> named = servers.stream().filter(s -> isPodOf(pod, s)).toList();
      return named.isEmpty() ? servers : named;
    }

    // --- the client's proxy ---------------------------------------------------------------

    private boolean inMesh() {
      return mode == Injection.Mode.SIDECAR || mode == Injection.Mode.GATEWAY;
    }

    private void clientProxy(Service service, int port) {
      Workload from = workload;
      if (from == null || mode != Injection.Mode.SIDECAR) {
        return;
      }
      MeshService host = mesh.registry().of(service);
      MeshPort meshPort = host.port(port);
      Answer captured = mesh.capture(from).outbound(port);
      if (!captured.isYes()) {
        common.add(
            Hop.pass(
                Step.CLIENT_PROXY,
                captured.isNo()
                    ? "the connection bypasses the proxy: " + captured.reason()
                    : "the connection may bypass the proxy: " + captured.reason(),
                array(captured.evidence())));
        return;
      }
      if (meshPort == null) {
        common.add(
            Hop.pass(Step.CLIENT_PROXY, "the proxy knows no such port and passes it on as it is"));
        return;
      }
      SidecarScope scope = mesh.scope(from);
      Answer imported = scope.imports(host, meshPort);
      boolean registryOnly = scope.outboundTrafficPolicy().equals("REGISTRY_ONLY");
      if (imported.isNo() && registryOnly) {
        List<Place> places = new ArrayList<>(imported.evidence());
        Place policy = scope.outboundTrafficPolicyPlace();
        if (policy != null) {
          places.add(policy);
        }
        common.add(
            Hop.fail(
                Step.CLIENT_PROXY,
                imported.reason() + ", and outboundTrafficPolicy is REGISTRY_ONLY",
                meshPort.protocol().isHttp() ? "502" : RESET,
                array(places)));
      } else if (!imported.isYes()) {
        common.add(
            Hop.of(
                Step.CLIENT_PROXY,
                imported.isNo() ? Known.YES : Known.UNKNOWN,
                imported.reason() + (imported.isNo() ? "; the proxy passes it on as it is" : ""),
                "",
                imported.evidence()));
      } else {
        common.add(Hop.pass(Step.CLIENT_PROXY, "the sidecar of " + from + " knows the host"));
        route(from, host, meshPort);
      }
    }

    /** Where the VirtualServices for the host lead; a connection follows them only in spirit. */
    private void route(Workload from, MeshService host, MeshPort port) {
      for (VirtualRoutes routes : mesh.virtualServices()) {
        boolean applies =
            routes.appliesToMesh()
                && routes.exportTo().includes(from.namespace())
                && routes.hosts().contains(host.host());
        if (!applies) {
          continue;
        }
        Map<Destination, String> broken = new LinkedHashMap<>();
        int destinations = 0;
        for (Destination destination : routes.destinations()) {
          boolean http = destination.kind() == Destination.Kind.HTTP;
          boolean fits = http ? !port.protocol().isTcp() : !port.protocol().isHttp();
          if (destination.kind() == Destination.Kind.MIRROR || !fits) {
            continue;
          }
          destinations++;
          String fault = fault(from, destination);
          if (fault != null) {
            broken.put(destination, fault);
          }
        }
        if (!broken.isEmpty()) {
          Destination first = broken.keySet().iterator().next();
          common.add(
              Hop.of(
                  Step.ROUTE,
                  broken.size() == destinations ? Known.NO : Known.UNKNOWN,
                  routes.object() + " routes to " + first.written() + ": " + broken.get(first),
                  "503 (NC)",
                  List.of(first.place(first.subset() == null ? "host" : "subset"))));
        } else if (destinations > 0) {
          common.add(
              Hop.pass(
                  Step.ROUTE,
                  routes.object() + " routes it",
                  routes.object().place("spec", "hosts")));
        }
        return;
      }
    }

    private @Nullable String fault(Workload from, Destination destination) {
      HostLookup lookup = mesh.lookup(destination.written(), destination.object().namespace());
      if (lookup.exists().isNo()) {
        return lookup.reason();
      }
      MeshService service = lookup.service();
      String subset = destination.subset();
      if (subset == null || service == null) {
        return null;
      }
      TrafficRule rule = mesh.destinationRule(from, service);
      boolean ruled = graph.knows(Kinds.DESTINATION_RULE);
      return ruled && (rule == null || rule.subset(subset) == null)
          ? "no DestinationRule defines subset " + subset
          : null;
    }

    // --- the server -----------------------------------------------------------------------

    private Trace toServer(
        Service service, @Nullable ServicePort servicePort, int port, Workload server) {
      List<Hop> hops = new ArrayList<>(common);
      Integer podPort = podPort(service, servicePort, port, server);
      if (podPort == null) {
        hops.add(
            Hop.fail(
                Step.LISTENER,
                "no container of "
                    + server
                    + " declares port "
                    + (servicePort == null ? port : servicePort.targetName()),
                REFUSED,
                servicePort == null
                    ? service.object().place("spec", "ports")
                    : servicePort.place("targetPort")));
      } else {
        tls(service, port, podPort, server, hops);
        policies(podPort, server, hops);
        authorization(service, port, podPort, server, hops);
        listener(service, servicePort, podPort, server, hops);
      }
      return new Trace(client, host, port, service, server, hops);
    }

    /** The port that packets to a pod have; null where a name stands for none. */
    private @Nullable Integer podPort(
        Service service, @Nullable ServicePort servicePort, int port, Workload server) {
      // Whoever dials a headless Service dials pods, and no kube-proxy changes the port. A gateway
      // balances over endpoints itself.
      boolean endpoints = client.kind() == Client.Kind.WORKLOAD && mode != Injection.Mode.GATEWAY;
      if (servicePort == null || (service.isHeadless() && endpoints)) {
        return port;
      }
      return servicePort.resolveOn(server);
    }

    private void tls(Service service, int port, int podPort, Workload server, List<Hop> hops) {
      if (!mesh.isInPlay()) {
        return;
      }
      Answer required = mesh.requiresMtls(server, podPort);
      MeshService meshService = mesh.registry().of(service);
      MeshPort meshPort = meshService.port(port);
      Workload from = workload;
      if (from == null || meshPort == null) {
        if (required.isYes()) {
          hops.add(
              Hop.of(
                  Step.TLS,
                  isPlaintext().not(),
                  required.reason()
                      + ", and "
                      + (inMesh()
                          ? service + " has no port " + port + ", so the client sends plaintext"
                          : client.words() + " sends plaintext"),
                  RESET,
                  required.evidence()));
        }
        return;
      }
      if (client.kind() == Client.Kind.INGRESS_CONTROLLER && !mesh.injection(from).state().isNo()) {
        // Such controllers dial pods, which a sidecar passes on as it is, unless told otherwise.
        hops.add(Hop.unknown(Step.TLS, "what " + from + " sends is not known"));
        return;
      }
      ClientTls sent = mesh.clientTls(from, meshService, meshPort, null, server);
      List<Place> places = new ArrayList<>(sent.evidence());
      Known mtls = sent.isMtls();
      if (required.isYes()) {
        places.addAll(required.evidence());
        String reason =
            mtls.isNo()
                ? "the server takes only mTLS, and " + plainReason(sent)
                : "the server takes only mTLS, and the client sends it";
        hops.add(Hop.of(Step.TLS, mtls, reason, RESET, places));
        return;
      }
      if (mtls.isYes()) {
        Answer accepts = accepts(server, podPort);
        places.addAll(accepts.evidence());
        hops.add(
            Hop.of(
                Step.TLS,
                accepts.state(),
                "the client sends mTLS ("
                    + sent.reason()
                    + ")"
                    + (accepts.isNo() ? ", but " + accepts.reason() : ""),
                "503 (UF)",
                places));
      } else if (required.isUnknown() && mtls.isNo()) {
        hops.add(
            Hop.unknown(
                Step.TLS, "whether the server takes plaintext is not known", array(places)));
      }
    }

    /** Whether a client sends plaintext where no port of a Service tells its proxy to do more. */
    private Known isPlaintext() {
      Workload from = workload;
      if (from == null) {
        return client.kind() == Client.Kind.API_SERVER ? Known.YES : Known.UNKNOWN;
      }
      return inMesh() ? Known.YES : mesh.injection(from).state().not();
    }

    private static String plainReason(ClientTls sent) {
      return switch (sent.mode()) {
        case PLAINTEXT -> "the client sends plaintext: " + sent.reason();
        default -> "the client does not send it: " + sent.reason();
      };
    }

    /** Whether a server understands mTLS on a port. */
    private Answer accepts(Workload server, int podPort) {
      Injection injection = mesh.injection(server);
      Known proxy = injection.acceptsMtls().or(injection.gateway());
      if (!proxy.isYes()) {
        return new Answer(
            proxy, server + " has no proxy: " + injection.reason(), injection.evidence());
      }
      MtlsMode accepted = mesh.mtls(server, podPort);
      if (accepted.disabled().isYes()) {
        Place place = accepted.place();
        return new Answer(Known.NO, accepted.reason(), place == null ? List.of() : List.of(place));
      }
      if (injection.mode() == Injection.Mode.SIDECAR) {
        Answer captured = mesh.capture(server).inbound(podPort);
        if (captured.isNo()) {
          return captured;
        }
      }
      return new Answer(Known.YES, "", List.of());
    }

    private void policies(int podPort, Workload server, List<Hop> hops) {
      boolean shown = workload != null || client.kind() == Client.Kind.API_SERVER;
      if (!shown && mesh.injection(server).mode() == Injection.Mode.AMBIENT) {
        // Whether the client is in the mesh decides which port its packets have.
        return;
      }
      Endpoint from =
          workload != null
              ? network.endpoint(workload)
              : client.kind() == Client.Kind.API_SERVER
                  ? network.apiServer()
                  : network.stranger(client.words());
      boolean tunnel =
          mesh.injection(server).mode() == Injection.Mode.AMBIENT
              && (mode == Injection.Mode.AMBIENT || inMesh());
      int port = tunnel ? HBONE : podPort;
      Endpoint to = network.endpoint(server);
      if (workload != null) {
        policy(Step.EGRESS, network.egress(from, to, "TCP", port), hops);
      }
      policy(Step.INGRESS, network.ingress(to, from, "TCP", port), hops);
    }

    private static void policy(Step step, PolicyVerdict verdict, List<Hop> hops) {
      if (!verdict.isolating().isEmpty() || !verdict.allowed().isYes()) {
        hops.add(Hop.of(step, verdict.allowed(), verdict.reason(), TIMEOUT, verdict.evidence()));
      }
    }

    private void authorization(
        Service service, int port, int podPort, Workload server, List<Hop> hops) {
      if (mesh.authzPolicies(server).isEmpty() || mesh.injection(server).state().isNo()) {
        return;
      }
      Known seen =
          mesh.mtls(server, podPort).disabled().isYes()
              ? Known.NO
              : identity(service, port, server);
      AuthzVerdict verdict = mesh.authorize(workload, seen, server, podPort);
      hops.add(
          Hop.of(
              Step.AUTHORIZATION,
              verdict.allowed(),
              verdict.reason(),
              verdict.http() ? FORBIDDEN : CLOSED,
              verdict.evidence()));
    }

    /** Whether a server sees who the client is, if it takes mTLS. */
    private Known identity(Service service, int port, Workload server) {
      Workload from = workload;
      if (from == null) {
        return isPlaintext().not();
      }
      MeshService meshService = mesh.registry().of(service);
      MeshPort meshPort = meshService.port(port);
      if (meshPort == null) {
        return isPlaintext().not();
      }
      boolean controller = client.kind() == Client.Kind.INGRESS_CONTROLLER;
      return controller && !mesh.injection(from).state().isNo()
          ? Known.UNKNOWN
          : mesh.clientTls(from, meshService, meshPort, null, server).isMtls();
    }

    private void listener(
        Service service,
        @Nullable ServicePort servicePort,
        int podPort,
        Workload server,
        List<Hop> hops) {
      var declared = server.declaredPort(podPort, "TCP");
      if (declared != null) {
        hops.add(
            Hop.pass(
                Step.LISTENER,
                server + " declares port " + podPort,
                declared.node().placeOf("containerPort")));
        return;
      }
      Integer target = servicePort == null ? null : servicePort.resolveOn(server);
      if (servicePort != null && target != null && target != podPort) {
        hops.add(
            Hop.fail(
                Step.LISTENER,
                service
                    + " is headless, so port "
                    + podPort
                    + " of the pods is dialled, but they listen on "
                    + target,
                REFUSED,
                servicePort.place("targetPort")));
        return;
      }
      hops.add(Hop.unknown(Step.LISTENER, server + " does not declare port " + podPort));
    }
  }
}
