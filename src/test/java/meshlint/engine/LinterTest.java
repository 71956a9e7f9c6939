package meshlint.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.finding.Finding;
import meshlint.graph.ClusterSettings;
import meshlint.graph.World;
import meshlint.manifest.LoadOptions;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.Catalogue;
import meshlint.rule.RuleLoader;
import meshlint.rule.RuleSet;
import meshlint.schema.Schemas;
import meshlint.source.InputFile;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Test;

class LinterTest {
  private static final RuleLoader LOADER = new RuleLoader(Catalogue.standard(), Schemas.bundled());

  private static final String SERVICES =
      """
      apiVersion: v1
      kind: Service
      metadata:
        name: web
        namespace: shop
      spec:
        selector: {app: web}
        ports:
        - name: http
          port: 80
          targetPort: 8080
        - name: admin
          port: 81
      ---
      apiVersion: v1
      kind: Service
      metadata:
        name: db
        namespace: shop
      spec:
        clusterIP: None
        ports:
        - port: 5432
      """;

  private static RuleSet rules(String... texts) {
    List<SourceFile> files = new ArrayList<>();
    for (String text : texts) {
      files.add(new SourceFile("r" + files.size() + "/rule.yaml", text));
    }
    RuleLoader.Loaded loaded = LOADER.load(files);
    assertThat(loaded.errors()).isEmpty();
    return loaded.rules();
  }

  /** A rule on Services with these further lines. */
  private static String rule(String id, String more) {
    return "id: "
        + id
        + "\ntitle: x\nseverity: warning\nmatch: {kinds: [Service]}\n"
        + more.stripTrailing()
        + "\n";
  }

  private static LintResult lint(String manifests, RuleSet rules) {
    return lint(ManifestLoader.loadText("m.yaml", manifests), rules);
  }

  private static LintResult lint(LoadResult input, RuleSet rules) {
    return Linter.lint(
        input, List.of(new World("", input.objects())), ClusterSettings.DEFAULT, rules);
  }

  private static List<String> told(LintResult result) {
    return result.findings().stream()
        .map(
            finding ->
                finding.location().span().line()
                    + " "
                    + finding.location().path()
                    + ": "
                    + finding.message())
        .toList();
  }

  @Test
  void speaksWhereTheExpressionDoesNotHold() {
    RuleSet rules =
        rules(
            rule(
                "high-port",
                """
                forEach: {port: object.servicePorts()}
                expression: port.port > 80
                at: port.port
                message: "${ref(object)} has port ${port.port}"
                hint: write ${port.port + 1000}
                """));
    LintResult result = lint(SERVICES, rules);
    assertThat(told(result)).containsExactly("10 spec.ports[0].port: Service shop/web has port 80");
    Finding finding = result.findings().get(0);
    assertThat(finding.hint()).isEqualTo("write 1080");
    assertThat(finding.fingerprint()).isEqualTo("high-port:Service/shop/web:spec.ports[http].port");
  }

