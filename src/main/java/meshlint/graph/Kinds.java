package meshlint.graph;

import java.util.Set;
import meshlint.manifest.Kind;

/** The kinds that the graph gives a meaning, by their API group. */
public final class Kinds {
  /** core Namespace. */
  public static final Kind NAMESPACE = new Kind("", "Namespace");

  /** core Service. */
  public static final Kind SERVICE = new Kind("", "Service");

  /** core Endpoints. */
  public static final Kind ENDPOINTS = new Kind("", "Endpoints");

  /** EndpointSlice. */
  public static final Kind ENDPOINT_SLICE = new Kind("discovery.k8s.io", "EndpointSlice");

  /** core Pod. */
  public static final Kind POD = new Kind("", "Pod");

  /** core ReplicationController. */
  public static final Kind REPLICATION_CONTROLLER = new Kind("", "ReplicationController");

  /** Deployment. */
  public static final Kind DEPLOYMENT = new Kind("apps", "Deployment");

  /** StatefulSet. */
  public static final Kind STATEFUL_SET = new Kind("apps", "StatefulSet");

  /** DaemonSet. */
  public static final Kind DAEMON_SET = new Kind("apps", "DaemonSet");

  /** ReplicaSet. */
  public static final Kind REPLICA_SET = new Kind("apps", "ReplicaSet");

  /** Job. */
  public static final Kind JOB = new Kind("batch", "Job");

  /** CronJob. */
  public static final Kind CRON_JOB = new Kind("batch", "CronJob");

  /** core ConfigMap. */
  public static final Kind CONFIG_MAP = new Kind("", "ConfigMap");

  /** core Node. */
  public static final Kind NODE = new Kind("", "Node");

  /** core Secret. */
  public static final Kind SECRET = new Kind("", "Secret");

  /** core ServiceAccount. */
  public static final Kind SERVICE_ACCOUNT = new Kind("", "ServiceAccount");

  /** Kubernetes' own NetworkPolicy, not Calico's or Cilium's. */
  public static final Kind NETWORK_POLICY = new Kind("networking.k8s.io", "NetworkPolicy");

  /** Ingress. */
  public static final Kind INGRESS = new Kind("networking.k8s.io", "Ingress");

  /** MutatingWebhookConfiguration. */
  public static final Kind MUTATING_WEBHOOK =
      new Kind("admissionregistration.k8s.io", "MutatingWebhookConfiguration");

  /** Istio VirtualService. */
  public static final Kind VIRTUAL_SERVICE = new Kind("networking.istio.io", "VirtualService");

  /** Istio DestinationRule. */
  public static final Kind DESTINATION_RULE = new Kind("networking.istio.io", "DestinationRule");

  /** Istio Gateway, not Gateway API's. */
  public static final Kind ISTIO_GATEWAY = new Kind("networking.istio.io", "Gateway");

  /** Istio ServiceEntry. */
  public static final Kind SERVICE_ENTRY = new Kind("networking.istio.io", "ServiceEntry");

  /** Istio WorkloadEntry. */
  public static final Kind WORKLOAD_ENTRY = new Kind("networking.istio.io", "WorkloadEntry");

  /** Istio WorkloadGroup. */
  public static final Kind WORKLOAD_GROUP = new Kind("networking.istio.io", "WorkloadGroup");

  /** Istio Sidecar. */
  public static final Kind SIDECAR = new Kind("networking.istio.io", "Sidecar");

  /** Istio EnvoyFilter. */
  public static final Kind ENVOY_FILTER = new Kind("networking.istio.io", "EnvoyFilter");

  /** Istio PeerAuthentication. */
  public static final Kind PEER_AUTHENTICATION =
      new Kind("security.istio.io", "PeerAuthentication");

  /** Istio RequestAuthentication. */
  public static final Kind REQUEST_AUTHENTICATION =
      new Kind("security.istio.io", "RequestAuthentication");

  /** Istio AuthorizationPolicy. */
  public static final Kind AUTHORIZATION_POLICY =
      new Kind("security.istio.io", "AuthorizationPolicy");

  /** Istio Telemetry. */
  public static final Kind TELEMETRY = new Kind("telemetry.istio.io", "Telemetry");

  /** IstioOperator, an installation's input rather than a cluster object. */
  public static final Kind ISTIO_OPERATOR = new Kind("install.istio.io", "IstioOperator");

  /** An installation of Istio by the Sail operator. */
  public static final Kind ISTIO = new Kind("sailoperator.io", "Istio");

  /** Istio ProxyConfig. */
  public static final Kind PROXY_CONFIG = new Kind("networking.istio.io", "ProxyConfig");

  /** Istio WasmPlugin. */
  public static final Kind WASM_PLUGIN = new Kind("extensions.istio.io", "WasmPlugin");

  /** Gateway API Gateway. */
  public static final Kind GATEWAY = new Kind("gateway.networking.k8s.io", "Gateway");

  /** Gateway API HTTPRoute. */
  public static final Kind HTTP_ROUTE = new Kind("gateway.networking.k8s.io", "HTTPRoute");

  /** Gateway API GatewayClass. */
  public static final Kind GATEWAY_CLASS = new Kind("gateway.networking.k8s.io", "GatewayClass");

  /** Gateway API ReferenceGrant. */
  public static final Kind REFERENCE_GRANT =
      new Kind("gateway.networking.k8s.io", "ReferenceGrant");

  private static final Set<Kind> WORKLOADS =
      Set.of(
          POD,
          REPLICATION_CONTROLLER,
          DEPLOYMENT,
          STATEFUL_SET,
          DAEMON_SET,
          REPLICA_SET,
          JOB,
          CRON_JOB);

  private static final Set<String> ISTIO_GROUPS =
      Set.of(
          "networking.istio.io",
          "security.istio.io",
          "telemetry.istio.io",
          "extensions.istio.io",
          "install.istio.io");

  // Groups whose objects only configure: certificates, scrape targets, secrets, policies, CI.
  private static final Set<String> NO_PODS =
      Set.of(
          "cert-manager.io",
          "external-secrets.io",
          "bitnami.com",
          "crd.projectcalico.org",
          "projectcalico.org",
          "cilium.io",
          "policy.networking.k8s.io",
          "kyverno.io",
          "keda.sh",
          "kustomize.config.k8s.io");

  private Kinds() {}

  /** Kubernetes' own kinds that make pods. */
  public static Set<Kind> workloads() {
    return WORKLOADS;
  }

  /** Whether this is one of Kubernetes' own kinds that make pods. */
  public static boolean isBuiltInWorkload(Kind kind) {
    return WORKLOADS.contains(kind);
  }

  /**
   * Whether an object of this kind can make pods that the input does not show: any custom resource,
   * but for those of groups that are known to make none.
   */
  public static boolean mayMakePods(Kind kind) {
    String group = kind.group();
    boolean kubernetes =
        group.isEmpty()
            || !group.contains(".")
            || group.endsWith(".k8s.io")
            || group.equals("gateway.networking.k8s.io");
    return !kubernetes && !isIstio(kind) && !NO_PODS.contains(group);
  }

  /** Whether this kind belongs to Istio. */
  public static boolean isIstio(Kind kind) {
    return ISTIO_GROUPS.contains(kind.group());
  }
}
