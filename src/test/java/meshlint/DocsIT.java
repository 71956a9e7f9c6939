package meshlint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import meshlint.cli.Main;
import meshlint.rule.Catalogue;
import meshlint.rule.Reference;
import org.junit.jupiter.api.Test;

/**
 * What the documentation shows of the program is what the program says: the pages in {@code
 * docs/rules}, the page for users of other tools, and the parts of the README between {@code begin}
 * and {@code end}. {@code make docs} writes them anew.
 */
class DocsIT {
  private static final boolean WRITE = Boolean.getBoolean("docs.write");
  private static final Path README = Path.of("README.md");
  private static final Path GUIDE = Path.of("docs", "writing-rules.md");
  private static final Path PEERS = Path.of("docs", "coming-from.tsv");
  private static final Path PAGES = Path.of("docs", "rules");

  @Test
  void theReadmeListsTheRules() throws IOException {
    holds(README, part(Files.readString(README), "rules", says("rules", "--format", "markdown")));
  }

  @Test
  void theReadmeShowsARealFinding() throws IOException {
    String readme = Files.readString(README);
    String rule = nameOfPart(readme, "finding");
    String finding =
        Stream.of(says("--no-config", "--fail-on", "never", "examples").split("\n\n"))
            .filter(block -> block.contains("[" + rule + "]:"))
            .findFirst()
            .orElseThrow();
    holds(README, part(readme, "finding " + rule, "```\n" + finding + "\n```\n"));
  }

  @Test
  void theReadmeShowsARealTrace() throws IOException {
    String readme = Files.readString(README);
    String client = nameOfPart(readme, "trace");
    String mark = "begin: trace " + client + " ";
    int from = readme.indexOf(mark) + mark.length();
    String server = readme.substring(from, readme.indexOf(' ', from));
    String command = "trace --from " + client + " --to " + server + " examples";
    String shown = "$ java -jar target/lint.jar " + command + "\n" + prints(1, command.split(" "));
    holds(README, part(readme, "trace " + client + " " + server, "```\n" + shown + "```\n"));
  }

  @Test
  void theReadmeShowsARealRule() throws IOException {
    String readme = Files.readString(README);
    String file = nameOfPart(readme, "rule");
    String rule = Files.readString(Path.of(file));
    holds(README, part(readme, "rule " + file, "```yaml\n" + rule + "```\n"));
  }

  @Test
  void theGuideToRulesShowsARealRuleAndAllFunctions() throws IOException {
    String guide = Files.readString(GUIDE);
    String file = nameOfPart(guide, "rule");
    String rule = Files.readString(Path.of(file));
    String shown = part(guide, "rule " + file, "```yaml\n" + rule + "```\n");
    holds(GUIDE, part(shown, "functions", Reference.markdown(Catalogue.standard())));
  }

