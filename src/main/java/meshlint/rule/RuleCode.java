package meshlint.rule;

import java.util.List;
import meshlint.finding.Confidence;
import meshlint.finding.Fix;
import meshlint.finding.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The checked expressions of a rule for one kind of object; plain data, so that it can be stored.
 *
 * @param when must all hold for the rule to apply
 * @param forEach lists whose elements are judged one by one, the later ones inside the earlier
 * @param variables in an order in which each uses only those before it
 * @param expression must hold; null for a rule that speaks wherever it applies
 * @param severity the first whose condition holds; where none holds the rule is silent
 * @param confidence the first whose condition holds; high where none does
 * @param at what a finding points at; null for the place of what was matched
 */
record RuleCode(
    List<Code> when,
    List<Binding> forEach,
    List<Binding> variables,
    @Nullable Code expression,
    List<Choice<Severity>> severity,
    List<Choice<Confidence>> confidence,
    @Nullable At at,
    @Nullable Code cause,
    List<Related> related,
    Text message,
    @Nullable Text hint,
    @Nullable Repair fix) {
  /** Nothing but an expression. */
  static RuleCode of(Code expression) {
    return new RuleCode(
        List.of(),
        List.of(),
        List.of(),
        expression,
        List.of(),
        List.of(),
        null,
        null,
        List.of(),
        new Text(List.of()),
        null,
        null);
  }

  /** A name and the expression behind it. */
  record Binding(String name, Code code) {}

  /** A value that is taken where a condition holds; without one, always. */
  record Choice<T>(@Nullable Code when, T value) {}

  /**
   * A place: an expression that gives one (or a list, or an object), or a value from which a path
   * leads on.
   *
   * @param steps keys (constants) and indexes below the base; empty where the base says it all
   */
  record At(Code base, List<Code> steps) {}

  /** Another place of a finding, or for a {@code forEach} one per element. */
  record Related(@Nullable Binding forEach, @Nullable Code when, At at, Text label) {}

  /** Text with expressions in it: each part a {@link String} or a {@link Code}. */
  record Text(List<Object> parts) {}

  /** A fix. */
  record Repair(@Nullable Code when, Text title, Fix.Safety safety, List<Change> edits) {}

  /**
   * One edit of a fix.
   *
   * @param replaceWith the new value; null removes the field
   */
  record Change(At at, @Nullable Code replaceWith) {}
}
