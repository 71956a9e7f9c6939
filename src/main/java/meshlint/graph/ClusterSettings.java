package meshlint.graph;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the user says about the cluster that the manifests are for. Where the input itself shows a
 * value (the istiod Deployment, the Corefile), the input wins over these.
 *
 * @param domain the cluster's DNS domain; null where the user did not set it, which means {@code
 *     cluster.local} unless the input says otherwise
 * @param kubernetes Kubernetes version
 * @param istio Istio version
 * @param istioNamespace namespace of istiod, also Istio's root namespace unless the mesh config
 *     says otherwise
 * @param meshConfig mesh config given by the user, as nested maps; empty where none was given
 * @param externalNamespaces labels of Namespaces that exist but are not in the input
 * @param externalServices {@code namespace/name} of Services that exist but are not in the input
 * @param complete whether the input is all there is, so that absence is a no
 * @param mesh whether a mesh is in play even where no object shows it
 * @param defaultNamespace where objects without a namespace are deployed
 */
public record ClusterSettings(
    @Nullable String domain,
    Version kubernetes,
    Version istio,
    String istioNamespace,
    Map<String, Object> meshConfig,
    Map<String, Map<String, String>> externalNamespaces,
    Set<String> externalServices,
    boolean complete,
    boolean mesh,
    String defaultNamespace) {
  /** What holds where the user says nothing. */
  public static final ClusterSettings DEFAULT =
      new ClusterSettings(
          null,
          new Version(1, 35),
          new Version(1, 30),
          "istio-system",
          Map.of(),
          Map.of(),
          Set.of(),
          false,
          false,
          "default");

  /** Copies the collections. */
  public ClusterSettings {
    meshConfig = Map.copyOf(meshConfig);
    externalNamespaces = Map.copyOf(externalNamespaces);
    externalServices = Set.copyOf(externalServices);
  }

  /** These settings with absence meaning no. */
  public ClusterSettings asComplete() {
    return new ClusterSettings(
        domain,
        kubernetes,
        istio,
        istioNamespace,
        meshConfig,
        externalNamespaces,
        externalServices,
        true,
        mesh,
        defaultNamespace);
  }
}
