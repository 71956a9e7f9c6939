package meshlint.mesh;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.Place;

/**
 * A yes, no or unknown with its reason.
 *
 * @param state the answer
 * @param reason why, as a clause
 * @param evidence the places that it rests on, the decisive one first
 */
public record Answer(Known state, String reason, List<Place> evidence) {
  /** Copies the evidence. */
  public Answer {
    evidence = List.copyOf(evidence);
  }

  static Answer yes(String reason, Place... evidence) {
    return new Answer(Known.YES, reason, List.of(evidence));
  }

  static Answer no(String reason, Place... evidence) {
    return new Answer(Known.NO, reason, List.of(evidence));
  }

  static Answer unknown(String reason, Place... evidence) {
    return new Answer(Known.UNKNOWN, reason, List.of(evidence));
  }

  /** Whether it is yes. */
  public boolean isYes() {
    return state.isYes();
  }

  /** Whether it is no. */
  public boolean isNo() {
    return state.isNo();
  }

  /** Whether it is unknown. */
  public boolean isUnknown() {
    return state.isUnknown();
  }
}