  @Test
  void everyRuleHasItsPage() throws IOException {
    List<String> ids =
        Pattern.compile("\"id\": \"([^\"]+)\"")
            .matcher(says("rules", "--format", "json"))
            .results()
            .map(found -> found.group(1))
            .sorted()
            .toList();
    assertThat(ids).isNotEmpty();
    for (String id : ids) {
      holds(PAGES.resolve(id + ".md"), says("explain", id));
    }
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .as("pages without a rule go")
          .containsExactlyInAnyOrderElementsOf(ids.stream().map(id -> id + ".md").toList());
    }
  }

  @Test
  void thePageForUsersOfOtherToolsSaysWhichRulesTheirCodesHave() throws IOException {
    Map<String, List<String>> rules = rulesByAlias();
    StringBuilder page = new StringBuilder("# Coming from istioctl analyze, kiali and others\n\n");
    page.append("What these tools say, by their codes, and which rules say it here. ")
        .append("`--select CODE`, `--ignore CODE` and the comments that suppress findings ")
        .append("take the codes too.\n");
    List<String> listed = new ArrayList<>();
    String heading = "";
    for (String line : Files.readAllLines(PEERS)) {
      if (line.startsWith("#")) {
        continue;
      }
      String[] cells = line.split("\t", -1);
      assertThat(cells).as(line).hasSize(4);
      assertThat(cells[2]).as(line).isIn("same", "better", "no");
      List<String> own = rules.getOrDefault(cells[0], List.of());
      assertThat(!own.isEmpty() || cells[2].equals("no"))
          .as("a rule has the alias %s, or docs/coming-from.tsv says why none does", cells[0])
          .isTrue();
      listed.add(cells[0]);
      String tool = cells[0].startsWith("IST") ? "istioctl analyze" : "kiali";
      if (!tool.equals(heading)) {
        heading = tool;
        page.append("\n## ")
            .append(tool)
            .append("\n\n| code | it says | rules | here |\n|---|---|---|---|\n");
      }
      String how = own.isEmpty() ? "not reported: " : cells[2].equals("no") ? "same" : cells[2];
      String why = own.isEmpty() || !cells[2].equals("no") ? cells[3] : "";
      String colon = own.isEmpty() || why.isEmpty() ? "" : how.equals("same") ? ", " : ": ";
      page.append(
          "| %s | %s | %s | %s |\n".formatted(cells[0], cells[1], links(own), how + colon + why));
    }
    assertThat(rules.keySet().stream().filter(code -> code.matches("(IST|KIA)\\d{4}")))
        .as("codes that rules have are in docs/coming-from.tsv")
        .isSubsetOf(listed);
    page.append("\n## Others\n\n| check | rules |\n|---|---|\n");
    for (Map.Entry<String, List<String>> alias : rules.entrySet()) {
      if (alias.getKey().contains(":")) {
        page.append("| %s | %s |\n".formatted(alias.getKey(), links(alias.getValue())));
      }
    }
    holds(Path.of("docs", "coming-from.md"), page.toString());
  }

  private static String links(List<String> rules) {
    return rules.stream()
        .map(rule -> "[%s](rules/%s.md)".formatted(rule, rule))
        .collect(Collectors.joining(", "));
  }

  /** The rules that have an alias, by alias, in the order of the alphabet. */
  private static Map<String, List<String>> rulesByAlias() {
    Map<String, List<String>> out = new TreeMap<>();
    Pattern entry =
        Pattern.compile("\"id\": \"([^\"]+)\".*?\"aliases\": \\[([^\\]]*)\\]", Pattern.DOTALL);
    entry
        .matcher(says("rules", "--format", "json"))
        .results()
        .forEach(
            rule ->
                Pattern.compile("\"([^\"]+)\"")
                    .matcher(rule.group(2))
                    .results()
                    .forEach(
                        alias ->
                            out.computeIfAbsent(alias.group(1), k -> new ArrayList<>())
                                .add(rule.group(1))));
    out.values().forEach(ids -> ids.sort(null));
    return out;
  }

  /** What stands behind the first word of a part's mark. */
  private static String nameOfPart(String text, String word) {
    return Pattern.compile("<!-- begin: " + word + " (\\S+)")
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  /** The text with what stands between the marks of a part replaced. */
  private static String part(String text, String name, String content) {
    String begin = "<!-- begin: " + name + " -->\n";
    int from = text.indexOf(begin);
    int to = text.indexOf("<!-- end -->", from);
    assertThat(from).as(begin).isNotNegative();
    assertThat(to).as("end of " + name).isGreaterThan(from);
    return text.substring(0, from) + begin + "\n" + content + "\n" + text.substring(to);
  }

  private static void holds(Path file, String content) throws IOException {
    if (WRITE) {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, content);
    }
    // Not isEqualTo: it would print both files.
    assertThat(Files.exists(file) && Files.readString(file).equals(content))
        .as("%s is what the program says; if not, run `make docs`", file)
        .isTrue();
  }

  private static String says(String... arguments) {
    return prints(0, arguments);
  }

  /** What the program prints for these arguments, in the project's folder. */
  private static String prints(int expectedCode, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Main.run(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            Path.of("").toAbsolutePath(),
            Map.of(),
            arguments);
    assertThat(code).as(err.toString(UTF_8)).isEqualTo(expectedCode);
    return out.toString(UTF_8);
  }
}
