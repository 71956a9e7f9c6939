package meshlint.mesh;

import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A label or annotation about injection that does not do what it says.
 *
 * @param kind what is wrong with it
 * @param object the object it stands on
 * @param place where it stands
 * @param key the label or annotation
 * @param value its value
 * @param effect what Istio makes of it, as a clause
 * @param harmful whether it changes the outcome: the pods end up other than it asks; unknown where
 *     the outcome is
 * @param cause what gets in its way; null where the key itself is the matter
 */
public record InjectionMistake(
    Kind kind,
    KubeObject object,
    Place place,
    String key,
    String value,
    String effect,
    Known harmful,
    @Nullable Place cause) {

  /** What is wrong with a label or annotation about injection. */
  public enum Kind {
    /** {@code istio-injection} on a workload or its pods: only Namespaces are selected by it. */
    NAMESPACE_LABEL_ON_POD,
    /** {@code sidecar.istio.io/inject} on the workload's own metadata instead of its pods'. */
    POD_LABEL_ON_WORKLOAD,
    /** {@code sidecar.istio.io/inject} on a Namespace. */
    POD_LABEL_ON_NAMESPACE,
    /** A Namespace label written as an annotation. */
    NAMESPACE_LABEL_AS_ANNOTATION,
    /** {@code istio-injection} with a value that is neither enabled nor disabled. */
    NAMESPACE_VALUE,
    /** {@code sidecar.istio.io/inject} with a value that is neither true nor false. */
    POD_VALUE,
    /** {@code istio.io/dataplane-mode} with a value that is neither ambient nor none. */
    DATAPLANE_VALUE,
    /** {@code istio-injection} and {@code istio.io/rev} on one Namespace. */
    TWO_NAMESPACE_LABELS,
    /** A sidecar label and {@code istio.io/dataplane-mode: ambient} on one Namespace. */
    SIDECAR_AND_AMBIENT,
    /** {@code istio.io/rev} that is the name of no control plane or tag. */
    UNKNOWN_REVISION,
    /** A label that means the default control plane, and there is none. */
    NO_DEFAULT_REVISION,
    /** {@code istio.io/rev} on pods whose namespace has a label, which decides instead. */
    REVISION_IGNORED,
    /** The pods ask by annotation only, where no webhook is called for them. */
    ANNOTATION_ONLY,
    /** The pods ask, and their namespace switches injection off. */
    BLOCKED_BY_NAMESPACE,
    /** The pods ask, and are in a namespace that Istio leaves out. */
    IGNORED_NAMESPACE,
    /** The pods use the node's network, so they cannot be injected. */
    HOST_NETWORK,
    /** A proxy container with the image {@code auto} that nothing fills in. */
    AUTO_IMAGE,
    /** {@code inject.istio.io/templates} names a template that the injector does not have. */
    UNKNOWN_TEMPLATE
  }
}
