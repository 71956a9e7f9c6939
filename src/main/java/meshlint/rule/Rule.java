package meshlint.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Problem;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** A checked rule. Its expressions are made runnable when an object first needs them. */
public final class Rule {
  /** What {@code match} names that is no kind: all objects. */
  static final String EVERYTHING = "*";

  private final RuleInfo info;
  private final Catalogue catalogue;
  private final Map<String, byte[]> codes;
  private final Set<String> problems;
  private final Set<String> yieldsTo;
  private final Map<String, Object> parameters;
  private final Map<String, Program> programs = new ConcurrentHashMap<>();
  private final Map<String, Span> named = new LinkedHashMap<>();

  /**
   * A rule.
   *
   * @param codes its expressions, encoded, by what they were checked for: a kind, the name of a
   *     fact that rules can match on, {@link #EVERYTHING}, or empty for problems
   * @param problems codes of the load problems that it speaks about
   * @param yieldsTo rules beside which it stays silent
   */
  Rule(
      RuleInfo info,
      Catalogue catalogue,
      Map<String, byte[]> codes,
      Set<String> problems,
      Set<String> yieldsTo) {
    this(info, catalogue, codes, problems, yieldsTo, defaults(info));
  }

  private Rule(
      RuleInfo info,
      Catalogue catalogue,
      Map<String, byte[]> codes,
      Set<String> problems,
      Set<String> yieldsTo,
      Map<String, Object> parameters) {
    this.info = info;
    this.catalogue = catalogue;
    this.codes = new LinkedHashMap<>(codes);
    this.problems = new LinkedHashSet<>(problems);
    this.yieldsTo = new LinkedHashSet<>(yieldsTo);
    this.parameters = new LinkedHashMap<>(parameters);
  }

  private static Map<String, Object> defaults(RuleInfo info) {
    Map<String, Object> out = new LinkedHashMap<>();
    info.parameters().forEach(parameter -> out.put(parameter.name(), parameter.value()));
    return out;
  }

  /** What it says about itself. */
  public RuleInfo info() {
    return info;
  }

  /** Its id. */
  public String id() {
    return info.id();
  }

  /** The rules beside which it stays silent about one object and field. */
  public Set<String> yieldsTo() {
    return yieldsTo;
  }

  /**
   * This rule with other values of its parameters.
   *
   * @param values by name, each of the type of the default
   */
  public Rule with(Map<String, Object> values) {
    Map<String, Object> changed = new LinkedHashMap<>(parameters);
    changed.putAll(values);
    return new Rule(info, catalogue, codes, problems, yieldsTo, changed);
  }

  /** What is wrong with the names of rules in its file, given all rules that there are. */
  public List<RuleError> unknownRules(RuleSet all) {
    List<RuleError> out = new ArrayList<>();
    named.forEach(
        (name, span) -> {
          if (all.rules().stream().noneMatch(rule -> rule.id().equals(name))) {
            List<String> ids = all.rules().stream().map(Rule::id).toList();
            out.add(
                new RuleError(span, "no rule has the id " + name + Checker.didYouMean(name, ids)));
          }
        });
    return out;
  }

  /**
   * This rule, knowing where its file names others.
   *
   * @param places by id
   */
  Rule naming(Map<String, Span> places) {
    Rule made = new Rule(info, catalogue, codes, problems, yieldsTo, parameters);
    made.named.putAll(places);
    return made;
  }

  /** Whether it speaks about load problems of this code. */
  public boolean isAboutProblem(String code) {
    return problems.contains(code);
  }

  /** Whether it speaks about problems of files and objects, and not about what they say. */
  public boolean isAboutProblems() {
    return !problems.isEmpty();
  }

  /** What it matches in a world: each object once, in input order for each kind it names. */
  public Collection<Subject> subjects(Facts facts) {
    Map<KubeObject, Subject> out = new LinkedHashMap<>();
    for (String target : codes.keySet()) {
      for (KubeObject object : objects(facts, target)) {
        out.putIfAbsent(object, new Subject(object, target));
      }
    }
    return out.values();
  }

  private List<KubeObject> objects(Facts facts, String target) {
    if (target.isEmpty()) {
      return List.of();
    }
    if (target.equals(EVERYTHING)) {
      return facts.graph().objects();
    }
    Catalogue.Type<?> type = catalogue.type(target);
    if (type != null && type.all() != null) {
      return type.allObjects(facts);
    }
    Kind kind = KindNames.resolve(target);
    return kind == null ? List.of() : facts.graph().objectsOf(kind);
  }

  /**
   * Something that a rule matched.
   *
   * @param target what of the rule's match it is
   */
  public record Subject(KubeObject object, String target) {}

  /**
   * What it says about an object that it matched.
   *
   * @throws EvaluationException where it cannot be evaluated on that object
   */
  public List<Judgement> judge(Facts facts, Subject subject) {
    return judge(facts, subject, reason -> {});
  }

  /**
   * As the other.
   *
   * @param unreadable takes why the rule does not apply where the manifest holds values of a type
   *     that it cannot read
   */
  public List<Judgement> judge(Facts facts, Subject subject, Consumer<String> unreadable) {
    return judge(facts, subject.target(), subject.object(), null, unreadable);
  }

  /**
   * What it says about a problem of the input; the judgement has no place, the problem has.
   *
   * @throws EvaluationException where it cannot be evaluated
   */
  public List<Judgement> judge(Facts facts, Problem problem) {
    return judge(facts, "", null, problem, reason -> {});
  }

  private List<Judgement> judge(
      Facts facts,
      String target,
      @Nullable KubeObject object,
      @Nullable Problem problem,
      Consumer<String> unreadable) {
    Program program =
        programs.computeIfAbsent(
            target,
            key -> {
              byte[] code = codes.get(key);
              if (code == null) {
                throw new IllegalStateException(id() + " does not match " + key);
              }
              return new Program(catalogue, RuleCodec.decode(code), parameters);
            });
    try {
      return program.judge(facts, object, problem, unreadable);
    } catch (Scope.LimitError e) {
      throw EvaluationException.limit(String.valueOf(e.getMessage()));
    } catch (StackOverflowError e) {
      throw EvaluationException.limit("its evaluation is nested too deeply");
    }
  }

  Set<String> problems() {
    return problems;
  }

  /** Its expressions by what they were checked for, as {@link RuleCodec} writes them. */
  Map<String, byte[]> encodedCodes() {
    return codes;
  }

  @Override
  public String toString() {
    return id();
  }
}
