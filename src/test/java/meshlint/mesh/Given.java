package meshlint.mesh;

import java.util.List;
import java.util.Map;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Kinds;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ManifestLoader;

/** Worlds for tests, from manifests. */
final class Given {
  private Given() {}

  static Mesh mesh(String... manifests) {
    return mesh(ClusterSettings.DEFAULT, manifests);
  }

  static Mesh mesh(ClusterSettings settings, String... manifests) {
    List<KubeObject> objects =
        ManifestLoader.loadText("test.yaml", String.join("\n---\n", manifests)).objects();
    return new Mesh(new ObjectGraph(objects, settings));
  }

  /** The default settings with a mesh config. */
  static ClusterSettings withMeshConfig(Map<String, Object> meshConfig) {
    ClusterSettings d = ClusterSettings.DEFAULT;
    return new ClusterSettings(
        d.domain(),
        d.kubernetes(),
        d.istio(),
        d.istioNamespace(),
        meshConfig,
        d.externalNamespaces(),
        d.externalServices(),
        d.complete(),
        d.mesh(),
        d.defaultNamespace());
  }

  static Workload workload(Mesh mesh, String name) {
    return mesh.graph().workloads().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no workload " + name));
  }

  static Service service(Mesh mesh, String name) {
    return mesh.graph().services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no Service " + name));
  }

  static KubeObject namespace(Mesh mesh, String name) {
    KubeObject object = mesh.graph().find(Kinds.NAMESPACE, "", name);
    if (object == null) {
      throw new AssertionError("no Namespace " + name);
    }
    return object;
  }

  /** A Namespace with labels in flow style, such as {@code istio-injection: enabled}. */
  static String ns(String name, String labels) {
    return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {%s}}
        """
        .formatted(name, labels);
  }

  /** A Deployment {@code web} of namespace {@code shop} with pod labels and annotations. */
  static String web(String labels, String annotations) {
    return deployment(
        "shop", "web", "app: web" + (labels.isEmpty() ? "" : ", " + labels), annotations);
  }

  static String deployment(String namespace, String name, String labels, String annotations) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: %s}
        spec:
          template:
            metadata: {labels: {%s}, annotations: {%s}}
            spec:
              containers:
              - name: app
                image: shop/app:1
                ports: [{name: http, containerPort: 8080}]
        """
        .formatted(name, namespace, labels, annotations);
  }

  /** An istiod of a revision. */
  static String istiod(String revision) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: istiod-%1$s
          namespace: istio-system
          labels: {app: istiod, istio.io/rev: %1$s}
        spec:
          template:
            metadata:
              labels: {app: istiod, istio.io/rev: %1$s, sidecar.istio.io/inject: "false"}
            spec:
              containers:
              - name: discovery
                image: docker.io/istio/pilot:1.24.3
                args: [discovery, --domain, cluster.local]
                env: [{name: REVISION, value: %1$s}]
        """
        .formatted(revision);
  }
}
