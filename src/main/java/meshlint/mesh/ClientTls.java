package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What a client's proxy, or the app itself where there is none, puts on the wire towards a port.
 *
 * @param mode what that is
 * @param cause what decides it
 * @param rule the DestinationRule that decides; null where none does
 * @param reason what decides it, as a clause
 * @param evidence the places that decide, the decisive one first
 */
public record ClientTls(
    Mode mode, Cause cause, @Nullable TrafficRule rule, String reason, List<Place> evidence) {
  /** Copies the evidence. */
  public ClientTls {
    evidence = List.copyOf(evidence);
  }

  /** What goes on the wire. */
  public enum Mode {
    /** What the app sends, as it is. */
    PLAINTEXT,
    /** Istio's mTLS with the workload's identity. */
    ISTIO_MUTUAL,
    /** mTLS through ambient's tunnel. */
    HBONE,
    /** TLS that the proxy starts on the app's behalf, without a client certificate. */
    SIMPLE,
    /** TLS that the proxy starts with certificates of the user's own. */
    MUTUAL,
    /** Istio's mTLS to some endpoints, plaintext to others, as each accepts. */
    PER_ENDPOINT,
    /** Not decided by the input. */
    UNKNOWN
  }

  /** What decides what goes on the wire. */
  public enum Cause {
    /** The client has no proxy. */
    CLIENT_NOT_IN_MESH,
    /** The client's proxy does not see the connection. */
    NOT_CAPTURED,
    /** The client's proxy does not know the host. */
    NOT_IMPORTED,
    /** A DestinationRule says it. */
    RULE,
    /** The proxy does what the server accepts. */
    AUTO,
    /** Automatic mTLS is switched off in the mesh config. */
    AUTO_OFF,
    /** The host is outside of the mesh. */
    EXTERNAL,
    /** A headless Service, and a pod behind it without a sidecar: plaintext to all of them. */
    MIXED_ENDPOINTS,
    /** No pods are behind the port. */
    NO_ENDPOINTS,
    /** The PeerAuthentication of the server's namespace or the mesh says DISABLE. */
    POLICY_DISABLED,
    /** Something that the input does not show. */
    UNKNOWN
  }

  /** Whether the server sees Istio's mTLS. */
  public Known isMtls() {
    return switch (mode) {
      case ISTIO_MUTUAL, HBONE -> Known.YES;
      case PER_ENDPOINT, UNKNOWN -> Known.UNKNOWN;
      default -> Known.NO;
    };
  }

  /** Whether the server sees what the app sent. */
  public Known isPlaintext() {
    return switch (mode) {
      case PLAINTEXT -> Known.YES;
      case PER_ENDPOINT, UNKNOWN -> Known.UNKNOWN;
      default -> Known.NO;
    };
  }
}
