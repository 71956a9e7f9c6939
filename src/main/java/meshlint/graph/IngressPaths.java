package meshlint.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** The paths of all Ingresses that share a controller's routing table. */
final class IngressPaths {
  private static final Kind CLASS = new Kind("networking.k8s.io", "IngressClass");
  private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";

  private record Key(
      @Nullable String ingressClass, String host, String path, @Nullable String type) {}

  private final Map<KubeObject, List<IngressPath>> byIngress = new HashMap<>();
  private final Map<Key, IngressPath> first = new HashMap<>();
  private final @Nullable String defaultClass;

  IngressPaths(ObjectGraph graph) {
    String only = null;
    for (KubeObject object : graph.objectsOf(CLASS)) {
      if ("true".equals(object.annotation(DEFAULT))) {
        only = object.name();
      }
    }
    defaultClass = only;
    graph.objectsOf(Kinds.INGRESS).forEach(this::read);
  }

  /** The paths of an Ingress, in file order. */
  List<IngressPath> of(KubeObject ingress) {
    return byIngress.getOrDefault(ingress, List.of());
  }

  private void read(KubeObject ingress) {
    MapNode spec = ingress.spec();
    String ingressClass = ingressClass(ingress, spec);
    if (spec == null || isApart(ingress, ingressClass)) {
      return;
    }
    List<IngressPath> out = new ArrayList<>();
    for (MapNode rule : spec.maps("rules")) {
      String host = Objects.requireNonNullElse(rule.text("host"), "*").toLowerCase(Locale.ROOT);
      MapNode http = rule.map("http");
      for (MapNode node : http == null ? List.<MapNode>of() : http.maps("paths")) {
        String path = Objects.requireNonNullElse(node.text("path"), "/");
        MapNode service = node.mapAt("backend", "service");
        String name = service == null ? null : service.text("name");
        if (service == null || name == null) {
          continue;
        }
        Key key = new Key(ingressClass, host, path, node.text("pathType"));
        IngressPath known = first.get(key);
        boolean elsewhere =
            known != null
                && !(known.service().equals(name)
                    && known.ingress().namespace().equals(ingress.namespace()));
        IngressPath read =
            new IngressPath(
                ingress,
                host + path,
                name,
                node.containsKey("path") ? node.placeOf("path") : service.placeOf("name"),
                !host.equals("*"),
                ingressClass != null,
                elsewhere ? known : null);
        first.putIfAbsent(key, read);
        out.add(read);
      }
    }
    byIngress.put(ingress, out);
  }

  private @Nullable String ingressClass(KubeObject ingress, @Nullable MapNode spec) {
    String written = spec == null ? null : spec.text("ingressClassName");
    String old = ingress.annotation("kubernetes.io/ingress.class");
    return written != null ? written : old != null ? old : defaultClass;
  }

  /**
   * Whether it shares its paths with no other Ingress: controllers of AWS and Google make a load
   * balancer of its own for each, and a canary takes a share of the requests of another one.
   */
  private static boolean isApart(KubeObject ingress, @Nullable String ingressClass) {
    boolean own =
        ingressClass != null && (ingressClass.contains("alb") || ingressClass.contains("gce"));
    MapNode annotations = ingress.root().mapAt("metadata", "annotations");
    return own
        || (annotations != null
            && annotations.keySet().stream()
                .anyMatch(key -> key.contains("canary") || key.startsWith("alb.ingress")));
  }
}
