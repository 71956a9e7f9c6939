package meshlint.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.finding.ObjectRef;
import meshlint.finding.Severity;
import meshlint.graph.ClusterSettings;
import meshlint.manifest.KubeObject;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * What a repository wants of the linter: its {@code meshlint.yaml}. Rules are named by id, alias or
 * category everywhere.
 *
 * @param failOn the severity from which a run fails, or {@code never}; null where it does not say
 * @param ruleFolders folders with more rules, as written
 * @param select the rules that run; empty for all
 * @param ignore rules that do not run
 * @param severities other severities of rules
 * @param parameters values for the parameters of rules, by rule id
 * @param overrides what holds for some files or objects only
 * @param ignores findings to leave out
 * @param context paths with objects that exist but are not linted, as written
 * @param schemas paths with schemas of kinds, as written
 * @param cluster the cluster that the manifests are for
 * @param oneWorld whether the whole input is one cluster
 * @param baseline the baseline's file, as written; null where there is none
 * @param given the parameters, each with its place, so that unknown ones can be shown
 * @param names every name of a rule that it holds, with its place, so that unknown ones can be
 *     shown
 */
public record Config(
    @Nullable String failOn,
    List<String> ruleFolders,
    List<String> select,
    List<String> ignore,
    Map<String, Severity> severities,
    Map<String, Map<String, Object>> parameters,
    List<Scoped> overrides,
    List<Ignore> ignores,
    List<String> context,
    List<String> schemas,
    ClusterSettings cluster,
    boolean oneWorld,
    @Nullable String baseline,
    List<Given> given,
    Map<Span, String> names) {
  /** What holds without a config. */
  public static final Config NONE =
      new Config(
          null,
          List.of(),
          List.of(),
          List.of(),
          Map.of(),
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          ClusterSettings.DEFAULT,
          false,
          null,
          List.of(),
          Map.of());

  /** Copies the collections. */
  public Config {
    ruleFolders = List.copyOf(ruleFolders);
    select = List.copyOf(select);
    ignore = List.copyOf(ignore);
    severities = Map.copyOf(severities);
    parameters = Map.copyOf(parameters);
    overrides = List.copyOf(overrides);
    ignores = List.copyOf(ignores);
    context = List.copyOf(context);
    schemas = List.copyOf(schemas);
    given = List.copyOf(given);
    names = new LinkedHashMap<>(names);
  }

  /**
   * What holds for findings on some files or objects.
   *
   * @param paths files it is about; empty for all
   * @param objects objects it is about; empty for all
   * @param ignore rules that say nothing there
   * @param severities severities of rules there
   * @param at where it is written
   */
  public record Scoped(
      List<Glob> paths,
      List<Glob> objects,
      List<String> ignore,
      Map<String, Severity> severities,
      Span at) {
    /** Copies the collections. */
    public Scoped {
      paths = List.copyOf(paths);
      objects = List.copyOf(objects);
      ignore = List.copyOf(ignore);
      severities = Map.copyOf(severities);
    }

    /** Whether it is about this object. */
    boolean means(KubeObject object) {
      return means(object.ref(), object.file().path());
    }

    /** Whether it is about an object in this file. */
    boolean means(@Nullable ObjectRef object, String path) {
      return (paths.isEmpty() || paths.stream().anyMatch(glob -> glob.matches(path)))
          && (objects.isEmpty() || objects.stream().anyMatch(glob -> glob.matches(object)));
    }
  }

  /**
   * A parameter that a config gives to a rule.
   *
   * @param rule the rule as written
   * @param name the parameter as written
   * @param at where it is written
   * @param value what it is given; null for nothing
   * @param valueAt where that is written
   */
  public record Given(String rule, String name, Span at, @Nullable Object value, Span valueAt) {}
}
