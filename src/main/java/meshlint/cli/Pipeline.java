package meshlint.cli;

import java.util.ArrayList;
import java.util.List;
import meshlint.engine.LintResult;
import meshlint.engine.Linter;
import meshlint.graph.ClusterSettings;
import meshlint.graph.World;
import meshlint.graph.Worlds;
import meshlint.manifest.LoadOptions;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.RuleSet;
import meshlint.source.InputError;
import meshlint.source.InputFiles;

/** The way from paths to findings; it doubles as the picture of the architecture. */
final class Pipeline {
  private Pipeline() {}

  static LintResult lint(RuleSet rules, Arguments arguments, Invocation invocation) {
    ClusterSettings settings = settings(arguments);
    InputFiles files =
        arguments.has(LintOptions.TRACKED)
            ? InputFiles.findTracked(arguments.operands(), invocation.cwd(), invocation.in())
            : find(arguments.operands(), invocation);
    InputFiles context = find(arguments.values(LintOptions.CONTEXT), invocation);
    LoadResult input =
        ManifestLoader.load(
            files.files(), context.files(), new LoadOptions(settings.defaultNamespace()));
    List<World> worlds =
        arguments.has(LintOptions.ONE_WORLD)
            ? List.of(new World("", input.objects()))
            : Worlds.of(input.objects());
    LintResult result = Linter.lint(input, worlds, settings, rules);

    List<InputError> errors = new ArrayList<>(files.errors());
    errors.addAll(context.errors());
    errors.addAll(input.unreadable());
    return result.withInputErrors(errors);
  }

  private static InputFiles find(List<String> paths, Invocation invocation) {
    return InputFiles.find(paths, invocation.cwd(), invocation.in());
  }

  private static ClusterSettings settings(Arguments arguments) {
    ClusterSettings given = ClusterSettings.DEFAULT;
    return new ClusterSettings(
        given.domain(),
        given.kubernetes(),
        given.istio(),
        given.istioNamespace(),
        given.meshConfig(),
        given.externalNamespaces(),
        given.externalServices(),
        given.complete() || arguments.has(LintOptions.COMPLETE),
        given.mesh(),
        arguments.value(LintOptions.NAMESPACE, given.defaultNamespace()));
  }
}
