package meshlint.trace;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.Place;

/**
 * One step of a connection's way.
 *
 * @param step which one
 * @param passes whether the connection gets past it
 * @param reason why, as a clause
 * @param symptom what the client sees where it does not pass, such as {@code connection refused};
 *     else empty
 * @param evidence the places that decide, the decisive one first
 */
public record Hop(Step step, Known passes, String reason, String symptom, List<Place> evidence) {
  /** Copies the evidence. */
  public Hop {
    evidence = List.copyOf(evidence);
  }

  /** The steps in the order in which a connection takes them. */
  public enum Step {
    /** The client's name for the server becomes an address. */
    NAME("name"),
    /** The Service exists and has the port. */
    SERVICE("service"),
    /** Pods are behind the Service. */
    ENDPOINTS("endpoints"),
    /** The client's proxy knows the host. */
    CLIENT_PROXY("client proxy"),
    /** A VirtualService leads somewhere. */
    ROUTE("route"),
    /** Client and server agree on mTLS. */
    TLS("mutual TLS"),
    /** The client's NetworkPolicies. */
    EGRESS("egress policy"),
    /** The server's NetworkPolicies. */
    INGRESS("ingress policy"),
    /** The server's AuthorizationPolicies. */
    AUTHORIZATION("authorization"),
    /** A container listens on the port. */
    LISTENER("listener");

    private final String words;

    Step(String words) {
      this.words = words;
    }

    /** As people read it. */
    public String words() {
      return words;
    }
  }

  static Hop of(Step step, Known passes, String reason, String symptom, List<Place> evidence) {
    return new Hop(step, passes, reason, passes.isNo() ? symptom : "", evidence);
  }

  static Hop pass(Step step, String reason, Place... evidence) {
    return new Hop(step, Known.YES, reason, "", List.of(evidence));
  }

  static Hop unknown(Step step, String reason, Place... evidence) {
    return new Hop(step, Known.UNKNOWN, reason, "", List.of(evidence));
  }

  static Hop fail(Step step, String reason, String symptom, Place... evidence) {
    return new Hop(step, Known.NO, reason, symptom, List.of(evidence));
  }
}
