package meshlint.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
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
import meshlint.source.ChangedLines;
import meshlint.source.InputError;
import meshlint.source.InputFiles;

/** The way from paths to findings; it doubles as the picture of the architecture. */
final class Pipeline {
  private Pipeline() {}

  /**
   * What was read for a run.
   *
   * @param errors what could not be read
   */
  record Input(LoadResult loaded, List<World> worlds, List<InputError> errors) {}

  static LintResult lint(Setup setup, Arguments arguments, Invocation invocation)
      throws UsageException {
    Input input = read(setup, arguments, invocation);
    LintResult result =
        Linter.lint(input.loaded(), input.worlds(), setup.cluster(), setup.active());
    result = RuleChoice.grade(result, setup.config());
    result =
        new Suppressions(
                input.loaded().objects(),
                setup.config().ignores(),
                setup.rules(),
                setup.active(),
                LocalDate.now(ZoneOffset.UTC))
            .apply(result);
    String since = arguments.value(LintOptions.SINCE);
    if (since != null) {
      result = onlySince(since, result, input.loaded(), invocation);
    }
    return result.withInputErrors(input.errors());
  }

  /** Reads what the arguments name and tells its worlds apart. */
  static Input read(Setup setup, Arguments arguments, Invocation invocation) {
    InputFiles files =
        arguments.has(LintOptions.TRACKED)
            ? InputFiles.findTracked(arguments.operands(), invocation.cwd(), invocation.in())
            : find(arguments.operands(), invocation);
    InputFiles context = find(setup.context(), invocation);
    LoadOptions options = new LoadOptions(setup.cluster().defaultNamespace());
    LoadResult loaded = ManifestLoader.load(files.files(), context.files(), options);
    List<World> worlds =
        setup.oneWorld() ? List.of(new World("", loaded.objects())) : Worlds.of(loaded.objects());

    List<InputError> errors = new ArrayList<>(files.errors());
    errors.addAll(context.errors());
    errors.addAll(loaded.unreadable());
    return new Input(loaded, worlds, errors);
  }

  private static LintResult onlySince(
      String revision, LintResult result, LoadResult input, Invocation invocation)
      throws UsageException {
    Path cwd = invocation.cwd();
    try {
      ChangedLines changed = ChangedLines.since(revision, cwd);
      return SinceFilter.apply(
          result, input.objects(), (path, from, to) -> changed.touch(cwd.resolve(path), from, to));
    } catch (IOException e) {
      throw UsageException.of("--since " + revision + ": " + e.getMessage());
    }
  }

  private static InputFiles find(List<String> paths, Invocation invocation) {
    return InputFiles.find(paths, invocation.cwd(), invocation.in());
  }
}
