package meshlint.mesh;

import java.util.List;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Which waypoint the traffic to an object goes through, by the labels of ambient mode
 * (pilot/pkg/serviceregistry/kube/controller/ambient/waypoints.go).
 */
public final class Waypoints {
  private static final String USE = "istio.io/use-waypoint";
  private static final String USE_NAMESPACE = "istio.io/use-waypoint-namespace";
  private static final String FOR = "istio.io/waypoint-for";
  private static final String NONE = "none";

  /** Classes of Istio whose Gateways are no waypoints. */
  private static final Set<String> OTHER_CLASSES =
      Set.of("istio", "istio-remote", "istio-east-west");

  private final ObjectGraph graph;

  Waypoints(ObjectGraph graph) {
    this.graph = graph;
  }

  /** Whether a Gateway of the Gateway API is a waypoint by its class. */
  public static boolean isWaypoint(KubeObject gateway) {
    MapNode spec = gateway.spec();
    return spec != null && "istio-waypoint".equals(spec.text("gatewayClassName"));
  }

  /**
   * The ServiceAccount of the proxy that Istio deploys for a Gateway of the Gateway API: the name
   * of the Gateway, with that of its class behind it unless it is a waypoint
   * (pilot/pkg/config/kube/gateway/deploymentcontroller.go).
   */
  public static String serviceAccountOf(KubeObject gateway) {
    String named = gateway.annotation("networking.istio.io/service-account");
    MapNode spec = gateway.spec();
    String className = spec == null ? null : spec.text("gatewayClassName");
    if (named != null) {
      return named;
    }
    return className == null || isWaypoint(gateway)
        ? gateway.name()
        : gateway.name() + "-" + className;
  }

  /** The waypoint that an object's own label names; null where it names none. */
  public @Nullable WaypointUse use(KubeObject object) {
    Workload workload = graph.workload(object);
    MapNode labels =
        workload == null
            ? object.root().mapAt("metadata", "labels")
            : workload.template().mapAt("metadata", "labels");
    String name = labels == null ? null : labels.text(USE);
    if (labels == null || name == null || name.isEmpty() || name.equals(NONE)) {
      return null;
    }
    String own = object.kind().equals(Kinds.NAMESPACE) ? object.name() : object.namespace();
    String written = labels.text(USE_NAMESPACE);
    String namespace = written == null || written.isEmpty() ? own : written;
    Place place = labels.placeOf(USE);
    KubeObject gateway = graph.find(Kinds.GATEWAY, namespace, name);
    if (gateway == null) {
      Known exists = graph.exists(Kinds.GATEWAY, namespace, name);
      return new WaypointUse(object, place, namespace, name, null, exists, "", null);
    }
    return judged(object, place, own, gateway, workload != null);
  }

  private WaypointUse judged(
      KubeObject object, Place place, String own, KubeObject gateway, boolean pods) {
    MapNode spec = gateway.spec();
    String className = spec == null ? null : spec.text("gatewayClassName");
    String problem = "";
    Place shown = null;
    String serves = gateway.label(FOR);
    String target = serves == null ? "service" : serves;
    if (className != null && OTHER_CLASSES.contains(className)) {
      problem = gateway + " is of class " + className + ", which makes no waypoint";
      shown = gateway.place("spec", "gatewayClassName");
    } else if (target.equals(NONE)
        || (pods && target.equals("service"))
        || (object.kind().equals(Kinds.SERVICE) && target.equals("workload"))) {
      problem =
          gateway
              + " is a waypoint for "
              + (target.equals(NONE) ? "nothing" : target + "s")
              + " only";
      shown = serves == null ? gateway.place() : gateway.place("metadata", "labels", FOR);
    } else if (admits(gateway, graph.namespace(own)).isNo()) {
      problem = "the listeners of " + gateway + " take nothing from namespace " + own;
      shown = gateway.place("spec", "listeners");
    }
    return new WaypointUse(
        object, place, gateway.namespace(), gateway.name(), gateway, Known.YES, problem, shown);
  }

  private static Known admits(KubeObject gateway, Namespace namespace) {
    List<GatewayListener> listeners = GatewayListener.of(gateway);
    if (listeners.isEmpty() || gateway.namespace().equals(namespace.name())) {
      return Known.YES;
    }
    Known any = Known.NO;
    for (GatewayListener listener : listeners) {
      any = any.or(listener.admits(namespace));
    }
    return any;
  }

  /**
   * Whether a label puts a waypoint before a Service or ServiceEntry: its own, else that of its
   * Namespace, which may be unknown.
   */
  public Known covers(KubeObject service) {
    String own = service.label(USE);
    if (own != null && !own.isEmpty()) {
      return Known.of(!own.equals(NONE));
    }
    Namespace namespace = graph.namespace(service.namespace());
    Known labelled = namespace.has(USE);
    return labelled.isYes() ? Known.of(!NONE.equals(namespace.label(USE))) : labelled;
  }
}
