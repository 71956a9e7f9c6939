package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Kinds;
import meshlint.graph.LabelSelector;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.EmbeddedYaml;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * The mesh-wide configuration: what the ConfigMap {@code istio[-REVISION]} says, else an
 * IstioOperator or an Istio of the Sail operator, else the user's settings, else Istio's defaults
 * (api: mesh/v1alpha1/config.proto, istio pkg/config/mesh DefaultMeshConfig).
 */
public final class MeshConfig {
  private final String istioNamespace;
  private final List<Map<String, Object>> layers;
  private final @Nullable KubeObject source;

  private MeshConfig(
      String istioNamespace, List<Map<String, Object>> layers, @Nullable KubeObject source) {
    this.istioNamespace = istioNamespace;
    this.layers = List.copyOf(layers);
    this.source = source;
  }

  static MeshConfig of(ObjectGraph graph, String istioNamespace) {
    List<Map<String, Object>> layers = new ArrayList<>();
    KubeObject source = null;
    KubeObject map = configMap(graph, istioNamespace);
    if (map != null) {
      MapNode data = map.root().map("data");
      MapNode mesh = data == null ? null : EmbeddedYaml.parse(data, "mesh");
      if (mesh != null) {
        layers.add(mesh);
        source = map;
      }
    }
    if (source == null) {
      for (Kind kind : List.of(Kinds.ISTIO_OPERATOR, Kinds.ISTIO)) {
        for (KubeObject installation : graph.objectsOf(kind)) {
          for (MapNode found : installed(installation)) {
            layers.add(found);
            source = source == null ? installation : source;
          }
        }
      }
    }
    if (!graph.settings().meshConfig().isEmpty()) {
      layers.add(graph.settings().meshConfig());
    }
    return new MeshConfig(istioNamespace, layers, source);
  }

  /** The mesh configs in an IstioOperator or in an Istio of the Sail operator. */
  static List<MapNode> installed(KubeObject operator) {
    List<MapNode> out = new ArrayList<>();
    if (!operator.kind().equals(Kinds.ISTIO_OPERATOR) && !operator.kind().equals(Kinds.ISTIO)) {
      return out;
    }
    for (String[] chain :
        new String[][] {{"spec", "meshConfig"}, {"spec", "values", "meshConfig"}}) {
      MapNode found = operator.root().mapAt(chain);
      if (found != null) {
        out.add(found);
      }
    }
    return out;
  }

  /** The default revision's ConfigMap, or that of the only revision there is. */
  private static @Nullable KubeObject configMap(ObjectGraph graph, String istioNamespace) {
    KubeObject revisioned = null;
    int count = 0;
    for (KubeObject map : graph.objectsOf(Kinds.CONFIG_MAP)) {
      boolean mesh = map.root().at("data", "mesh") instanceof String;
      if (!mesh || !map.namespace().equals(istioNamespace)) {
        continue;
      }
      if (map.name().equals("istio")) {
        return map;
      }
      if (map.name().startsWith("istio-")) {
        revisioned = map;
        count++;
      }
    }
    return count == 1 ? revisioned : null;
  }

  /** The object that shows it; null where the input has none and settings and defaults hold. */
  public @Nullable KubeObject source() {
    return source;
  }

  /** Whether the input or the user says anything about it. */
  public boolean isKnown() {
    return !layers.isEmpty();
  }

