package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The page that GitHub shows for a step of a workflow; it shows only ten annotations. */
final class StepSummary {
  private static final String VARIABLE = "GITHUB_STEP_SUMMARY";

  private StepSummary() {}

  /** Adds Markdown to the page, where a workflow runs this. */
  static void append(String markdown, Invocation invocation) throws UsageException {
    String file = invocation.env().getOrDefault(VARIABLE, "");
    if (file.isEmpty()) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file), markdown, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw UsageException.of("cannot write the file in " + VARIABLE + ": " + e.getMessage());
    }
  }
}
