package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.Attachment.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Finds the workloads that an object of Istio holds for (pilot/pkg/model/policyattachment.go,
 * authentication.go, authorization.go, telemetry.go, push_context.go, sidecar.go).
 */
final class Attachments {
  /** Kinds with {@code spec.selector.matchLabels}. */
  private static final Set<Kind> SELECTOR =
      Set.of(
          Kinds.PEER_AUTHENTICATION,
          Kinds.REQUEST_AUTHENTICATION,
          Kinds.AUTHORIZATION_POLICY,
          Kinds.TELEMETRY,
          Kinds.WASM_PLUGIN,
          Kinds.PROXY_CONFIG);

  /** Kinds with {@code spec.workloadSelector.labels}. */
  private static final Set<Kind> WORKLOAD_LABELS =
      Set.of(Kinds.SIDECAR, Kinds.ENVOY_FILTER, Kinds.SERVICE_ENTRY);

  /** Kinds whose selector in the root namespace selects in every namespace. */
  private static final Set<Kind> FROM_ROOT_EVERYWHERE =
      Set.of(
          Kinds.REQUEST_AUTHENTICATION,
          Kinds.AUTHORIZATION_POLICY,
          Kinds.ENVOY_FILTER,
          Kinds.WASM_PLUGIN);

  /** The labels of the gateways that Istio's own charts install. */
  private static final Map<String, Set<String>> USUAL_GATEWAYS =
      Map.of(
          "istio",
          Set.of("ingressgateway", "egressgateway", "eastwestgateway", "ingress", "ilbgateway"),
          "app",
          Set.of("istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway"));

  private final ObjectGraph graph;
  private final Mesh mesh;

  Attachments(Mesh mesh) {
    this.graph = mesh.graph();
    this.mesh = mesh;
  }

  Attachment of(KubeObject object) {
    Kind kind = object.kind();
    MapNode spec = object.spec();
    if (kind.equals(Kinds.ISTIO_GATEWAY)) {
      return gateway(object, spec);
    }
    MapNode written;
    Place place;
    LabelSelector selector;
    if (SELECTOR.contains(kind)) {
      if (spec != null && (spec.containsKey("targetRef") || !spec.maps("targetRefs").isEmpty())) {
        return targets(object, spec);
      }
      written = spec == null ? null : spec.map("selector");
      place = object.place("spec", "selector");
      selector = written == null ? null : LabelSelector.parse(written);
    } else if (WORKLOAD_LABELS.contains(kind)) {
      written = spec == null ? null : spec.map("workloadSelector");
      place = object.place("spec", "workloadSelector");
      MapNode labels = written == null ? null : written.map("labels");
      selector = labels == null ? null : LabelSelector.ofLabels(labels.strings());
    } else if (kind.equals(Kinds.DESTINATION_RULE)) {
      written = spec == null ? null : spec.map("workloadSelector");
      place = object.place("spec", "workloadSelector");
      selector = written == null ? null : LabelSelector.parse(written);
    } else {
      return none(object);
    }
    if (selector == null || selector.isEmpty()) {
      return kind.equals(Kinds.SERVICE_ENTRY) || kind.equals(Kinds.DESTINATION_RULE)
          ? none(object)
          : wide(object);
    }
    return selecting(object, selector, place);
  }

  private static Attachment none(KubeObject object) {
    return new Attachment(
        object,
        Scope.NONE,
        null,
        object.place(),
        List.of(),
        Known.UNKNOWN,
        "it is limited to no workloads");
  }

  private Attachment wide(KubeObject object) {
    boolean root = object.namespace().equals(mesh.config().rootNamespace());
    List<Workload> workloads = root ? graph.workloads() : graph.workloadsIn(object.namespace());
    Known matches =
        root || !workloads.isEmpty()
            ? Known.YES
            : graph.selectsWorkload(object.namespace(), LabelSelector.EVERYTHING);
    return new Attachment(
        object,
        root ? Scope.MESH : Scope.NAMESPACE,
        null,
        object.place(),
        workloads,
        matches,
        root
            ? "it has no selector and is in the root namespace, so it holds for the whole mesh"
            : "it has no selector, so it holds for namespace " + object.namespace());
  }

