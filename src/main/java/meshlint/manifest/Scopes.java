package meshlint.manifest;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which kinds live in no namespace. Known for Kubernetes and for widespread extensions (their CRDs'
 * {@code spec.scope}); CRDs in the input tell of their own kinds; any other kind is namespaced.
 */
final class Scopes {
  private static final Set<String> CLUSTER =
      Set.of(
          // Kubernetes: `kubectl api-resources --namespaced=false`, removed kinds included
          "Namespace",
          "Node",
          "PersistentVolume",
          "ComponentStatus",
          "admissionregistration.k8s.io/MutatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
          "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
          "admissionregistration.k8s.io/MutatingAdmissionPolicy",
          "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
          "apiextensions.k8s.io/CustomResourceDefinition",
          "apiregistration.k8s.io/APIService",
          "authentication.k8s.io/SelfSubjectReview",
          "authentication.k8s.io/TokenReview",
          "authorization.k8s.io/SelfSubjectAccessReview",
          "authorization.k8s.io/SelfSubjectRulesReview",
          "authorization.k8s.io/SubjectAccessReview",
          "certificates.k8s.io/CertificateSigningRequest",
          "certificates.k8s.io/ClusterTrustBundle",
          "flowcontrol.apiserver.k8s.io/FlowSchema",
          "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
          "internal.apiserver.k8s.io/StorageVersion",
          "networking.k8s.io/IngressClass",
          "networking.k8s.io/IPAddress",
          "networking.k8s.io/ServiceCIDR",
          "node.k8s.io/RuntimeClass",
          "policy/PodSecurityPolicy",
          "extensions/PodSecurityPolicy",
          "rbac.authorization.k8s.io/ClusterRole",
          "rbac.authorization.k8s.io/ClusterRoleBinding",
          "resource.k8s.io/DeviceClass",
          "resource.k8s.io/ResourceSlice",
          "scheduling.k8s.io/PriorityClass",
          "storage.k8s.io/CSIDriver",
          "storage.k8s.io/CSINode",
          "storage.k8s.io/StorageClass",
          "storage.k8s.io/VolumeAttachment",
          "storage.k8s.io/VolumeAttributesClass",
          "storagemigration.k8s.io/StorageVersionMigration",
          "snapshot.storage.k8s.io/VolumeSnapshotClass",
          "snapshot.storage.k8s.io/VolumeSnapshotContent",
          // Networking
          "gateway.networking.k8s.io/GatewayClass",
          "policy.networking.k8s.io/AdminNetworkPolicy",
          "policy.networking.k8s.io/BaselineAdminNetworkPolicy",
          "policy.networking.k8s.io/ClusterNetworkPolicy",
          "authentication.istio.io/MeshPolicy",
          "rbac.istio.io/ClusterRbacConfig",
          "cilium.io/CiliumClusterwideNetworkPolicy",
          "cilium.io/CiliumClusterwideEnvoyConfig",
          "cilium.io/CiliumNode",
          "cilium.io/CiliumIdentity",
          "cilium.io/CiliumLoadBalancerIPPool",
          "cilium.io/CiliumEgressGatewayPolicy",
          "cilium.io/CiliumExternalWorkload",
          "crd.projectcalico.org/BGPConfiguration",
          "crd.projectcalico.org/BGPPeer",
          "crd.projectcalico.org/ClusterInformation",
          "crd.projectcalico.org/FelixConfiguration",
          "crd.projectcalico.org/GlobalNetworkPolicy",
          "crd.projectcalico.org/GlobalNetworkSet",
          "crd.projectcalico.org/HostEndpoint",
          "crd.projectcalico.org/IPPool",
          "projectcalico.org/BGPConfiguration",
          "projectcalico.org/BGPPeer",
          "projectcalico.org/ClusterInformation",
          "projectcalico.org/FelixConfiguration",
          "projectcalico.org/GlobalNetworkPolicy",
          "projectcalico.org/GlobalNetworkSet",
          "projectcalico.org/HostEndpoint",
          "projectcalico.org/IPPool",
          "projectcalico.org/Tier",
          "operator.tigera.io/APIServer",
          "operator.tigera.io/Installation",
          // Widespread extensions
          "argoproj.io/ClusterAnalysisTemplate",
          "argoproj.io/ClusterWorkflowTemplate",
          "cert-manager.io/ClusterIssuer",
          "trust.cert-manager.io/Bundle",
          "external-secrets.io/ClusterExternalSecret",
          "external-secrets.io/ClusterSecretStore",
          "karpenter.sh/NodePool",
          "karpenter.sh/NodeClaim",
          "karpenter.k8s.aws/EC2NodeClass",
          "kubeflow.org/Profile",
          "kyverno.io/ClusterPolicy",
          "kyverno.io/ClusterCleanupPolicy",
          "serving.kserve.io/ClusterServingRuntime",
          "serving.kserve.io/ClusterStorageContainer",
          "tekton.dev/ClusterTask",
          "templates.gatekeeper.sh/ConstraintTemplate",
          "config.gatekeeper.sh/Config",
          "apiextensions.crossplane.io/Composition",
          "apiextensions.crossplane.io/CompositeResourceDefinition",
          "pkg.crossplane.io/Configuration",
          "pkg.crossplane.io/Function",
          "pkg.crossplane.io/Provider",
          "project.openshift.io/Project",
          "security.openshift.io/SecurityContextConstraints",
          "operator.knative.dev/KnativeCluster",
          "networking.internal.knative.dev/ClusterDomainClaim",
          "caching.internal.knative.dev/ClusterImage");

  /** Groups all of whose kinds are cluster-scoped. */
  private static final Set<String> CLUSTER_GROUPS =
      Set.of("constraints.gatekeeper.sh", "config.openshift.io");

  private final Map<Kind, Boolean> fromCrds = new HashMap<>();

  /** Takes note of a CustomResourceDefinition. */
  void learn(MapNode crd) {
    MapNode spec = crd.map("spec");
    MapNode names = crd.mapAt("spec", "names");
    String group = spec == null ? null : spec.string("group");
    String scope = spec == null ? null : spec.string("scope");
    String kind = names == null ? null : names.string("kind");
    if (group != null && scope != null && kind != null) {
      fromCrds.put(new Kind(group, kind), scope.equals("Cluster"));
    }
  }

  /** Whether objects of a kind live in no namespace. */
  boolean isClusterScoped(Kind kind) {
    @Nullable Boolean told = fromCrds.get(kind);
    if (told != null) {
      return told;
    }
    return CLUSTER.contains(kind.toString()) || CLUSTER_GROUPS.contains(kind.group());
  }
}
