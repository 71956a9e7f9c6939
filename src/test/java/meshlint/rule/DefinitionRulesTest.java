package meshlint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import meshlint.schema.Schemas;
import org.junit.jupiter.api.Test;

class DefinitionRulesTest {
  private static final Pattern RULE = Pattern.compile("\"rule\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final DefinitionRules rules =
      new DefinitionRules(new Facts(new ObjectGraph(List.of(), ClusterSettings.DEFAULT)));

  @Test
  void understandsTheRulesOfTheBundle() throws IOException, URISyntaxException {
    Set<String> all = new TreeSet<>();
    Path folder =
        Path.of(Objects.requireNonNull(Schemas.class.getResource("index.tsv")).toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        Matcher rule = RULE.matcher(Files.readString(file));
        while (rule.find()) {
          all.add(rule.group(1).replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\"));
        }
      }
    }
    // A field named rule; and one that compares an optional with null, which is no CEL.
    all.remove("string");
    all.remove("size(self) == 0 || format.dns1123Label().validate(self) == null");
    assertThat(all).hasSizeGreaterThan(150);
    assertThat(all).filteredOn(rule -> !rule.contains("oldSelf")).allMatch(rules::understands);
  }

  @Test
  void runsCel() {
    assertThat(rules.holds("self.a == 1 && has(self.b)", Map.of("a", 1L, "b", "x"))).isTrue();
    assertThat(rules.holds("self.all(x, x > 1)", List.of(2L, 1L))).isFalse();
    assertThat(rules.holds("self.filter(f, f.type == 'A').size() <= 1", List.of())).isTrue();
  }

  @Test
  void runsWhatKubernetesAdds() {
    assertThat(rules.holds("duration(self) >= duration('1ms')", "2s")).isTrue();
    assertThat(rules.holds("duration(self) >= duration('1ms')", "10us")).isFalse();
    assertThat(rules.holds("duration(self) < duration('1h30m')", "1.5h")).isFalse();
    assertThat(rules.holds("url(self).getScheme() in ['http', 'https']", "ftp://x")).isFalse();
    assertThat(rules.holds("isURL(self)", "no url")).isFalse();
    assertThat(rules.holds("isIP(self)", "10.0.0.1")).isTrue();
    assertThat(rules.holds("isIP(self)", "fe80::1")).isTrue();
    assertThat(rules.holds("isIP(self)", "ten")).isFalse();
    assertThat(rules.holds("self.split('/')[0].size() < 4", "abc/d")).isTrue();
    assertThat(rules.holds("self.substring(7, 8) == '/'", "unix:///x")).isTrue();
    assertThat(rules.holds("quantity(self).isGreaterThan(quantity('1Gi'))", "1500M")).isTrue();
    assertThat(rules.holds("!format.dns1123Label().validate(self).hasValue()", "A_b")).isFalse();
    assertThat(rules.holds("sets.contains(self, ['a'])", List.of("a", "b"))).isTrue();
  }

  @Test
  void knowsAddressesAndRanges() {
    assertThat(rules.holds("ip(self).family() == 6", "fd00::1")).isTrue();
    assertThat(rules.holds("ip(self).isLoopback()", "127.0.0.1")).isTrue();
    assertThat(rules.holds("ip(self).isGlobalUnicast()", "224.0.0.1")).isFalse();
    assertThat(rules.holds("cidr(self).containsIP('10.1.2.3')", "10.0.0.0/8")).isTrue();
    assertThat(rules.holds("cidr(self).containsIP(ip('11.1.2.3'))", "10.0.0.0/8")).isFalse();
    assertThat(rules.holds("cidr(self).containsCIDR('10.0.0.0/7')", "10.0.0.0/8")).isFalse();
    assertThat(rules.holds("cidr(self).prefixLength() == 8", "10.0.0.0/8")).isTrue();
    assertThat(rules.holds("cidr(self).ip().family() == 4", "10.0.0.0/8")).isTrue();
  }

  @Test
  void reckonsWithQuantitiesListsAndTexts() {
    assertThat(rules.holds("quantity(self).add(quantity('1k')).asInteger() == 2000", "1000"))
        .isTrue();
    assertThat(rules.holds("quantity(self).sub(1).isInteger()", "500m")).isFalse();
    assertThat(
            rules.holds("self.indexOf('b') == 1 && self.lastIndexOf('c') == -1", List.of("a", "b")))
        .isTrue();
    assertThat(rules.holds("self.split('.', 2).size() == 2", "a.b.c")).isTrue();
    assertThat(rules.holds("self.replace('a', 'b', 1) == 'ba'", "aa")).isTrue();
    assertThat(rules.holds("duration(self).getMinutes() == 90", "1h30m")).isTrue();
    assertThat(
            rules.holds(
                "url(self).getHostname() == 'my_host' && url(self).getPort() == '80'",
                "http://my_host:80/{id}"))
        .isTrue();
  }

  @Test
  void aTextThatIsNotOfItsFormBreaksTheRuleThatReadsIt() {
    assertThat(rules.holds("duration(self) > duration('1s')", "5 s")).isFalse();
    assertThat(rules.holds("quantity(self).sign() == 1", "many")).isFalse();
    assertThat(rules.holds("ip(self).family() == 4", "no")).isFalse();
    assertThat(rules.holds("self == 'off' || duration(self) > duration('1s')", "off")).isTrue();
    assertThat(rules.holds("duration(self) > duration('1s') || self == 'off'", "off")).isTrue();
  }

  @Test
  void aNewObjectHasNoOldSelf() {
    assertThat(rules.holds("oldSelf.hasValue() || self == 1", 1L)).isTrue();
    assertThat(rules.holds("oldSelf.orValue(3) == 3", 1L)).isTrue();
  }

  @Test
  void makesMessages() {
    assertThat(rules.text("'at most ' + string(self)", 4L)).isEqualTo("at most 4");
    assertThat(rules.text("self.missing", Map.of())).isNull();
    assertThat(rules.text("1 + 1", 4L)).isNull();
  }

  @Test
  void keepsSilentWhereItCannotTell() {
    assertThat(rules.holds("self.unheardOf()", "x")).isNull();
    assertThat(rules.holds("this is no CEL", "x")).isNull();
    assertThat(rules.holds("self.missing == 1", Map.of())).isNull();
  }
}
