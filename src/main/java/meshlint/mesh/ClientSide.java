package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.graph.Known;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.ClientTls.Cause;
import meshlint.mesh.ClientTls.Mode;
import meshlint.mesh.MeshService.Resolution;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a client puts on the wire (pilot/pkg/networking/core/cluster_tls.go,
 * pilot/pkg/model/push_context.go BestEffortInferServiceMTLSMode).
 */
final class ClientSide {
  private final Mesh mesh;

  ClientSide(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * What a client sends.
   *
   * @param server the workload that answers; null for whichever does
   */
  ClientTls of(
      Workload client,
      MeshService service,
      MeshPort port,
      @Nullable String subset,
      @Nullable Workload server) {
    Injection injection = mesh.injection(client);
    switch (injection.mode()) {
      case NONE -> {
        return injection.state().isNo()
            ? plain(Cause.CLIENT_NOT_IN_MESH, injection.reason(), injection.evidence())
            : unknown(injection.reason());
      }
      case AMBIENT -> {
        return fromZtunnel(service, server);
      }
      case PROXYLESS -> {
        return unknown("the client speaks xDS itself");
      }
      case SIDECAR -> {
        Answer captured = mesh.capture(client).outbound(port.number());
        if (captured.isNo()) {
          return plain(Cause.NOT_CAPTURED, captured.reason(), captured.evidence());
        }
        Answer imported = mesh.scope(client).imports(service, port);
        if (imported.isNo()) {
          return plain(Cause.NOT_IMPORTED, imported.reason(), imported.evidence());
        }
        if (captured.isUnknown() || imported.isUnknown()) {
          return unknown(captured.isUnknown() ? captured.reason() : imported.reason());
        }
      }
      default -> {
        // A gateway's own connections are all configured.
      }
    }
    boolean router = injection.mode() == Injection.Mode.GATEWAY;
    return fromProxy(client.namespace(), client.labels(), router, service, port, subset, server);
  }

  /** What a proxy that knows the service sends. */
  ClientTls fromProxy(
      String namespace,
      Map<String, String> labels,
      boolean router,
      MeshService service,
      MeshPort port,
      @Nullable String subset,
      @Nullable Workload server) {
    TrafficRule rule =
        mesh.destinationRules().lookup(namespace, labels, service.host(), service.namespace());
    MapNode tls = rule == null ? null : rule.tls(port.number(), subset);
    if (rule != null && tls != null) {
      return byRule(rule, tls);
    }
    if (service.isExternal()) {
      return plain(Cause.EXTERNAL, service.host() + " is outside of the mesh", List.of());
    }
    if (!mesh.config().autoMtls()) {
      Place place = mesh.config().place("enableAutoMtls");
      return plain(
          Cause.AUTO_OFF,
          "enableAutoMtls is false in the mesh config",
          place == null ? List.of() : List.of(place));
    }
    Service kubernetes = service.service();
    ServicePort servicePort = port.servicePort();
    if (kubernetes == null || servicePort == null || service.resolution() == Resolution.ALIAS) {
      return unknown("what answers at " + service.host() + " is not in the input");
    }
    return service.isHeadless() && !router
        ? toHeadless(kubernetes, servicePort)
        : toEndpoints(kubernetes, servicePort, server);
  }

  private static ClientTls byRule(TrafficRule rule, MapNode tls) {
    // An absent mode is the enum's zero, which is DISABLE.
    String word = tls.text("mode");
    Mode mode =
        switch (word == null ? "DISABLE" : word) {
          case "DISABLE" -> Mode.PLAINTEXT;
          case "SIMPLE" -> Mode.SIMPLE;
          case "MUTUAL" -> Mode.MUTUAL;
          case "ISTIO_MUTUAL" -> Mode.ISTIO_MUTUAL;
          default -> Mode.UNKNOWN;
        };
    return new ClientTls(
        mode,
        Cause.RULE,
        rule,
        tls.object() + " sets TLS mode " + (word == null ? "DISABLE by default" : word),
        List.of(tls.placeOf("mode")));
  }

  /** Headless: one decision for all endpoints, ready or not, blind to policies on workloads. */
  private ClientTls toHeadless(Service service, ServicePort port) {
    List<Workload> servers = mesh.graph().workloadsOf(service);
    if (servers.isEmpty()) {
      return mesh.graph().selectsWorkload(service).isNo()
          ? plain(Cause.NO_ENDPOINTS, service + " selects no pods", List.of())
          : unknown("the pods behind " + service + " are not in the input");
    }
    Known all = Known.YES;
    for (Workload server : servers) {
      if (port.resolveOn(server) == null) {
        continue;
      }
      Known accepts = acceptsMtls(server);
      if (accepts.isNo()) {
        Injection injection = mesh.injection(server);
        return plain(
            Cause.MIXED_ENDPOINTS,
            server
                + " has no sidecar ("
                + injection.reason()
                + "), and behind a headless Service one such pod means plaintext to all",
            injection.evidence());
      }
      all = all.and(accepts);
    }
    if (all.isUnknown()) {
      return unknown("whether all pods behind " + service + " have a sidecar is not known");
    }
    MtlsMode mode = mesh.mtls(service.namespace());
    Place place = mode.place();
    List<Place> evidence = place == null ? List.of() : List.of(place);
    if (mode.mode() == MtlsMode.Mode.DISABLE) {
      return mode.known()
          ? plain(Cause.POLICY_DISABLED, mode.reason(), evidence)
          : unknown(mode.reason());
    }
    return new ClientTls(
        Mode.ISTIO_MUTUAL,
        Cause.AUTO,
        null,
        "all pods behind " + service + " have a sidecar",
        evidence);
  }

  /** Anything else: each endpoint by what it accepts. */
  private ClientTls toEndpoints(Service service, ServicePort port, @Nullable Workload server) {
    if (server != null) {
      return toEndpoint(server, port);
    }
    List<Workload> servers = mesh.graph().workloadsOf(service);
    ClientTls first = null;
    for (Workload candidate : servers) {
      ClientTls one = toEndpoint(candidate, port);
      if (first == null) {
        first = one;
      } else if (first.mode() != one.mode()) {
        boolean open = first.mode() == Mode.UNKNOWN || one.mode() == Mode.UNKNOWN;
        List<Place> evidence = new ArrayList<>(first.evidence());
        evidence.addAll(one.evidence());
        return new ClientTls(
            open ? Mode.UNKNOWN : Mode.PER_ENDPOINT,
            Cause.AUTO,
            null,
            "the pods behind " + service + " differ in what they accept",
            evidence);
      }
    }
    return first == null ? unknown("the pods behind " + service + " are not in the input") : first;
  }

  private ClientTls toEndpoint(Workload server, ServicePort port) {
    Injection injection = mesh.injection(server);
    if (injection.ambient().isYes()) {
      return new ClientTls(
          Mode.HBONE, Cause.AUTO, null, server + " is in the ambient mesh", injection.evidence());
    }
    Known accepts = acceptsMtls(server);
    if (accepts.isUnknown()) {
      return unknown(injection.reason());
    }
    if (accepts.isNo()) {
      return plain(
          Cause.AUTO, server + " has no sidecar: " + injection.reason(), injection.evidence());
    }
    Integer target = port.resolveOn(server);
    MtlsMode mode = target == null ? mesh.mtls(server) : mesh.mtls(server, target);
    if (mode.mode() == MtlsMode.Mode.DISABLE) {
      Place place = mode.place();
      return mode.known()
          ? plain(Cause.POLICY_DISABLED, mode.reason(), place == null ? List.of() : List.of(place))
          : unknown(mode.reason());
    }
    return new ClientTls(
        Mode.ISTIO_MUTUAL, Cause.AUTO, null, server + " has a sidecar", injection.evidence());
  }

  private ClientTls fromZtunnel(MeshService service, @Nullable Workload server) {
    if (server == null) {
      return unknown("ztunnel decides by the pod that answers");
    }
    Injection injection = mesh.injection(server);
    if (injection.ambient().isYes()) {
      return new ClientTls(
          Mode.HBONE, Cause.AUTO, null, server + " is in the ambient mesh", injection.evidence());
    }
    return injection.state().isNo()
        ? plain(Cause.AUTO, server + " is not in the mesh", injection.evidence())
        : unknown("how ztunnel reaches " + service.host() + " is not decided by the input");
  }

  /**
   * Whether istiod takes a workload's endpoints for ones that accept mTLS: by the label that the
   * injector adds, or that the manifest sets itself (serviceregistry/kube PodTLSMode).
   */
  Known acceptsMtls(Workload server) {
    String label = server.label(IstioLabels.TLS_MODE);
    if (label != null) {
      return Known.of(label.equals("istio"));
    }
    Injection injection = mesh.injection(server);
    return injection.mode() == Injection.Mode.PROXYLESS ? Known.UNKNOWN : injection.sidecar();
  }

  private static ClientTls plain(Cause cause, String reason, List<Place> evidence) {
    return new ClientTls(Mode.PLAINTEXT, cause, null, reason, evidence);
  }

  private static ClientTls unknown(String reason) {
    return new ClientTls(Mode.UNKNOWN, Cause.UNKNOWN, null, reason, List.of());
  }
}
