package meshlint.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.ruletest.Verdict;

/** What came of the cases of rules, as bytes. */
public final class VerdictReport {
  private VerdictReport() {}

  /**
   * A line for each verdict that is not as expected, and a summary.
   *
   * @param verdicts by rule
   * @param cases how many cases there were
   * @param everything whether what is as expected gets a line too
   */
  public static String text(Map<String, List<Verdict>> verdicts, int cases, boolean everything) {
    StringBuilder out = new StringBuilder();
    int good = 0;
    int bad = 0;
    for (List<Verdict> ofRule : verdicts.values()) {
      for (Verdict verdict : ofRule) {
        boolean isGood = verdict.kind().isGood();
        good += isGood ? 1 : 0;
        bad += isGood ? 0 : 1;
        if (!isGood || everything) {
          out.append(verdict).append('\n');
        }
      }
    }
    out.append(good).append(" as expected, ").append(bad).append(" not, in ");
    return out.append(cases).append(" cases\n").toString();
  }

  /**
   * JUnit's XML: a rule is a test suite, each comment of a case a test.
   *
   * @param verdicts by rule
   */
  public static String junit(Map<String, List<Verdict>> verdicts) {
    StringBuilder out = new StringBuilder(Xml.DECLARATION);
    int tests = verdicts.values().stream().mapToInt(List::size).sum();
    int failures = verdicts.values().stream().mapToInt(VerdictReport::failures).sum();
    out.append("<testsuites name=\"meshlint test\"");
    counts(tests, failures, out);
    verdicts.forEach(
        (rule, ofRule) -> {
          out.append("  <testsuite name=\"").append(Xml.escape(rule)).append('"');
          counts(ofRule.size(), failures(ofRule), out);
          Map<String, Integer> uses = new LinkedHashMap<>();
          ofRule.forEach(verdict -> test(rule, verdict, uses, out));
          out.append("  </testsuite>\n");
        });
    return out.append("</testsuites>\n").toString();
  }

  private static int failures(List<Verdict> verdicts) {
    return (int) verdicts.stream().filter(verdict -> !verdict.kind().isGood()).count();
  }

  private static void counts(int tests, int failures, StringBuilder out) {
    out.append(" tests=\"").append(tests).append("\" failures=\"").append(failures);
    out.append("\" errors=\"0\" skipped=\"0\">\n");
  }

  private static void test(
      String rule, Verdict verdict, Map<String, Integer> uses, StringBuilder out) {
    // CI servers tell tests apart by their names, so two at one place need two names.
    String place = verdict.place().toString();
    int use = uses.merge(place, 1, Integer::sum);
    out.append("    <testcase name=\"").append(Xml.escape(use == 1 ? place : place + " " + use));
    out.append("\" classname=\"").append(Xml.escape(rule)).append('"');
    if (verdict.kind().isGood()) {
      out.append("/>\n");
      return;
    }
    out.append(">\n      <failure type=\"").append(verdict.kind().word());
    out.append("\" message=\"").append(Xml.escape(verdict.kind().word()));
    if (!verdict.detail().isEmpty()) {
      out.append(Xml.escape(": " + verdict.detail().lines().findFirst().orElse("")));
    }
    out.append("\">").append(Xml.escape(verdict.toString()));
    out.append("</failure>\n    </testcase>\n");
  }
}
