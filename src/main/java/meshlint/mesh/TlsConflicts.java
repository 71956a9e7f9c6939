package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.TlsConflict.Kind;
import org.jspecify.annotations.Nullable;

/** Holds what clients send against what servers take. */
final class TlsConflicts {
  private final Mesh mesh;

  TlsConflicts(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * The conflicts of a Service with the sidecars of a namespace.
   *
   * @param clientNamespace whose DestinationRules and visibility count
   */
  List<TlsConflict> of(Service service, String clientNamespace) {
    MeshService host = mesh.registry().of(service);
    List<TlsConflict> out = new ArrayList<>();
    for (MeshPort port : host.ports()) {
      ServicePort servicePort = port.servicePort();
      if (servicePort == null || port.protocol() == PortProtocol.UDP) {
        continue;
      }
      for (Workload server : mesh.graph().workloadsOf(service)) {
        Integer target = servicePort.resolveOn(server);
        if (target == null) {
          continue;
        }
        ClientTls client =
            new ClientSide(mesh)
                .fromProxy(clientNamespace, Map.of(), false, host, port, null, server);
        TlsConflict conflict = between(client, host, port, server, target);
        if (conflict != null) {
          out.add(conflict);
        }
        ofSubsets(host, port, server, target, clientNamespace, out);
      }
    }
    return out;
  }

  /** Adds the conflicts of subsets with TLS settings of their own that some route leads to. */
  private void ofSubsets(
      MeshService host,
      MeshPort port,
      Workload server,
      int target,
      String clientNamespace,
      List<TlsConflict> out) {
    TrafficRule rule =
        mesh.destinationRules().lookup(clientNamespace, Map.of(), host.host(), host.namespace());
    for (MapNode subset : rule == null ? List.<MapNode>of() : rule.subsets()) {
      String name = subset.text("name");
      MapNode labels = subset.map("labels");
      boolean own =
          rule != null
              && name != null
              && !Objects.equals(rule.tls(port.number(), name), rule.tls(port.number(), null));
      if (!own
          || name == null
          || labels == null
          || !server.selectedBy(LabelSelector.ofLabels(labels.strings()))
          || !mesh.isRouted(host, name)) {
        continue;
      }
      ClientTls client =
          new ClientSide(mesh)
              .fromProxy(clientNamespace, Map.of(), false, host, port, name, server);
      TlsConflict conflict = between(client, host, port, server, target);
      if (conflict != null) {
        out.add(conflict);
      }
    }
  }

  /**
   * The conflict of what a client sends with a server; null where there is none or it is unknown.
   */
  @Nullable TlsConflict between(
      ClientTls client, MeshService host, MeshPort port, Workload server, int target) {
    switch (client.mode()) {
      case PLAINTEXT -> {
        Answer strict = mesh.requiresMtls(server, target);
        return strict.isYes()
            ? conflict(
                client,
                host,
                port,
                server,
                target,
                Kind.PLAINTEXT_TO_STRICT,
                strict.reason(),
                strict.evidence())
            : null;
      }
      case SIMPLE, MUTUAL -> {
        Answer strict = mesh.requiresMtls(server, target);
        return strict.isYes()
            ? conflict(
                client,
                host,
                port,
                server,
                target,
                Kind.OWN_TLS_TO_STRICT,
                strict.reason(),
                strict.evidence())
            : null;
      }
      case ISTIO_MUTUAL -> {
        return ofMtls(client, host, port, server, target);
      }
      default -> {
        return null;
      }
    }
  }

  private @Nullable TlsConflict ofMtls(
      ClientTls client, MeshService host, MeshPort port, Workload server, int target) {
    Injection injection = mesh.injection(server);
    Known takes = injection.sidecar().or(injection.gateway());
    if (takes.isUnknown() || injection.mode() == Injection.Mode.PROXYLESS) {
      return null;
    }
    if (takes.isNo()) {
      return conflict(
          client,
          host,
          port,
          server,
          target,
          Kind.MTLS_WITHOUT_SIDECAR,
          injection.reason(),
          injection.evidence());
    }
    Answer captured = mesh.capture(server).inbound(target);
    if (captured.isNo() && injection.mode() == Injection.Mode.SIDECAR) {
      return conflict(
          client,
          host,
          port,
          server,
          target,
          Kind.MTLS_PAST_SIDECAR,
          captured.reason(),
          captured.evidence());
    }
    MtlsMode mode = mesh.mtls(server, target);
    Place place = mode.place();
    return mode.disabled().isYes()
        ? conflict(
            client,
            host,
            port,
            server,
            target,
            Kind.MTLS_TO_PLAINTEXT,
            mode.reason(),
            place == null ? List.of() : List.of(place))
        : null;
  }

  private static TlsConflict conflict(
      ClientTls client,
      MeshService host,
      MeshPort port,
      Workload server,
      int target,
      Kind kind,
      String reason,
      List<Place> evidence) {
    return new TlsConflict(host, port, server, target, client, kind, reason, evidence);
  }
}
