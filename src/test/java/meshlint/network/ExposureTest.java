package meshlint.network;

import static meshlint.network.Manifests.deployment;
import static meshlint.network.Manifests.graph;
import static meshlint.network.Manifests.namespace;
import static meshlint.network.Manifests.policy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExposureTest {
  private static final String SHOP =
      String.join(
          "\n---\n",
          namespace("shop", "team: a"),
          deployment("shop", "web", "app: web", "http:8080"),
          deployment("shop", "api", "app: api", "http:9090"));

  /** What reaches web, without addresses. */
  private static List<String> toWeb(String... manifests) {
    return lines(List.of(), List.of("web"), manifests).stream()
        .filter(line -> !line.contains("[External]"))
        .toList();
  }

  private static List<String> lines(List<String> from, List<String> to, String... manifests) {
    List<String> out = new ArrayList<>();
    new Exposure(new Connectivity(graph(manifests)))
        .list(
            new Ends(from),
            new Ends(to),
            one ->
                out.add(
                    (one.direction() == Direction.INGRESS ? "<= " : "=> ")
                        + one.peer()
                        + " : "
                        + one.ports()
                        + (one.isolated() ? "" : " open")
                        + (one.shown() ? "" : " unseen")));
    return out;
  }

  private static String ingress(String clauses) {
    return policy("shop", "p", "podSelector: {matchLabels: {app: web}}\ningress:\n" + clauses);
  }

  @Test
  void withoutPoliciesEverybodyReachesAWorkload() {
    assertThat(lines(List.of(), List.of("web"), SHOP))
        .containsExactly(
            "<= 0.0.0.0-255.255.255.255[External] : All Connections open",
            "<= entire-cluster : All Connections open");
    assertThat(lines(List.of("web"), List.of(), SHOP))
        .containsExactly(
            "=> 0.0.0.0-255.255.255.255[External] : All Connections open",
            "=> entire-cluster : All Connections open");
    assertThat(lines(List.of(), List.of(), SHOP)).hasSize(8);
  }

  @Test
  void peersAreNamedByTheLabelsThatPoliciesAskOfThem() {
    assertThat(
            toWeb(
                SHOP,
                ingress(
                    """
                    - from:
                      - podSelector: {matchLabels: {app: api}}
                      - namespaceSelector: {matchLabels: {team: b}}
                      - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: mon}}
                        podSelector: {matchLabels: {app: prometheus}}
                      ports: [{port: http}]
                    """)))
        .containsExactly(
            "<= [pods app=api of namespace shop] : TCP 8080",
            "<= [all pods of namespaces team=b] : TCP 8080 unseen",
            "<= [pods app=prometheus of namespace mon] : TCP 8080 unseen");
  }

  @Test
  void whatAnybodyMayIsNotRepeatedForSomebody() {
    assertThat(
            toWeb(
                SHOP,
                ingress(
                    """
                    - ports: [{port: 80}]
                    - from: [{namespaceSelector: {}}]
                      ports: [{port: 81}]
                    - from: [{podSelector: {}}]
                      ports: [{port: 81}]
                    - from: [{namespaceSelector: {matchLabels: {team: b}}}]
                      ports: [{port: 82}]
                    """)))
        .containsExactly(
            "<= entire-cluster : TCP 80-81",
            "<= [all pods of namespaces team=b] : TCP 80-82 unseen");
  }

  @Test
  void aNarrowPeerHasWhatAWiderOneHas() {
    assertThat(
            toWeb(
                SHOP,
                ingress(
                    """
                    - from: [{namespaceSelector: {matchLabels: {team: b}}}]
                      ports: [{port: 1}]
                    - from:
                      - namespaceSelector: {matchLabels: {team: b}}
                        podSelector: {matchLabels: {app: x}}
                      ports: [{port: 2}]
                    """)))
        .containsExactly(
            "<= [all pods of namespaces team=b] : TCP 1 unseen",
            "<= [pods app=x of namespaces team=b] : TCP 1-2 unseen");
  }

  @Test
  void whatAnAdministratorDeniesToSomeIsNotOpenToAny() {
    String admin =
        """
        apiVersion: policy.networking.k8s.io/v1alpha1
        kind: AdminNetworkPolicy
        metadata: {name: a}
        spec:
          priority: 1
          subject: {namespaces: {}}
          ingress:
          - action: Deny
            from: [{namespaces: {matchLabels: {team: b}}}]
            ports: [{portRange: {start: 1, end: 65534}}]
        """;
    assertThat(toWeb(SHOP, admin))
        .containsExactly("<= entire-cluster : TCP 65535,UDP 1-65535,SCTP 1-65535");
    assertThat(toWeb(SHOP, admin, ingress("- from: [{podSelector: {}}]")))
        .containsExactly("<= [all pods of namespace shop] : All Connections");
  }

  @Test
  void anIsolatedWorkloadThatAdmitsNobodyIsNotExposed() {
    assertThat(lines(List.of(), List.of("web"), SHOP, ingress("  []"))).isEmpty();
  }
}