  @Test
  void isSilentOnWhatTheInputDoesNotDecide() {
    String manifests = SERVICES;
    RuleSet rules =
        rules(
            rule(
                "secret-missing",
                """
                expression: isPresent("Secret", object.namespace(), "tls")
                message: missing
                """),
            rule(
                "secret-there",
                """
                expression: '!isPresent("Secret", object.namespace(), "tls")'
                message: there
                """),
            rule(
                "secret-unknown",
                """
                expression: isKnown(isPresent("Secret", object.namespace(), "tls"))
                message: unknown
                """));
    assertThat(lint(manifests, rules).findings())
        .extracting(Finding::rule)
        .containsExactly("secret-unknown", "secret-unknown");
    String withSecret =
        manifests + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: other, namespace: shop}\n";
    assertThat(lint(withSecret, rules).findings())
        .extracting(Finding::rule)
        .containsExactly("secret-missing", "secret-missing");
  }

  @Test
  void pointsAtTheNearestParentThatExists() {
    RuleSet rules =
        rules(
            rule("a", "expression: 'false'\nat: object.spec.ports[1].targetPort\nmessage: a"),
            rule("b", "expression: 'false'\nat: object.metadata.labels.app\nmessage: b"),
            rule("c", "expression: 'false'\nmessage: c"));
    assertThat(told(lint(SERVICES, rules)))
        .contains("12 spec.ports[1]: a", "3 metadata: b", "4 metadata.name: c");
  }

  @Test
  void makesOneFindingOfOneCause() {
    RuleSet rules =
        rules(
            rule(
                "merged",
                """
                forEach: {port: object.servicePorts()}
                expression: "false"
                cause: '"same"'
                at: port.port
                related:
                - {at: object.metadata, label: its metadata}
                message: port ${port.port}
                """));
    LintResult result = lint(SERVICES, rules);
    assertThat(told(result))
        .containsExactly("10 spec.ports[0].port: port 80", "23 spec.ports[0].port: port 5432");
    assertThat(result.findings().get(0).related())
        .extracting(related -> related.label() + " " + related.location().path())
        .containsExactly("its metadata metadata", "here too spec.ports[1].port");
  }

  @Test
  void staysSilentBesideARuleThatItYieldsTo() {
    RuleSet rules =
        rules(
            rule("strong", "expression: 'object.isHeadless()'\nat: object.spec.ports\nmessage: s"),
            rule(
                "weak",
                "expression: 'false'\nat: object.spec.ports[0].port\nyieldsTo: [strong]\nmessage: w"),
            rule(
                "other",
                "expression: 'false'\nat: object.metadata.name\nyieldsTo: [strong]\nmessage: o"));
    assertThat(lint(SERVICES, rules).findings())
        .extracting(finding -> finding.rule() + " " + finding.object())
        .containsExactly(
            "other Service shop/web",
            "strong Service shop/web",
            "other Service shop/db",
            "weak Service shop/db");
  }

  @Test
  void staysSilentOnAValueThatNoApiServerTakes() {
    RuleSet rules =
        rules(
            "id: malformed\ntitle: x\nseverity: error\nmatch: {problem: value-malformed}\n"
                + "message: ${problem.code}\n",
            rule(
                "target",
                "forEach: {port: object.servicePorts()}\nat: port.targetPort\nmessage: t"));
    String services =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {ports: [{name: a, port: 80, targetPort: "80"}, {name: b, port: 81, targetPort: web}]}
        """;
    assertThat(lint(services, rules).findings())
        .extracting(finding -> finding.rule() + " " + finding.location().path())
        .containsExactly("malformed spec.ports[0].targetPort", "target spec.ports[1].targetPort");
  }

  @Test
  void saysNothingThatRestsOnWhatCannotBeRead() {
    RuleSet rules =
        rules(
            "id: typed\ntitle: x\nseverity: error\nmatch: {problem: value-type-wrong}\n"
                + "message: ${problem.code}\n",
            rule("own", "expression: 'false'\nat: object.metadata.name\nmessage: o"));
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec: {ports: %s}
        """;
    assertThat(lint(service.formatted("\"80\""), rules).findings())
        .extracting(Finding::rule)
        .containsExactly("typed");
    assertThat(lint(service.formatted("[{port: \"80\"}]"), rules).findings())
        .as("a number that is a string hides nothing")
        .extracting(Finding::rule)
        .containsExactly("own", "typed");
  }

  @Test
  void countsWhatHasNoSchema() {
    RuleSet rules =
        rules(
            "id: malformed\ntitle: x\nseverity: error\nmatch: {problem: value-malformed}\n"
                + "message: ${problem.code}\n");
    String objects =
        """
        {apiVersion: a.example.com/v1, kind: A, metadata: {name: one}}
        ---
        {apiVersion: a.example.com/v1, kind: A, metadata: {name: two}}
        ---
        {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
        """;
    assertThat(lint(objects, rules).unchecked().kinds()).isEqualTo(Map.of("a.example.com/v1/A", 2));
    assertThat(lint(SERVICES, rules()).unchecked().kinds()).isEmpty();
  }

  @Test
  void neverStandsOnContext() {
    InputFile linted =
        InputFile.ofBytes(
            "linted.yaml", SERVICES.split("---", -1)[0].getBytes(StandardCharsets.UTF_8));
    InputFile context =
        InputFile.ofBytes(
            "context.yaml", SERVICES.split("---", -1)[1].getBytes(StandardCharsets.UTF_8));
    LoadResult input = ManifestLoader.load(List.of(linted), List.of(context), LoadOptions.DEFAULT);
    RuleSet rules =
        rules(
            rule(
                "headless",
                """
                expression: '!object.isHeadless()'
                at: object.spec.clusterIP
                related:
                - at: services().filter(s, !s.isHeadless())
                  label: beside it
                message: headless
                """),
            rule("alone", "expression: '!object.isHeadless()'\nmessage: alone"));
    assertThat(lint(input, rules).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(String.valueOf(finding.object())).isEqualTo("Service shop/web");
              assertThat(finding.related())
                  .extracting(related -> related.label() + " " + related.object())
                  .containsExactly("the cause Service shop/db");
            });
  }

  @Test
  void namesARuleThatFailsAndGoesOn() {
    RuleSet rules =
        rules(
            rule("fails", "expression: object.spec.selector.app == \"web\"\nmessage: x"),
            rule("works", "expression: '!object.isHeadless()'\nmessage: works"));
    LintResult result = lint(SERVICES, rules);
    assertThat(told(result)).containsExactly("18 metadata.name: works");
    assertThat(result.failures())
        .extracting(RuleFailure::toString)
        .containsExactly("fails on Service shop/db: expression: no such field: selector");
    assertThat(result.isComplete()).isFalse();
  }

  @Test
  void endsARuleThatTakesTooLong() {
    String numbers = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16]";
    String nested = "1 == 2";
    for (String name : List.of("a", "b", "c", "d", "e", "f", "g")) {
      nested = numbers + ".exists(" + name + ", " + nested + ")";
    }
    RuleSet rules =
        rules(
            rule("endless", "expression: '" + nested + " || true'\nmessage: x"),
            rule(
                "doubling",
                """
                variables:
                  a: '"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"'
                  b: variables.a + variables.a + variables.a + variables.a
                  c: variables.b + variables.b + variables.b + variables.b
                  d: variables.c + variables.c + variables.c + variables.c
                  e: variables.d + variables.d + variables.d + variables.d
                  f: variables.e + variables.e + variables.e + variables.e
                  g: variables.f + variables.f + variables.f + variables.f
                  h: variables.g + variables.g + variables.g + variables.g
                  i: variables.h + variables.h + variables.h + variables.h
                expression: variables.i == "" || true
                message: x
                """));
    LintResult result = lint(SERVICES, rules);
    assertThat(result.findings()).isEmpty();
    assertThat(result.failures())
        .extracting(RuleFailure::toString)
        .containsExactly(
            "doubling on Service shop/web: made a text of more than 1048576 characters",
            "doubling on Service shop/db: made a text of more than 1048576 characters",
            "endless on Service shop/web: took more than 2000000 steps",
            "endless on Service shop/db: took more than 2000000 steps");
  }

  @Test
  void takesSeverityFromTheFirstConditionThatHolds() {
    RuleSet rules =
        rules(
            """
            id: sized
            title: x
            severity:
            - {when: object.isHeadless(), is: error}
            - {when: object.servicePorts().size() > 1, is: info}
            match: {kinds: [Service]}
            expression: "false"
            message: x
            """);
    assertThat(lint(SERVICES, rules).findings())
        .extracting(finding -> finding.object() + " " + finding.severity().word())
        .containsExactly("Service shop/web info", "Service shop/db error");
  }

  @Test
  void reportsOnceWhatSeveralWorldsShow() {
    LoadResult input = ManifestLoader.loadText("m.yaml", SERVICES);
    RuleSet rules = rules(rule("all", "expression: 'false'\nmessage: x"));
    LintResult result =
        Linter.lint(
            input,
            List.of(new World("a", input.objects()), new World("b", input.objects().subList(0, 1))),
            ClusterSettings.DEFAULT,
            rules);
    assertThat(result.findings()).hasSize(2);
  }

  @Test
  void makesAFixOfTheRulesEdits() {
    RuleSet rules =
        rules(
            rule(
                "aligned",
                """
                forEach: {port: object.servicePorts()}
                expression: port.targetNumber.orValue(0) == port.port
                at: port.targetPort
                message: x
                fix:
                  title: Align ${port.port}
                  safety: safe
                  edits:
                  - {at: port.port, replaceWith: port.targetNumber.orValue(0)}
                  - {at: port.targetPort, remove: true}
                """));
    Finding finding = lint(SERVICES, rules).findings().get(0);
    assertThat(finding.fix()).isNotNull();
    assertThat(finding.fix().title()).isEqualTo("Align 80");
    assertThat(finding.fix().edits())
        .extracting(edit -> edit.span().text() + " -> " + edit.text())
        .containsExactly("80 -> 8080", "    targetPort: 8080\n -> ");
  }

  /** A hundred rules on many objects take time in proportion to the objects. */
  @Test
  void staysLinear() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      texts.add(
          rule(
              "rule-" + i,
              """
              forEach: {port: object.servicePorts()}
              expression: >-
                object.workloads().all(w, w.name() != "x")
                && objects("ConfigMap", object.namespace()).size() < 5
                && find("Secret", object.namespace(), object.name()).hasValue() == false
              message: ${ref(object)}
              """));
    }
    RuleSet rules = rules(texts.toArray(String[]::new));
    LoadResult small = ManifestLoader.loadText("m.yaml", manyServices(250));
    LoadResult large = ManifestLoader.loadText("m.yaml", manyServices(2500));
    lint(small, rules);
    long smallTime = time(small, rules);
    long largeTime = time(large, rules);
    assertThat(largeTime).isLessThan(smallTime * 40 + 500);
  }

  private static long time(LoadResult input, RuleSet rules) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertThat(lint(input, rules).failures()).isEmpty();
      best = Math.min(best, (System.nanoTime() - start) / 1_000_000);
    }
    return best;
  }

  private static String manyServices(int count) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < count; i++) {
      out.append("---\napiVersion: v1\nkind: Service\nmetadata: {name: s").append(i);
      out.append(", namespace: shop}\nspec:\n  selector: {app: a").append(i);
      out.append("}\n  ports:\n  - port: 80\n");
      out.append("---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d").append(i);
      out.append(", namespace: shop}\nspec:\n  template:\n    metadata: {labels: {app: a")
          .append(i);
      out.append("}}\n    spec: {containers: [{name: c, image: i}]}\n");
    }
    return out.toString();
  }
}
