package meshlint.mesh;

import meshlint.graph.Kinds;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.EmbeddedYaml;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The image that the injector gives the proxies of a Namespace: what the values in its ConfigMap
 * say (manifests/charts/istio-control, injection-template.yaml).
 */
public final class ProxyImages {
  private ProxyImages() {}

  /** The ConfigMap of the injector that a Namespace's label asks for; null where none is shown. */
  public static @Nullable KubeObject injector(Workload workload, Mesh mesh) {
    ObjectGraph graph = mesh.graph();
    Namespace namespace = graph.namespace(workload.namespace());
    String revision = namespace.label(IstioLabels.REVISION);
    String name;
    if ("enabled".equals(namespace.label(IstioLabels.INJECTION)) || "default".equals(revision)) {
      name = "istio-sidecar-injector";
    } else if (revision != null && namespace.label(IstioLabels.INJECTION) == null) {
      name = "istio-sidecar-injector-" + revision;
    } else {
      return null;
    }
    return graph.find(Kinds.CONFIG_MAP, mesh.config().istioNamespace(), name);
  }

  /**
   * The image of the proxies without a variant such as {@code -distroless}; null where the input
   * does not show it, or the pods choose their own.
   */
  public static @Nullable String expected(Workload workload, Mesh mesh) {
    KubeObject injector = injector(workload, mesh);
    MapNode data = injector == null ? null : injector.root().map("data");
    MapNode values = data == null ? null : EmbeddedYaml.parse(data, "values");
    MapNode global = values == null ? null : values.map("global");
    MapNode proxy = global == null ? null : global.map("proxy");
    String image = proxy == null ? null : proxy.text("image");
    if (global == null
        || image == null
        || workload.annotation("sidecar.istio.io/proxyImage") != null) {
      return null;
    }
    if (image.contains("/")) {
      return image;
    }
    String hub = global.text("hub");
    String tag = global.text("tag");
    return hub == null || tag == null ? null : hub + "/" + image + ":" + tag;
  }
}
