package meshlint.rule;

import java.util.List;
import meshlint.finding.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about itself: everything that lists, pages and reports need without running it.
 *
 * @param id kebab-case, such as {@code headless-service-port-remapped}
 * @param title a short sentence without a full stop
 * @param category the folder it stands in
 * @param severities the severities that its findings can have, the worst first
 * @param kinds what it matches, as its {@code match.kinds} writes it; empty for a rule on problems
 *     of files
 * @param aliases names of the same check in other tools
 * @param since the version that first had it; empty where the rule does not say
 * @param fixTitle what its fix does, as written; null where it has none
 * @param parameters what a configuration can set
 * @param docs its long text
 * @param source path of its file for people: relative to the rules folder it was read from
 */
public record RuleInfo(
    String id,
    String title,
    String category,
    List<Severity> severities,
    List<String> kinds,
    List<String> aliases,
    String since,
    @Nullable String fixTitle,
    List<Parameter> parameters,
    Docs docs,
    String source) {
  /** Copies the lists. */
  public RuleInfo {
    severities = List.copyOf(severities);
    kinds = List.copyOf(kinds);
    aliases = List.copyOf(aliases);
    parameters = List.copyOf(parameters);
  }

  /** Whether an id, category or alias means this rule. */
  public boolean answersTo(String name) {
    return id.equals(name) || category.equals(name) || aliases.contains(name);
  }

  /**
   * A value of a rule that a configuration can set.
   *
   * @param value its default: a {@link String}, {@link Long}, {@link Double}, {@link Boolean} or a
   *     list of strings
   * @param doc what it is for; empty where the rule does not say
   */
  public record Parameter(String name, Object value, String doc) {
    /**
     * What a configuration gives it, as its rule takes it.
     *
     * @return null where that is of another type than the default
     */
    public @Nullable Object read(@Nullable Object given) {
      if (value instanceof List<?>) {
        if (given instanceof List<?> list) {
          return list.stream().allMatch(String.class::isInstance) ? list : null;
        }
        return given instanceof String ? List.of(given) : null;
      }
      if (value instanceof Double) {
        return given instanceof Number number ? (Object) number.doubleValue() : null;
      }
      return value.getClass().isInstance(given) ? given : null;
    }

    /** What its value must be, for people. */
    public String typeName() {
      return value instanceof List<?>
          ? "a list of texts"
          : value instanceof Boolean
              ? "true or false"
              : value instanceof Long
                  ? "a whole number"
                  : value instanceof Double ? "a number" : "a text";
    }
  }

  /**
   * The long text of a rule, in Markdown; a part that the rule does not have is empty.
   *
   * @param why what goes wrong in the cluster, and why
   * @param diagnose how to confirm it there
   * @param fix what to do
   * @param exceptions when it is no mistake
   * @param references where it is written down
   */
  public record Docs(
      String why, String diagnose, String fix, String exceptions, List<String> references) {
    /** Copies the list. */
    public Docs {
      references = List.copyOf(references);
    }
  }
}
