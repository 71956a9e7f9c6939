package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Kinds;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A host of a ServiceEntry that is a headless Service's, or the name of a pod behind one. What the
 * ServiceEntry says of it holds for clients: endpoints without an identity get plaintext
 * (serviceentry/conversion.go).
 *
 * @param object the ServiceEntry
 * @param host the host
 * @param place where it stands
 * @param service the headless Service
 * @param port the Service's port that both have
 * @param plaintext whether clients send plaintext, because no endpoint of the ServiceEntry has a
 *     service account or the label of Istio's TLS
 * @param servers the workloads behind the Service
 */
public record EntryShadow(
    KubeObject object,
    String host,
    Place place,
    MeshService service,
    MeshPort port,
    boolean plaintext,
    List<Workload> servers) {
  /** Copies the list. */
  public EntryShadow {
    servers = List.copyOf(servers);
  }

  static List<EntryShadow> of(KubeObject entry, Mesh mesh) {
    List<EntryShadow> out = new ArrayList<>();
    MapNode spec = entry.spec();
    ListNode hosts = spec == null ? null : spec.list("hosts");
    if (spec == null || hosts == null || !entry.kind().equals(Kinds.SERVICE_ENTRY)) {
      return out;
    }
    for (int i = 0; i < hosts.size(); i++) {
      if (hosts.get(i) instanceof String written) {
        String host = mesh.completeHost(written, entry.namespace());
        MeshService service = headless(host, entry, mesh);
        if (service == null || service.service() == null) {
          continue;
        }
        for (MeshPort port : service.ports()) {
          for (MapNode own : spec.maps("ports")) {
            Long number = own.integer("number");
            if (number != null && number == port.number()) {
              out.add(
                  new EntryShadow(
                      entry,
                      host,
                      hosts.placeOf(i),
                      service,
                      port,
                      isPlaintext(spec),
                      mesh.graph().workloadsOf(service.service())));
            }
          }
        }
      }
    }
    return out;
  }

  /** The headless Service of a host in another namespace, or the one that has a pod of the name. */
  private static @Nullable MeshService headless(String host, KubeObject entry, Mesh mesh) {
    for (MeshService service : mesh.registry().at(host)) {
      // Of one namespace, the Service wins over the ServiceEntry.
      if (service.isHeadless() && !service.namespace().equals(entry.namespace())) {
        return service;
      }
    }
    int dot = host.indexOf('.');
    String rest = dot < 0 ? "" : host.substring(dot + 1);
    for (MeshService service : mesh.registry().at(rest)) {
      if (service.isHeadless()) {
        return service;
      }
    }
    return null;
  }

  private static boolean isPlaintext(MapNode spec) {
    if (spec.containsKey("workloadSelector")) {
      return false;
    }
    for (MapNode endpoint : spec.maps("endpoints")) {
      boolean identity = endpoint.text("serviceAccount") != null;
      boolean label = endpoint.at("labels", "security.istio.io/tlsMode") != null;
      if (identity || label) {
        return false;
      }
    }
    return true;
  }
}
