package meshlint.network;

/**
 * What someone outside of the input may send to a workload, or the workload to them.
 *
 * @param workload {@code namespace/name[Kind]}
 * @param direction ingress for what it receives, egress for what it sends
 * @param peer a range of addresses, {@link Connectivity#INGRESS_CONTROLLER}, {@link
 *     Exposure#CLUSTER}, or pods by the labels that a policy asks of them
 * @param ports the ports of the destination, never empty
 * @param isolated whether some policy has a say about the workload in this direction
 * @param shown whether the input has such a peer; true for addresses and the whole cluster
 */
public record Exposed(
    String workload,
    Direction direction,
    String peer,
    PortSet ports,
    boolean isolated,
    boolean shown) {}
