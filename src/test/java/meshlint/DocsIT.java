package meshlint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

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
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import meshlint.cli.Main;
import meshlint.rule.Catalogue;
import meshlint.rule.Reference;
import org.junit.jupiter.api.Test;

/**
 * What the documentation shows of the program is what the program says: the pages in {@code
 * docs/rules}, the page for users of other tools, and in all other pages what stands between {@code
 * begin} and {@code end}. {@code make docs} writes them anew.
 */
class DocsIT {
  private static final boolean WRITE = Boolean.getBoolean("docs.write");
  private static final Path README = Path.of("README.md");
  private static final Path PEERS = Path.of("docs", "coming-from.tsv");
  private static final Path DOCS = Path.of("docs");
  private static final Path PAGES = DOCS.resolve("rules");
  private static final Path LIST = PAGES.resolve("README.md");

  /** {@code <!-- begin: WHAT -->}, what the program makes of that, {@code <!-- end -->}. */
  private static final Pattern PART =
      Pattern.compile("<!-- begin: ([^>]+) -->\n.*?<!-- end -->", Pattern.DOTALL);

  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(README, LIST));
    try (Stream<Path> files = Files.list(DOCS)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @Test
  void pagesShowWhatTheProgramSays() throws IOException {
    int parts = 0;
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher part = PART.matcher(text);
      StringBuilder out = new StringBuilder();
      while (part.find()) {
        String shown = shown(page, part.group(1));
        String block = "<!-- begin: " + part.group(1) + " -->\n\n" + shown + "\n<!-- end -->";
        part.appendReplacement(out, Matcher.quoteReplacement(block));
        parts++;
      }
      holds(page, part.appendTail(out).toString());
    }
    assertThat(parts).isGreaterThan(10);
  }

  @Test
  void linksLeadToFilesThatAreThere() throws IOException {
    assumeFalse(WRITE, "pages are still being written");
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        Path target = page.resolveSibling(link.group(1)).normalize();
        assertThat(Files.exists(target)).as("%s links %s", page, link.group(1)).isTrue();
      }
    }
  }

  /** What a part shows, by what its mark asks for. */
  private static String shown(Path page, String asked) throws IOException {
    int space = asked.indexOf(' ');
    String word = space < 0 ? asked : asked.substring(0, space);
    String rest = space < 0 ? "" : asked.substring(space + 1);
    String program = page.equals(README) ? "java -jar target/lint.jar" : "meshlint";
    return switch (word) {
      case "rules" -> says("rules", "--format", "markdown").replace("(docs/rules/", "(");
      case "functions" -> Reference.markdown(Catalogue.standard());
      case "config" -> ConfigTable.of(says("--print-schema", "config"));
      case "file" ->
          block(rest.endsWith(".json") ? "json" : "yaml", Files.readString(Path.of(rest)));
      case "finding" -> block("", finding(rest));
      case "run" -> block("", "$ " + program + " " + rest + "\n" + prints("", rest));
      // in DIR: ARGUMENTS
      case "in" -> {
        String[] parts = rest.split(": ", 2);
        yield block("", "$ " + program + " " + parts[1] + "\n" + prints(parts[0], parts[1]));
      }
      default -> throw new IllegalStateException(page + " asks for " + asked);
    };
  }

  private static String block(String language, String text) {
    return "```" + language + "\n" + text.stripTrailing() + "\n```\n";
  }

  /** The finding of a rule in the examples. */
  private static String finding(String rule) {
    String all = says("--no-config", "--fail-on", "never", "examples");
    return Stream.of(all.split("\n\n"))
        .filter(text -> text.contains("[" + rule + "]:"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSampleOfAConfigIsRight() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThat(run("docs/samples/all-keys", out, out, "../quiet"))
        .as(out.toString(UTF_8))
        .isLessThan(2);
    assertThat(out.toString(UTF_8)).contains("linted 2 objects");
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
    List<String> names = new ArrayList<>(List.of("README.md"));
    ids.forEach(id -> names.add(id + ".md"));
    try (Stream<Path> pages = Files.list(PAGES)) {
      for (Path page : pages.toList()) {
        if (WRITE && !names.contains(page.getFileName().toString())) {
          Files.delete(page);
        }
      }
    }
    try (Stream<Path> pages = Files.list(PAGES)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .as("pages without a rule go")
          .containsExactlyInAnyOrderElementsOf(names);
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
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    assertThat(run("", out, err, arguments)).as(err.toString(UTF_8)).isZero();
    return out.toString(UTF_8);
  }

  /** What a person sees of a run: notes, then the report. */
  private static String prints(String folder, String command) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    int code = run(folder, both, both, command.split(" "));
    assertThat(both.toString(UTF_8)).as(command).isNotEmpty().doesNotContain("internal error");
    assertThat(code).as(command).isBetween(0, 2);
    return both.toString(UTF_8);
  }

  private static int run(
      String folder, ByteArrayOutputStream out, ByteArrayOutputStream err, String... arguments) {
    return Main.run(
        new ByteArrayInputStream(new byte[0]),
        new PrintStream(out, true, UTF_8),
        new PrintStream(err, true, UTF_8),
        Path.of(folder).toAbsolutePath(),
        Map.of(),
        arguments);
  }
}
