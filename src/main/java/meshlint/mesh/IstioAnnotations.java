package meshlint.mesh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.finding.Nearest;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.EmbeddedYaml;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * Judges Istio's annotations by the list that Istio publishes (istio/api, annotation) and the
 * values that its injector takes (pkg/kube/inject/validate.go).
 */
public final class IstioAnnotations {
  private static final String RESOURCE = "/meshlint/mesh/istio-annotations.tsv";
  private static final String INGRESS_CLASS = "kubernetes.io/ingress.class";

  /** What Istio and its tools write themselves, and labels that people also write here. */
  private static final Set<String> NOT_JUDGED =
      Set.of(
          "sidecar.istio.io/status",
          "gateway.istio.io/controller-version",
          "gateway.istio.io/service-account",
          "istio.io/rev",
          "ambient.istio.io/redirection");

  /** What the CNI plugin writes on pods. */
  private static final Set<String> OF_CNI =
      Set.of(
          "sidecar.istio.io/interceptionMode",
          "traffic.sidecar.istio.io/excludeInboundPorts",
          "traffic.sidecar.istio.io/includeInboundPorts",
          "traffic.sidecar.istio.io/includeOutboundIPRanges");

  private static final Set<String> PORT_LISTS =
      Set.of(
          "traffic.sidecar.istio.io/includeInboundPorts",
          "traffic.sidecar.istio.io/excludeInboundPorts",
          "traffic.sidecar.istio.io/includeOutboundPorts",
          "traffic.sidecar.istio.io/excludeOutboundPorts",
          "readiness.status.sidecar.istio.io/applicationPorts");
  private static final Set<String> RANGE_LISTS =
      Set.of(
          "traffic.sidecar.istio.io/includeOutboundIPRanges",
          "traffic.sidecar.istio.io/excludeOutboundIPRanges");
  private static final Set<String> WITH_WILDCARD =
      Set.of(
          "traffic.sidecar.istio.io/includeInboundPorts",
          "traffic.sidecar.istio.io/includeOutboundPorts",
          "traffic.sidecar.istio.io/includeOutboundIPRanges");
  private static final Set<String> NUMBERS =
      Set.of(
          "status.sidecar.istio.io/port",
          "readiness.status.sidecar.istio.io/initialDelaySeconds",
          "readiness.status.sidecar.istio.io/periodSeconds",
          "readiness.status.sidecar.istio.io/failureThreshold");
  private static final Set<String> BOOLEANS =
      Set.of(
          "sidecar.istio.io/rewriteAppHTTPProbers",
          "sidecar.istio.io/enableCoreDump",
          "sidecar.istio.io/nativeSidecar",
          "prometheus.istio.io/merge-metrics");
  private static final Set<String> QUANTITIES =
      Set.of(
          "sidecar.istio.io/proxyCPU",
          "sidecar.istio.io/proxyCPULimit",
          "sidecar.istio.io/proxyMemory",
          "sidecar.istio.io/proxyMemoryLimit");
  private static final String PROXY_CONFIG = "proxy.istio.io/config";

