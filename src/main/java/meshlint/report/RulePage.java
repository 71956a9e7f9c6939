package meshlint.report;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import meshlint.engine.LintResult;
import meshlint.finding.Severity;
import meshlint.rule.RuleInfo;
import meshlint.source.SourceFile;

/** What there is to read about a rule, as Markdown. */
public final class RulePage {
  /** A line that starts with a command; what it shows may follow in prose. */
  private static final Pattern COMMAND =
      Pattern.compile("(kubectl|istioctl|java -jar|curl|helm|openssl) .*");

  /** Where the prose behind a command starts: at a verb that stands in no quotes. */
  private static final Pattern PROSE =
      Pattern.compile(
          "\\G((?:'[^']*'|\"[^\"]*\"|[^'\"])*?) (shows|lists|names|says|prints|gives"
              + "|lacks|does|hangs|times|is|for) .*");

  private RulePage() {}

  /**
   * The whole page.
   *
   * @param commands fills in the names of an object in commands
   * @param example a manifest with what the rule says about it, as {@link #example} makes it; empty
   *     for none
   */
  public static String of(RuleInfo info, UnaryOperator<String> commands, String example) {
    StringBuilder out = new StringBuilder("# " + info.id() + "\n\n" + info.title() + ".\n\n");
    List<String> severities = info.severities().stream().map(Severity::word).toList();
    out.append("severity: ").append(String.join(", ", severities)).append('\n');
    out.append("category: ").append(info.category()).append('\n');
    if (!info.aliases().isEmpty()) {
      out.append("elsewhere: ").append(String.join(", ", info.aliases())).append('\n');
    }
    if (info.fixTitle() != null) {
      // What the expressions give depends on the object.
      out.append("fix: ").append(info.fixTitle().replaceAll("\\$\\{[^}]*}", "…")).append('\n');
    }
    for (RuleInfo.Parameter parameter : info.parameters()) {
      out.append("parameter: ").append(parameter.name()).append(" = ").append(parameter.value());
      out.append(parameter.doc().isEmpty() ? "\n" : ", " + parameter.doc() + "\n");
    }
    String text = sections(info, commands, example);
    return out.append(text.isEmpty() ? "" : "\n" + text + "\n").toString();
  }

  /** A manifest, and below it what the rule says about it. */
  public static String example(SourceFile manifest, LintResult result) {
    Format.Settings settings =
        new Format.Settings("", TextStyle.PLAIN, Integer.MAX_VALUE, false, false, List::of);
    String findings = Format.TEXT.reporter(settings).render(result).strip();
    return "```yaml\n" + manifest.text().strip() + "\n```\n\n```\n" + findings + "\n```";
  }

  static String sections(RuleInfo info, UnaryOperator<String> commands, String example) {
    RuleInfo.Docs docs = info.docs();
    StringBuilder out = new StringBuilder();
    section("Why", docs.why(), out);
    section("How to confirm it", commands.apply(fenced(docs.diagnose())), out);
    section("How to fix it", commands.apply(fenced(docs.fix())), out);
    section("When it is no mistake", docs.exceptions(), out);
    section("Example", example, out);
    section(
        "References",
        docs.references().stream().map(each -> "- " + each).collect(Collectors.joining("\n")),
        out);
    return out.toString().strip();
  }

  private static void section(String title, String text, StringBuilder out) {
    if (!text.isBlank()) {
      out.append("## ").append(title).append("\n\n").append(text.strip()).append("\n\n");
    }
  }

  /** The text with its commands as blocks of code; what they show stands below them. */
  static String fenced(String text) {
    StringBuilder out = new StringBuilder();
    boolean inside = false;
    for (String line : text.strip().lines().toList()) {
      boolean isCommand = COMMAND.matcher(line).matches();
      boolean isCode = isCommand || (inside && (line.startsWith("#") || line.startsWith(" ")));
      if (isCode != inside) {
        out.append(isCode ? (out.isEmpty() ? "" : "\n") + "```sh\n" : "```\n\n");
        inside = isCode;
      }
      Matcher prose = PROSE.matcher(line);
      if (isCommand && prose.matches()) {
        out.append(prose.group(1)).append("\n```\n\n");
        out.append(line.substring(prose.end(1) + 1)).append('\n');
        inside = false;
      } else {
        out.append(line).append('\n');
      }
    }
    return out.append(inside ? "```\n" : "").toString();
  }
}
