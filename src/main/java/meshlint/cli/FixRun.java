package meshlint.cli;

import java.io.IOException;
import java.nio.file.Path;
import meshlint.engine.LintResult;
import meshlint.fix.FixedFile;
import meshlint.fix.Fixer;
import meshlint.fix.UnifiedDiff;
import meshlint.report.Count;
import meshlint.source.InputError;
import meshlint.source.InputFile;

/** Fixes findings in the files they are in. */
final class FixRun {
  /** A fix can make another one possible; two that undo each other must not go on for ever. */
  private static final int MAX_ROUNDS = 10;

  private FixRun() {}

  /** Lints, fixes and lints again until nothing can be fixed; what is left is the result. */
  static LintResult fix(
      LintResult first, boolean unsafe, Setup setup, Arguments arguments, Invocation invocation)
      throws UsageException {
    LintResult result = first;
    int fixed = 0;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Fixer.Plan plan = Fixer.plan(result.findings(), unsafe);
      if (plan.files().isEmpty()) {
        break;
      }
      for (FixedFile file : plan.files()) {
        write(file, invocation);
      }
      fixed += plan.applied().size();
      result = Pipeline.lint(setup, arguments, invocation);
    }
    if (fixed > 0) {
      invocation.note("fixed " + Count.of(fixed, "finding"));
    }
    return result;
  }

  private static void write(FixedFile file, Invocation invocation) throws UsageException {
    String name = file.file().path();
    if (name.equals(InputFile.STDIN)) {
      throw new UsageException("cannot fix standard input: name the file, or take --diff");
    }
    Path path = invocation.cwd().resolve(name);
    try {
      file.write(path);
    } catch (IOException e) {
      throw UsageException.of("cannot fix " + new InputError(name, InputError.reasonOf(e)));
    }
  }

  /** What fixing would change, as one patch. */
  static String diff(LintResult result, boolean unsafe) {
    StringBuilder patch = new StringBuilder();
    for (FixedFile file : Fixer.plan(result.findings(), unsafe).files()) {
      patch.append(UnifiedDiff.of(file));
    }
    return patch.toString();
  }
}
