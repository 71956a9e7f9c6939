package meshlint.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The expected values were read off sigs.k8s.io/yaml 1.6.0. */
class ScalarsTest {
  private static Object valueOf(String scalar) {
    return Objects.requireNonNull(Trees.map("a: " + scalar + "\n").get("a"));
  }

  private static String keyOf(String scalar) {
    return Trees.map(scalar + ": x\n").keyAt(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"})
  void oldYesWordsAreTrue(String word) {
    assertThat(valueOf(word)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "FALSE"})
  void oldNoWordsAreFalse(String word) {
    assertThat(valueOf(word)).isEqualTo(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "Null", "NULL", ""})
  void nullWordsAreNull(String word) {
    assertThat(Trees.map("a: " + word + "\n").valueAt(0)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "0400, 256",
    "0o400, 256",
    "0x1F, 31",
    "0b101, 5",
    "-0b11, -3",
    "1_000, 1000",
    "+12, 12",
    "-0, 0",
    "00, 0",
    "08, 8",
    "1e3, 1000",
    "12345e7, 123450000000",
    "1.0, 1",
    "9223372036854775807, 9223372036854775807",
  })
  void wholeNumbers(String written, long value) {
    assertThat(valueOf(written)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    ".5, 0.5",
    ".5_8, 0.58",
    "-.5, -0.5",
    "18446744073709551615, 1.8446744073709552E19"
  })
  void fractions(String written, double value) {
    assertThat(valueOf(written)).isEqualTo(value);
  }

  @Test
  void infinities() {
    assertThat(valueOf(".inf")).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(valueOf("-.INF")).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(valueOf(".NaN")).isEqualTo(Double.NaN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yES",
        "nope",
        "0x",
        "0b2",
        "0o",
        "12:30:45",
        "190:20:30",
        "1.2.3",
        "+",
        "_1",
        "1e400",
        "2001-01-01",
        "2001-01-01T00:00:00Z",
        "10Gi",
        "v1",
        "=",
        ".",
        "..",
        "0x1G",
        "infinity",
        ".5_"
      })
  void anythingElseIsText(String written) {
    assertThat(valueOf(written)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"0400\"', 0400",
    "'\"yes\"', yes",
    "'''8080''', 8080",
    "!!str 12, 12",
    "!!binary aGVsbG8=, hello",
    "!custom 12, 12",
  })
  void quotedAndTaggedTextStaysText(String written, String value) {
    assertThat(valueOf(written)).isEqualTo(value);
  }

  @Test
  void explicitTagsResolve() {
    assertThat(valueOf("!!int \"12\"")).isEqualTo(12L);
    assertThat(valueOf("!!bool yes")).isEqualTo(true);
    assertThat(valueOf("!!float 1.5")).isEqualTo(1.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"!!int abc", "!!int 1.5", "!!bool 1", "!!null x", "!!binary aGVsbG8"})
  void aTagThatDoesNotFitIsAnError(String written) {
    assertThat(Trees.error("apiVersion: v1\nkind: X\na: " + written + "\n")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "8080, 8080",
    "0400, 256",
    "yes, true",
    "on, true",
    "off, false",
    "1.10, 1.1",
    "1e6, 1e+06",
    "2e13, 2e+13",
    "'\"yes\"', yes",
  })
  void keysBecomeText(String written, String key) {
    assertThat(keyOf(written)).isEqualTo(key);
  }
}
