package meshlint.mesh;

/** Labels and annotations by which Istio is switched on and off (istio/api label, annotation). */
public final class IstioLabels {
  /** Namespace label {@code istio-injection}. */
  public static final String INJECTION = "istio-injection";

  /** Label {@code istio.io/rev} of Namespaces, pods, and Istio's own resources. */
  public static final String REVISION = "istio.io/rev";

  /** Pod label (and older annotation) {@code sidecar.istio.io/inject}. */
  public static final String INJECT = "sidecar.istio.io/inject";

  /** Namespace and pod label {@code istio.io/dataplane-mode}. */
  public static final String DATAPLANE_MODE = "istio.io/dataplane-mode";

  /** Annotation that the injector leaves on a pod it has injected. */
  public static final String STATUS = "sidecar.istio.io/status";

  /** Annotation that names the injection templates. */
  public static final String TEMPLATES = "inject.istio.io/templates";

  /** Pod label by which istiod knows that an endpoint accepts mTLS. */
  public static final String TLS_MODE = "security.istio.io/tlsMode";

  /** Annotation with the namespaces a Service is visible in. */
  public static final String EXPORT_TO = "networking.istio.io/exportTo";

  /** Label of the pods of a Gateway API gateway. */
  public static final String GATEWAY_NAME = "gateway.networking.k8s.io/gateway-name";

  /** Label of a pod, Service or Namespace: the waypoint that its traffic goes through. */
  public static final String USE_WAYPOINT = "istio.io/use-waypoint";

  /** The container that the injector adds. */
  public static final String PROXY_CONTAINER = "istio-proxy";

  private IstioLabels() {}
}
