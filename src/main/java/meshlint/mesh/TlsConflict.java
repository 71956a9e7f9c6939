package meshlint.mesh;

import java.util.List;
import meshlint.graph.Workload;
import meshlint.manifest.Place;

/**
 * A port of a host whose clients send what the pods behind it do not take.
 *
 * @param service the host
 * @param port its port
 * @param server the workload that answers
 * @param targetPort the pod's port
 * @param client what clients send, and why
 * @param kind what goes wrong
 * @param reason why the server does not take it, as a clause
 * @param evidence the places of the server's side, the decisive one first
 */
public record TlsConflict(
    MeshService service,
    MeshPort port,
    Workload server,
    int targetPort,
    ClientTls client,
    Kind kind,
    String reason,
    List<Place> evidence) {
  /** Copies the evidence. */
  public TlsConflict {
    evidence = List.copyOf(evidence);
  }

  /** What goes wrong. */
  public enum Kind {
    /** Plaintext to a port that takes mTLS only: the connection is reset. */
    PLAINTEXT_TO_STRICT,
    /** mTLS to pods without a proxy: the app gets bytes it does not understand. */
    MTLS_WITHOUT_SIDECAR,
    /** mTLS to a port that takes plaintext only: the same. */
    MTLS_TO_PLAINTEXT,
    /** mTLS to a port that does not go through the server's proxy: the same. */
    MTLS_PAST_SIDECAR,
    /** TLS of the user's own to a port that takes Istio's mTLS only: the handshake fails. */
    OWN_TLS_TO_STRICT
  }
}
