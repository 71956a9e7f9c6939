package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Whether the pods of a workload are in the mesh, and why.
 *
 * @param state whether they are; unknown where it rests on labels that the input does not show
 * @param mode how they are; {@link Mode#NONE} where they are not or it is unknown
 * @param cause what decides it
 * @param revision the revision or tag that injects; null where none does or it goes without saying
 * @param reason what decides it, as a clause: {@code Namespace shop has no injection label}
 * @param evidence the places that decide it, the decisive one first
 */
public record Injection(
    Known state,
    Mode mode,
    Cause cause,
    @Nullable String revision,
    String reason,
    List<Place> evidence) {
  /** Copies the evidence. */
  public Injection {
    evidence = List.copyOf(evidence);
  }

  /** What stands between a pod and the mesh. */
  public enum Mode {
    /** A sidecar that captures its traffic. */
    SIDECAR,
    /** A proxy that is the app: an ingress, egress or east-west gateway, a waypoint. */
    GATEWAY,
    /** An agent beside an app that speaks xDS itself; nothing is captured. */
    PROXYLESS,
    /** Ambient: the node's ztunnel. */
    AMBIENT,
    /** Nothing. */
    NONE
  }

  /** What decides whether pods are in the mesh. */
  public enum Cause {
    /** The namespace has {@code istio-injection: enabled}. */
    NAMESPACE_ENABLED,
    /** The namespace has {@code istio.io/rev} of a control plane. */
    NAMESPACE_REVISION,
    /** The pod has label {@code sidecar.istio.io/inject: "true"}. */
    POD_OPTED_IN,
    /** The pod has label {@code istio.io/rev} of a control plane. */
    POD_REVISION,
    /** The installation injects namespaces without a label. */
    ENABLED_BY_DEFAULT,
    /** The manifest holds the proxy already. */
    ALREADY_INJECTED,
    /** A webhook of the input selects the pod. */
    WEBHOOK,
    /** The namespace has {@code istio.io/dataplane-mode: ambient}. */
    NAMESPACE_AMBIENT,
    /** The pod has {@code istio.io/dataplane-mode: ambient}. */
    POD_AMBIENT,

    /** The Namespace is not in the input, so its labels are unknown. */
    NAMESPACE_UNKNOWN,
    /** Whether the revision or tag exists is unknown. */
    REVISION_UNCERTAIN,

    /** The namespace has no injection label. */
    NAMESPACE_NOT_LABELLED,
    /** The namespace has {@code istio-injection: disabled}. */
    NAMESPACE_DISABLED,
    /** The namespace's {@code istio-injection} is neither enabled nor disabled, which disables. */
    VALUE_NOT_RECOGNISED,
    /** The revision in a label is that of no control plane or tag. */
    UNKNOWN_REVISION,
    /** The label names no revision, and no control plane or tag serves the default one. */
    NO_DEFAULT_REVISION,
    /** The pod asks by annotation, which no webhook reads, in a namespace without a label. */
    ANNOTATION_WITHOUT_LABEL,
    /** The pod has {@code sidecar.istio.io/inject: "false"}. */
    POD_OPTED_OUT,
    /** The pod uses the node's network. */
    HOST_NETWORK,
    /** The injector leaves this namespace out whatever its labels. */
    IGNORED_NAMESPACE,
    /** One of the injector's {@code neverInjectSelector} matches. */
    NEVER_INJECT_SELECTOR,
    /** The injector's policy is to inject only pods that ask. */
    POLICY_DISABLED
  }

  /** Whether a sidecar captures its traffic. */
  public Known sidecar() {
    return only(Mode.SIDECAR);
  }

  /** Whether ztunnel carries its traffic. */
  public Known ambient() {
    return only(Mode.AMBIENT);
  }

  /** Whether the pods are gateways. */
  public Known gateway() {
    return only(Mode.GATEWAY);
  }

  /** Whether istiod takes its endpoints for ones that accept mTLS. */
  public Known acceptsMtls() {
    return sidecar().or(ambient());
  }

  private Known only(Mode wanted) {
    return state == Known.UNKNOWN ? Known.UNKNOWN : Known.of(mode == wanted);
  }
}
