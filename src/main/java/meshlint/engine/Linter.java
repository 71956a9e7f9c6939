package meshlint.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import meshlint.finding.Finding;
import meshlint.finding.Location;
import meshlint.finding.ObjectRef;
import meshlint.finding.RelatedLocation;
import meshlint.finding.Severity;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Elsewhere;
import meshlint.graph.ObjectGraph;
import meshlint.graph.World;
import meshlint.manifest.FieldPath;
import meshlint.manifest.KubeObject;
import meshlint.manifest.LoadResult;
import meshlint.manifest.Place;
import meshlint.manifest.Problem;
import meshlint.rule.DefinitionRules;
import meshlint.rule.EvaluationException;
import meshlint.rule.Facts;
import meshlint.rule.Judgement;
import meshlint.rule.Rule;
import meshlint.rule.RuleInfo;
import meshlint.rule.RuleSet;
import meshlint.schema.ExtraSchemas;
import meshlint.schema.SchemaProblem;
import meshlint.schema.Schemas;
import meshlint.schema.Validator;
import meshlint.schema.Versions;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/** Runs rules over the worlds of an input. */
public final class Linter {
  /** A rule that reaches a limit on so many objects is not asked about the others. */
  private static final int LIMITS = 5;

  private final RuleSet rules;
  private final List<Draft> drafts = new ArrayList<>();

  /** Values that no API server takes: what follows from such a value never comes to be. */
  private final Set<Place> refused = new HashSet<>();

  /** Objects of which a part cannot be read: what they are in the cluster is unknown. */
  private Set<ObjectRef> unreadable = Set.of();

  private final Set<RuleFailure> failures = new LinkedHashSet<>();
  private final Map<String, Integer> limits = new HashMap<>();

  private Linter(RuleSet rules) {
    this.rules = rules;
  }

  /**
   * What the rules find in an input.
   *
   * @param worlds which of its objects live in one cluster together
   * @param extra schemas that hold before those of the input and the bundled ones
   */
  public static LintResult lint(
      LoadResult input,
      List<World> worlds,
      ClusterSettings settings,
      RuleSet rules,
      ExtraSchemas extra) {
    Linter linter = new Linter(rules);
    Elsewhere elsewhere = worlds.size() == 1 ? Elsewhere.NOWHERE : new Elsewhere(input.objects());
    Facts first = null;
    for (World world : worlds) {
      Facts facts = new Facts(new ObjectGraph(world.objects(), settings, elsewhere));
      first = first == null ? facts : first;
      linter.lint(facts);
    }
    Facts facts = first == null ? new Facts(new ObjectGraph(List.of(), settings)) : first;
    Map<SourceFile, List<KubeObject>> byFile = new HashMap<>();
    if (!input.problems().isEmpty()) {
      for (KubeObject object : input.objects()) {
        byFile.computeIfAbsent(object.file(), file -> new ArrayList<>()).add(object);
      }
    }
    for (Problem problem : input.problems()) {
      Span span = problem.span();
      linter.judge(facts, problem, around(span, byFile.getOrDefault(span.file(), List.of())));
    }
    LintResult.Unchecked unchecked = linter.check(input, settings, facts, extra);
    return LintResult.of(input, linter.findings(), List.copyOf(linter.failures), unchecked);
  }

  /** The same with the schemas of the input and the bundled ones. */
  public static LintResult lint(
      LoadResult input, List<World> worlds, ClusterSettings settings, RuleSet rules) {
    return lint(input, worlds, settings, rules, ExtraSchemas.NONE);
  }

  /** A finding in the making. */
  private static final class Draft {
    final Rule rule;
    final Judgement judgement;
    final @Nullable KubeObject object;
    final Location location;
    final @Nullable FieldPath path;
    final Map<Location, RelatedLocation> related = new LinkedHashMap<>();

    Draft(Rule rule, Judgement judgement, Place place) {
      this(rule, judgement, place.object(), place.path(), place.location());
    }

    Draft(
        Rule rule,
        Judgement judgement,
        @Nullable KubeObject object,
        @Nullable FieldPath path,
        Location location) {
      this.rule = rule;
      this.judgement = judgement;
      this.object = object;
      this.path = path;
      this.location = location;
    }

    void relate(Place place, String label) {
      Location at = place.location();
      if (!at.equals(location)) {
        related.putIfAbsent(at, new RelatedLocation(label, place.object().ref(), at));
      }
    }
  }

  /** Findings of one rule on one object with an equal cause are one finding. */
  private record Cause(Rule rule, KubeObject object, String cause) {}

