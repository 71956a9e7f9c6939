package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import org.jspecify.annotations.Nullable;

/**
 * What a host in an object of Istio stands for.
 *
 * @param written the host as written
 * @param host the full name that Istio takes it for
 * @param outcome what that is
 * @param services the hosts of the registry that it stands for; of {@link Outcome#POD_NAME} the
 *     headless Service of the pod
 * @param meant the full name that was probably meant, where the written one does not work; null
 *     where there is none
 * @param similar names of existing Services or hosts that look alike, the likeliest first
 * @param reason the outcome as a clause
 */
public record HostLookup(
    String written,
    String host,
    Outcome outcome,
    List<MeshService> services,
    @Nullable String meant,
    List<String> similar,
    String reason) {
  /** Copies the lists. */
  public HostLookup {
    services = List.copyOf(services);
    similar = List.copyOf(similar);
  }

  /** What a host stands for. */
  public enum Outcome {
    /** Hosts of the registry. */
    FOUND,
    /** A Service that the configuration or every cluster has, but the input does not show. */
    ASSUMED,
    /** A name of one pod of a headless Service: known to DNS, but no host of the registry. */
    POD_NAME,
    /** A Service that does not exist. */
    MISSING,
    /** An existing Service with a domain at the end that is not the cluster's. */
    WRONG_DOMAIN,
    /** {@code service.namespace}, which Istio takes as it is instead of completing it. */
    NOT_COMPLETED,
    /** A name outside of the cluster without a ServiceEntry. */
    EXTERNAL,
    /** An address. */
    ADDRESS,
    /** Nothing that the input decides. */
    UNKNOWN
  }

  /** Whether Istio has the host in its registry, so that a route to it leads somewhere. */
  public Known exists() {
    return switch (outcome) {
      case FOUND, ASSUMED -> Known.YES;
      case UNKNOWN -> Known.UNKNOWN;
      default -> Known.NO;
    };
  }

  /** The first host of the registry that it stands for; null where there is none. */
  public @Nullable MeshService service() {
    return services.isEmpty() ? null : services.get(0);
  }
}
