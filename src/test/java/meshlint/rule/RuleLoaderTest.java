package meshlint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.schema.Schemas;
import meshlint.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule author gets to read about a file that is wrong. */
class RuleLoaderTest {
  private static final RuleLoader LOADER = new RuleLoader(Catalogue.standard(), Schemas.bundled());

  private static final String GOOD =
      """
      id: team-label-missing
      title: A Service has no team
      severity: warning
      match:
        kinds: [Service]
      expression: '"team" in object.labels()'
      at: object.metadata.labels
      message: ${ref(object)} names no team
      """;

  private static List<String> errors(String text) {
    return LOADER
        .load(List.of(new SourceFile("pack/custom/rule/rule.yaml", text)))
        .errors()
        .stream()
        .map(RuleError::toString)
        .map(error -> error.replace("pack/custom/rule/rule.yaml:", ""))
        .toList();
  }

  /** The good rule with one of its lines written otherwise. */
  private static String with(String key, String line) {
    return GOOD.replaceFirst(
        "(?m)^" + key + ":.*$", java.util.regex.Matcher.quoteReplacement(line));
  }

  @Test
  void aGoodRuleHasNoErrors() {
    RuleLoader.Loaded loaded =
        LOADER.load(List.of(new SourceFile("pack/custom/team-label-missing/rule.yaml", GOOD)));
    assertThat(loaded.errors()).isEmpty();
    assertThat(loaded.rules().rules())
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.id()).isEqualTo("team-label-missing");
              assertThat(rule.info().category()).isEqualTo("custom");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "object.spec.clusterIp == 'x' | 6:25: error: Service.spec has no field clusterIp; did you mean clusterIP?",
        "object.spec.prots.size() > 0 | 6:25: error: Service.spec has no field prots; did you mean ports?",
        "object.isHeadles() | 6:20: error: Service has no function isHeadles; did you mean isHeadless?",
        "object.injection().sidecar() | 6:20: error: injection() is a function of Workload, not of Service",
        "object.isHeadless | 6:20: error: Service has no field isHeadless; write isHeadless()",
        "objct.isHeadless() | 6:13: error: no variable objct; did you mean object?",
        "isHeadless(object) | 6:13: error: no function isHeadless; write it after a dot: x.isHeadless(…)",
        "object.servicePorts() | 6:13: error: expression must be a bool, not list(ServicePort)",
        "object.name() | 6:13: error: expression must be a bool, not string",
        "object.name() == 1 | 6:27: error: string and int are never equal",
        "object.name() == | 6:29: error: the expression ends too early",
        "object.name() = 'x' | 6:27: error: unexpected '='; write '=='",
        "object.label('app') == 'x' | 6:33: error: optional(string) and string are never equal; unwrap it with orValue()",
        "object.place('x') == 'y' | 6:20: error: place takes (), not (string)",
        "objects('Servce').size() > 0 | 6:21: error: Servce is no well-known kind; did you mean Service?; for a custom resource write group/Servce",
        "objects('Gateway').size() > 0 | 6:21: error: Gateway is in several groups; write networking.istio.io/Gateway or gateway.networking.k8s.io/Gateway",
        "object.name().matches('(') | 6:35: error: no regular expression: missing closing )",
        "variables.x | 6:23: error: no variables.x",
        "timestamp('x') == 1 | 6:13: error: rules have no timestamp(): manifests do not depend on the time",
        "object.replicas() > 1u | 6:33: error: rules have no unsigned numbers",
        "b'x' == 'x' | 6:13: error: rules have no bytes",
        "Foo{} == 1 | 6:16: error: rules cannot make messages",
        "object.servicePorts().map(p, p.port + 'x') | 6:49: error: + does not take int and string; make a text of it with string()",
      })
  void placesAnErrorInAnExpression(String expression, String error) {
    assertThat(errors(with("expression", "expression: " + expression))).contains(error);
  }

  @Test
  void tellsAllErrorsOfAllFilesAtOnce() {
    String first =
        """
        id: Wrong_Id
        titel: x
        severity: bad
        match: {kinds: [Service, Foo]}
        expression: |
          object.spec.nope == 1
            && object.nope()
        at: object.spec.selctor
        message: "${object.name() + 1} and ${nope}"
        related:
        - {at: object.metadata, label: x, labl: y}
        """;
    RuleLoader.Loaded loaded =
        LOADER.load(
            List.of(
                new SourceFile("a/rule.yaml", first), new SourceFile("b/rule.yaml", "id: [\n")));
    assertThat(loaded.errors().stream().map(RuleError::toString))
        .containsExactly(
            "a/rule.yaml:1:1: error: the rule has no title",
            "a/rule.yaml:1:5: error: an id is kebab-case: lower-case words with dashes",
            "a/rule.yaml:2:1: error: no such key: titel; did you mean title?",
            "a/rule.yaml:3:11: error: must be one of error, warning, info",
            "a/rule.yaml:4:26: error: Foo is no well-known kind; for a custom resource write group/Foo",
            "a/rule.yaml:6:15: error: Service.spec has no field nope",
            "a/rule.yaml:7:15: error: Service has no function nope",
            "a/rule.yaml:8:17: error: no field selctor; did you mean selector?",
            "a/rule.yaml:9:27: error: + does not take string and int; make a text of it with string()",
            "a/rule.yaml:9:38: error: no variable nope",
            "a/rule.yaml:11:35: error: no such key: labl; did you mean label?",
            "b/rule.yaml:2:1: error: no YAML: expected the node content, but found '<stream end>'");
  }

  @Test
  void showsTheLineWithACaretUnderTheName() {
    List<RuleError> errors =
        LOADER
            .load(
                List.of(
                    new SourceFile(
                        "r/rule.yaml",
                        with("expression", "expression: object.spec.clusterIp == 'None'"))))
            .errors();
    assertThat(errors.get(0).withCaret())
        .isEqualTo(
            """
            r/rule.yaml:6:25: error: Service.spec has no field clusterIp; did you mean clusterIP?
              expression: object.spec.clusterIp == 'None'
                                      ^^^^^^^^^""");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'object.nope() && \"it''s\" == object.nope2()' | 6:21 | 6:49",
        "\"object.nope() && \\\"\\u0041\\\" == object.nope2()\" | 6:21 | 6:52",
      })
  void countsThroughQuotesAndEscapes(String scalar, String first, String second) {
    assertThat(errors(with("expression", "expression: " + scalar)))
        .hasSize(2)
        .satisfies(found -> assertThat(found.get(0)).startsWith(first + ":"))
        .satisfies(found -> assertThat(found.get(1)).startsWith(second + ":"));
  }

  @Test
  void countsThroughFoldedText() {
    String text =
        with(
            "message",
            "message: >-\n  a long text that\n  goes on ${object.nope()}\n\n  and ${nope}");
    assertThat(errors(text))
        .containsExactly(
            "10:20: error: Service has no function nope", "12:9: error: no variable nope");
  }

  @Test
  void refusesATagThatSwallowsAnExpression() {
    assertThat(errors(with("expression", "expression: !object.isHeadless()")))
        .containsExactly("6:13: error: YAML reads this ! as a tag; put the expression in quotes");
  }

  /** Lines that are no YAML, or other YAML than their author meant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "b ? true : false | 6:22: error: YAML takes a colon before a space for the end of a key: put the whole value in quotes",
        "'a' == object.name() | 6:17: error: YAML has ended the value before this, at a closing quote or bracket: put the whole value in quotes",
        "[1].size() == 1 | 6:16: error: YAML has ended the value before this, at a closing quote or bracket: put the whole value in quotes",
        "*object | 6:13: error: YAML reads this * as an alias; put the expression in quotes",
        "&a b | 6:13: error: YAML reads this & as an anchor; put the expression in quotes",
        "object.name() == 'a #b' | 6:30: error: a string without an end; YAML takes a # behind a space for a comment: put the expression in quotes",
      })
  void saysWhatYamlMakesOfAnExpression(String expression, String error) {
    assertThat(errors(with("expression", "expression: " + expression)))
        .singleElement()
        .asString()
        .startsWith(error);
  }

  @Test
  void saysThatYamlEndsAnItemAtAComma() {
    String text = GOOD.replace("kinds: [Service]", "kinds: [Service]\n  when: [objects(a, b)]");
    assertThat(errors(text))
        .contains(
            "6:19: error: expected ','; inside [ ] and { } YAML ends it at a comma: put the"
                + " expression in quotes");
  }

  @Test
  void tellsEverythingThatIsMissing() {
    assertThat(errors("id: a\n"))
        .containsExactly(
            "1:1: error: match names no kinds",
            "1:1: error: the rule has no expression",
            "1:1: error: the rule has no message",
            "1:1: error: the rule has no severity",
            "1:1: error: the rule has no title");
  }

  @Test
  void knowsTheRulesThatARuleYieldsTo() {
    String text = GOOD + "yieldsTo: [headless-service-port-remaped, team-label-missing]\n";
    RuleSet rules = LOADER.load(List.of(new SourceFile("a/rule.yaml", text))).rules();
    RuleSet all = BuiltInRules.load(Catalogue.standard()).plus(rules);
    Rule rule = rules.find("team-label-missing");
    assertThat(rule).isNotNull();
    assertThat(rule.unknownRules(all))
        .extracting(RuleError::toString)
        .containsExactly(
            "a/rule.yaml:9:12: error: no rule has the id headless-service-port-remaped; did you"
                + " mean headless-service-port-remapped?");
  }

  @Test
  void refusesVariablesThatNeedEachOther() {
    assertThat(errors(GOOD + "variables:\n  a: variables.b + 1\n  b: variables.a + 1\n"))
        .anyMatch(error -> error.contains("variables.a needs its own value"));
  }

  @Test
  void takesVariablesInAnyOrder() {
    assertThat(
            errors(GOOD + "variables:\n  b: variables.a + 1\n  a: object.servicePorts().size()\n"))
        .isEmpty();
  }

  @Test
  void saysThatWhenIsAskedBeforeForEach() {
    String text =
        GOOD.replace("kinds: [Service]", "kinds: [Service]\n  when: [port.port == 1]")
            + "forEach: {port: object.servicePorts()}\n";
    assertThat(errors(text))
        .containsExactly(
            "6:10: error: no variable port; match.when is asked before forEach, so ask it in"
                + " expression");
  }

  @Test
  void refusesAForEachThatIsNoList() {
    assertThat(errors(GOOD + "forEach: {port: object.name()}\n"))
        .containsExactly("9:17: error: forEach needs a list, not string");
  }

  @Test
  void refusesToShowAnObject() {
    assertThat(errors(with("message", "message: ${object} is bad")))
        .containsExactly(
            "8:12: error: ${} needs a text, number or bool, not Service; write ref(…)");
  }

  @Test
  void checksEachKindOfARule() {
    String text =
        GOOD.replace("[Service]", "[Deployment, ConfigMap]")
            .replace("object.metadata.labels", "object.spec.replicas");
    assertThat(errors(text)).containsExactly("7:12: error: no field spec");
  }

  @Test
  void knowsParameters() {
    String text =
        with("expression", "expression: params.key in object.labels() && params.ky == 1")
            + "parameters: {key: {default: team, doc: the label}}\n";
    assertThat(errors(text)).containsExactly("6:53: error: no params.ky; did you mean key?");
  }

  @Test
  void refusesTwoRulesWithOneId() {
    assertThat(
            LOADER
                .load(
                    List.of(
                        new SourceFile("a/rule.yaml", GOOD), new SourceFile("b/rule.yaml", GOOD)))
                .errors()
                .stream()
                .map(RuleError::toString))
        .containsExactly(
            "b/rule.yaml:1:1: error: the id team-label-missing is also that of a/rule.yaml");
  }
}
