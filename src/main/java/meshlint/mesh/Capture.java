package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.Workload;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Which of a pod's connections its sidecar sees: what the annotations {@code
 * traffic.sidecar.istio.io/*} and {@code sidecar.istio.io/interceptionMode} leave out
 * (pkg/kube/inject templates, tools/istio-iptables). It says nothing about whether the pod has a
 * sidecar.
 */
public final class Capture {
  private static final String PREFIX = "traffic.sidecar.istio.io/";
  private static final String MODE = "sidecar.istio.io/interceptionMode";

  /** Ports of the proxy itself, which never go through it. */
  private static final Set<Integer> PROXY_PORTS = Set.of(15020, 15021, 15090);

  /** The injector's values that hold where a pod has no annotation. */
  private static final Map<String, String> VALUES =
      Map.of(
          "includeInboundPorts", "includeInboundPorts",
          "excludeInboundPorts", "excludeInboundPorts",
          "includeOutboundPorts", "includeOutboundPorts",
          "excludeOutboundPorts", "excludeOutboundPorts",
          "includeOutboundIPRanges", "includeIPRanges",
          "excludeOutboundIPRanges", "excludeIPRanges");

  private final Workload workload;
  private final @Nullable MapNode proxyValues;

  Capture(Workload workload, ControlPlane.Injector injector) {
    this.workload = workload;
    MapNode values = injector.values();
    this.proxyValues = values == null ? null : values.mapAt("global", "proxy");
  }

  private record Setting(String value, Place place) {}

  private @Nullable Setting setting(String name) {
    String annotation = workload.annotation(PREFIX + name);
    if (annotation != null) {
      return new Setting(annotation, workload.annotationPlace(PREFIX + name));
    }
    String key = VALUES.get(name);
    String value = proxyValues == null || key == null ? null : proxyValues.text(key);
    return proxyValues == null || key == null || value == null || value.isEmpty()
        ? null
        : new Setting(value, proxyValues.placeOf(key));
  }

  /** Whether connections to a port of the pod go through its sidecar. */
  public Answer inbound(int port) {
    if ("NONE".equals(workload.annotation(MODE))) {
      return Answer.no("interceptionMode is NONE", workload.annotationPlace(MODE));
    }
    if (PROXY_PORTS.contains(port)) {
      return Answer.no(port + " is a port of the proxy itself");
    }
    Setting include = setting("includeInboundPorts");
    if (include != null && !include.value.strip().equals("*")) {
      // A list of what is captured makes the list of what is not moot.
      return lists(include.value, port)
          ? Answer.yes("includeInboundPorts lists port " + port, include.place)
          : Answer.no("includeInboundPorts does not list port " + port, include.place);
    }
    Setting exclude = setting("excludeInboundPorts");
    if (exclude != null && lists(exclude.value, port)) {
      return Answer.no("excludeInboundPorts lists port " + port, exclude.place);
    }
    return Answer.yes("all ports are captured");
  }

  /**
   * Whether connections from the pod to a port go through its sidecar. Unknown where it depends on
   * the address.
   *
   * @param port the port that the app dials
   */
  public Answer outbound(int port) {
    if ("NONE".equals(workload.annotation(MODE))) {
      return Answer.no("interceptionMode is NONE", workload.annotationPlace(MODE));
    }
    Setting exclude = setting("excludeOutboundPorts");
    if (exclude != null && lists(exclude.value, port)) {
      return Answer.no("excludeOutboundPorts lists port " + port, exclude.place);
    }
    Setting ports = setting("includeOutboundPorts");
    if (ports != null && lists(ports.value, port)) {
      return Answer.yes("includeOutboundPorts lists port " + port, ports.place);
    }
    Setting excluded = setting("excludeOutboundIPRanges");
    if (excluded != null && lists(excluded.value, "0.0.0.0/0")) {
      return Answer.no("excludeOutboundIPRanges is everything", excluded.place);
    }
    Setting included = setting("includeOutboundIPRanges");
    if (included != null && !included.value.strip().equals("*")) {
      return included.value.isBlank()
          ? Answer.no("includeOutboundIPRanges is empty", included.place)
          : Answer.unknown("includeOutboundIPRanges names some addresses only", included.place);
    }
    if (excluded != null && !excluded.value.isBlank()) {
      return Answer.unknown("excludeOutboundIPRanges leaves addresses out", excluded.place);
    }
    Answer user = proxyUser();
    return user == null ? Answer.yes("all ports are captured") : user;
  }

  /** An answer where containers run as the proxy's user, whose traffic is not captured. */
  private @Nullable Answer proxyUser() {
    int apps = 0;
    Place found = null;
    int bypassing = 0;
    for (Container container : workload.containers()) {
      if (container.name().equals(IstioLabels.PROXY_CONTAINER)) {
        continue;
      }
      apps++;
      Place place = proxyUserPlace(container);
      if (place != null) {
        bypassing++;
        found = place;
      }
    }
    if (found == null) {
      return null;
    }
    String reason = "a container runs as user 1337, the proxy's own";
    return bypassing == apps ? Answer.no(reason, found) : Answer.unknown(reason, found);
  }

  /** Where a container is told to run as user or group 1337; null where it is not. */
  private @Nullable Place proxyUserPlace(Container container) {
    MapNode own = container.node().map("securityContext");
    MapNode pod = workload.podSpec();
    MapNode shared = pod == null ? null : pod.map("securityContext");
    MapNode holder = own != null && own.containsKey("runAsUser") ? own : shared;
    Long user = holder == null ? null : holder.integer("runAsUser");
    return holder != null && user != null && user == 1337 ? holder.placeOf("runAsUser") : null;
  }

  /**
   * Where containers other than the proxy run as the proxy's user; empty where none does. Init
   * containers are left out: to run as that user is how they reach the network before the proxy.
   */
  public List<Place> proxyUserPlaces() {
    List<Place> out = new ArrayList<>();
    for (Container container : workload.containers()) {
      Place place =
          container.name().equals(IstioLabels.PROXY_CONTAINER) ? null : proxyUserPlace(container);
      if (place != null && !out.contains(place)) {
        out.add(place);
      }
    }
    return out;
  }

  private static boolean lists(String list, int port) {
    return lists(list, Integer.toString(port)) || lists(list, "*");
  }

  private static boolean lists(String list, String item) {
    for (String part : list.split(",", -1)) {
      if (part.strip().equals(item)) {
        return true;
      }
    }
    return false;
  }
}
