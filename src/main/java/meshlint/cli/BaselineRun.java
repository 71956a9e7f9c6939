package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import meshlint.engine.LintResult;
import meshlint.report.Baseline;
import meshlint.source.InputError;
import meshlint.source.SourceFile;

/** Leaves out what the baseline knows, or makes it know everything. */
final class BaselineRun {
  static final String DEFAULT_FILE = "meshlint-baseline.json";

  private BaselineRun() {}

  /** The result of a run with the baseline taken into account, if there is one. */
  static LintResult apply(
      LintResult result, Setup setup, Arguments arguments, Invocation invocation)
      throws UsageException {
    Path file = setup.baseline();
    if (arguments.has(LintOptions.WRITE_BASELINE)) {
      Path target = file == null ? invocation.cwd().resolve(DEFAULT_FILE) : file;
      String text = Baseline.write(result);
      try {
        Files.writeString(target, text);
      } catch (IOException e) {
        throw UsageException.of(
            "cannot write " + shown(target, invocation) + ": " + e.getMessage());
      }
      invocation.note(
          "wrote " + result.findings().size() + " findings to " + shown(target, invocation));
      return read(target, invocation).apply(result);
    }
    if (file == null) {
      return result;
    }
    Baseline baseline = read(file, invocation);
    List<String> gone = baseline.gone(result);
    if (!gone.isEmpty() && !arguments.has(LintOptions.QUIET)) {
      invocation.note(
          gone.size()
              + (gone.size() == 1 ? " finding" : " findings")
              + " of the baseline no longer occur: --write-baseline drops them");
    }
    if (arguments.has(LintOptions.VERBOSE)) {
      gone.forEach(one -> invocation.note("gone: " + one));
    }
    return baseline.apply(result);
  }

  private static Baseline read(Path file, Invocation invocation) throws UsageException {
    String shown = shown(file, invocation);
    try {
      Baseline.Read read = Baseline.read(new SourceFile(shown, Files.readString(file)));
      if (!read.problems().isEmpty()) {
        throw UsageException.of(String.join("\n", read.problems()));
      }
      return read.baseline();
    } catch (IOException e) {
      throw UsageException.of("cannot read " + new InputError(shown, InputError.reasonOf(e)));
    }
  }

  private static String shown(Path file, Invocation invocation) {
    Path cwd = invocation.cwd();
    return (file.startsWith(cwd) ? cwd.relativize(file) : file).toString().replace('\\', '/');
  }
}
