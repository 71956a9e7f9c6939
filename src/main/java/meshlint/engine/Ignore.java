package meshlint.engine;

import java.time.LocalDate;
import java.util.List;
import meshlint.finding.ObjectRef;
import meshlint.manifest.KubeObject;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish to leave findings out.
 *
 * @param rules ids, aliases or categories
 * @param reason why; null where nobody said
 * @param until the last day on which it holds; null for ever
 * @param objects the objects it is about; null for all
 * @param paths the files it is about; null for all
 * @param at where it is written
 * @param owner the object in which it is written; null where it is in none
 */
public record Ignore(
    List<String> rules,
    @Nullable String reason,
    @Nullable LocalDate until,
    @Nullable Glob objects,
    @Nullable Glob paths,
    Span at,
    @Nullable ObjectRef owner) {
  /** The comment that leaves findings out where it stands. */
  static final String COMMENT = "meshlint:ignore";

  /** The annotation that leaves out findings in which its object takes part. */
  static final String ANNOTATION = "meshlint.dev/ignore";

  /** The annotation that says why. */
  static final String REASON_ANNOTATION = "meshlint.dev/ignore-reason";

  /** Copies the list. */
  public Ignore {
    rules = List.copyOf(rules);
  }

  /** Whether it holds on a day. */
  boolean holdsOn(LocalDate day) {
    return until == null || !day.isAfter(until);
  }

  /** Whether a config's entry means this object. */
  boolean means(KubeObject object) {
    return means(object.ref(), object.root().span());
  }

  /** Whether a config's entry means this participant of a finding. */
  boolean means(@Nullable ObjectRef object, Span place) {
    return (objects == null || objects.matches(object))
        && (paths == null || paths.matches(place.file().path()));
  }

  /** Where it is written and why. */
  @Override
  public String toString() {
    return at + (reason == null ? "" : ": " + reason);
  }
}
