package meshlint.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import meshlint.finding.Finding;
import meshlint.finding.Location;
import meshlint.finding.ObjectRef;
import meshlint.finding.RelatedLocation;
import meshlint.manifest.KubeObject;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** Keeps the findings in which something takes part that changed. */
public final class SinceFilter {
  /** Tells what changed. */
  @FunctionalInterface
  public interface Changes {
    /** Whether one of these lines, both included, of a file changed. */
    boolean touch(String displayPath, int fromLine, int toLine);
  }

  private record Key(ObjectRef object, String path) {}

  private final Changes changes;
  private final Predicate<String> isNew;
  private final Map<Key, Boolean> objects = new HashMap<>();

  private SinceFilter(Changes changes, Predicate<String> isNew) {
    this.changes = changes;
    this.isNew = isNew;
  }

  /**
   * The findings in which a changed object takes part, and those that were not there before: what
   * is deleted takes part in nothing, and still breaks others. Where the primary place is unchanged
   * and another one is in the change, that one leads: reviews show only what is in the change.
   *
   * @param objects all objects of the input
   * @param isNew whether a fingerprint was not there before the change
   */
  public static LintResult apply(
      LintResult result, Collection<KubeObject> objects, Changes changes, Predicate<String> isNew) {
    SinceFilter filter = new SinceFilter(changes, isNew);
    for (KubeObject object : objects) {
      Key key = new Key(object.ref(), object.file().path());
      filter.objects.merge(key, filter.isChanged(object.root().span()), Boolean::logicalOr);
    }
    List<Finding> kept = new ArrayList<>();
    for (Finding finding : result.findings()) {
      if (filter.takesPart(finding)) {
        kept.add(filter.led(finding));
      }
    }
    return result.withFindings(kept, 0);
  }

  private boolean isChanged(Span span) {
    return changes.touch(span.file().path(), span.line(), span.endLine());
  }

  private boolean isChanged(@Nullable ObjectRef object, Location location) {
    String path = location.span().file().path();
    Boolean known = object == null ? null : objects.get(new Key(object, path));
    return Objects.requireNonNullElseGet(known, () -> isChanged(location.span()));
  }

  private boolean takesPart(Finding finding) {
    return (finding.object() != null && isNew.test(finding.fingerprint()))
        || isChanged(finding.object(), finding.location())
        || finding.related().stream().anyMatch(r -> isChanged(r.object(), r.location()));
  }

  private Finding led(Finding finding) {
    if (isChanged(finding.location().span())) {
      return finding;
    }
    for (RelatedLocation related : finding.related()) {
      if (isChanged(related.location().span())) {
        List<RelatedLocation> others = new ArrayList<>();
        others.add(new RelatedLocation("what is to change", finding.object(), finding.location()));
        finding.related().stream().filter(other -> !other.equals(related)).forEach(others::add);
        return finding.movedTo(related.object(), related.location(), others);
      }
    }
    return finding;
  }
}
