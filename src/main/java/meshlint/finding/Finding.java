package meshlint.finding;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a rule has to say about the linted files.
 *
 * @param rule id of the rule, such as {@code headless-service-port-remapped}
 * @param aliases names of the same check in other tools, such as {@code IST0101}
 * @param category folder of the rule under {@code rules/}
 * @param severity how bad it is
 * @param confidence how sure it is
 * @param message one sentence: subject, fact, consequence; no full stop
 * @param hint what to write; null where the rule does not know
 * @param object the object it is about; null for a file that holds none, such as broken YAML
 * @param location the primary place, on the field to change
 * @param related the other places, in the order the rule gives them
 * @param fix a change that removes it; null where there is none
 * @param fingerprint stable identity across runs: rule, primary object and a discriminator, never a
 *     line; unique within one report
 */
public record Finding(
    String rule,
    List<String> aliases,
    String category,
    Severity severity,
    Confidence confidence,
    String message,
    @Nullable String hint,
    @Nullable ObjectRef object,
    Location location,
    List<RelatedLocation> related,
    @Nullable Fix fix,
    String fingerprint) {
  /** The order of a report: file, line, column, rule, then message. */
  public static final Comparator<Finding> REPORT_ORDER =
      Comparator.comparing((Finding f) -> f.location().span().file().path())
          .thenComparingInt(f -> f.location().span().start())
          .thenComparing(Finding::rule)
          .thenComparing(Finding::message)
          .thenComparing(Finding::fingerprint);

  /** Copies the lists. */
  public Finding {
    aliases = List.copyOf(aliases);
    related = List.copyOf(related);
  }

  /** This finding with these related places instead. */
  public Finding withRelated(List<RelatedLocation> others) {
    return new Finding(
        rule,
        aliases,
        category,
        severity,
        confidence,
        message,
        hint,
        object,
        location,
        others,
        fix,
        fingerprint);
  }

  /** This finding with another severity. */
  public Finding withSeverity(Severity other) {
    return new Finding(
        rule,
        aliases,
        category,
        other,
        confidence,
        message,
        hint,
        object,
        location,
        related,
        fix,
        fingerprint);
  }

  /** This finding with another primary place. */
  public Finding movedTo(
      @Nullable ObjectRef newObject, Location place, List<RelatedLocation> others) {
    return new Finding(
        rule,
        aliases,
        category,
        severity,
        confidence,
        message,
        hint,
        newObject,
        place,
        others,
        fix,
        fingerprint);
  }
}
