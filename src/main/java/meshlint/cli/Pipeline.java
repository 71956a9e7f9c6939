package meshlint.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import meshlint.engine.LintResult;
import meshlint.engine.Linter;
import meshlint.engine.RuleChoice;
import meshlint.engine.SinceFilter;
import meshlint.engine.Suppressions;
import meshlint.graph.World;
import meshlint.graph.Worlds;
import meshlint.manifest.LoadOptions;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.report.Count;
import meshlint.schema.ExtraSchemas;
import meshlint.source.ChangedLines;
import meshlint.source.InputError;
import meshlint.source.InputFile;
import meshlint.source.InputFiles;
import meshlint.source.RevisionFiles;

/** The way from paths to findings; it doubles as the picture of the architecture. */
final class Pipeline {
  private Pipeline() {}

  /**
   * What was read for a run.
   *
   * @param schemas schemas that somebody brings beside the manifests
   * @param errors what could not be read
   */
  record Input(
      LoadResult loaded, List<World> worlds, ExtraSchemas schemas, List<InputError> errors) {}

  static LintResult lint(Setup setup, Arguments arguments, Invocation invocation)
      throws UsageException {
    try (Progress progress = Progress.of(invocation)) {
      progress.stage("reading files");
      Input input = read(setup, arguments, invocation);
      progress.stage("checking " + Count.of(input.loaded().objects().size(), "object"));
      LintResult result = lint(input, setup);
      result = RuleChoice.grade(result, setup.config());
      result =
          new Suppressions(
                  input.loaded().objects(),
                  setup.config(),
                  setup.isWhole(),
                  setup.rules(),
                  setup.active(),
                  LocalDate.now(ZoneOffset.UTC))
              .apply(result);
      String since = arguments.value(LintOptions.SINCE);
      if (since != null) {
        progress.stage("comparing with " + since);
        result = onlySince(since, result, input.loaded(), setup, arguments, invocation);
      }
      return result.withInputErrors(input.errors());
    }
  }

  private static LintResult lint(Input input, Setup setup) {
    return Linter.lint(
        input.loaded(), input.worlds(), setup.cluster(), setup.active(), input.schemas());
  }

  /** Reads what the arguments name and tells its worlds apart. */
  static Input read(Setup setup, Arguments arguments, Invocation invocation) {
    InputFiles files =
        arguments.has(LintOptions.TRACKED)
            ? InputFiles.findTracked(arguments.operands(), invocation.cwd(), invocation.in())
            : find(arguments.operands(), invocation);
    InputFiles context = find(setup.context(), invocation);
    LoadResult loaded = load(files.files(), context, setup);
    List<InputError> errors = new ArrayList<>(files.errors());
    errors.addAll(context.errors());
    errors.addAll(loaded.unreadable());
    InputFiles schemaFiles = find(setup.schemas(), invocation);
    errors.addAll(schemaFiles.errors());
    ExtraSchemas schemas = ExtraSchemas.read(schemaFiles.files());
    errors.addAll(schemas.errors());
    return new Input(loaded, worlds(loaded, setup), schemas, errors);
  }

  private static LoadResult load(List<InputFile> files, InputFiles context, Setup setup) {
    LoadOptions options = new LoadOptions(setup.cluster().defaultNamespace());
    return ManifestLoader.load(files, context.files(), options);
  }

  private static List<World> worlds(LoadResult loaded, Setup setup) {
    return setup.oneWorld()
        ? List.of(new World("", loaded.objects()))
        : Worlds.of(loaded.objects());
  }

  private static LintResult onlySince(
      String revision,
      LintResult result,
      LoadResult input,
      Setup setup,
      Arguments arguments,
      Invocation invocation)
      throws UsageException {
    Path cwd = invocation.cwd();
    try {
      ChangedLines changed = ChangedLines.since(revision, cwd);
      Set<String> before =
          changed.isEmpty() ? Set.of() : fingerprints(changed, setup, arguments, invocation);
      return SinceFilter.apply(
          result,
          input.objects(),
          (path, from, to) -> changed.touch(cwd.resolve(path), from, to),
          fingerprint -> !changed.isEmpty() && !before.contains(fingerprint));
    } catch (IOException e) {
      throw UsageException.of("--since " + revision + ": " + e.getMessage());
    }
  }

  /** What the rules found before the changes. */
  private static Set<String> fingerprints(
      ChangedLines changed, Setup setup, Arguments arguments, Invocation invocation)
      throws IOException {
    Path cwd = invocation.cwd();
    List<String> paths =
        arguments.operands().stream()
            .filter(path -> !path.equals("-") && changed.covers(cwd.resolve(path)))
            .toList();
    String commit = changed.base();
    List<InputFile> files =
        paths.isEmpty() ? List.of() : RevisionFiles.of(commit, commit, paths, cwd);
    LoadResult loaded = load(files, find(setup.context(), invocation), setup);
    ExtraSchemas schemas = ExtraSchemas.read(find(setup.schemas(), invocation).files());
    Set<String> out = new HashSet<>();
    lint(new Input(loaded, worlds(loaded, setup), schemas, List.of()), setup)
        .findings()
        .forEach(finding -> out.add(finding.fingerprint()));
    return out;
  }

  private static InputFiles find(List<String> paths, Invocation invocation) {
    return InputFiles.find(paths, invocation.cwd(), invocation.in());
  }
}
