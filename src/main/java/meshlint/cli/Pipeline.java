package meshlint.cli;

import java.util.ArrayList;
import java.util.List;
import meshlint.engine.LintResult;
import meshlint.finding.Confidence;
import meshlint.finding.Finding;
import meshlint.finding.Location;
import meshlint.finding.Severity;
import meshlint.manifest.LoadOptions;
import meshlint.manifest.LoadProblem;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.source.InputError;
import meshlint.source.InputFiles;

/** The way from paths to findings; it doubles as the picture of the architecture. */
final class Pipeline {
  private Pipeline() {}

  static LintResult lint(Arguments arguments, Invocation invocation) {
    InputFiles files =
        arguments.has(LintOptions.TRACKED)
            ? InputFiles.findTracked(arguments.operands(), invocation.cwd(), invocation.in())
            : find(arguments.operands(), invocation);
    InputFiles context = find(arguments.values(LintOptions.CONTEXT), invocation);
    LoadOptions options = new LoadOptions(arguments.value(LintOptions.NAMESPACE, "default"));
    LoadResult input = ManifestLoader.load(files.files(), context.files(), options);

    List<Finding> findings = new ArrayList<>();
    for (LoadProblem problem : input.problems()) {
      findings.add(
          new Finding(
              problem.code(),
              List.of(),
              "manifest",
              Severity.ERROR,
              Confidence.HIGH,
              problem.message(),
              null,
              null,
              new Location(problem.span(), ""),
              List.of(),
              null,
              problem.code() + "/" + problem.span()));
    }

    List<InputError> errors = new ArrayList<>(files.errors());
    errors.addAll(context.errors());
    errors.addAll(input.unreadable());
    return LintResult.of(input, findings, List.of()).withInputErrors(errors);
  }

  private static InputFiles find(List<String> paths, Invocation invocation) {
    return InputFiles.find(paths, invocation.cwd(), invocation.in());
  }
}
