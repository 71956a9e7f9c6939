package meshlint.network;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Whether the policies that select one end of a connection let it through, and why.
 *
 * @param allowed yes, no, or unknown where it rests on labels, addresses or policies that the input
 *     does not show
 * @param direction which end was asked: egress the client's, ingress the server's
 * @param reason one clause of a sentence without a full stop
 * @param isolating the policies that isolate that end in this direction, in input order; empty
 *     where none does, or where an administrator's policy decides
 * @param clause the clause that allows it, or may; for a denial the clause that comes nearest, null
 *     where none comes near
 * @param evidence the places that show it; for a denial the first is the one to change
 */
public record PolicyVerdict(
    Known allowed,
    Direction direction,
    String reason,
    List<Policy> isolating,
    @Nullable Clause clause,
    List<Place> evidence) {
  /** Copies the lists. */
  public PolicyVerdict {
    isolating = List.copyOf(isolating);
    evidence = List.copyOf(evidence);
  }

  /** Whether the connection is certainly stopped. */
  public boolean denied() {
    return allowed.isNo();
  }
}
