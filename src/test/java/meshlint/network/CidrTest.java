package meshlint.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  private static Cidr cidr(String text) {
    return Objects.requireNonNull(Cidr.parse(text), text);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.0.0.0/8",
    "0.0.0.0/0, 0.0.0.0/0",
    "255.255.255.255, 255.255.255.255",
    "169.254.20.10/32, 169.254.20.10",
    "2001:db8::1/32, 2001:db8::/32",
    "::/0, ::/0",
    "::1, ::1",
    "fe80::1:0:0:1, fe80::1:0:0:1",
    "::ffff:10.0.0.1, ::ffff:a00:1",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8"
  })
  void readsAndPrints(String text, String printed) {
    assertThat(cidr(text)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0/8",
        "10.0.0.0/33",
        "10.0.0.256",
        "10.0.0.0/-1",
        "a.b.c.d",
        "10.0.0.0/",
        ":::",
        "1::2::3",
        "12345::",
        "::/129",
        "1:2:3",
        "1:2:3:4:5:6:7::8"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(Cidr.parse(text)).isNull();
  }

  @Test
  void containsAndOverlaps() {
    assertThat(cidr("10.0.0.0/8").contains(cidr("10.200.0.0/16"))).isTrue();
    assertThat(cidr("10.200.0.0/16").contains(cidr("10.0.0.0/8"))).isFalse();
    assertThat(cidr("10.200.0.0/16").overlaps(cidr("10.0.0.0/8"))).isTrue();
    assertThat(cidr("10.0.0.0/8").overlaps(cidr("11.0.0.0/8"))).isFalse();
    assertThat(cidr("::/0").overlaps(cidr("10.0.0.0/8"))).isFalse();
    assertThat(cidr("0.0.0.0/0").contains(cidr("::1"))).isFalse();
  }
}
