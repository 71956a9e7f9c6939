package meshlint.mesh;

import meshlint.graph.Workload;
import meshlint.manifest.Place;

/**
 * A field of an AuthorizationPolicy that only HTTP has, on a port that Istio takes for TCP.
 *
 * @param field the field
 * @param effect what becomes of the rule there
 * @param whole whether the rule asks for nothing else but ports
 * @param server a workload that the policy holds for
 * @param podPort its port
 * @param protocol what Istio takes the port for
 * @param portPlace where the port is declared in a Service
 */
public record AuthzOnTcp(
    AuthzField field,
    Effect effect,
    boolean whole,
    Workload server,
    int podPort,
    PortProtocol protocol,
    Place portPlace) {
  /** What becomes of a rule with an HTTP field on a TCP port. */
  public enum Effect {
    /** ALLOW: the whole rule is left out. Found only where it so allows nothing at all. */
    RULE_DROPPED,
    /** DENY, AUDIT: the field counts as met, so the rule matches more. */
    FIELD_IGNORED,
    /** CUSTOM: the external authorizer is not asked, or asked about more. */
    NOT_ENFORCED
  }
}
