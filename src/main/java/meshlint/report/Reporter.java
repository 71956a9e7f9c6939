package meshlint.report;

import meshlint.engine.LintResult;

/**
 * An output format. Equal results give equal text: no time, no path of this machine, no randomness.
 */
public interface Reporter {
  /** The whole report, each line ended by {@code \n}. */
  String render(LintResult result);
}
