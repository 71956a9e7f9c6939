package meshlint.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.manifest.Kind;
import org.jspecify.annotations.Nullable;

/** How rules name kinds: {@code group/Kind}, or {@code Kind} alone where only one group has it. */
final class KindNames {
  /** The kinds of Kubernetes, Istio and Gateway API, a line a group; the core group has no name. */
  private static final String[][] GROUPS = {
    {
      "",
      "ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim"
          + " Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount"
    },
    {"apps", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"},
    {"batch", "CronJob Job"},
    {"autoscaling", "HorizontalPodAutoscaler"},
    {"policy", "PodDisruptionBudget"},
    {"discovery.k8s.io", "EndpointSlice"},
    {"networking.k8s.io", "Ingress IngressClass NetworkPolicy"},
    {"rbac.authorization.k8s.io", "ClusterRole ClusterRoleBinding Role RoleBinding"},
    {"storage.k8s.io", "CSIDriver StorageClass"},
    {"scheduling.k8s.io", "PriorityClass"},
    {"apiextensions.k8s.io", "CustomResourceDefinition"},
    {"apiregistration.k8s.io", "APIService"},
    {
      "admissionregistration.k8s.io",
      "MutatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding"
          + " ValidatingWebhookConfiguration"
    },
    {
      "networking.istio.io",
      "DestinationRule EnvoyFilter Gateway ProxyConfig ServiceEntry Sidecar VirtualService"
          + " WorkloadEntry WorkloadGroup"
    },
    {"security.istio.io", "AuthorizationPolicy PeerAuthentication RequestAuthentication"},
    {"telemetry.istio.io", "Telemetry"},
    {"extensions.istio.io", "WasmPlugin"},
    {"install.istio.io", "IstioOperator"},
    {"sailoperator.io", "Istio IstioCNI IstioRevision IstioRevisionTag ZTunnel"},
    {
      "gateway.networking.k8s.io",
      "BackendTLSPolicy Gateway GatewayClass GRPCRoute HTTPRoute ReferenceGrant TCPRoute TLSRoute"
          + " UDPRoute"
    },
    {"monitoring.coreos.com", "PodMonitor PrometheusRule ServiceMonitor"},
  };

  private static final Map<String, List<Kind>> BY_NAME = byName();

  private KindNames() {}

  private static Map<String, List<Kind>> byName() {
    Map<String, List<Kind>> out = new HashMap<>();
    for (String[] group : GROUPS) {
      for (String name : group[1].split(" ", -1)) {
        out.computeIfAbsent(name, k -> new ArrayList<>(1)).add(new Kind(group[0], name));
      }
    }
    return out;
  }

  /** The kinds that a name without a group can mean; empty for one that is not well known. */
  static List<Kind> wellKnown(String name) {
    return BY_NAME.getOrDefault(name, List.of());
  }

  /** The names of all well-known kinds. */
  static Iterable<String> names() {
    return BY_NAME.keySet();
  }

  /**
   * The kind that {@code group/Kind} or {@code Kind} names; null for a name alone that is not well
   * known or that several groups have. {@code core/Kind} is the core group.
   */
  static @Nullable Kind resolve(String written) {
    int slash = written.lastIndexOf('/');
    if (slash >= 0) {
      String group = written.substring(0, slash);
      return new Kind(group.equals("core") ? "" : group, written.substring(slash + 1));
    }
    List<Kind> found = wellKnown(written);
    return found.size() == 1 ? found.get(0) : null;
  }

  /** What is wrong with the name of a kind; null where it names one. */
  static @Nullable String problem(String written) {
    if (resolve(written) != null) {
      return null;
    }
    List<Kind> found = wellKnown(written);
    if (found.size() > 1) {
      return written
          + " is in several groups; write "
          + String.join(" or ", found.stream().map(Kind::toString).toList());
    }
    return written
        + " is no well-known kind"
        + Checker.didYouMean(written, names())
        + "; for a custom resource write group/"
        + written;
  }
}
