package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.manifest.EmbeddedYaml;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;

/**
 * A cluster that the mesh networks name as the source of endpoints, by {@code fromRegistry}.
 *
 * @param object the ConfigMap with the mesh networks
 * @param network the network
 * @param registry the cluster
 * @param place where it is named
 * @param known whether it is a registry of Istio's own or has a remote Secret in the input
 */
public record NetworkRegistry(
    KubeObject object, String network, String registry, Place place, boolean known) {
  private static final Set<String> OWN = Set.of("Mock", "Kubernetes", "External");

  /** The registries in the mesh networks of a ConfigMap {@code istio}, in file order. */
  public static List<NetworkRegistry> of(KubeObject object, Mesh mesh) {
    List<NetworkRegistry> out = new ArrayList<>();
    MapNode data = object.kind().equals(Kinds.CONFIG_MAP) ? object.root().map("data") : null;
    MapNode parsed = data == null ? null : EmbeddedYaml.parse(data, "meshNetworks");
    MapNode networks = parsed == null ? null : parsed.map("networks");
    if (networks == null || !object.namespace().equals(mesh.config().istioNamespace())) {
      return out;
    }
    Set<String> remote = remoteClusters(mesh);
    for (Map.Entry<String, Object> network : networks.entrySet()) {
      if (network.getValue() instanceof MapNode node) {
        for (MapNode endpoint : node.maps("endpoints")) {
          String registry = endpoint.text("fromRegistry");
          if (registry != null) {
            boolean known = OWN.contains(registry) || remote.contains(registry);
            Place place = endpoint.placeOf("fromRegistry");
            out.add(new NetworkRegistry(object, network.getKey(), registry, place, known));
          }
        }
      }
    }
    return out;
  }

  /** The clusters with a remote Secret: the keys of Secrets labelled {@code istio/multiCluster}. */
  private static Set<String> remoteClusters(Mesh mesh) {
    Set<String> out = new HashSet<>();
    for (KubeObject secret : mesh.graph().objectsOf(Kinds.SECRET)) {
      if ("true".equals(secret.label("istio/multiCluster"))) {
        for (String key : List.of("data", "stringData")) {
          MapNode content = secret.root().map(key);
          if (content != null) {
            out.addAll(content.keySet());
          }
        }
      }
    }
    return out;
  }
}
