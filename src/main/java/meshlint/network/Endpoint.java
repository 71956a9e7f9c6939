package meshlint.network;

import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.Workload;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection as NetworkPolicy sees it: pods with their labels in a namespace with its
 * labels, or addresses.
 */
public final class Endpoint {
  // Labels that the sidecar injector, ztunnel's node agent or the scheduler add to running pods.
  private static final Set<String> ADDED_PREFIXES =
      Set.of("security.istio.io/", "service.istio.io/", "istio.io/", "topology.");

  private final String description;
  private final @Nullable Workload workload;
  private final @Nullable Namespace namespace;
  private final Map<String, String> labels;
  private final @Nullable Cidr addresses;
  private final boolean controlPlane;

  private Endpoint(
      String description,
      @Nullable Workload workload,
      @Nullable Namespace namespace,
      Map<String, String> labels,
      @Nullable Cidr addresses,
      boolean controlPlane) {
    this.description = description;
    this.workload = workload;
    this.namespace = namespace;
    this.labels = Map.copyOf(labels);
    this.addresses = addresses;
    this.controlPlane = controlPlane;
  }

  /** The pods of a workload. */
  static Endpoint of(Workload workload, Namespace namespace) {
    return new Endpoint(workload.toString(), workload, namespace, workload.labels(), null, false);
  }

  /**
   * Pods that the input does not show, known by some of their labels.
   *
   * @param description what messages call them
   * @param labels labels that they have for sure; they may have more
   */
  static Endpoint implied(String description, Namespace namespace, Map<String, String> labels) {
    return new Endpoint(description, null, namespace, labels, null, false);
  }

  /** Addresses that are no pods of the cluster. */
  public static Endpoint addresses(Cidr addresses) {
    return new Endpoint(addresses.toString(), null, null, Map.of(), addresses, false);
  }

  /**
   * The API server, whose address the input does not show. No selector means it where it runs on
   * the host network; some managed clusters reach webhooks through tunnel pods in kube-system
   * (konnectivity), so a selector that can mean that namespace can mean it.
   */
  static Endpoint apiServer(Namespace kubeSystem) {
    return new Endpoint("the API server", null, kubeSystem, Map.of(), null, true);
  }

  /**
   * What messages call it: {@code Deployment shop/web}, {@code istiod (istio-system)}, an address.
   */
  public String description() {
    return description;
  }

  /** The workload; null for an end that the input does not show. */
  public @Nullable Workload workload() {
    return workload;
  }

  /** The namespace of the pods; null for addresses. */
  public @Nullable Namespace namespace() {
    return namespace;
  }

  /** Labels of the pods as far as they are known; empty for addresses. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Whether it stands for pods of the cluster. */
  boolean isPods() {
    return namespace != null && !controlPlane;
  }

  /** Whether nothing of it is known, not even its namespace. */
  boolean isStranger() {
    return workload == null && namespace != null && namespace.name().isEmpty();
  }

  /** Whether it stands for pods with addresses of their own. */
  boolean isOrdinaryPods() {
    return isPods() && !hostNetwork();
  }

  /** Whether it is one of the node's own network, which policies only see as addresses. */
  boolean hostNetwork() {
    return workload != null && workload.hostNetwork();
  }

  /** Whether a policy of this namespace and pod selector selects it. */
  Known selectedByPolicy(Policy policy) {
    if (!isPods() || hostNetwork() || namespace == null) {
      return Known.NO;
    }
    return namespace.name().equals(policy.namespace()) ? hasLabels(policy.podSelector()) : Known.NO;
  }

  /** Whether a peer's selectors select it; see {@link PolicyPeer}. */
  Known selectedBy(
      String policyNamespace, @Nullable LabelSelector namespaces, @Nullable LabelSelector pods) {
    if (namespace == null) {
      return Known.NO;
    }
    Known there =
        namespaces == null
            ? Known.of(namespace.name().equals(policyNamespace))
            : namespace.selectedBy(namespaces);
    if (controlPlane) {
      boolean meant = namespaces == null || mayMeanKubeSystem(namespaces);
      return meant ? there.and(Known.UNKNOWN) : Known.NO;
    }
    if (hostNetwork()) {
      return Known.UNKNOWN;
    }
    return there.isNo() || pods == null ? there : there.and(hasLabels(pods));
  }

  /**
   * Whether whoever wrote a namespaceSelector can have meant kube-system. Its labels are rarely
   * shown, but nobody gives it those of an application.
   */
  private boolean mayMeanKubeSystem(LabelSelector namespaces) {
    if (namespace == null || namespace.labelsKnown()) {
      return true;
    }
    for (String value : namespaces.equal().values()) {
      if (!value.equals(namespace.name())) {
        return false;
      }
    }
    for (LabelSelector.Requirement requirement : namespaces.expressions()) {
      boolean names =
          requirement.operator() == LabelSelector.Operator.NOT_IN
              || requirement.operator() == LabelSelector.Operator.DOES_NOT_EXIST
              || requirement.values().contains(namespace.name());
      if (!names) {
        return false;
      }
    }
    return true;
  }

  private Known hasLabels(LabelSelector selector) {
    Known all = Known.YES;
    for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
      String value = labels.get(wanted.getKey());
      all =
          all.and(
              value == null && mayBeAdded(wanted.getKey())
                  ? Known.UNKNOWN
                  : Known.of(wanted.getValue().equals(value)));
    }
    for (LabelSelector.Requirement requirement : selector.expressions()) {
      boolean open = !labels.containsKey(requirement.key()) && mayBeAdded(requirement.key());
      all = all.and(open ? Known.UNKNOWN : Known.of(requirement.matches(labels)));
    }
    if (all.isNo() && workload != null && workload.selectedBy(selector)) {
      // It rests on a label that a controller gives to some or all of the pods.
      return Known.UNKNOWN;
    }
    return all;
  }

  private boolean mayBeAdded(String key) {
    return workload == null || isAddedLabel(key);
  }

  /** Whether a running pod can have this label though its template does not show it. */
  static boolean isAddedLabel(String key) {
    return ADDED_PREFIXES.stream().anyMatch(key::startsWith);
  }

  /** Whether it is in an {@code ipBlock}; for pods unknown at most, see {@link IpBlock}. */
  Known inBlock(IpBlock block) {
    if (addresses != null) {
      return block.contains(addresses);
    }
    if (controlPlane || hostNetwork()) {
      // Node and API server addresses can be public ones.
      return block.cidr() == null ? Known.NO : Known.UNKNOWN;
    }
    return block.mayHoldPods() ? Known.UNKNOWN : Known.NO;
  }

  /** Whether it is in a network; see {@link #inBlock(IpBlock)}. */
  Known inBlock(Cidr network) {
    return inBlock(new IpBlock(network, List.of()));
  }

  /** The number of a container port of its pods by name and protocol; null where there is none. */
  @Nullable Integer namedPort(String name, String protocol) {
    Container.ContainerPort port = workload == null ? null : workload.namedPort(name, protocol);
    return port == null ? null : port.number();
  }

  /** Whether a port name means this number here; unknown for pods that the input does not show. */
  Known portIs(String name, String protocol, int number) {
    if (workload == null) {
      return addresses == null ? Known.UNKNOWN : Known.NO;
    }
    Integer declared = namedPort(name, protocol);
    if (declared == null && name.equals("http-envoy-prom")) {
      // The sidecar injector adds a container with this port, 15090.
      return Known.UNKNOWN;
    }
    return Known.of(declared != null && declared == number);
  }

  /** {@link #description()}. */
  @Override
  public String toString() {
    return description;
  }
}
