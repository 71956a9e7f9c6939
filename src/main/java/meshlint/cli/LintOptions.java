package meshlint.cli;

import java.util.List;

/** The options of {@code lint}, in the order of its help. */
final class LintOptions {
  static final Option FORMAT =
      new Option(
          List.of("--format", "-o"),
          "FORMAT[=F]",
          List.of(),
          true,
          "how findings are printed, and where; repeatable");
  static final Option FAIL_ON =
      Option.choice(
          "--fail-on",
          "LEVEL",
          List.of("error", "warning", "info", "never"),
          "exit 1 from: error (default), warning, info, never");
  static final Option RULES =
      Option.value("--rules", "DIR", "read more rules from here").repeatable();
  static final Option SELECT =
      Option.value("--select", "RULE", "run only these rules, categories or aliases").repeatable();
  static final Option IGNORE = Option.value("--ignore", "RULE", "do not run these").repeatable();
  static final Option MESH_CONFIG =
      Option.value("--mesh-config", "FILE", "the mesh config of the cluster's Istio");
  static final Option SHOW_SUPPRESSED =
      Option.flag("--show-suppressed", "also print what was suppressed, and by what");
  static final Option SINCE =
      Option.value("--since", "REF", "only what changes since this Git revision bring");
  static final Option BASELINE =
      Option.value("--baseline", "FILE", "leave out the findings that this file knows");
  static final Option WRITE_BASELINE =
      Option.flag("--write-baseline", "make the baseline know all findings of this run");
  static final Option PRUNE_BASELINE =
      Option.flag("--prune-baseline", "take findings that are gone out of the baseline");
  static final Option CONTEXT =
      Option.value("--context", "PATH", "objects that exist but are not linted").repeatable();
  static final Option SCHEMAS =
      Option.value("--schemas", "DIR", "CustomResourceDefinitions to check against").repeatable();
  static final Option TRACKED =
      Option.flag("--tracked", "in folders, read only the files that Git tracks");
  static final Option NAMESPACE =
      Option.value("--namespace", "NS", "namespace of objects that name none");
  static final Option COMPLETE = Option.flag("--complete", "what the input lacks does not exist");
  static final Option ONE_WORLD =
      Option.flag("--one-world", "one cluster, even where folders redefine objects");
  static final Option CONFIG = Option.value("--config", "FILE", "read this meshlint.yaml");
  static final Option NO_CONFIG = Option.flag("--no-config", "read no meshlint.yaml");
  static final Option FIX = Option.flag("--fix", "apply safe fixes, report what is left");
  static final Option UNSAFE_FIXES =
      Option.flag("--unsafe-fixes", "apply fixes too that a person has to judge");
  static final Option DIFF =
      Option.flag("--diff", "print what fixing would change, change nothing");
  static final Option MAX_FINDINGS =
      Option.value("--max-findings", "N", "print at most N findings as text");
  static final Option COLOR =
      Option.choice("--color", "WHEN", List.of("auto", "always", "never"), "auto, always, never");
  static final Option QUIET = Option.flag("--quiet", "print findings only").or("-q");
  static final Option VERBOSE = Option.flag("--verbose", "name what was skipped, and why").or("-v");

  static final List<Option> ALL =
      List.of(
          FORMAT,
          FAIL_ON,
          SELECT,
          IGNORE,
          RULES,
          CONTEXT,
          SCHEMAS,
          TRACKED,
          NAMESPACE,
          COMPLETE,
          ONE_WORLD,
          MESH_CONFIG,
          CONFIG,
          NO_CONFIG,
          SINCE,
          BASELINE,
          WRITE_BASELINE,
          PRUNE_BASELINE,
          SHOW_SUPPRESSED,
          FIX,
          UNSAFE_FIXES,
          DIFF,
          MAX_FINDINGS,
          COLOR,
          QUIET,
          VERBOSE);

  /** Those that people need first, for the overview. */
  static final List<Option> FIRST = List.of(FORMAT, FAIL_ON, SELECT, SINCE, WRITE_BASELINE, FIX);

  private LintOptions() {}
}
