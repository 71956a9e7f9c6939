package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.Injection.Cause;
import meshlint.mesh.Injection.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Decides as Istio does whether pods get a proxy: first the API server by the webhooks' selectors,
 * then the injector by the pod (pkg/kube/inject/inject.go injectRequired), else ambient by the CNI
 * agent (cni/pkg/util/enablement_selector.go).
 */
final class InjectionDecider {
  /** The namespaces that the injector leaves out (pkg/kube/inject/initializer.go). */
  private static final Set<String> IGNORED =
      Set.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  private final ObjectGraph graph;
  private final ControlPlane controlPlane;

  InjectionDecider(ObjectGraph graph, ControlPlane controlPlane) {
    this.graph = graph;
    this.controlPlane = controlPlane;
  }

  Injection decide(Workload workload) {
    Injection present = alreadyInjected(workload);
    if (present != null) {
      return present;
    }
    Injection sidecar = decideSidecar(workload);
    if (sidecar.state().isYes()) {
      return sidecar;
    }
    Injection ambient = decideAmbient(workload);
    return ambient == null ? sidecar : ambient;
  }

  // --- the manifest holds the proxy --------------------------------------------

  private static @Nullable Injection alreadyInjected(Workload workload) {
    Container proxy = workload.container(IstioLabels.PROXY_CONTAINER);
    if (proxy == null || isAuto(proxy)) {
      return null;
    }
    List<String> line = proxy.commandLine();
    boolean router = line.contains("router") || line.contains("waypoint");
    boolean runs = line.contains("proxy") && (router || line.contains("sidecar"));
    if (!runs && workload.annotation(IstioLabels.STATUS) == null) {
      // Only an override of the container that the injector would add.
      return null;
    }
    return new Injection(
        Known.YES,
        router ? Mode.GATEWAY : Mode.SIDECAR,
        Cause.ALREADY_INJECTED,
        null,
        "its manifest already holds the " + IstioLabels.PROXY_CONTAINER + " container",
        List.of(proxy.node().placeOf("name")));
  }

  static boolean isAuto(Container proxy) {
    return proxy.image().isEmpty() || proxy.image().equals("auto");
  }

  // --- sidecar -----------------------------------------------------------------

  private Injection decideSidecar(Workload workload) {
    Injection refused = refusedByPod(workload);
    if (refused != null) {
      return refused;
    }
    Injection called = callsWebhook(workload);
    return called.state().isNo() ? called : injector(workload, called);
  }

  /** What keeps the pod out whatever the webhooks say. */
  private @Nullable Injection refusedByPod(Workload workload) {
    if (workload.hostNetwork()) {
      return no(
          Cause.HOST_NETWORK,
          "its pods use the node's network (hostNetwork: true)",
          workload.templatePlace("spec", "hostNetwork"));
    }
    if (IGNORED.contains(workload.namespace())) {
      return no(
          Cause.IGNORED_NAMESPACE,
          "Istio never injects into namespace " + workload.namespace(),
          namespacePlace(workload));
    }
    if ("false".equals(workload.label(IstioLabels.INJECT))) {
      return no(
          Cause.POD_OPTED_OUT,
          "its pods have label sidecar.istio.io/inject: \"false\"",
          workload.labelPlace(IstioLabels.INJECT));
    }
    if (workload.label(IstioLabels.INJECT) == null
        && "false".equals(workload.annotation(IstioLabels.INJECT))) {
      return no(
          Cause.POD_OPTED_OUT,
          "its pods have annotation sidecar.istio.io/inject: \"false\"",
          workload.annotationPlace(IstioLabels.INJECT));
    }
    return null;
  }

  /** Whether the API server hands the pod to an injector. */
  private Injection callsWebhook(Workload workload) {
    Namespace namespace = graph.namespace(workload.namespace());
    Map<String, String> labels = workload.labels();
    List<InjectionWebhook> webhooks = controlPlane.webhooks();
    if (!controlPlane.isShown()) {
      webhooks = assumed(namespace, labels);
    }
    InjectionWebhook maybe = null;
    for (InjectionWebhook webhook : webhooks) {
      Known matches = webhook.matches(namespace, labels);
      if (matches.isYes()) {
        return selected(workload, namespace, webhook);
      }
      if (matches.isUnknown()) {
        maybe = webhook;
      }
    }
    if (maybe != null && asksByLabel(labels)) {
      // Unless the namespace is switched off, a pod that asks by label is injected.
      return selected(workload, namespace, maybe);
    }
    if (!namespace.labelsKnown() && maybe != null) {
      return new Injection(
          Known.UNKNOWN,
          Mode.NONE,
          Cause.NAMESPACE_UNKNOWN,
          null,
          "the labels of Namespace " + namespace.name() + " are not known",
          List.of());
    }
    return notSelected(workload, namespace);
  }