  private void lint(Facts facts) {
    List<Draft> found = new ArrayList<>();
    Map<Cause, Draft> byCause = new HashMap<>();
    for (Rule rule : rules.rules()) {
      for (Rule.Subject subject : rule.subjects(facts)) {
        if (limits.getOrDefault(rule.id(), 0) == LIMITS) {
          break;
        }
        for (Judgement judgement : judge(rule, facts, subject)) {
          Draft draft = draft(rule, judgement);
          if (draft != null && !merge(draft, byCause)) {
            found.add(draft);
          }
        }
      }
    }
    keep(found);
  }

  private List<Judgement> judge(Rule rule, Facts facts, Rule.Subject subject) {
    try {
      return rule.judge(facts, subject);
    } catch (EvaluationException e) {
      boolean isLast = e.isLimit() && limits.merge(rule.id(), 1, Integer::sum) == LIMITS;
      String reason = e.reason() + (isLast ? "; it is not asked again" : "");
      failures.add(new RuleFailure(rule.id(), subject.object().ref(), reason));
    } catch (RuntimeException e) {
      // A bug of ours in a fact: it must not take the other rules with it.
      failures.add(new RuleFailure(rule.id(), subject.object().ref(), "internal error: " + e));
    }
    return List.of();
  }

  /**
   * Checks the linted objects against the schemas of their kinds, each once: what an object may
   * hold is the same in every world.
   *
   * @return what could not be checked
   */
  private LintResult.Unchecked check(
      LoadResult input, ClusterSettings settings, Facts facts, ExtraSchemas extra) {
    Map<String, Integer> unchecked = new TreeMap<>();
    if (rules.rules().stream()
        .noneMatch(rule -> SchemaProblem.CODES.stream().anyMatch(rule::isAboutProblem))) {
      return LintResult.Unchecked.NOTHING;
    }
    Versions versions = new Versions(settings.kubernetes().minor(), settings.istio().minor());
    Validator validator =
        Validator.of(
            Schemas.bundled(), versions, input.objects(), extra, new DefinitionRules(facts));
    for (KubeObject object : input.objects()) {
      if (!object.linted()) {
        continue;
      }
      if (!validator.knows(object)) {
        unchecked.merge(object.ref().apiVersion() + "/" + object.ref().kind(), 1, Integer::sum);
      }
      for (Problem problem : validator.validate(object)) {
        judge(facts, problem, null);
      }
    }
    unreadable = validator.unreadable();
    return new LintResult.Unchecked(unchecked, validator.unevaluated());
  }

  /** The object that a place is in; null where it is in none. */
  private static @Nullable KubeObject around(Span span, List<KubeObject> objects) {
    for (KubeObject object : objects) {
      Span whole = object.root().span();
      if (whole.start() <= span.start() && span.end() <= whole.end()) {
        return object;
      }
    }
    return null;
  }

  /**
   * Judges a problem.
   *
   * @param around the object that it is in, for one that names no field
   */
  private void judge(Facts facts, Problem problem, @Nullable KubeObject around) {
    for (Rule rule : rules.rules()) {
      if (!rule.isAboutProblem(problem.code())) {
        continue;
      }
      try {
        for (Judgement judgement : rule.judge(facts, problem)) {
          Place place = problem.place();
          drafts.add(
              place == null
                  ? new Draft(rule, judgement, around, null, new Location(problem.span(), ""))
                  : new Draft(rule, judgement, place));
          if (place != null
              && judgement.severity() == Severity.ERROR
              && !problem.code().equals(SchemaProblem.FIELD_MISSING)) {
            refused.add(place);
          }
        }
      } catch (EvaluationException e) {
        failures.add(new RuleFailure(rule.id(), null, e.reason()));
      }
    }
  }

  /**
   * The finding that a judgement becomes; null where none of its places is in a linted object. A
   * finding never stands on context: there the first linted place is the primary one.
   */
  private static @Nullable Draft draft(Rule rule, Judgement judgement) {
    Place primary = judgement.place();
    if (primary == null) {
      return null;
    }
    Place cause = null;
    if (!primary.object().linted()) {
      cause = primary;
      primary = null;
      for (Judgement.Other other : judgement.related()) {
        if (other.place().object().linted()) {
          primary = other.place();
          break;
        }
      }
      if (primary == null) {
        return null;
      }
    }
    Draft draft = new Draft(rule, judgement, primary);
    if (cause != null) {
      draft.relate(cause, "the cause");
    }
    judgement.related().forEach(other -> draft.relate(other.place(), other.label()));
    return draft;
  }

