package meshlint.ruletest;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import meshlint.engine.Config;
import meshlint.engine.LintResult;
import meshlint.engine.Linter;
import meshlint.engine.RuleFailure;
import meshlint.engine.Suppressions;
import meshlint.finding.Edit;
import meshlint.finding.Finding;
import meshlint.finding.Fix;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import meshlint.graph.World;
import meshlint.manifest.KubeObject;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.EvaluationException;
import meshlint.rule.Facts;
import meshlint.rule.Rule;
import meshlint.rule.RuleSet;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Runs rules over cases: manifests in which comments say what is to be found.
 *
 * <p>{@code # expect: RULE -- words} stands above the line that a finding must point at, whose
 * message must hold the words (which may be left out); {@code # ok: RULE} above a line at which the
 * rule must be silent. In a case of a rule, that rule may say nothing but what is expected.
 */
public final class RuleTester {
  private static final Pattern COMMENT =
      Pattern.compile("^\\s*#\\s*(expect|ok):\\s*([a-z0-9-]+)\\s*(?:--\\s*(.*?))?\\s*$");

  private final RuleSet rules;

  /** A tester of rules. */
  public RuleTester(RuleSet rules) {
    this.rules = rules;
  }

  private record Expectation(boolean speaks, String rule, String words, int line) {}

  /**
   * What came of a case.
   *
   * @param rule the rule whose case it is, whose findings must all be expected
   * @param file the case
   * @param fixed what its fixes are to make of it; null where the case has no such file
   */
  public List<Verdict> test(String rule, SourceFile file, @Nullable SourceFile fixed) {
    List<Expectation> expectations = expectations(file);
    Set<String> judged = new HashSet<>(Set.of(rule));
    expectations.forEach(e -> judged.add(e.rule));
    LintResult result = lint(file, rules);
    List<Verdict> out = new ArrayList<>();
    for (RuleFailure failure : result.failures()) {
      out.add(
          new Verdict(Verdict.Kind.FAILED, failure.rule(), file.span(0, 0), failure.toString()));
    }
    Set<Finding> left = new LinkedHashSet<>();
    for (Finding finding : result.findings()) {
      if (judged.contains(finding.rule())) {
        left.add(finding);
      }
    }
    List<Expectation> unmet = new ArrayList<>();
    for (Expectation expectation : expectations) {
      if (expectation.speaks && !meet(expectation, left, file, out)) {
        unmet.add(expectation);
      }
    }
    for (Expectation expectation : unmet) {
      if (!missesLittle(expectation, left, file, out)) {
        out.add(
            new Verdict(
                Verdict.Kind.MISSING,
                expectation.rule,
                line(file, expectation.line),
                "the rule is silent" + whySilent(expectation.rule, file)));
      }
    }
    for (Expectation expectation : expectations) {
      if (!expectation.speaks) {
        silent(expectation, left, file, out);
      }
    }
    for (Finding finding : left) {
      out.add(
          new Verdict(
              Verdict.Kind.NOISY, finding.rule(), finding.location().span(), finding.message()));
    }
    if (fixed != null) {
      fix(rule, file, fixed, result, out);
    }
    return out;
  }

  static LintResult lint(SourceFile file, RuleSet rules) {
    LoadResult input = ManifestLoader.loadText(file.path(), file.text());
    List<World> worlds = List.of(new World("", input.objects()));
    LintResult result = Linter.lint(input, worlds, ClusterSettings.DEFAULT, rules);
    return new Suppressions(input.objects(), Config.NONE, false, rules, rules, LocalDate.EPOCH)
        .apply(result);
  }

  private static List<Expectation> expectations(SourceFile file) {
    List<Expectation> out = new ArrayList<>();
    List<Expectation> waiting = new ArrayList<>();
    for (int line = 1; line <= file.lineCount(); line++) {
      String text = file.lineText(line);
      Matcher comment = COMMENT.matcher(text);
      if (comment.matches()) {
        String words = comment.group(3);
        waiting.add(
            new Expectation(
                comment.group(1).equals("expect"),
                comment.group(2),
                words == null ? "" : words,
                0));
      } else if (!text.isBlank() && !text.strip().startsWith("#")) {
        for (Expectation one : waiting) {
          out.add(new Expectation(one.speaks, one.rule, one.words, line));
        }
        waiting.clear();
      }
    }
    // A comment below everything is about the end of the file, where broken YAML is noticed.
    for (Expectation one : waiting) {
      out.add(new Expectation(one.speaks, one.rule, one.words, file.lineCount()));
    }
    return out;
  }

  private static Span line(SourceFile file, int line) {
    int start = file.lineStart(line);
    String text = file.lineText(line);
    String lead = text.substring(0, text.length() - text.stripLeading().length());
    int from = start + lead.length();
    return file.span(from, from + text.strip().codePointCount(0, text.strip().length()));
  }

  /** Whether a finding is what is expected; it is taken from those left. */
  private static boolean meet(
      Expectation expectation, Set<Finding> left, SourceFile file, List<Verdict> out) {
    for (Finding finding : left) {
      if (finding.rule().equals(expectation.rule)
          && isOn(finding, file, expectation.line)
          && finding.message().contains(expectation.words)) {
        left.remove(finding);
        out.add(
            new Verdict(Verdict.Kind.REPORTED, expectation.rule, line(file, expectation.line), ""));
        return true;
      }
    }
    return false;
  }

  private static boolean isOn(Finding finding, SourceFile file, int line) {
    Span span = finding.location().span();
    return span.file().path().equals(file.path()) && span.line() == line;
  }

  /** Why a rule does not apply to objects of a case, where they hold what it cannot read. */
  private String whySilent(String id, SourceFile file) {
    Rule rule = rules.find(id);
    if (rule == null) {
      return "; no rule has this id";
    }
    List<KubeObject> objects = ManifestLoader.loadText(file.path(), file.text()).objects();
    Facts facts = new Facts(new ObjectGraph(objects, ClusterSettings.DEFAULT));
    Set<String> reasons = new LinkedHashSet<>();
    for (Rule.Subject subject : rule.subjects(facts)) {
      try {
        rule.judge(facts, subject, why -> reasons.add("; on " + subject.object() + " " + why));
      } catch (EvaluationException e) {
        // It is a verdict of its own.
      }
    }
    return String.join("", reasons);
  }

  /** Whether a finding is what is expected but for its line or its words. */
  private static boolean missesLittle(
      Expectation expectation, Set<Finding> left, SourceFile file, List<Verdict> out) {
    Span place = line(file, expectation.line);
    for (Finding finding : left) {
      if (finding.rule().equals(expectation.rule) && isOn(finding, file, expectation.line)) {
        left.remove(finding);
        out.add(
            new Verdict(
                Verdict.Kind.MISWORDED, expectation.rule, place, "it says: " + finding.message()));
        return true;
      }
    }
    for (Finding finding : left) {
      if (finding.rule().equals(expectation.rule)
          && finding.message().contains(expectation.words)) {
        left.remove(finding);
        out.add(
            new Verdict(
                Verdict.Kind.MISPLACED,
                expectation.rule,
                place,
                "it points at "
                    + finding.location().span()
                    + " ("
                    + finding.location().path()
                    + ")"));
        return true;
      }
    }
    return false;
  }

  private static void silent(
      Expectation expectation, Set<Finding> left, SourceFile file, List<Verdict> out) {
    Span place = line(file, expectation.line);
    for (Finding finding : left) {
      if (finding.rule().equals(expectation.rule) && isOn(finding, file, expectation.line)) {
        // The finding itself becomes the noisy verdict.
        return;
      }
    }
    out.add(new Verdict(Verdict.Kind.VALIDATED, expectation.rule, place, ""));
  }

  private void fix(
      String rule, SourceFile file, SourceFile fixed, LintResult result, List<Verdict> out) {
    List<Edit> edits = new ArrayList<>();
    for (Finding finding : result.findings()) {
      Fix fix = finding.fix();
      if (fix != null && finding.rule().equals(rule)) {
        edits.addAll(fix.edits());
      }
    }
    Span start = fixed.span(0, 0);
    String made = apply(file, edits);
    if (!withoutExpectations(made).equals(withoutExpectations(fixed.text()))) {
      out.add(
          new Verdict(
              Verdict.Kind.MISFIXED, rule, start, "the fixes make something else:\n" + made));
      return;
    }
    for (Finding finding : lint(fixed, rules).findings()) {
      if (finding.rule().equals(rule)) {
        out.add(
            new Verdict(
                Verdict.Kind.MISFIXED,
                rule,
                finding.location().span(),
                "the fix leaves: " + finding.message()));
        return;
      }
    }
    out.add(new Verdict(Verdict.Kind.VALIDATED, rule, start, ""));
  }

  /** A case without the comments that say what is expected. */
  static String withoutExpectations(String text) {
    return text.lines()
        .filter(line -> !COMMENT.matcher(line).matches())
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static String apply(SourceFile file, List<Edit> edits) {
    List<Edit> sorted = new ArrayList<>(edits);
    sorted.sort((a, b) -> b.span().compareTo(a.span()));
    StringBuilder out = new StringBuilder(file.text());
    for (Edit edit : sorted) {
      out.replace(
          file.charIndex(edit.span().start()), file.charIndex(edit.span().end()), edit.text());
    }
    return out.toString();
  }
}
