package meshlint.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterDomainTest {
  private static List<String> claims(String... manifests) {
    return Given.mesh(manifests).domain().claims().stream()
        .map(claim -> claim.source() + " " + claim.domain() + " " + claim.place().span().text())
        .toList();
  }

  private static String istiod(String args, String env) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system, labels: {app: istiod}}
        spec:
          template:
            metadata: {labels: {app: istiod}}
            spec:
              containers:
              - name: discovery
                image: istio/pilot:1.24.0
                args: [%s]
                env: [%s]
        """
        .formatted(args, env);
  }

  private static final String COREDNS =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata: {name: coredns, namespace: kube-system}
      data:
        Corefile: |
          .:53 {
              kubernetes k8s.lab in-addr.arpa ip6.arpa
          }
      """;

  @Test
  void theUsualOneHoldsWhereNobodySpeaks() {
    assertThat(Given.mesh("").domain().domain()).isEqualTo("cluster.local");
    assertThat(claims("")).isEmpty();
  }

  @Test
  void istiodsArgumentIsReadInBothForms() {
    assertThat(claims(istiod("discovery, --domain, k8s.lab", "")))
        .containsExactly("ISTIOD k8s.lab k8s.lab");
    assertThat(claims(istiod("discovery, --domain=K8s.Lab.", "")))
        .containsExactly("ISTIOD k8s.lab --domain=K8s.Lab.");
  }

  @Test
  void anArgumentCanBeAVariable() {
    assertThat(claims(istiod("discovery, --domain=$(DOMAIN)", "{name: DOMAIN, value: k8s.lab}")))
        .containsExactly("ISTIOD k8s.lab k8s.lab");
    assertThat(claims(istiod("discovery, --domain=$(DOMAIN)", ""))).isEmpty();
  }

  @Test
  void istiodHasADefault() {
    assertThat(claims(istiod("discovery", "")))
        .containsExactly("ISTIOD_DEFAULT cluster.local args");
    assertThat(claims(istiod("", ""))).isEmpty();
  }

  @Test
  void istiodsDomainIsTheOneOfItsHosts() {
    Mesh mesh = Given.mesh(istiod("discovery, --domain, cluster.local", ""), COREDNS);
    assertThat(mesh.domain().domain()).isEqualTo("cluster.local");
    assertThat(mesh.domain().claims())
        .extracting(claim -> claim.source() + " " + claim.domain())
        .containsExactly("ISTIOD cluster.local", "COREFILE k8s.lab");
  }

  @Test
  void withoutIstiodDnsDecides() {
    assertThat(Given.mesh(COREDNS).domain().domain()).isEqualTo("k8s.lab");
  }

  @Test
  void injectorAndProxiesAndOperatorsClaimToo() {
    String injector =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-sidecar-injector, namespace: istio-system}
        data:
          config: "policy: enabled"
          values: |-
            {"global": {"proxy": {"clusterDomain": "a.lab"}}}
        """;
    assertThat(claims(injector)).containsExactly("INJECTOR a.lab \"a.lab\"");
    String operator =
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: istio, namespace: istio-system}
        spec: {values: {global: {proxy: {clusterDomain: b.lab}}}}
        """;
    assertThat(claims(operator)).containsExactly("OPERATOR b.lab b.lab");
    String gateway =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: gw, namespace: istio-system}
        spec:
          template:
            spec:
              containers:
              - name: istio-proxy
                image: istio/proxyv2:1.24.0
                args: [proxy, router, --domain, $(POD_NAMESPACE).svc.c.lab]
        """;
    assertThat(claims(gateway)).containsExactly("PROXY c.lab $(POD_NAMESPACE).svc.c.lab");
  }
}
