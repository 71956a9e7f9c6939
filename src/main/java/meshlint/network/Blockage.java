package meshlint.network;

import java.util.List;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A policy that stops something that workloads need, with all workloads it stops it for: one cause.
 *
 * @param policy the policy to change: one that comes near to allowing it, else the isolating policy
 *     that most of the workloads have in common, else the first in input order
 * @param direction which side of the connection the policy stands on
 * @param peer the other end in words, such as {@code istiod (istio-system)}
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 * @param port the port of the server's pods
 * @param workloads whom it is stopped for, in input order; empty only where that is an istiod that
 *     the input does not show
 * @param others further policies that isolate these workloads in this direction, in input order
 * @param clause the clause of the policy that comes nearest to allowing it; null where none comes
 *     near
 * @param place the field to change
 * @param reason why it is stopped, as {@link PolicyVerdict#reason()}
 */
public record Blockage(
    Policy policy,
    Direction direction,
    String peer,
    String protocol,
    int port,
    List<Workload> workloads,
    List<Policy> others,
    @Nullable Clause clause,
    Place place,
    String reason) {
  /** Copies the lists. */
  public Blockage {
    workloads = List.copyOf(workloads);
    others = List.copyOf(others);
  }

  /** {@code istiod (istio-system) on TCP 15012}. */
  @Override
  public String toString() {
    return peer + " on " + protocol + " " + port;
  }
}
