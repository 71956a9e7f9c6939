package meshlint.rule;

import java.util.List;
import meshlint.finding.Confidence;
import meshlint.finding.Fix;
import meshlint.finding.Severity;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about one object or one element of it, before the engine makes a finding of it.
 *
 * @param severity how bad it is
 * @param confidence how sure it is
 * @param place what it points at; null for a problem of a file, which has its place itself
 * @param message one sentence
 * @param hint what to write; null where there is none
 * @param cause judgements of one rule on one object with an equal cause are one finding; null for
 *     one that stands by itself
 * @param related the other places
 * @param fix a change that removes it; null where there is none
 */
public record Judgement(
    Severity severity,
    Confidence confidence,
    @Nullable Place place,
    String message,
    @Nullable String hint,
    @Nullable String cause,
    List<Other> related,
    @Nullable Fix fix) {
  /** Copies the list. */
  public Judgement {
    related = List.copyOf(related);
  }

  /** Another place and what it says. */
  public record Other(Place place, String label) {}
}
