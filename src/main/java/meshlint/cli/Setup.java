package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.engine.Config;
import meshlint.engine.ConfigError;
import meshlint.engine.ConfigReader;
import meshlint.engine.RuleChoice;
import meshlint.finding.Nearest;
import meshlint.graph.ClusterSettings;
import meshlint.rule.Rule;
import meshlint.rule.RuleInfo;
import meshlint.rule.RuleSet;
import meshlint.source.InputError;
import meshlint.source.InputFiles;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * What a run goes by: the command line over the config over the defaults.
 *
 * @param config the repository's config; {@link Config#NONE} where there is none
 * @param rules all rules
 * @param active those that run
 * @param cluster the cluster that the manifests are for
 * @param context paths with objects that exist but are not linted
 * @param schemas paths with schemas of kinds
 * @param oneWorld whether the whole input is one cluster
 * @param failOn the severity from which the run fails, or {@code never}
 * @param baseline the baseline's file; null where there is none
 * @param isWhole whether the run reads everything below the config's folder
 */
record Setup(
    Config config,
    RuleSet rules,
    RuleSet active,
    ClusterSettings cluster,
    List<String> context,
    List<String> schemas,
    boolean oneWorld,
    String failOn,
    @Nullable Path baseline,
    boolean isWhole) {
  /** The name of the config. */
  static final String FILE = InputFiles.CONFIG;

  /**
   * Reads the config and the rules.
   *
   * @throws UsageException with everything that is wrong with them
   */
  static Setup of(Arguments arguments, Invocation invocation) throws UsageException {
    Path cwd = invocation.cwd();
    Path file = configFile(arguments, cwd);
    Path home = file == null ? cwd : Objects.requireNonNullElse(file.getParent(), cwd);
    ConfigReader.Read read =
        file == null ? new ConfigReader.Read(Config.NONE, List.of()) : read(file, home, cwd);
    Config config = read.config();

    List<String> folders = new ArrayList<>(in(home, config.ruleFolders()));
    folders.addAll(arguments.values(LintOptions.RULES));
    RuleSet rules = Rules.load(folders, cwd);
    List<ConfigError> errors = new ArrayList<>(read.errors());
    config
        .names()
        .forEach(
            (at, name) -> {
              if (!rules.knows(name)) {
                errors.add(new ConfigError(at, unknown(name, rules)));
              }
            });
    config.given().forEach(given -> checkParameter(given, rules, errors));
    if (!errors.isEmpty()) {
      errors.sort(Comparator.comparingInt((ConfigError error) -> error.at().start()));
      StringBuilder text = new StringBuilder();
      errors.forEach(error -> text.append(error).append('\n'));
      throw UsageException.of(text.toString());
    }

    List<String> select = names(arguments, LintOptions.SELECT, rules);
    List<String> ignore = new ArrayList<>(names(arguments, LintOptions.IGNORE, rules));
    ignore.addAll(config.ignore());
    RuleSet active =
        RuleChoice.choose(
            rules, select.isEmpty() ? config.select() : select, ignore, config.parameters());

    List<String> context = new ArrayList<>(in(home, config.context()));
    context.addAll(arguments.values(LintOptions.CONTEXT));
    List<String> schemas = new ArrayList<>(in(home, config.schemas()));
    schemas.addAll(arguments.values(LintOptions.SCHEMAS));
    String baseline = arguments.value(LintOptions.BASELINE);
    return new Setup(
        config,
        rules,
        active,
        cluster(config.cluster(), arguments, cwd),
        context,
        schemas,
        config.oneWorld() || arguments.has(LintOptions.ONE_WORLD),
        arguments.value(LintOptions.FAIL_ON, Objects.requireNonNullElse(config.failOn(), "error")),
        baseline != null
            ? cwd.resolve(baseline)
            : config.baseline() != null ? home.resolve(config.baseline()) : null,
        file != null && arguments.operands().stream().anyMatch(path -> holds(path, home, cwd)));
  }

  private static boolean holds(String operand, Path home, Path cwd) {
    try {
      return !operand.equals("-") && home.startsWith(cwd.resolve(operand).normalize());
    } catch (InvalidPathException e) {
      return false; // said where paths are read
    }
  }

  private static void checkParameter(Config.Given given, RuleSet rules, List<ConfigError> errors) {
    if (!rules.knows(given.rule())) {
      return; // said as an unknown rule
    }
    Rule rule = rules.find(given.rule());
    if (rule == null) {
      String message = "parameters stand under the id of a rule, and " + given.rule() + " is none";
      errors.add(new ConfigError(given.at(), message));
      return;
    }
    List<String> names = rule.info().parameters().stream().map(RuleInfo.Parameter::name).toList();
    for (RuleInfo.Parameter parameter : rule.info().parameters()) {
      if (parameter.name().equals(given.name()) && parameter.read(given.value()) == null) {
        String message = given.name() + " of " + rule.id() + " is " + parameter.typeName();
        errors.add(new ConfigError(given.valueAt(), message));
      }
    }
    if (!names.contains(given.name())) {
      String near = Nearest.of(given.name(), names);
      String has = names.isEmpty() ? "it has none" : "it has " + String.join(", ", names);
      errors.add(
          new ConfigError(
              given.at(),
              given.rule()
                  + " has no parameter "
                  + given.name()
                  + (near == null ? ": " + has : "; did you mean " + near + "?")));
    }
  }

  /** The config's file: the one named, or the nearest one up to the root of the Git repository. */
  private static @Nullable Path configFile(Arguments arguments, Path cwd) throws UsageException {
    if (arguments.has(LintOptions.NO_CONFIG)) {
      return null;
    }
    String named = arguments.value(LintOptions.CONFIG);
    if (named != null) {
      Path file = cwd.resolve(named);
      if (!Files.isRegularFile(file)) {
        throw UsageException.of("no such file: " + named);
      }
      return file;
    }
    Path found = null;
    for (Path folder = cwd; folder != null; folder = folder.getParent()) {
      if (found == null && Files.isRegularFile(folder.resolve(FILE))) {
        found = folder.resolve(FILE);
      }
      if (Files.exists(folder.resolve(".git"))) {
        return found;
      }
    }
    // Outside of a repository nothing above the working directory is anybody's wish for it.
    Path here = cwd.resolve(FILE);
    return Files.isRegularFile(here) ? here : null;
  }

  private static ConfigReader.Read read(Path file, Path home, Path cwd) throws UsageException {
    String base = slashes(home.relativize(cwd));
    return ConfigReader.read(source(file, cwd), base);
  }

  private static SourceFile source(Path file, Path cwd) throws UsageException {
    String shown = slashes(file.startsWith(cwd) ? cwd.relativize(file) : file);
    try {
      return new SourceFile(shown, Files.readString(file));
    } catch (IOException e) {
      throw UsageException.of("cannot read " + new InputError(shown, InputError.reasonOf(e)));
    }
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }

  /** Paths of a config, which start at its folder, as arguments. */
  private static List<String> in(Path home, List<String> paths) {
    return paths.stream().map(path -> home.resolve(path).normalize().toString()).toList();
  }

  private static List<String> names(Arguments arguments, Option option, RuleSet rules)
      throws UsageException {
    List<String> names = new ArrayList<>();
    for (String value : arguments.values(option)) {
      for (String name : List.of(value.split(",", -1))) {
        if (!rules.knows(name)) {
          throw new UsageException(unknown(name, rules));
        }
        names.add(name);
      }
    }
    return names;
  }

  private static String unknown(String name, RuleSet rules) {
    String near = rules.nearest(name);
    return "no rule, category or alias is called "
        + name
        + (near == null ? "" : "; did you mean " + near + "?");
  }

  private static ClusterSettings cluster(ClusterSettings given, Arguments arguments, Path cwd)
      throws UsageException {
    Map<String, Object> meshConfig = new LinkedHashMap<>(given.meshConfig());
    String file = arguments.value(LintOptions.MESH_CONFIG);
    if (file != null) {
      ConfigReader.Mesh mesh = ConfigReader.readMesh(source(cwd.resolve(file), cwd));
      if (!mesh.errors().isEmpty()) {
        throw UsageException.of(mesh.errors().get(0).toString());
      }
      meshConfig.putAll(mesh.values());
    }
    return new ClusterSettings(
        given.domain(),
        given.kubernetes(),
        given.istio(),
        given.istioNamespace(),
        meshConfig,
        given.externalNamespaces(),
        given.externalServices(),
        given.complete() || arguments.has(LintOptions.COMPLETE),
        given.mesh(),
        arguments.value(LintOptions.NAMESPACE, given.defaultNamespace()));
  }
}
