package meshlint.network;

/** The side of a connection that a clause of a policy speaks about. */
public enum Direction {
  /** What the selected pods receive. */
  INGRESS("ingress", "from", "Ingress"),
  /** What the selected pods send. */
  EGRESS("egress", "to", "Egress");

  private final String field;
  private final String peers;
  private final String type;

  Direction(String field, String peers, String type) {
    this.field = field;
    this.peers = peers;
    this.type = type;
  }

  /** The field of the spec that holds the clauses: {@code ingress} or {@code egress}. */
  public String field() {
    return field;
  }

  /** The field of a clause that holds the peers: {@code from} or {@code to}. */
  public String peersField() {
    return peers;
  }

  /** The word in {@code policyTypes}: {@code Ingress} or {@code Egress}. */
  public String policyType() {
    return type;
  }

  /** {@code ingress} or {@code egress}, as messages say it. */
  @Override
  public String toString() {
    return field;
  }
}
