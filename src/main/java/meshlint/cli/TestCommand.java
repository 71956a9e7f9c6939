package meshlint.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import meshlint.rule.RuleLoader;
import meshlint.rule.RuleSet;
import meshlint.ruletest.RuleTester;
import meshlint.ruletest.Verdict;
import meshlint.source.InputError;
import meshlint.source.SourceFile;
import org.jspecify.annotations.Nullable;

/** Runs the cases of rules: {@code RULE/cases/*.yaml} beside each {@code rule.yaml}. */
final class TestCommand implements Command {
  private static final Option VERBOSE =
      Option.flag("--verbose", "also print what came out as expected").or("-v");

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String summary() {
    return "run the cases of rules";
  }

  @Override
  public String synopsis() {
    return "[OPTIONS] DIR...";
  }

  @Override
  public List<Option> options() {
    return List.of(VERBOSE);
  }

  @Override
  public List<String> notes() {
    return List.of(
        "A case is a manifest with `# expect: RULE -- words` above a line that RULE must"
            + " point at, and `# ok: RULE` above a line where it must be silent."
            + " NAME.fixed.yaml beside it holds what the fix makes of NAME.yaml.",
        "exit: 0 all as expected, 1 not, 2 a rule or case cannot be read");
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (arguments.operands().isEmpty()) {
      throw new UsageException("no folder of rules given");
    }
    RuleSet rules = Rules.load(arguments.operands(), invocation.cwd());
    RuleTester tester = new RuleTester(rules);
    int cases = 0;
    int good = 0;
    int bad = 0;
    for (String folder : arguments.operands()) {
      for (Path rule : ruleFolders(invocation.cwd().resolve(folder))) {
        String id = String.valueOf(rule.getFileName());
        List<Verdict> verdicts = new ArrayList<>();
        List<Path> files = caseFiles(rule.resolve("cases"));
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
          SourceFile source = source(file, invocation);
          sources.add(source);
          verdicts.addAll(tester.test(id, source, fixed(file, invocation)));
        }
        cases += files.size();
        for (String lacking : lacking(id, sources)) {
          bad++;
          invocation.out().println(shown(rule, invocation) + ": " + lacking);
        }
        for (Verdict verdict : verdicts) {
          good += verdict.kind().isGood() ? 1 : 0;
          bad += verdict.kind().isGood() ? 0 : 1;
          if (!verdict.kind().isGood() || arguments.has(VERBOSE)) {
            invocation.out().println(verdict);
          }
        }
      }
    }
    invocation.out().println(good + " as expected, " + bad + " not, in " + cases + " cases");
    return bad == 0 && cases > 0 ? ExitCode.OK : ExitCode.FINDINGS;
  }

  /** Each rule shows at least one manifest that it reports and one near miss that it does not. */
  private static List<String> lacking(String id, List<SourceFile> cases) {
    List<String> out = new ArrayList<>();
    for (String word : List.of("expect", "ok")) {
      Pattern comment = Pattern.compile("#\\s*" + word + ":\\s*" + Pattern.quote(id) + "\\b");
      if (cases.stream().noneMatch(file -> comment.matcher(file.text()).find())) {
        out.add("no case has a line `# " + word + ": " + id + "`");
      }
    }
    return out;
  }

  private static List<Path> ruleFolders(Path folder) throws UsageException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(path -> path.endsWith(RuleLoader.RULE_FILE))
          .map(path -> path.resolveSibling(""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw UsageException.of("cannot read " + new InputError("" + folder, InputError.reasonOf(e)));
    }
  }

  private static List<Path> caseFiles(Path folder) throws UsageException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).endsWith(".yaml") && !name(file).endsWith(".fixed.yaml"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw UsageException.of("cannot read " + new InputError("" + folder, InputError.reasonOf(e)));
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static @Nullable SourceFile fixed(Path file, Invocation invocation)
      throws UsageException {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.yaml$", ".fixed.yaml");
    Path fixed = file.resolveSibling(name);
    return Files.exists(fixed) ? source(fixed, invocation) : null;
  }

  private static SourceFile source(Path file, Invocation invocation) throws UsageException {
    try {
      return new SourceFile(shown(file, invocation), Files.readString(file));
    } catch (IOException e) {
      throw UsageException.of(
          "cannot read " + new InputError(shown(file, invocation), InputError.reasonOf(e)));
    }
  }

  private static String shown(Path path, Invocation invocation) {
    Path cwd = invocation.cwd();
    Path shown = path.startsWith(cwd) ? cwd.relativize(path) : path;
    return shown.toString().replace('\\', '/');
  }
}
