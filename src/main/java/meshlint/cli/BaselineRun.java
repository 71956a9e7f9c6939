package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import meshlint.engine.LintResult;
import meshlint.report.Baseline;
import meshlint.report.Count;
import meshlint.source.InputError;
import meshlint.source.InputFiles;
import meshlint.source.SourceFile;

/** Leaves out what the baseline knows, or makes it know everything. */
final class BaselineRun {
  static final String DEFAULT_FILE = InputFiles.BASELINE;

  private BaselineRun() {}

  /** The result of a run with the baseline taken into account, if there is one. */
  static LintResult apply(
      LintResult result, Setup setup, Arguments arguments, Invocation invocation)
      throws UsageException {
    boolean writes = arguments.has(LintOptions.WRITE_BASELINE);
    boolean prunes = arguments.has(LintOptions.PRUNE_BASELINE);
    if (writes || prunes) {
      if (arguments.has(LintOptions.SINCE)) {
        throw new UsageException("a baseline holds all findings: leave --since out to write it");
      }
      if (!result.isComplete()) {
        invocation.note("the baseline is left as it is, because the run is not complete");
        return result;
      }
    }
    Path file = setup.baseline();
    if (file == null && prunes) {
      throw new UsageException("--prune-baseline needs a baseline: name it with --baseline");
    }
    if (file == null && !writes) {
      return result;
    }
    Path target = file == null ? invocation.cwd().resolve(DEFAULT_FILE) : file;
    Baseline old = writes && !Files.exists(target) ? Baseline.EMPTY : read(target, invocation);
    Baseline now = Baseline.of(result, path -> fromFolderOf(target, path, invocation));
    Baseline fresh = now.without(old);
    // What this run did not look at is neither gone nor mended.
    Baseline gone =
        old.without(now).only(entry -> isJudged(entry, target, setup, arguments, invocation.cwd()));
    String shown = shown(target, invocation);
    if (writes) {
      Baseline written = old.without(gone).with(now);
      write(written, target, invocation);
      String change = old.size() == 0 ? "" : ": " + fresh.size() + " new, " + gone.size() + " gone";
      invocation.note("wrote " + Count.of(written.size(), "finding") + " to " + shown + change);
      if (file == null && written.size() > 0) {
        invocation.note(
            "from now on `--baseline "
                + shown
                + "` leaves them out, or `baseline: "
                + shown
                + "` in "
                + Setup.FILE);
      }
    } else if (prunes) {
      write(old.without(gone), target, invocation);
      invocation.note("took " + Count.of(gone.size(), "finding") + " out of " + shown);
    } else if (gone.size() > 0
        && !arguments.has(LintOptions.SINCE)
        && !arguments.has(LintOptions.QUIET)) {
      boolean one = gone.size() == 1;
      invocation.note(
          Count.of(gone.size(), "finding")
              + " of the baseline no longer "
              + (one ? "occurs" : "occur")
              + ": --prune-baseline drops "
              + (one ? "it" : "them"));
    }
    if (arguments.has(LintOptions.VERBOSE) && !arguments.has(LintOptions.SINCE)) {
      if (writes && old.size() > 0) {
        fresh.lines().forEach(line -> invocation.note("new in the baseline: " + line));
      }
      gone.lines().forEach(line -> invocation.note("gone: " + line));
    }
    return (writes ? now : old).apply(result);
  }

  /** Whether a finding of the baseline would have come again, were it still there. */
  private static boolean isJudged(
      Baseline.Entry entry, Path baseline, Setup setup, Arguments arguments, Path cwd) {
    if (entry.rule() != null
        && setup.rules().find(entry.rule()) != null
        && setup.active().find(entry.rule()) == null) {
      return false;
    }
    if (entry.file() == null) {
      return true;
    }
    try {
      Path file = baseline.resolveSibling(entry.file()).normalize();
      return !Files.exists(file)
          || arguments.operands().stream()
              .anyMatch(path -> file.startsWith(cwd.resolve(path).normalize()));
    } catch (InvalidPathException e) {
      return true;
    }
  }

  private static String fromFolderOf(Path baseline, String path, Invocation invocation) {
    Path folder = baseline.toAbsolutePath().getParent();
    return folder == null || path.startsWith("<")
        ? path
        : slashes(folder.normalize().relativize(invocation.cwd().resolve(path).normalize()));
  }

  private static void write(Baseline baseline, Path file, Invocation invocation)
      throws UsageException {
    try {
      Files.writeString(file, baseline.text());
    } catch (IOException e) {
      throw UsageException.of("cannot write " + shown(file, invocation) + ": " + e.getMessage());
    }
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
    return slashes(file.startsWith(cwd) ? cwd.relativize(file) : file);
  }

  private static String slashes(Path path) {
    return path.toString().replace('\\', '/');
  }
}
