package meshlint.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PortSetTest {
  private static PortSet tcp(int low, int high) {
    return PortSet.range("TCP", low, high);
  }

  @Test
  void neighboursMergeAndGapsStay() {
    PortSet set = tcp(80, 80).union(tcp(443, 444)).union(tcp(445, 445));
    assertThat(set).hasToString("TCP 80,443-445");
    assertThat(set.union(PortSet.port("UDP", 53))).hasToString("TCP 80,443-445,UDP 53");
  }

  @Test
  void unionInAnyOrderIsTheSameSet() {
    assertThat(tcp(1, 10).union(tcp(5, 20))).isEqualTo(tcp(5, 20).union(tcp(1, 10)));
    assertThat(tcp(1, 30).union(tcp(5, 20))).isEqualTo(tcp(1, 30));
    assertThat(tcp(1, 10).union(tcp(5, 20))).hasSameHashCodeAs(tcp(1, 20));
  }

  @Test
  void intersectionAndDifference() {
    PortSet some = tcp(1, 100).union(tcp(200, 300));
    assertThat(some.intersect(tcp(50, 250))).hasToString("TCP 50-100,200-250");
    assertThat(some.subtract(tcp(50, 250))).hasToString("TCP 1-49,251-300");
    assertThat(some.intersect(PortSet.protocol("UDP")).isEmpty()).isTrue();
    assertThat(some.subtract(PortSet.ALL)).isEqualTo(PortSet.NONE);
    assertThat(PortSet.ALL.subtract(some).intersect(some).isEmpty()).isTrue();
  }

  @Test
  void everyPortOfEveryProtocolIsAllConnections() {
    PortSet all =
        PortSet.protocol("TCP").union(PortSet.protocol("UDP")).union(PortSet.protocol("SCTP"));
    assertThat(all.isAll()).isTrue();
    assertThat(all).isEqualTo(PortSet.ALL).hasToString("All Connections");
    assertThat(PortSet.protocol("TCP").isAll()).isFalse();
    assertThat(PortSet.protocol("TCP")).hasToString("TCP 1-65535");
  }

  @Test
  void containment() {
    PortSet set = tcp(80, 90);
    assertThat(set.contains("TCP", 80)).isTrue();
    assertThat(set.contains("TCP", 90)).isTrue();
    assertThat(set.contains("TCP", 91)).isFalse();
    assertThat(set.contains("UDP", 80)).isFalse();
    assertThat(set.contains("ICMP", 80)).isFalse();
    assertThat(set.containsAll(tcp(81, 82))).isTrue();
    assertThat(set.containsAll(tcp(81, 91))).isFalse();
  }

  @Test
  void whatIsNoPortIsNotInIt() {
    assertThat(tcp(70000, 70001).isEmpty()).isTrue();
    assertThat(tcp(90, 80).isEmpty()).isTrue();
    assertThat(tcp(0, 5)).hasToString("TCP 1-5");
    assertThat(PortSet.port("icmp", 1).isEmpty()).isTrue();
    assertThat(PortSet.NONE).hasToString("");
  }
}
