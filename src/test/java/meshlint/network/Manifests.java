package meshlint.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Kinds;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.Kind;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;

/** Graphs of manifests written in a test, and short forms of the objects that they hold. */
final class Manifests {
  private Manifests() {}

  static ObjectGraph graph(String... manifests) {
    return graph(ClusterSettings.DEFAULT, manifests);
  }

  static ObjectGraph graph(ClusterSettings settings, String... manifests) {
    String text = String.join("\n---\n", manifests);
    LoadResult loaded = ManifestLoader.loadText("test.yaml", text);
    assertThat(loaded.problems()).as("what is wrong with the test's own manifests").isEmpty();
    return new ObjectGraph(loaded.objects(), settings);
  }

  /** A Namespace with labels, written {@code a: b, c: d}. */
  static String namespace(String name, String labels) {
    return """
    apiVersion: v1
    kind: Namespace
    metadata: {name: %s, labels: {%s}}
    """
        .formatted(name, labels);
  }

  /** A Deployment whose pods have these labels and a container port of each {@code name:number}. */
  static String deployment(String namespace, String name, String labels, String... ports) {
    StringBuilder list = new StringBuilder();
    for (String port : ports) {
      String[] parts = port.split(":", -1);
      list.append("          - {name: %s, containerPort: %s}\n".formatted(parts[0], parts[1]));
    }
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %s, namespace: %s}
    spec:
      selector: {matchLabels: {%s}}
      template:
        metadata: {labels: {%s}}
        spec:
          containers:
          - name: app
            image: app
            ports:
    """
            .formatted(name, namespace, labels, labels)
        + (ports.length == 0 ? "          []\n" : list);
  }

  /** A NetworkPolicy with this spec. */
  static String policy(String namespace, String name, String spec) {
    return """
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: %s, namespace: %s}
    spec:
    %s
    """
        .formatted(name, namespace, spec.stripTrailing().indent(2).stripTrailing());
  }

  static Workload deployment(ObjectGraph graph, String namespace, String name) {
    return workload(graph, Kinds.DEPLOYMENT, namespace, name);
  }

  static Workload workload(ObjectGraph graph, Kind kind, String namespace, String name) {
    return Objects.requireNonNull(
        graph.workload(Objects.requireNonNull(graph.find(kind, namespace, name), name)), name);
  }
}