  /** Adds a finding to the one with its cause; false where it is the first. */
  private static boolean merge(Draft draft, Map<Cause, Draft> byCause) {
    String cause = draft.judgement.cause();
    KubeObject object = draft.object;
    if (cause == null || object == null) {
      return false;
    }
    Draft first = byCause.putIfAbsent(new Cause(draft.rule, object, cause), draft);
    if (first == null) {
      return false;
    }
    if (!draft.location.equals(first.location)) {
      first.related.putIfAbsent(
          draft.location, new RelatedLocation("here too", object.ref(), draft.location));
    }
    draft.related.forEach(
        (at, related) -> {
          if (!at.equals(first.location)) {
            first.related.putIfAbsent(at, related);
          }
        });
    return true;
  }

  /** Keeps what yields to nothing that was found about the same object and field. */
  private void keep(List<Draft> found) {
    Map<KubeObject, List<Draft>> byObject = new HashMap<>();
    for (Draft draft : found) {
      if (draft.object != null) {
        byObject.computeIfAbsent(draft.object, k -> new ArrayList<>()).add(draft);
      }
    }
    for (Draft draft : found) {
      Set<String> stronger = draft.rule.yieldsTo();
      boolean yields =
          !stronger.isEmpty()
              && draft.object != null
              && byObject.getOrDefault(draft.object, List.of()).stream()
                  .anyMatch(other -> stronger.contains(other.rule.id()) && touches(other, draft));
      if (!yields) {
        drafts.add(draft);
      }
    }
  }

  /** Whether two findings are about one field, or about a field and one inside it. */
  private static boolean touches(Draft a, Draft b) {
    if (a.path == null || b.path == null) {
      return false;
    }
    List<Object> x = a.path.segments();
    List<Object> y = b.path.segments();
    int common = Math.min(x.size(), y.size());
    return x.subList(0, common).equals(y.subList(0, common));
  }

  // --- findings ------------------------------------------------------------------

  private record Same(String rule, Location location, String message) {}

  private List<Finding> findings() {
    Map<Same, Draft> distinct = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      if (!draft.rule.isAboutProblems() && (isRefused(draft) || restsOnUnreadable(draft))) {
        continue;
      }
      Same same = new Same(draft.rule.id(), draft.location, draft.judgement.message());
      Draft known = distinct.putIfAbsent(same, draft);
      if (known != null) {
        draft.related.forEach(known.related::putIfAbsent);
      }
    }
    List<Draft> sorted = new ArrayList<>(distinct.values());
    sorted.sort(
        Comparator.comparing((Draft draft) -> draft.location.span())
            .thenComparing(draft -> draft.rule.id())
            .thenComparing(draft -> draft.judgement.message()));
    Map<String, Integer> uses = new HashMap<>();
    List<Finding> out = new ArrayList<>();
    for (Draft draft : sorted) {
      String identity = Fingerprint.of(draft.rule.id(), draft.object, draft.path, draft.location);
      int use = uses.merge(identity, 1, Integer::sum);
      out.add(finding(draft, use == 1 ? identity : identity + "#" + use));
    }
    return out;
  }

  /** Whether a finding is about an object with an unreadable part, or more than info beside one. */
  private boolean restsOnUnreadable(Draft draft) {
    if (unreadable.isEmpty() || draft.rule.info().category().equals("manifest")) {
      return false;
    }
    if (draft.object != null && unreadable.contains(draft.object.ref())) {
      return true;
    }
    if (draft.judgement.severity() == Severity.INFO) {
      return false;
    }
    for (RelatedLocation related : draft.related.values()) {
      ObjectRef other = related.object();
      if (other != null && unreadable.contains(other)) {
        return true;
      }
    }
    return false;
  }

  private boolean isRefused(Draft draft) {
    KubeObject object = draft.object;
    FieldPath path = draft.path;
    return object != null
        && path != null
        && refused.contains(new Place(object, path, draft.location.span()));
  }

  private static Finding finding(Draft draft, String fingerprint) {
    RuleInfo info = draft.rule.info();
    Judgement judgement = draft.judgement;
    return new Finding(
        info.id(),
        info.aliases(),
        info.category(),
        judgement.severity(),
        judgement.confidence(),
        judgement.message(),
        judgement.hint(),
        draft.object == null ? null : draft.object.ref(),
        draft.location,
        List.copyOf(draft.related.values()),
        judgement.fix(),
        fingerprint);
  }
}
