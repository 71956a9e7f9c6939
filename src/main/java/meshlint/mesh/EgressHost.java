package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A host of a Sidecar's egress list.
 *
 * @param sidecar the Sidecar
 * @param written the host as written
 * @param namespace what stands before the slash: a name, {@code *}, {@code .} or {@code ~}; empty
 *     without a slash
 * @param dnsName what stands behind it, in lower case
 * @param port the port of its listener; 0 for all
 * @param place where it stands
 */
public record EgressHost(
    KubeObject sidecar, String written, String namespace, String dnsName, int port, Place place) {
  static EgressHost of(KubeObject sidecar, String written, int port, Place place) {
    int slash = written.indexOf('/');
    boolean one = slash >= 0 && written.indexOf('/', slash + 1) < 0;
    return new EgressHost(
        sidecar,
        written,
        one ? written.substring(0, slash) : "",
        one ? written.substring(slash + 1).toLowerCase(Locale.ROOT) : "",
        port,
        place);
  }

  /** Whether it has the form {@code namespace/host}; anything else is ignored. */
  public boolean isWellFormed() {
    return !namespace.isEmpty() && !dnsName.isEmpty();
  }

  /** Whether it admits something of a namespace. */
  boolean admitsNamespace(String asked, String own) {
    return switch (namespace) {
      case "*" -> true;
      case "~" -> false;
      case "." -> asked.equals(own);
      default -> asked.equals(namespace);
    };
  }

  /** Whether it admits a host of the registry, without regard to namespaces. */
  boolean admitsHost(String host) {
    return dnsName.equals("*") || Hosts.contains(dnsName, host);
  }

  /** The hosts of the registry that it imports; with {@code *} behind the slash none are listed. */
  public List<MeshService> imported(Mesh mesh) {
    List<MeshService> out = new ArrayList<>();
    if (dnsName.equals("*")) {
      return out;
    }
    List<MeshService> found =
        dnsName.startsWith("*") ? mesh.registry().under(dnsName) : mesh.registry().at(dnsName);
    for (MeshService service : found) {
      if (admitsNamespace(service.namespace(), sidecar.namespace())) {
        out.add(service);
      }
    }
    return out;
  }
}
