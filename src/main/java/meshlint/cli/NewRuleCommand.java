package meshlint.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import meshlint.source.InputError;

/** Starts a rule: its folder, its file and a case, with two blanks to fill in. */
final class NewRuleCommand implements Command {
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private static final String RULE =
      """
      id: %1$s
      title: %2$s
      severity: warning # error, warning or info
      match:
        kinds: [Service] # or group/Kind, Workload for all that makes pods, "*" for all objects
      # Blank 1: what must hold for each object, such as
      #   object.label("team").hasValue()
      #   object.workloads().all(w, w.replicas() > 1)
      # docs/writing-rules.md lists what there is to ask.
      expression: ___
      at: object.metadata # the field to change
      message: ${ref(object)} is not as it should be # and say what happens in the cluster
      hint: say here what to write
      docs:
        why: |
          What goes wrong, and why.
        diagnose: |
          The command that shows it in a cluster.
        fix: |
          What to do.
        exceptions: |
          When it is no mistake.
        references: []
      """;

  private static final String CASE =
      """
      # The rule finds the first Service and leaves the second alone.
      apiVersion: v1
      kind: Service
      # expect: %1$s
      metadata:
        name: bad
        namespace: shop
      spec:
        selector:
          app: web
        ports:
        - port: 80
      ---
      apiVersion: v1
      kind: Service
      # ok: %1$s
      metadata:
        name: good
        namespace: shop
        labels:
          # Blank 2: what makes this one good, such as team: storefront
          ___: ___
      spec:
        selector:
          app: web
        ports:
        - port: 80
      """;

  @Override
  public String name() {
    return "new-rule";
  }

  @Override
  public String summary() {
    return "start a rule of your own";
  }

  @Override
  public String synopsis() {
    return "CATEGORY/ID";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public List<String> notes() {
    return List.of(
        "CATEGORY/ID is the folder to make; folders before it are made too: my-rules/naming/ID.",
        "ID is kebab-case, names the subject first and then its bad state.");
  }

  @Override
  public int run(Arguments arguments, Invocation invocation) throws UsageException {
    if (arguments.operands().size() != 1) {
      throw new UsageException("new-rule takes one folder, CATEGORY/ID");
    }
    String written = arguments.operands().get(0);
    Path folder = invocation.cwd().resolve(written).normalize();
    String id = Objects.toString(folder.getFileName(), "");
    if (!ID.matcher(id).matches()) {
      throw new UsageException(
          "the id "
              + id
              + " is not kebab-case: write lower-case words with dashes, as in "
              + kebab(id));
    }
    if (Files.exists(folder)) {
      throw UsageException.of(written + " is there already");
    }
    if (Rules.builtInIds().contains(id)) {
      invocation.note("a built-in rule is called " + id + "; this one will replace it");
    }
    String words = id.replace('-', ' ');
    String title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
    String rule = RULE.formatted(id, title);
    String example = CASE.formatted(id);
    write(folder.resolve("rule.yaml"), rule, written + "/rule.yaml");
    write(folder.resolve("cases/example.yaml"), example, written + "/cases/example.yaml");
    invocation.out().println("made, each with a blank (___) to fill in:");
    blank(written + "/rule.yaml", rule, "what must hold for each object", invocation);
    blank(written + "/cases/example.yaml", example, "an object for which it holds", invocation);
    invocation.out().println("then run: " + invocation.program() + " test " + written);
    return ExitCode.OK;
  }

  private static String kebab(String id) {
    String words =
        id.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return words.isEmpty() ? "service-team-missing" : words;
  }

  private static void blank(String file, String text, String what, Invocation invocation) {
    long line = text.substring(0, text.indexOf("___")).lines().count();
    invocation.out().println("  " + file + ":" + line + ": " + what);
  }

  private static void write(Path file, String text, String shown) throws UsageException {
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw UsageException.of("cannot write " + new InputError(shown, InputError.reasonOf(e)));
    }
  }
}
