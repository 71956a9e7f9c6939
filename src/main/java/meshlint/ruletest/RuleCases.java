package meshlint.ruletest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import meshlint.rule.Rule;
import meshlint.rule.RuleSet;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * The cases of a rule: {@code cases/*.yaml} beside its {@code rule.yaml}.
 *
 * @param rule the rule
 * @param file its {@code rule.yaml}, as people call it
 * @param cases the cases by file name
 */
public record RuleCases(Rule rule, String file, List<Case> cases) {
  private static final String FIXED = ".fixed.yaml";

  /** Copies the list. */
  public RuleCases {
    cases = List.copyOf(cases);
  }

  /**
   * A case.
   *
   * @param text the manifest
   * @param fixed what the fixes are to make of it; null where it has no such file
   */
  public record Case(SourceFile text, @Nullable SourceFile fixed) {}

  /**
   * The cases of a rule as they are on disk.
   *
   * @param folder where the rule was read from: the path that its {@code source} starts at
   */
  public static RuleCases read(Rule rule, Path folder) throws IOException {
    String source = rule.info().source();
    Path cases = folder.resolve(source).resolveSibling("cases");
    String shown = source.replaceFirst("rule\\.yaml$", "cases/");
    List<Case> out = new ArrayList<>();
    if (Files.isDirectory(cases)) {
      List<Path> files;
      try (Stream<Path> all = Files.list(cases)) {
        files = all.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
      }
      for (Path path : files) {
        String name = String.valueOf(path.getFileName());
        if (!name.endsWith(FIXED)) {
          Path fixed = path.resolveSibling(name.replaceFirst("\\.yaml$", FIXED));
          out.add(new Case(text(path, shown), Files.exists(fixed) ? text(fixed, shown) : null));
        }
      }
    }
    return new RuleCases(rule, source, out);
  }

  private static SourceFile text(Path path, String folder) throws IOException {
    String text = Files.readString(path, StandardCharsets.UTF_8);
    return new SourceFile(folder + path.getFileName(), text);
  }

  /**
   * What came of the cases. Each rule shows at least one manifest that it reports, one near miss
   * that it does not, and what its fix makes.
   *
   * @param rules the rules that the cases are about, this one among them
   */
  public List<Verdict> test(RuleSet rules) {
    RuleTester tester = new RuleTester(rules);
    List<Verdict> out = new ArrayList<>();
    SourceFile ruleFile = new SourceFile(file, "");
    for (String word : List.of("expect", "ok")) {
      Pattern comment =
          Pattern.compile("#\\s*" + word + ":\\s*" + Pattern.quote(rule.id()) + "(?![a-z0-9-])");
      if (cases.stream().noneMatch(one -> comment.matcher(one.text.text()).find())) {
        out.add(
            new Verdict(
                Verdict.Kind.UNTESTED,
                rule.id(),
                ruleFile.span(0, 0),
                "no case has a line `# " + word + ": " + rule.id() + "`"));
      }
    }
    if (rule.info().fixTitle() != null && cases.stream().allMatch(one -> one.fixed == null)) {
      out.add(
          new Verdict(
              Verdict.Kind.UNTESTED,
              rule.id(),
              ruleFile.span(0, 0),
              "it has a fix, but no case has a NAME.fixed.yaml"));
    }
    for (Case one : cases) {
      out.addAll(tester.test(rule.id(), one.text, one.fixed));
    }
    return out;
  }
}
