package meshlint.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import meshlint.graph.Container;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.trace.Dependency.Client;
import org.jspecify.annotations.Nullable;

/**
 * What the ServiceMonitors and PodMonitors of prometheus-operator make Prometheus scrape, and which
 * Prometheus it is.
 */
final class Monitors {
  private static final String GROUP = "monitoring.coreos.com";
  static final Kind SERVICE_MONITOR = new Kind(GROUP, "ServiceMonitor");
  static final Kind POD_MONITOR = new Kind(GROUP, "PodMonitor");
  private static final List<Kind> PROMETHEUS =
      List.of(new Kind(GROUP, "Prometheus"), new Kind(GROUP, "PrometheusAgent"));
  private static final Pattern PROMETHEUS_IMAGE = Pattern.compile("(^|/)prometheus(:|@|$)");

  private final ObjectGraph graph;
  private final Map<KubeObject, Client> operated = new HashMap<>();
  private @Nullable Map<String, List<Service>> servicesByLabel;
  private @Nullable Client other;

  Monitors(ObjectGraph graph) {
    this.graph = graph;
    for (Kind kind : PROMETHEUS) {
      for (KubeObject object : graph.objectsOf(kind)) {
        operated.put(
            object,
            new Client(Client.Kind.PROMETHEUS, Workload.ofPrometheus(object), object.toString()));
      }
    }
  }

  /** The one workload that runs an image, or someone that the input does not show. */
  static Client runner(ObjectGraph graph, Client.Kind kind, Pattern image, String words) {
    Workload only = null;
    for (Workload workload : graph.workloads()) {
      for (Container container : workload.containers()) {
        if (image.matcher(container.image()).find()) {
          if (only != null && only != workload) {
            return new Client(kind, null, words);
          }
          only = workload;
        }
      }
    }
    return new Client(kind, only, only == null ? words : only.toString());
  }

  /**
   * Who scrapes for a monitor: each Prometheus whose selectors select it, else the one workload
   * that runs Prometheus, else someone that the input does not show.
   */
  List<Client> scrapers(KubeObject monitor) {
    List<Client> out = new ArrayList<>();
    for (Kind kind : PROMETHEUS) {
      for (KubeObject object : graph.objectsOf(kind)) {
        Client client = operated.get(object);
        if (client != null && selects(object, monitor)) {
          out.add(client);
        }
      }
    }
    if (!out.isEmpty()) {
      return out;
    }
    Client known = other;
    if (known == null) {
      known = runner(graph, Client.Kind.PROMETHEUS, PROMETHEUS_IMAGE, "Prometheus");
      other = known;
    }
    return List.of(known);
  }

  /** Whether a Prometheus reads a monitor; where nothing says the opposite. */
  private boolean selects(KubeObject prometheus, KubeObject monitor) {
    String prefix = monitor.kind().equals(POD_MONITOR) ? "podMonitor" : "serviceMonitor";
    MapNode selector = prometheus.root().mapAt("spec", prefix + "Selector");
    if (selector == null || !LabelSelector.parse(selector).matches(labels(monitor))) {
      return false;
    }
    MapNode namespaces = prometheus.root().mapAt("spec", prefix + "NamespaceSelector");
    if (namespaces == null) {
      return prometheus.namespace().equals(monitor.namespace());
    }
    Namespace namespace = graph.namespace(monitor.namespace());
    return !namespace.selectedBy(LabelSelector.parse(namespaces)).isNo();
  }

  private static Map<String, String> labels(KubeObject object) {
    MapNode labels = object.root().mapAt("metadata", "labels");
    return labels == null ? Map.of() : labels.strings();
  }