  /** One line of the list. */
  private record Entry(String status, boolean deprecated, List<String> kinds) {}

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Reads the list. */
  public IstioAnnotations() {
    try (InputStream in = IstioAnnotations.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("missing " + RESOURCE);
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split("\t", -1);
          entries.put(
              cells[0],
              new Entry(
                  cells[1].equals("-") ? "" : cells[1],
                  cells[2].equals("deprecated"),
                  List.of(cells[3].split(","))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Istio's annotations on an object and on its pod template, in file order. */
  public List<IstioAnnotation> of(KubeObject object, ObjectGraph graph) {
    List<IstioAnnotation> out = new ArrayList<>();
    Workload workload = graph.workload(object);
    MapNode own = object.root().mapAt("metadata", "annotations");
    boolean cni = workload != null && workload.container("istio-validation") != null;
    if (own != null) {
      read(object, own, object.kind().name(), cni, out);
    }
    if (workload != null && !object.kind().name().equals("Pod")) {
      MapNode template = workload.template().mapAt("metadata", "annotations");
      if (template != null && !template.equals(own)) {
        read(object, template, "Pod", cni, out);
      }
    }
    return out;
  }

  private void read(
      KubeObject object, MapNode annotations, String on, boolean cni, List<IstioAnnotation> out) {
    for (int i = 0; i < annotations.childCount(); i++) {
      String key = annotations.keyAt(i);
      Object found = annotations.valueAt(i);
      if (found instanceof String value && isOfIstio(key) && !(cni && OF_CNI.contains(key))) {
        Entry entry = entries.get(key);
        boolean read = entry != null && (entry.kinds.contains("Any") || entry.kinds.contains(on));
        out.add(
            new IstioAnnotation(
                object,
                key,
                value,
                annotations.placeOfKey(key),
                on,
                entry != null,
                entry == null ? List.of() : entry.kinds,
                entry == null ? "" : entry.status,
                entry != null && entry.deprecated,
                !read
                    ? null
                    : key.equals(PROXY_CONFIG) ? proxyConfig(annotations) : problem(key, value),
                entry == null ? Nearest.of(key, entries.keySet()) : null));
      }
    }
  }

  /** Whether Istio has an annotation of that name. */
  boolean isKnown(String key) {
    return entries.containsKey(key);
  }

  private static boolean isOfIstio(String key) {
    int slash = key.indexOf('/');
    return !NOT_JUDGED.contains(key)
        && (key.equals(INGRESS_CLASS)
            || (slash > 0 && key.substring(0, slash).endsWith("istio.io")));
  }

  // --- values --------------------------------------------------------------------------

  private static @Nullable String problem(String key, String value) {
    String text = value.strip();
    if (NUMBERS.contains(key)) {
      return text.matches("\\d{1,9}") ? null : "\"" + value + "\" is no whole number";
    }
    if (BOOLEANS.contains(key)) {
      return text.matches("1|0|[tTfF]|true|false|TRUE|FALSE|True|False")
          ? null
          : "\"" + value + "\" is neither true nor false";
    }
    if (QUANTITIES.contains(key)) {
      return text.matches("[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)(n|u|m|k|[KMGTPE]i?|[eE][+-]?[0-9]+)?")
          ? null
          : "\"" + value + "\" is no quantity such as 100m or 128Mi";
    }
    if (key.equals("sidecar.istio.io/interceptionMode")) {
      return Set.of("REDIRECT", "TPROXY", "NONE").contains(text)
          ? null
          : "\"" + value + "\" is none of REDIRECT, TPROXY and NONE";
    }
    if (PORT_LISTS.contains(key) || RANGE_LISTS.contains(key)) {
      return list(key, text);
    }
    return null;
  }

  /** What is wrong with a proxy config, as far as its text is a mapping. */
  private static @Nullable String proxyConfig(MapNode annotations) {
    MapNode config = EmbeddedYaml.parse(annotations, PROXY_CONFIG);
    if (config == null) {
      return null;
    }
    for (MeshConfigProblem problem : MeshConfigCheck.ofProxy(config)) {
      if (problem.refused()) {
        return problem.path() + ": " + problem.reason();
      }
    }
    return null;
  }

  private static @Nullable String list(String key, String text) {
    if (text.isEmpty() || (text.equals("*") && WITH_WILDCARD.contains(key))) {
      return null;
    }
    for (String item : text.split(",", -1)) {
      boolean port = PORT_LISTS.contains(key);
      if (port ? !isPort(item.strip()) : !isRange(item.strip())) {
        return "\""
            + item
            + "\" is no "
            + (port ? "port" : "range of addresses such as 10.0.0.0/8");
      }
    }
    return null;
  }

  private static boolean isPort(String text) {
    return text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535;
  }

  private static boolean isRange(String text) {
    if (text.matches("[0-9a-fA-F:.]+/\\d{1,3}") && text.indexOf(':') >= 0) {
      return Integer.parseInt(text.substring(text.indexOf('/') + 1)) <= 128;
    }
    if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}")) {
      return false;
    }
    int slash = text.indexOf('/');
    for (String part : text.substring(0, slash).split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return Integer.parseInt(text.substring(slash + 1)) <= 32;
  }
}
