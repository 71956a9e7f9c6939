package meshlint.mesh;

import java.util.List;
import meshlint.graph.Service;
import meshlint.manifest.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * A host in Istio's registry: a Kubernetes Service, or one host of a ServiceEntry.
 *
 * @param host its full name, such as {@code reviews.shop.svc.cluster.local}; may start with {@code
 *     *.} for a ServiceEntry
 * @param object the Service or ServiceEntry
 * @param service the Service; null for a ServiceEntry
 * @param ports its ports, in file order
 * @param resolution how clients get its endpoints
 * @param exportTo who sees it
 */
public record MeshService(
    String host,
    KubeObject object,
    @Nullable Service service,
    List<MeshPort> ports,
    Resolution resolution,
    ExportTo exportTo) {
  /** Copies the ports. */
  public MeshService {
    ports = List.copyOf(ports);
  }

  /** How the proxy of a client gets at endpoints. */
  public enum Resolution {
    /** A list from istiod, load balanced: ClusterIP Services, ServiceEntries of type STATIC. */
    EDS,
    /** The address that the client dialled: headless Services, ServiceEntries of type NONE. */
    PASSTHROUGH,
    /** DNS asked by the proxy: ServiceEntries of the DNS types. */
    DNS,
    /** Another name: ExternalName Services. */
    ALIAS
  }

  /** Its namespace. */
  public String namespace() {
    return object.namespace();
  }

  /** Whether it is a Kubernetes Service. */
  public boolean isKubernetes() {
    return service != null;
  }

  /** Whether it is a headless Kubernetes Service. */
  public boolean isHeadless() {
    return service != null && service.isHeadless();
  }

  /** Whether it is outside of the mesh: a ServiceEntry that does not say MESH_INTERNAL. */
  public boolean isExternal() {
    return service == null && !"MESH_INTERNAL".equals(object.root().at("spec", "location"));
  }

  /** A port by its number; null where it has none. */
  public @Nullable MeshPort port(int number) {
    for (MeshPort port : ports) {
      if (port.number() == number) {
        return port;
      }
    }
    return null;
  }

  /** Whether it stands for any name with this ending. */
  public boolean isWildcard() {
    return host.startsWith("*");
  }
}
