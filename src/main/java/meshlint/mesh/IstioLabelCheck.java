package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import meshlint.finding.Nearest;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.mesh.IstioLabel.Fault;

/**
 * Finds labels of Istio's that do nothing where they stand (istio/api, label). Names under istio.io
 * that Istio does not have are left alone unless they are a slip of one that it has: others use the
 * domain too. What injection makes of its labels is {@link InjectionMistakes}.
 */
public final class IstioLabelCheck {
  /** Labels that change what Istio does, and the kinds on which it reads them. */
  private static final Map<String, List<String>> READ_ON =
      Map.ofEntries(
          Map.entry("istio.io/dataplane-mode", List.of("Pod", "Namespace")),
          Map.entry("istio.io/use-waypoint", enrolled()),
          Map.entry("istio.io/use-waypoint-namespace", enrolled()),
          Map.entry("istio.io/ingress-use-waypoint", services()),
          Map.entry("istio.io/waypoint-for", List.of("Gateway", "GatewayClass")),
          Map.entry("networking.istio.io/enable-autoallocate-ip", List.of("ServiceEntry")),
          Map.entry("networking.istio.io/gatewayPort", List.of("Service")));

  private static final Map<String, List<String>> VALUES =
      Map.of(
          "istio.io/waypoint-for", List.of("service", "workload", "all", "none"),
          "istio.io/ingress-use-waypoint", List.of("true", "false"),
          "networking.istio.io/enable-autoallocate-ip", List.of("true", "false"),
          "security.istio.io/tlsMode", List.of("istio", "disabled"));

  /** Names that are neither faults nor worth a guess. */
  private static final Set<String> OTHERS =
      Set.of(
          "istio.io/rev",
          "istio.io/tag",
          "sidecar.istio.io/inject",
          "security.istio.io/tlsMode",
          "service.istio.io/canonical-name",
          "service.istio.io/canonical-revision",
          "service.istio.io/workload-name",
          "topology.istio.io/network",
          "topology.istio.io/cluster",
          "topology.istio.io/subzone",
          "topology.istio.io/locality",
          "istio.io/use-waypoint-canary",
          "istio.io/use-waypoint-canary-namespace",
          "gateway.istio.io/managed",
          "istio.io/gateway-name");

  private static final Set<String> KNOWN = known();

  private IstioLabelCheck() {}

  private static List<String> enrolled() {
    return List.of("Pod", "WorkloadEntry", "Service", "ServiceEntry", "Namespace");
  }

  private static List<String> services() {
    return List.of("Service", "ServiceEntry", "Namespace");
  }

  private static Set<String> known() {
    Set<String> known = new TreeSet<>(OTHERS);
    known.addAll(READ_ON.keySet());
    return known;
  }

  /** The labels on an object and on its pod template that do not do what they say. */
  public static List<IstioLabel> of(
      KubeObject object, ObjectGraph graph, IstioAnnotations annotations) {
    List<IstioLabel> out = new ArrayList<>();
    MapNode own = object.root().mapAt("metadata", "labels");
    Workload workload = graph.workload(object);
    if (own != null) {
      read(object, own, object.kind().name(), annotations, out);
    }
    if (workload != null && !object.kind().name().equals("Pod")) {
      MapNode template = workload.template().mapAt("metadata", "labels");
      if (template != null && !template.equals(own)) {
        read(object, template, "Pod", annotations, out);
      }
    }
    return out;
  }

  private static void read(
      KubeObject object,
      MapNode labels,
      String on,
      IstioAnnotations annotations,
      List<IstioLabel> out) {
    for (int i = 0; i < labels.childCount(); i++) {
      String key = labels.keyAt(i);
      int slash = key.indexOf('/');
      if (slash <= 0
          || !key.startsWith("istio.io", slash - "istio.io".length())
          || !(labels.valueAt(i) instanceof String value)) {
        continue;
      }
      Fault fault = null;
      List<String> right = List.of();
      List<String> kinds = READ_ON.get(key);
      List<String> values = VALUES.get(key);
      if (kinds != null && !kinds.contains(on)) {
        fault = Fault.MISPLACED;
        right = kinds;
      } else if (values != null && !values.contains(value)) {
        fault = Fault.VALUE;
        right = values;
      } else if (!KNOWN.contains(key)) {
        String meant = Nearest.slip(key, KNOWN);
        if (annotations.isKnown(key)) {
          fault = Fault.ANNOTATION;
        } else if (meant != null) {
          fault = Fault.SLIP;
          right = List.of(meant);
        }
      }
      if (fault != null) {
        out.add(new IstioLabel(object, key, value, labels.placeOfKey(key), on, fault, right));
      }
    }
  }
}
