package meshlint.trace;

import java.util.List;
import java.util.Objects;
import meshlint.graph.Known;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import meshlint.mesh.Answer;
import meshlint.mesh.HostLookup;
import meshlint.mesh.Mesh;
import meshlint.mesh.MeshPort;
import meshlint.mesh.MeshService;

/**
 * A URL of a host outside of the cluster that a workload is given to connect to.
 *
 * @param client the workload
 * @param scheme its scheme, in lower case
 * @param host its host, as written
 * @param port its port, written or that of the scheme
 * @param place where the host stands
 */
public record OutsideUrl(Workload client, String scheme, String host, int port, Place place) {
  /** The URL as far as it matters here. */
  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }

  /** What the host stands for in Istio's registry. */
  public HostLookup lookup(Mesh mesh) {
    return mesh.lookup(host, client.namespace());
  }

  /** Whether the client's proxy knows the host with this port. */
  public Answer registered(Mesh mesh) {
    HostLookup lookup = lookup(mesh);
    if (!lookup.exists().isYes()) {
      return new Answer(lookup.exists(), "no linted ServiceEntry has the host " + host, List.of());
    }
    Answer last = new Answer(Known.NO, lookup.host() + " has no port " + port, List.of());
    for (MeshService service : lookup.services()) {
      MeshPort found = service.port(port);
      if (found != null) {
        Answer imported = mesh.scope(client).imports(service, found);
        if (!imported.isNo()) {
          return imported;
        }
        last = imported;
      }
    }
    return lookup.services().isEmpty()
        ? new Answer(Known.UNKNOWN, lookup.reason(), List.of())
        : last;
  }

  /** The ports of the registry that it dials; none where the host is not in it. */
  public List<MeshPort> ports(Mesh mesh) {
    return lookup(mesh).services().stream()
        .map(service -> service.port(port))
        .filter(Objects::nonNull)
        .toList();
  }
}