  /** A value by its path; null where nobody sets it. */
  public @Nullable Object get(String... path) {
    for (Map<String, Object> layer : layers) {
      Object found = walk(layer, path);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Where a value stands; null where nobody sets it or the user's settings do. */
  public @Nullable Place place(String... path) {
    for (Map<String, Object> layer : layers) {
      Object here = layer;
      for (int i = 0; i + 1 < path.length && here != null; i++) {
        here = here instanceof Map<?, ?> map ? map.get(path[i]) : null;
      }
      if (here instanceof MapNode map && map.containsKey(path[path.length - 1])) {
        return map.placeOf(path[path.length - 1]);
      }
    }
    return null;
  }

  private static @Nullable Object walk(Object from, String... path) {
    Object here = from;
    for (String key : path) {
      if (!(here instanceof Map<?, ?> map)) {
        return null;
      }
      here = map.get(key);
    }
    return here;
  }

  private @Nullable String text(String... path) {
    Object found = get(path);
    return found == null || found instanceof Node || found instanceof Map || found instanceof List
        ? null
        : found.toString();
  }

  private List<String> strings(List<String> otherwise, String... path) {
    return get(path) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : otherwise;
  }

  /** The namespace of istiod. */
  public String istioNamespace() {
    return istioNamespace;
  }

  /** The namespace whose policies hold for the whole mesh. */
  public String rootNamespace() {
    String written = text("rootNamespace");
    return written == null || written.isEmpty() ? istioNamespace : written;
  }

  /** The trust domain of workload identities. */
  public String trustDomain() {
    String written = text("trustDomain");
    return written == null || written.isEmpty() ? "cluster.local" : written;
  }

  /** Other trust domains whose identities count as the own one's. */
  public List<String> trustDomainAliases() {
    return strings(List.of(), "trustDomainAliases");
  }

  /** Whether clients choose mTLS by what the server accepts; true unless switched off. */
  public boolean autoMtls() {
    return !"false".equals(text("enableAutoMtls"));
  }

  /** {@code ALLOW_ANY} or {@code REGISTRY_ONLY}: what a proxy does with an unknown destination. */
  public String outboundTrafficPolicy() {
    String written = text("outboundTrafficPolicy", "mode");
    return written == null ? "ALLOW_ANY" : written;
  }

  /** {@code PASSTHROUGH} (to the pod's address) or {@code LOCALHOST}. */
  public String inboundTrafficPolicy() {
    String written = text("inboundTrafficPolicy", "mode");
    return written == null ? "PASSTHROUGH" : written;
  }

  /** Selectors of the namespaces that istiod watches, any of which must match; empty for all. */
  public List<LabelSelector> discoverySelectors() {
    List<LabelSelector> out = new ArrayList<>();
    if (get("discoverySelectors") instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> map) {
          out.add(Selectors.parse(map));
        }
      }
    }
    return out;
  }

  /** Where Services are visible that do not say so themselves. */
  public List<String> defaultServiceExportTo() {
    return strings(List.of("*"), "defaultServiceExportTo");
  }

  /** Where VirtualServices are visible that do not say so themselves. */
  public List<String> defaultVirtualServiceExportTo() {
    return strings(List.of("*"), "defaultVirtualServiceExportTo");
  }

  /** Where DestinationRules are visible that do not say so themselves. */
  public List<String> defaultDestinationRuleExportTo() {
    return strings(List.of("*"), "defaultDestinationRuleExportTo");
  }

  /** A variable that the mesh gives every proxy; null where it does not. */
  public @Nullable String proxyMetadata(String variable) {
    return text("defaultConfig", "proxyMetadata", variable);
  }

  /** Whether pods wait for their proxy before the app starts. */
  public boolean holdApplicationUntilProxyStarts() {
    return "true".equals(text("defaultConfig", "holdApplicationUntilProxyStarts"));
  }

  /**
   * The extension providers by name, each with the field that makes its type, such as {@code
   * envoyExtAuthzHttp}.
   */
  public Map<String, String> extensionProviders() {
    Map<String, String> out = new java.util.LinkedHashMap<>();
    if (get("extensionProviders") instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> provider && provider.get("name") instanceof String name) {
          String type =
              provider.keySet().stream()
                  .map(String::valueOf)
                  .filter(key -> !key.equals("name"))
                  .findFirst()
                  .orElse("");
          out.putIfAbsent(name, type);
        }
      }
    }
    return out;
  }

  /**
   * The namespace of istiod as the input shows it: that of an istiod Deployment, of the mesh
   * ConfigMap, or an IstioOperator's; else the one of the settings.
   */
  static String istioNamespace(ObjectGraph graph, List<Istiod> istiods) {
    if (!istiods.isEmpty()) {
      return istiods.get(0).workload().namespace();
    }
    ClusterSettings settings = graph.settings();
    for (KubeObject map : graph.objectsOf(Kinds.CONFIG_MAP)) {
      if ((map.name().equals("istio") || map.name().startsWith("istio-"))
          && map.root().at("data", "mesh") instanceof String) {
        return map.namespace();
      }
    }
    for (KubeObject operator : graph.objectsOf(Kinds.ISTIO_OPERATOR)) {
      if (operator.root().at("spec", "values", "global", "istioNamespace") instanceof String ns) {
        return ns;
      }
      if (operator.root().at("spec", "namespace") instanceof String ns) {
        return ns;
      }
    }
    for (KubeObject istio : graph.objectsOf(Kinds.ISTIO)) {
      if (istio.root().at("spec", "namespace") instanceof String ns) {
        return ns;
      }
    }
    return settings.istioNamespace();
  }
}
