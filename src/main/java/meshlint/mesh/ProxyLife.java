package meshlint.mesh;

import java.util.List;
import java.util.Map;
import meshlint.graph.Container;
import meshlint.graph.Known;
import meshlint.graph.Version;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * How the proxy of a pod starts, stops and stands in for the kubelet's probes (pkg/kube/inject
 * webhook.go DetectNativeSidecar, app_probe.go).
 */
final class ProxyLife {
  private static final String NATIVE = "sidecar.istio.io/nativeSidecar";
  private static final String REWRITE = "sidecar.istio.io/rewriteAppHTTPProbers";
  private static final String ENABLE_NATIVE = "ENABLE_NATIVE_SIDECARS";

  private final Mesh mesh;

  ProxyLife(Mesh mesh) {
    this.mesh = mesh;
  }

  /**
   * Whether the sidecar is one of Kubernetes' own, an init container that keeps running: it starts
   * before the other init containers and ends with the app.
   */
  Answer isNative(Workload workload) {
    String annotation = workload.annotation(NATIVE);
    if (annotation != null) {
      boolean on = annotation.equals("true");
      String reason = "its pods have annotation " + NATIVE + ": \"" + annotation + "\"";
      Place place = workload.annotationPlace(NATIVE);
      return on ? Answer.yes(reason, place) : Answer.no(reason, place);
    }
    Container proxy = workload.container(IstioLabels.PROXY_CONTAINER);
    Injection injection = mesh.injection(workload);
    if (proxy != null && injection.cause() == Injection.Cause.ALREADY_INJECTED) {
      Place place = proxy.node().placeOf("name");
      return proxy.init()
          ? Answer.yes("its manifest has the proxy among the init containers", place)
          : Answer.no("its manifest has the proxy as an ordinary container", place);
    }
    Setting setting = setting();
    if (setting != null && setting.value.equals("false")) {
      return Answer.no(ENABLE_NATIVE + " of istiod is false", setting.place);
    }
    if (setting != null && setting.value.equals("true")) {
      return Answer.yes(ENABLE_NATIVE + " of istiod is true", setting.place);
    }
    Version istio = mesh.controlPlane().version();
    if (!istio.atLeast(1, 27)) {
      List<Place> shown = mesh.controlPlane().evidence();
      return new Answer(
          Known.NO,
          "Istio " + istio + " does not make sidecars native by itself",
          shown.isEmpty() ? List.of() : shown.subList(0, 1));
    }
    Version kubernetes = mesh.graph().settings().kubernetes();
    return kubernetes.atLeast(1, 33)
        ? Answer.yes("Istio " + istio + " makes sidecars native on Kubernetes " + kubernetes)
        : Answer.no(
            "Istio makes sidecars native by itself only from Kubernetes 1.33 on, and this is "
                + kubernetes);
  }

  private record Setting(String value, Place place) {}

  private @Nullable Setting setting() {
    for (Istiod istiod : mesh.controlPlane().istiods()) {
      MapNode entry = istiod.envEntry(ENABLE_NATIVE);
      String value = entry == null ? null : entry.text("value");
      if (entry != null && value != null) {
        return new Setting(value, entry.placeOf("value"));
      }
    }
    for (KubeObject operator : mesh.controlPlane().operators()) {
      MapNode env = operator.root().mapAt("spec", "values", "pilot", "env");
      String value = env == null ? null : env.text(ENABLE_NATIVE);
      if (env != null && value != null) {
        return new Setting(value, env.placeOf(ENABLE_NATIVE));
      }
    }
    return null;
  }

  /** Whether the kubelet's probes go to the proxy's agent, which asks the app in their place. */
  Answer rewritesProbes(Workload workload) {
    String annotation = workload.annotation(REWRITE);
    if (annotation != null && (annotation.equals("true") || annotation.equals("false"))) {
      String reason = "its pods have annotation " + REWRITE + ": \"" + annotation + "\"";
      Place place = workload.annotationPlace(REWRITE);
      return annotation.equals("true") ? Answer.yes(reason, place) : Answer.no(reason, place);
    }
    MapNode values = mesh.controlPlane().injector().values();
    MapNode webhook = values == null ? null : values.map("sidecarInjectorWebhook");
    if (webhook != null && "false".equals(webhook.text("rewriteAppHTTPProbe"))) {
      return Answer.no(
          "rewriteAppHTTPProbe of the injector is false", webhook.placeOf("rewriteAppHTTPProbe"));
    }
    return Answer.yes("Istio rewrites probes unless told otherwise");
  }

  /**
   * Whether what arrives on a port of the pods reaches an app that listens on loopback only: since
   * Istio 1.10 the proxy dials the pod's address unless told otherwise.
   */
  Answer reachesLoopback(Workload workload, int port) {
    Known sidecar = mesh.injection(workload).sidecar();
    if (sidecar.isNo()) {
      return Answer.no("nothing in the pods passes it on");
    }
    Map<Integer, MapNode> listeners = mesh.scope(workload).ingressPorts();
    MapNode listener = listeners == null ? null : listeners.get(port);
    String endpoint = listener == null ? null : listener.text("defaultEndpoint");
    if (listener != null && endpoint != null) {
      return endpoint.startsWith("127.0.0.1:") || endpoint.startsWith("[::1]:")
          ? new Answer(
              sidecar,
              "a Sidecar leads the port there",
              List.of(listener.placeOf("defaultEndpoint")))
          : Answer.no("a Sidecar leads the port elsewhere", listener.placeOf("defaultEndpoint"));
    }
    return mesh.config().inboundTrafficPolicy().equals("LOCALHOST")
        ? new Answer(sidecar, "inboundTrafficPolicy of the mesh is LOCALHOST", List.of())
        : Answer.no("the sidecar passes it on to the pod's own address");
  }

  /** Whether the app of a workload tells its proxy to end, as far as its manifest shows. */
  static boolean quits(Workload workload) {
    for (Container container : workload.containers()) {
      String line = String.join(" ", container.commandLine());
      if (line.contains("quitquitquit") || line.contains("scuttle")) {
        return true;
      }
      for (MapNode entry : container.node().maps("env")) {
        String value = entry.text("value");
        if ((value != null && value.contains("quitquitquit"))
            || "ISTIO_QUIT_API".equals(entry.text("name"))) {
          return true;
        }
      }
    }
    return false;
  }
}