  /** The Services that a ServiceMonitor selects. */
  List<Service> services(KubeObject monitor) {
    MapNode spec = monitor.spec();
    MapNode selectorNode = spec == null ? null : spec.map("selector");
    if (spec == null || selectorNode == null) {
      return List.of();
    }
    LabelSelector selector = LabelSelector.parse(selectorNode);
    List<Service> candidates = null;
    for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
      List<Service> having =
          servicesByLabel().getOrDefault(wanted.getKey() + "=" + wanted.getValue(), List.of());
      if (candidates == null || having.size() < candidates.size()) {
        candidates = having;
      }
    }
    if (candidates == null) {
      // A selector without plain labels is rare, and reading all Services for it not worth it.
      return List.of();
    }
    List<Service> out = new ArrayList<>();
    for (Service service : candidates) {
      if (isIn(spec, monitor, service.namespace()) && selector.matches(labels(service.object()))) {
        out.add(service);
      }
    }
    return out;
  }

  private Map<String, List<Service>> servicesByLabel() {
    Map<String, List<Service>> known = servicesByLabel;
    if (known == null) {
      known = new HashMap<>();
      for (Service service : graph.services()) {
        for (Map.Entry<String, String> label : labels(service.object()).entrySet()) {
          known
              .computeIfAbsent(label.getKey() + "=" + label.getValue(), k -> new ArrayList<>())
              .add(service);
        }
      }
      servicesByLabel = known;
    }
    return known;
  }

  private static boolean isIn(MapNode spec, KubeObject monitor, String namespace) {
    MapNode in = spec.map("namespaceSelector");
    if (in != null && Boolean.TRUE.equals(in.bool("any"))) {
      return true;
    }
    ListNode listed = in == null ? null : in.list("matchNames");
    return listed == null
        ? namespace.equals(monitor.namespace())
        : listed.strings().contains(namespace);
  }

  // --- what is scraped -------------------------------------------------------------------

  /** What a ServiceMonitor or PodMonitor makes Prometheus scrape, as far as the input shows it. */
  List<Scrape> scrapes(KubeObject monitor) {
    Set<Scrape> out = new LinkedHashSet<>();
    MapNode spec = monitor.spec();
    if (spec == null) {
      return List.of();
    }
    boolean pods = monitor.kind().equals(POD_MONITOR);
    for (Client scraper : scrapers(monitor)) {
      for (MapNode endpoint : spec.maps(pods ? "podMetricsEndpoints" : "endpoints")) {
        if (pods) {
          ofPods(monitor, spec, scraper, endpoint, out);
        } else {
          for (Service service : services(monitor)) {
            ofService(monitor, service, scraper, endpoint, out);
          }
        }
      }
    }
    return List.copyOf(out);
  }

  private void ofService(
      KubeObject monitor, Service service, Client scraper, MapNode endpoint, Set<Scrape> out) {
    for (Workload server : graph.workloadsOf(service)) {
      if (endpoint.containsKey("targetPort")) {
        add(monitor, scraper, server, podPort(endpoint, "targetPort", server), endpoint, out);
        continue;
      }
      String name = endpoint.text("port");
      for (ServicePort port : service.ports()) {
        if (port.name() != null && port.name().equals(name)) {
          add(monitor, scraper, server, port.resolveOn(server), endpoint, out);
        }
      }
    }
  }

  private void ofPods(
      KubeObject monitor, MapNode spec, Client scraper, MapNode endpoint, Set<Scrape> out) {
    MapNode selectorNode = spec.map("selector");
    if (selectorNode == null) {
      return;
    }
    LabelSelector selector = LabelSelector.parse(selectorNode);
    Set<String> namespaces = new HashSet<>();
    for (Namespace namespace : graph.namespaces()) {
      if (isIn(spec, monitor, namespace.name()) && namespaces.add(namespace.name())) {
        for (Workload server : graph.workloadsSelectedBy(namespace.name(), selector)) {
          for (String key : List.of("port", "portNumber", "targetPort")) {
            if (endpoint.containsKey(key)) {
              add(monitor, scraper, server, podPort(endpoint, key, server), endpoint, out);
              break;
            }
          }
        }
      }
    }
  }

  private static @Nullable Integer podPort(MapNode endpoint, String key, Workload server) {
    if (endpoint.get(key) instanceof Long number) {
      return number.intValue();
    }
    String name = endpoint.text(key);
    Container.ContainerPort port = name == null ? null : server.namedPort(name, "TCP");
    return port == null ? null : port.number();
  }

  private static void add(
      KubeObject monitor,
      Client scraper,
      Workload server,
      @Nullable Integer port,
      MapNode endpoint,
      Set<Scrape> out) {
    if (port == null) {
      return;
    }
    Place place = endpoint.place();
    for (String key : List.of("port", "targetPort", "portNumber")) {
      if (endpoint.containsKey(key)) {
        place = endpoint.placeOf(key);
        break;
      }
    }
    String scheme = endpoint.text("scheme");
    boolean tls = scheme != null && scheme.equalsIgnoreCase("https");
    out.add(new Scrape(monitor, scraper.workload(), scraper.words(), server, port, tls, place));
  }
}
