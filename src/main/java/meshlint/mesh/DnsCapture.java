package meshlint.mesh;

import java.util.HashMap;
import java.util.Map;
import meshlint.graph.Version;
import meshlint.graph.Workload;
import meshlint.manifest.EmbeddedYaml;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * Whether proxies answer their pods' DNS queries, and so can give hosts without an address one of
 * their own ({@code ISTIO_META_DNS_CAPTURE}; pkg/dns/server, pilot/pkg/model/service.go
 * GetAddressForProxy).
 */
final class DnsCapture {
  private static final String CAPTURE = "ISTIO_META_DNS_CAPTURE";
  private static final String CONFIG = "proxy.istio.io/config";

  private final Mesh mesh;
  private final Map<Workload, Boolean> known = new HashMap<>();

  DnsCapture(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Whether proxies capture DNS where their pods say nothing else. */
  boolean byDefault() {
    return "true".equals(mesh.config().proxyMetadata(CAPTURE));
  }

  /**
   * Whether the proxies of a workload do: by the annotation of its pods, else by the mesh's config.
   */
  boolean of(Workload workload) {
    return known.computeIfAbsent(workload, this::read);
  }

  private boolean read(Workload workload) {
    if (workload.annotation(CONFIG) != null) {
      MapNode annotations = workload.template().mapAt("metadata", "annotations");
      MapNode config = annotations == null ? null : EmbeddedYaml.parse(annotations, CONFIG);
      Object own = config == null ? null : config.at("proxyMetadata", CAPTURE);
      if (own != null) {
        return own.toString().equals("true");
      }
    }
    return byDefault();
  }

  /**
   * Whether istiod gives an address to a host of a ServiceEntry that has none, which only proxies
   * that capture DNS use: the default since 1.25, but not for resolution NONE.
   *
   * @param optOut the label {@code networking.istio.io/enable-autoallocate-ip}; null for none
   */
  boolean allocates(boolean passthrough, @Nullable String optOut) {
    boolean older =
        "true".equals(mesh.config().proxyMetadata("ISTIO_META_DNS_AUTO_ALLOCATE"))
            || "true".equals(mesh.config().proxyMetadata("PILOT_ENABLE_IP_AUTOALLOCATE"));
    boolean byDefault =
        mesh.controlPlane().version().compareTo(Version.parse("1.25")) >= 0
            && !"false".equals(optOut);
    return !passthrough && (older || byDefault);
  }
}