  private Attachment selecting(KubeObject object, LabelSelector selector, Place place) {
    String namespace = object.namespace();
    boolean root = namespace.equals(mesh.config().rootNamespace());
    if (root && object.kind().equals(Kinds.PEER_AUTHENTICATION)) {
      return new Attachment(
          object,
          Scope.NOBODY,
          selector,
          place,
          List.of(),
          Known.NO,
          "Istio ignores a PeerAuthentication with a selector in the root namespace");
    }
    if (root && FROM_ROOT_EVERYWHERE.contains(object.kind())) {
      return everywhere(object, selector, place);
    }
    Known matches = graph.selectsWorkload(namespace, selector);
    return new Attachment(
        object,
        Scope.WORKLOADS,
        selector,
        place,
        graph.workloadsSelectedBy(namespace, selector),
        // Gateways of Istio's charts are mostly installed apart from what configures them.
        matches.isNo() && isUsual(selector) && !graph.settings().complete()
            ? Known.UNKNOWN
            : matches,
        "it selects " + selector + " in namespace " + namespace);
  }

  private Attachment everywhere(KubeObject object, LabelSelector selector, Place place) {
    List<Workload> workloads = new ArrayList<>();
    Known matches = graph.settings().complete() ? Known.NO : Known.UNKNOWN;
    for (Namespace namespace : graph.namespaces()) {
      workloads.addAll(graph.workloadsSelectedBy(namespace.name(), selector));
    }
    return new Attachment(
        object,
        Scope.WORKLOADS_EVERYWHERE,
        selector,
        place,
        workloads,
        workloads.isEmpty() ? matches : Known.YES,
        "it selects " + selector + " in all namespaces");
  }

  /**
   * A Gateway selects proxies in all namespaces. Where it selects none, that is known only if the
   * input has gateways and the labels are not those of the ones that Istio's charts install.
   */
  private Attachment gateway(KubeObject object, @Nullable MapNode spec) {
    MapNode written = spec == null ? null : spec.map("selector");
    if (written == null || written.isEmpty()) {
      return new Attachment(
          object,
          Scope.MESH,
          null,
          object.place("spec", "selector"),
          List.of(),
          Known.UNKNOWN,
          "it has no selector, so it holds for every gateway");
    }
    LabelSelector selector = LabelSelector.ofLabels(written.strings());
    Attachment found = everywhere(object, selector, object.place("spec", "selector"));
    if (found.matches().isYes() || graph.settings().complete()) {
      return found;
    }
    boolean shown =
        graph.workloads().stream()
            .anyMatch(workload -> mesh.injection(workload).mode() == Injection.Mode.GATEWAY);
    Known matches = shown && !isUsual(selector) ? Known.NO : Known.UNKNOWN;
    return new Attachment(
        object, found.scope(), selector, found.place(), found.workloads(), matches, found.reason());
  }

  /** Whether a selector has a label of the gateways that Istio's own charts install. */
  static boolean isUsual(LabelSelector selector) {
    return selector.equal().entrySet().stream()
        .anyMatch(
            label -> {
              Set<String> usual = USUAL_GATEWAYS.get(label.getKey());
              return usual != null && usual.contains(label.getValue());
            });
  }

  /** Whether a selector is that of the ingress gateway of Istio's own charts. */
  static boolean isIngressGateway(LabelSelector selector) {
    return "ingressgateway".equals(selector.equal().get("istio"))
        || "istio-ingressgateway".equals(selector.equal().get("app"));
  }

  private static Attachment targets(KubeObject object, MapNode spec) {
    String key = spec.containsKey("targetRef") ? "targetRef" : "targetRefs";
    return new Attachment(
        object,
        Scope.TARGETS,
        null,
        spec.placeOf(key),
        List.of(),
        Known.UNKNOWN,
        "it holds for the objects it names in " + key);
  }
}
