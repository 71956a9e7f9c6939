package meshlint.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.graph.ClusterSettings;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Workload;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.manifest.Place;
import org.junit.jupiter.api.Test;

class ClusterDnsTest {
  private static final String USUAL =
      """
      .:53 {
          errors
          health {
             lameduck 5s
          }
          ready
          kubernetes cluster.local in-addr.arpa ip6.arpa {
             pods insecure
             fallthrough in-addr.arpa ip6.arpa
             ttl 30
          }
          prometheus :9153
          forward . /etc/resolv.conf {
             max_concurrent 1000
          }
          cache 30
          loop
          reload
          loadbalance
      }
      """;

  private static ObjectGraph graph(String yaml) {
    LoadResult loaded = ManifestLoader.loadText("dns.yaml", yaml);
    assertThat(loaded.problems()).isEmpty();
    return new ObjectGraph(loaded.objects(), ClusterSettings.DEFAULT);
  }

  private static ClusterDns dns(String yaml) {
    return new ClusterDns(graph(yaml));
  }

  private static String configMap(String corefile) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: coredns, namespace: kube-system}
    data:
      Corefile: |
    """
        + corefile.indent(4);
  }

  private static DnsAnswer answer(String corefile, String name) {
    return dns(configMap(corefile)).answer(name);
  }

  private static String where(Place place) {
    return place.span().line() + ":" + place.span().column() + " " + place.span().text();
  }

  // --- what the Corefile says ---------------------------------------------------

  @Test
  void theUsualCorefileAnswersServicesOfItsZone() {
    DnsAnswer answer = answer(USUAL, "web.shop.svc.cluster.local.");
    assertThat(answer.by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    assertThat(answer.evidence()).extracting(ClusterDnsTest::where).contains("12:9 kubernetes");
    assertThat(answer(USUAL, "web.shop.svc.k8s.lab").by()).isEqualTo(DnsAnswer.By.UPSTREAM);
  }

  @Test
  void itsDomainIsAClaimAtItsColumn() {
    ClusterDns dns = dns(configMap(USUAL.replace("cluster.local", "K8s.Lab.")));
    assertThat(dns.domain()).isEqualTo("k8s.lab");
    assertThat(dns.isClusterDomain("k8s.lab")).isEqualTo(Known.YES);
    assertThat(dns.isClusterDomain("cluster.local")).isEqualTo(Known.NO);
    assertThat(dns.domainClaims())
        .singleElement()
        .satisfies(
            claim -> {
              assertThat(claim.domain()).isEqualTo("k8s.lab");
              assertThat(claim.source()).isEqualTo(DomainClaim.Source.COREFILE);
              assertThat(where(claim.place())).isEqualTo("12:20 K8s.Lab.");
              assertThat(claim.place().path()).hasToString("data.Corefile");
            });
  }

  @Test
  void withoutThePluginNobodyKnowsTheCluster() {
    DnsAnswer answer = answer(".:53 {\n  forward . 8.8.8.8\n}\n", "a.b.svc.cluster.local");
    assertThat(answer.by()).isEqualTo(DnsAnswer.By.UPSTREAM);
    assertThat(answer.fromCluster()).isEqualTo(Known.NO);
    assertThat(answer.reason()).isEqualTo("a.b.svc.cluster.local is forwarded to 8.8.8.8");
    assertThat(answer(".:53 {\n  errors\n}\n", "a.b.svc.cluster.local").by())
        .isEqualTo(DnsAnswer.By.NOBODY);
  }

  @Test
  void thePluginTakesTheZonesOfItsBlockWhereItNamesNone() {
    String corefile =
        """
        k8s.lab:53, in-addr.arpa:53 {
            kubernetes
        }
        . {
            forward . /etc/resolv.conf
        }
        """;
    assertThat(answer(corefile, "a.b.svc.k8s.lab").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    assertThat(answer(corefile, "a.b.svc.other").by()).isEqualTo(DnsAnswer.By.UPSTREAM);
    assertThat(dns(configMap(corefile)).domain()).isEqualTo("k8s.lab");
  }

  @Test
  void theRootZoneAnswersNoFullName() {
    String corefile = ".:53 {\n  kubernetes\n  forward . /etc/resolv.conf\n}\n";
    assertThat(answer(corefile, "a.b.svc.cluster.local").fromCluster()).isEqualTo(Known.NO);
  }

  @Test
  void aMoreSpecificServerBlockTakesTheZone() {
    String corefile = USUAL + "cluster.local:53 {\n  forward . 10.9.8.7\n}\n";
    DnsAnswer answer = answer(corefile, "a.b.svc.cluster.local");
    assertThat(answer.by()).isEqualTo(DnsAnswer.By.FORWARDED);
    assertThat(answer.fromCluster()).isEqualTo(Known.UNKNOWN);
    assertThat(answer.evidence())
        .extracting(ClusterDnsTest::where)
        .contains("26:5 cluster.local:53");
  }

  @Test
  void aStubZoneOnAnotherPortTakesNothing() {
    String corefile = USUAL + "cluster.local:5300 {\n  forward . 10.9.8.7\n}\n";
    assertThat(answer(corefile, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    String openshift = USUAL.replace(".:53", ".:5353");
    assertThat(answer(openshift, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
  }

  @Test
  void hostsWithoutFallthroughFailsWhatItDoesNotList() {
    String corefile =
        USUAL.replace("    ready\n", "    hosts {\n      10.0.0.1 db.corp\n      ttl 60\n    }\n");
    DnsAnswer answer = answer(corefile, "a.b.svc.cluster.local");
    assertThat(answer.by()).isEqualTo(DnsAnswer.By.NOBODY);
    assertThat(answer.reason()).contains("hosts", "no fallthrough");
    assertThat(where(answer.evidence().get(0))).isEqualTo("11:9 hosts");
    assertThat(answer(corefile, "db.corp").by()).isEqualTo(DnsAnswer.By.OVERRIDE);
    String falling = corefile.replace("ttl 60", "fallthrough");
    assertThat(answer(falling, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    String elsewhere = corefile.replace("hosts {", "hosts /etc/custom.hosts corp {");
    assertThat(answer(elsewhere, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    String otherZone = corefile.replace("ttl 60", "fallthrough corp");
    assertThat(answer(otherZone, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.NOBODY);
  }

  @Test
  void templateAnswersBeforeKubernetes() {
    String all = USUAL.replace("    ready\n", "    template IN A cluster.local {\n    }\n");
    assertThat(answer(all, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.OVERRIDE);
    String ipv6 =
        USUAL.replace("    ready\n", "    template ANY AAAA {\n    rcode NXDOMAIN\n    }\n");
    assertThat(answer(ipv6, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    String some =
        USUAL.replace(
            "    ready\n",
            "    template IN A local {\n    match \"^db[.]b[.]\"\n    fallthrough\n    }\n");
    assertThat(answer(some, "db.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.OVERRIDE);
    assertThat(answer(some, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    assertThat(answer(some.replace("fallthrough\n", "\n"), "a.b.svc.cluster.local").by())
        .isEqualTo(DnsAnswer.By.NOBODY);
  }

  @Test
  void rewritesComeFirst() {
    String moved =
        USUAL
            .replace("cluster.local", "k8s.lab")
            .replace(
                "    ready\n", "    rewrite name suffix .cluster.local .k8s.lab answer auto\n");
    DnsAnswer answer = answer(moved, "a.b.svc.cluster.local");
    assertThat(answer.by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    assertThat(answer.name()).isEqualTo("a.b.svc.k8s.lab");
    assertThat(dns(configMap(moved)).isClusterDomain("cluster.local")).isEqualTo(Known.YES);
    String regex =
        USUAL.replace(
            "    ready\n",
            """
                rewrite stop {
                  name regex (.*)\\.corp {1}.shop.svc.cluster.local
                  answer name (.*)\\.shop\\.svc\\.cluster\\.local {1}.corp
                }
            """);
    assertThat(answer(regex, "web.corp").name()).isEqualTo("web.shop.svc.cluster.local");
    String exact =
        USUAL.replace("    ready\n", "    rewrite name a.corp b.shop.svc.cluster.local\n");
    assertThat(answer(exact, "a.corp").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    String away = USUAL.replace("    ready\n", "    rewrite name substring cluster.local corp\n");
    assertThat(answer(away, "a.b.svc.cluster.local").fromCluster()).isEqualTo(Known.NO);
  }

  @Test
  void namespacesLimitThePlugin() {
    String corefile = USUAL.replace("pods insecure", "namespaces shop data");
    assertThat(answer(corefile, "a.shop.svc.cluster.local").by())
        .isEqualTo(DnsAnswer.By.KUBERNETES);
    assertThat(answer(corefile, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.NOBODY);
    assertThat(dns(configMap(corefile)).isClusterDomain("cluster.local")).isEqualTo(Known.YES);
  }

  @Test
  void noendpointsHidesHeadlessServices() {
    ClusterDns dns = dns(configMap(USUAL.replace("pods insecure", "noendpoints")));
    Place place = dns.corefiles().get(0).hidesEndpoints();
    assertThat(place).isNotNull();
    assertThat(where(place)).isEqualTo("13:12 noendpoints");
    assertThat(dns(configMap(USUAL)).corefiles().get(0).hidesEndpoints()).isNull();
  }

  @Test
  void snippetsAndImportsAreFilledIn() {
    String snippet =
        """
        (common) {
            errors
            kubernetes cluster.local in-addr.arpa ip6.arpa
        }
        .:53 {
            import common
            forward . /etc/resolv.conf
        }
        """;
    assertThat(answer(snippet, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    String custom =
        USUAL.replace("    ready\n", "    import /etc/coredns/custom/*.override\n")
            + "import /etc/coredns/custom/*.server\n";
    assertThat(answer(custom, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    assertThat(answer(custom, "a.b.svc.corp").by()).isEqualTo(DnsAnswer.By.UNKNOWN);
    ClusterDns dns =
        dns(
            configMap(custom)
                + """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: coredns-custom, namespace: kube-system}
                data:
                  a.override: |
                    hosts {
                      10.1.1.1 a.b.svc.cluster.local
                      fallthrough
                    }
                  b.server: |
                    corp:53 {
                      forward . 10.9.9.9
                    }
                """);
    DnsAnswer overridden = dns.answer("a.b.svc.cluster.local");
    assertThat(overridden.by()).isEqualTo(DnsAnswer.By.OVERRIDE);
    Place place = overridden.evidence().get(0);
    assertThat(place.path()).hasToString("data[\"a.override\"]");
    assertThat(place.span().text()).isEqualTo("a.b.svc.cluster.local");
    assertThat(dns.answer("x.corp").by()).isEqualTo(DnsAnswer.By.FORWARDED);
    assertThat(dns.answer("b.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
  }

  @Test
  void importsInACircleEnd() {
    String corefile = "(a) {\n  import a\n  import a\n  errors\n}\n.:53 {\n  import a\n}\n";
    assertThat(answer(corefile, "a.b.svc.cluster.local").fromCluster()).isEqualTo(Known.NO);
  }

  @Test
  void bracesWithoutEndAreRead() {
    String deep = ".:53 {\n" + "a {\n".repeat(5000);
    assertThat(answer(deep, "x.y").fromCluster()).isEqualTo(Known.NO);
    assertThat(answer("{ ".repeat(5000) + "\n", "x.y").fromCluster()).isEqualTo(Known.NO);
    assertThat(answer("}\n\"open\n", "x.y").fromCluster()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void commentsAndQuotesAreRead() {
    String corefile =
        ".:53 { # main {\n  #kubernetes a.b\n  \"kubernetes\" cluster.local#x\n  log\n}\n";
    assertThat(answer(corefile, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.KUBERNETES);
    assertThat(dns(configMap(corefile)).corefiles().get(0).blocks().get(0).plugins())
        .hasToString("[kubernetes cluster.local, log]");
  }

  @Test
  void placeholdersAreUnknown() {
    String corefile = USUAL.replace("cluster.local", "CLUSTER_DOMAIN");
    assertThat(answer(corefile, "a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.UNKNOWN);
    assertThat(dns(configMap(corefile)).domainClaims()).isEmpty();
    assertThat(answer("{$ZONE}:53 {\n  kubernetes {$ZONE}\n}\n", "a.b.svc.x").by())
        .isEqualTo(DnsAnswer.By.UNKNOWN);
  }

  @Test
  void otherDnsServersAreNotTheClusters() {
    ClusterDns dns =
        dns(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: node-local-dns, namespace: kube-system}
            data:
              Corefile: |
                cluster.local:53 {
                    forward . 10.96.0.10
                }
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: coredns, namespace: lab}
            data:
              Corefile: |
                lab.corp:53 {
                    file /zones/lab
                }
            """);
    assertThat(dns.corefiles()).isEmpty();
    assertThat(dns.answer("a.b.svc.cluster.local").by()).isEqualTo(DnsAnswer.By.UNKNOWN);
  }

  // --- kubelet and kubeadm --------------------------------------------------------

  @Test
  void kubeletAndKubeadmNameTheDomain() {
    ClusterDns dns =
        dns(
            """
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            clusterDomain: one.lab
            clusterDNS: [10.96.0.10]
            ---
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            networking:
              dnsDomain: two.lab
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: kubelet-config, namespace: kube-system}
            data:
              kubelet: |
                apiVersion: kubelet.config.k8s.io/v1beta1
                clusterDNS:
                - 10.96.0.11
                clusterDomain: three.lab
                kind: KubeletConfiguration
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: kubeadm-config, namespace: kube-system}
            data:
              ClusterConfiguration: |
                kind: ClusterConfiguration
                networking:
                  dnsDomain: four.lab
            """);
    assertThat(dns.domainClaims())
        .extracting(claim -> claim.source() + " " + where(claim.place()))
        .containsExactly(
            "KUBELET 3:16 one.lab",
            "KUBEADM 9:14 two.lab",
            "KUBELET 19:20 three.lab",
            "KUBEADM 29:18 four.lab");
    assertThat(dns.domain()).isEqualTo("one.lab");
  }

  @Test
  void theDomainIsAnAssumptionWhereNothingSaysIt() {
    ClusterDns dns = dns("{apiVersion: v1, kind: Namespace, metadata: {name: a}}");
    assertThat(dns.domain()).isEqualTo("cluster.local");
    assertThat(dns.isClusterDomain("cluster.local")).isEqualTo(Known.YES);
    assertThat(dns.isClusterDomain("k8s.lab")).isEqualTo(Known.UNKNOWN);
  }

  // --- the Service ------------------------------------------------------------------

  private static final String COREDNS_DEPLOYMENT =
      """
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: coredns, namespace: kube-system}
      spec:
        selector: {matchLabels: {k8s-app: kube-dns}}
        template:
          metadata: {labels: {k8s-app: kube-dns}}
          spec:
            containers:
            - {name: coredns, image: 'registry.k8s.io/coredns/coredns:v1.11.1'}
            volumes:
            - {name: config, configMap: {name: coredns-main}}
      """;

  private static String dnsService(String selector, String ports) {
    return """
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: kube-dns, namespace: kube-system}
    spec:
      clusterIP: 10.96.0.10
      selector: {k8s-app: %s}
      ports: [%s]
    """
        .formatted(selector, ports);
  }

  @Test
  void theServiceSelectsCoreDnsOnBothProtocols() {
    DnsService right =
        dns(dnsService("kube-dns", "{port: 53, protocol: UDP}, {port: 53, name: t}")
                + COREDNS_DEPLOYMENT)
            .service();
    assertThat(right).isNotNull();
    assertThat(right.selectsDns()).isEqualTo(Known.YES);
    assertThat(right.missingPorts()).isEmpty();
    DnsService wrong =
        dns(dnsService("coredns", "{port: 53, protocol: UDP}") + COREDNS_DEPLOYMENT).service();
    assertThat(wrong).isNotNull();
    assertThat(wrong.selectsDns()).isEqualTo(Known.NO);
    assertThat(wrong.missingPorts()).containsExactly("53/TCP");
    assertThat(wrong.reason())
        .isEqualTo(
            "Service kube-system/kube-dns does not select the pods of Deployment"
                + " kube-system/coredns");
    DnsService alone = dns(dnsService("coredns", "{port: 53, protocol: UDP}")).service();
    assertThat(alone).isNotNull();
    assertThat(alone.selectsDns()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void theCorefileThatTheDnsPodsMountIsTheClusters() {
    ClusterDns dns =
        dns(
            dnsService("kube-dns", "{port: 53, protocol: UDP}")
                + COREDNS_DEPLOYMENT
                + "---\n"
                + configMap(USUAL.replace("cluster.local", "k8s.lab"))
                    .replace("name: coredns,", "name: coredns-main,"));
    assertThat(dns.domain()).isEqualTo("k8s.lab");
  }

  // --- clients ------------------------------------------------------------------------

  private static ClientDns client(String podSpec) {
    ObjectGraph graph =
        graph(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: p, namespace: shop}
            spec:
              containers: [{name: a, image: i}]
            """
                + podSpec.indent(2)
                + dnsService("kube-dns", "{port: 53, protocol: UDP}"));
    Workload pod = graph.workloads().get(0);
    assertThat(pod.object().kind()).isEqualTo(Kinds.POD);
    return new ClusterDns(graph).client(pod);
  }

  @Test
  void podsAskTheClusterByDefault() {
    ClientDns client = client("");
    assertThat(client.asksCluster()).isEqualTo(Known.YES);
    assertThat(client.candidates("web"))
        .containsExactly(
            "web.shop.svc.cluster.local", "web.svc.cluster.local", "web.cluster.local", "web");
    assertThat(client.candidates("web.data.svc.cluster.local.")).hasSize(1);
    assertThat(client.candidates("a.b.c.d.e.f").get(0)).isEqualTo("a.b.c.d.e.f");
  }

  @Test
  void theHostNetworkUsesTheNodesDns() {
    ClientDns client = client("hostNetwork: true");
    assertThat(client.asksCluster()).isEqualTo(Known.NO);
    assertThat(client.policy()).isEqualTo("Default");
    assertThat(client.evidence()).extracting(ClusterDnsTest::where).containsExactly("6:16 true");
    assertThat(client("hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet").asksCluster())
        .isEqualTo(Known.YES);
    assertThat(client("dnsPolicy: Default").asksCluster()).isEqualTo(Known.NO);
  }

  @Test
  void dnsPolicyNoneDependsOnItsServers() {
    assertThat(client("dnsPolicy: None\ndnsConfig: {nameservers: [8.8.8.8]}").asksCluster())
        .isEqualTo(Known.NO);
    ClientDns own =
        client(
            """
            dnsPolicy: None
            dnsConfig:
              nameservers: [10.96.0.10]
              searches: [data.svc.cluster.local]
              options: [{name: ndots, value: '2'}]
            """);
    assertThat(own.asksCluster()).isEqualTo(Known.YES);
    assertThat(own.ndots()).isEqualTo(2);
    assertThat(own.candidates("web")).isEqualTo(List.of("web.data.svc.cluster.local", "web"));
    assertThat(client("dnsPolicy: None\ndnsConfig: {nameservers: [10.0.0.53]}").asksCluster())
        .isEqualTo(Known.UNKNOWN);
  }
}
