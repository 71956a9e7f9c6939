package meshlint.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "*/5 0-6,22 1 jan-MAR mon",
        "0 0 ? * 0",
        "10/15 * * * *",
        "@hourly",
        "@every 1h30m",
        "  0 3 * * 6  "
      })
  void takesWhatKubernetesTakes(String schedule) {
    assertThat(Cron.complaint(schedule)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "0 * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 7",
        "*/0 * * * *",
        "5-1 * * * *",
        "* * * * montag",
        "@fortnightly",
        "-1 * * * *"
      })
  void refusesWhatKubernetesRefuses(String schedule) {
    assertThat(Cron.complaint(schedule)).isNotNull();
  }
}