  /** The webhooks of a control plane that the input does not show: it has what the labels name. */
  private static List<InjectionWebhook> assumed(Namespace namespace, Map<String, String> labels) {
    List<InjectionWebhook> out = new ArrayList<>(InjectionWebhook.ofChart("default", true, false));
    for (String revision :
        new String[] {namespace.label(IstioLabels.REVISION), labels.get(IstioLabels.REVISION)}) {
      if (revision != null && !revision.equals("default")) {
        out.addAll(InjectionWebhook.ofChart(revision, false, false));
      }
    }
    return out;
  }

  private static boolean asksByLabel(Map<String, String> labels) {
    return "true".equals(labels.get(IstioLabels.INJECT))
        || labels.containsKey(IstioLabels.REVISION);
  }

  private Injection selected(Workload workload, Namespace namespace, InjectionWebhook webhook) {
    String ns = "Namespace " + namespace.name();
    List<Place> evidence = new ArrayList<>();
    Cause cause;
    String reason;
    switch (webhook.role()) {
      case NAMESPACE_REVISION -> {
        cause = Cause.NAMESPACE_REVISION;
        reason = ns + " has label istio.io/rev: " + namespace.label(IstioLabels.REVISION);
        add(evidence, namespace.labelPlace(IstioLabels.REVISION));
      }
      case NAMESPACE_ENABLED -> {
        cause = Cause.NAMESPACE_ENABLED;
        reason = ns + " has label istio-injection: enabled";
        add(evidence, namespace.labelPlace(IstioLabels.INJECTION));
      }
      case POD_REVISION -> {
        cause = Cause.POD_REVISION;
        reason = "its pods have label istio.io/rev: " + workload.label(IstioLabels.REVISION);
        evidence.add(workload.labelPlace(IstioLabels.REVISION));
      }
      case POD_INJECT -> {
        cause = Cause.POD_OPTED_IN;
        reason = "its pods have label sidecar.istio.io/inject: \"true\"";
        evidence.add(workload.labelPlace(IstioLabels.INJECT));
      }
      case BY_DEFAULT -> {
        cause = Cause.ENABLED_BY_DEFAULT;
        reason = "this Istio injects namespaces without a label";
      }
      default -> {
        cause = Cause.WEBHOOK;
        reason = "an injection webhook selects its pods";
      }
    }
    add(evidence, webhook.place());
    return new Injection(Known.YES, mode(workload), cause, webhook.revision(), reason, evidence);
  }

  private static void add(List<Place> places, @Nullable Place place) {
    if (place != null) {
      places.add(place);
    }
  }

  /** Why no webhook selects the pod. */
  private Injection notSelected(Workload workload, Namespace namespace) {
    String injection = namespace.label(IstioLabels.INJECTION);
    String revision = namespace.label(IstioLabels.REVISION);
    String ns = "Namespace " + namespace.name();
    if (injection != null) {
      Place place = place(namespace, IstioLabels.INJECTION);
      if (injection.equals("disabled")) {
        return no(Cause.NAMESPACE_DISABLED, ns + " has label istio-injection: disabled", place);
      }
      if (injection.equals("enabled")) {
        return noControlPlane(
            Cause.NO_DEFAULT_REVISION,
            ns
                + " has label istio-injection: enabled, but no control plane or tag here is the"
                + " default one ("
                + revisionsText()
                + ")",
            place);
      }
      return no(
          Cause.VALUE_NOT_RECOGNISED,
          ns
              + " has label istio-injection: "
              + quoted(injection)
              + ", which is not \"enabled\" and so switches injection off",
          place);
    }
    if (revision != null) {
      return noControlPlane(
          Cause.UNKNOWN_REVISION,
          ns
              + " has label istio.io/rev: "
              + revision
              + ", but no control plane or tag here has that name ("
              + revisionsText()
              + ")",
          place(namespace, IstioLabels.REVISION));
    }
    return notSelectedPod(workload, namespace);
  }

  private Injection notSelectedPod(Workload workload, Namespace namespace) {
    String podRevision = workload.label(IstioLabels.REVISION);
    if (podRevision != null) {
      return noControlPlane(
          Cause.UNKNOWN_REVISION,
          "its pods have label istio.io/rev: "
              + podRevision
              + ", but no control plane or tag here has that name ("
              + revisionsText()
              + ")",
          workload.labelPlace(IstioLabels.REVISION));
    }
    if ("true".equals(workload.label(IstioLabels.INJECT))) {
      return noControlPlane(
          Cause.NO_DEFAULT_REVISION,
          "its pods have label sidecar.istio.io/inject: \"true\", but no control plane or tag here is"
              + " the default one ("
              + revisionsText()
              + ")",
          workload.labelPlace(IstioLabels.INJECT));
    }
    if ("true".equals(workload.annotation(IstioLabels.INJECT))) {
      return no(
          Cause.ANNOTATION_WITHOUT_LABEL,
          "sidecar.istio.io/inject: \"true\" is an annotation, which no webhook reads, and Namespace "
              + namespace.name()
              + " has no injection label",
          workload.annotationPlace(IstioLabels.INJECT));
    }
    return no(
        Cause.NAMESPACE_NOT_LABELLED,
        "Namespace " + namespace.name() + " has no injection label",
        namespacePlace(workload));
  }

