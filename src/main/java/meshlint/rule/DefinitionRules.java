package meshlint.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import meshlint.schema.CelRules;
import org.jspecify.annotations.Nullable;

/** The rules of CustomResourceDefinitions, run by what runs ours. Each is parsed once. */
public final class DefinitionRules implements CelRules {
  private static final String SELF = "self";

  private final Catalogue catalogue = DefinitionFunctions.catalogue();
  private final Checker checker = new Checker(catalogue);
  private final Linker linker = new Linker(catalogue, Map.of(SELF, 0));
  private final Map<String, Optional<Expression>> expressions = new ConcurrentHashMap<>();
  private final Facts facts;

  /** Rules about the objects of a world, of which they see nothing but the value itself. */
  public DefinitionRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public @Nullable Boolean holds(String rule, Object self) {
    Optional<Expression> expression = expressions.computeIfAbsent(rule, this::compile);
    if (expression.isEmpty()) {
      return null;
    }
    Scope scope = new Scope(facts, 1);
    scope.set(0, self);
    try {
      return expression.get().eval(scope) instanceof Boolean truth ? truth : null;
    } catch (EvaluationException | ArithmeticException e) {
      // The API server would refuse the object too, but a function that we lack looks the same.
      return null;
    } catch (Scope.LimitError | StackOverflowError e) {
      return null;
    }
  }

  /** The expression; none for one that uses what we do not have. */
  private Optional<Expression> compile(String rule) {
    try {
      Checker.Checked checked = checker.check(Parser.parse(rule), Map.of(SELF, FactType.DYN));
      List<Checker.Problem> problems = checked.problems();
      return problems.isEmpty() ? Optional.of(linker.link(checked.code())) : Optional.empty();
    } catch (Parser.SyntaxException e) {
      return Optional.empty();
    }
  }

  /** Whether a rule can be evaluated at all. */
  boolean understands(String rule) {
    return expressions.computeIfAbsent(rule, this::compile).isPresent();
  }
}
