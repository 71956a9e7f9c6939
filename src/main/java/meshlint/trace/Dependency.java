package meshlint.trace;

import meshlint.finding.Confidence;
import meshlint.graph.Container;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A connection that the manifests say is intended.
 *
 * @param client who connects
 * @param target what it connects to
 * @param port the port it dials; null where nothing says it
 * @param portWritten whether the port is written, rather than that of a URL's scheme
 * @param source what it was read from
 * @param confidence how sure it is that this connection is meant; {@link Confidence#LOW} is a guess
 *     that no error may rest on
 * @param written the host as written, or the name in a reference
 * @param place where the host stands
 * @param portPlace where the port stands; null where it is not written
 * @param container the container that connects; null where that is not one container
 */
public record Dependency(
    Client client,
    Target target,
    @Nullable Integer port,
    boolean portWritten,
    Source source,
    Confidence confidence,
    String written,
    Place place,
    @Nullable Place portPlace,
    @Nullable Container container) {
  /** What a dependency was read from. */
  public enum Source {
    /** The value of an environment variable. */
    ENVIRONMENT,
    /** The command or an argument of a container. */
    ARGUMENT,
    /** A ConfigMap or Secret that the workload reads. */
    CONFIGURATION,
    /** The host of a probe. */
    PROBE,
    /** An annotation of the pods. */
    ANNOTATION,
    /** Pods of a StatefulSet that find each other through its headless Service. */
    PEERS,
    /** A route of a gateway: VirtualService or Gateway API. */
    ROUTE,
    /** The backend of an Ingress. */
    INGRESS,
    /** A ServiceMonitor. */
    SCRAPE,
    /** A webhook, an APIService or the conversion of a custom resource. */
    WEBHOOK
  }

  /**
   * Who connects.
   *
   * @param kind what it is
   * @param workload its workload; null where the input does not show it
   * @param words as a message names it, such as {@code Deployment shop/web}
   */
  public record Client(Kind kind, @Nullable Workload workload, String words) {
    /** What can connect. */
    public enum Kind {
      /** The pods of a workload. */
      WORKLOAD,
      /** The proxies of a gateway. */
      GATEWAY,
      /** Whatever serves Ingresses. */
      INGRESS_CONTROLLER,
      /** Prometheus. */
      PROMETHEUS,
      /** The API server. */
      API_SERVER
    }

    static Client of(Workload workload) {
      return new Client(Kind.WORKLOAD, workload, workload.toString());
    }
  }

  /**
   * Whether the name is that of a single pod, which only a headless Service gives a pod: {@code
   * kafka-0.kafka}.
   */
  public boolean demandsHeadless() {
    return target.pod() != null;
  }

  /** Whether an init container connects, before the pod's other containers run. */
  public boolean fromInitContainer() {
    return container != null && !container.runsAlongside();
  }
}