  /** No where the input holds a whole installation, else unknown. */
  private Injection noControlPlane(Cause cause, String reason, @Nullable Place place) {
    List<Place> evidence = new ArrayList<>();
    add(evidence, place);
    evidence.addAll(controlPlane.evidence());
    return controlPlane.isComplete()
        ? new Injection(Known.NO, Mode.NONE, cause, null, reason, evidence)
        : new Injection(Known.UNKNOWN, Mode.NONE, Cause.REVISION_UNCERTAIN, null, reason, evidence);
  }

  private String revisionsText() {
    return "there is " + String.join(", ", controlPlane.revisions());
  }

  /** What the injector does with a pod that it is handed. */
  private Injection injector(Workload workload, Injection called) {
    String asked = workload.label(IstioLabels.INJECT);
    if (asked == null) {
      asked = workload.annotation(IstioLabels.INJECT);
    }
    if ("true".equals(asked)) {
      return called;
    }
    for (MapNode selector : controlPlane.injector().selectors("neverInjectSelector")) {
      if (matches(selector, workload)) {
        return no(
            Cause.NEVER_INJECT_SELECTOR,
            "a neverInjectSelector of the injector matches its pods",
            selector.place());
      }
    }
    for (MapNode selector : controlPlane.injector().selectors("alwaysInjectSelector")) {
      if (matches(selector, workload)) {
        return called;
      }
    }
    String policy = controlPlane.injector().policy();
    if (!policy.equals("enabled")) {
      return no(
          Cause.POLICY_DISABLED,
          "the injector's policy is " + policy + " and its pods do not ask for injection",
          controlPlane.injector().policyPlace());
    }
    return called;
  }

  /** Here an empty selector matches nothing (inject.go). */
  private static boolean matches(MapNode written, Workload workload) {
    LabelSelector selector = LabelSelector.parse(written);
    return !selector.isEmpty() && selector.matches(workload.labels());
  }

  private static Mode mode(Workload workload) {
    String templates = workload.annotation(IstioLabels.TEMPLATES);
    if (templates != null) {
      for (String template : templates.split(",", -1)) {
        switch (template.strip()) {
          case "gateway", "waypoint", "kube-gateway" -> {
            return Mode.GATEWAY;
          }
          case "grpc-agent", "grpc-simple" -> {
            return Mode.PROXYLESS;
          }
          default -> {
            // The sidecar template, or one of the installation's own on top of it.
          }
        }
      }
    }
    return Mode.SIDECAR;
  }

  // --- ambient -------------------------------------------------------------------

  /** The decision where ambient makes one; null where it has no say. */
  private @Nullable Injection decideAmbient(Workload workload) {
    String pod = workload.label(IstioLabels.DATAPLANE_MODE);
    if (workload.hostNetwork()
        || workload.namespace().equals("kube-system")
        || "none".equals(pod)) {
      return null;
    }
    if ("ambient".equals(pod)) {
      return new Injection(
          Known.YES,
          Mode.AMBIENT,
          Cause.POD_AMBIENT,
          null,
          "its pods have label istio.io/dataplane-mode: ambient",
          List.of(workload.labelPlace(IstioLabels.DATAPLANE_MODE)));
    }
    Namespace namespace = graph.namespace(workload.namespace());
    if ("ambient".equals(namespace.label(IstioLabels.DATAPLANE_MODE))) {
      List<Place> evidence = new ArrayList<>();
      add(evidence, namespace.labelPlace(IstioLabels.DATAPLANE_MODE));
      return new Injection(
          Known.YES,
          Mode.AMBIENT,
          Cause.NAMESPACE_AMBIENT,
          null,
          "Namespace " + namespace.name() + " has label istio.io/dataplane-mode: ambient",
          evidence);
    }
    return null;
  }

  // --- helpers -------------------------------------------------------------------

  private static Injection no(Cause cause, String reason, @Nullable Place place) {
    return new Injection(
        Known.NO, Mode.NONE, cause, null, reason, place == null ? List.of() : List.of(place));
  }

  private static @Nullable Place place(Namespace namespace, String label) {
    return namespace.labelPlace(label);
  }

  private @Nullable Place namespacePlace(Workload workload) {
    KubeObject object = graph.namespace(workload.namespace()).object();
    return object == null ? null : object.place();
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }
}
