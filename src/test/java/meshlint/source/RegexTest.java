package meshlint.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '`',
      value = {
        "abc 3",
        "a{3} 3",
        "a{2,5}b 6",
        "(ab){10} 30",
        "((a{10}){10}) 111",
        "[a-z]{5}[]^x]{2} 7",
        "\\{3} 3",
        "a{x} 4",
        "(a 1",
      })
  void writesRepeatsOut(String pattern, long size) {
    assertThat(Regex.size(pattern)).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?){0,15}$",
        "^(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])(\\.[0-9]{1,3}){3}(/[0-9]{1,2})?$",
        "(a*)*(a|aa){900}b",
      })
  void takesWhatPeopleWrite(String pattern) {
    assertThat(Regex.compile(pattern)).isNotNull();
  }

  @Test
  void refusesRepeatsInRepeats() {
    assertThatExceptionOfType(PatternSyntaxException.class)
        .isThrownBy(() -> Regex.compile("((a{1000}){1000}){1000}"))
        .satisfies(e -> assertThat(e.getDescription()).isEqualTo("it repeats too much"));
  }
}
