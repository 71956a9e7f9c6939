package meshlint.mesh;

import static meshlint.mesh.Given.ns;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.graph.Known;
import meshlint.manifest.KubeObject;
import org.junit.jupiter.api.Test;

class AuthorizationTest {
  private static final String NAMESPACES =
      ns("shop", "istio-injection: enabled") + "---\n" + ns("data", "istio-injection: enabled");

  private static String deployment(String namespace, String name, String account) {
    return Given.deployment(namespace, name, "app: " + name, "")
        .replace("    spec:\n", "    spec:\n      serviceAccountName: " + account + "\n");
  }

  private static final String WEB = deployment("shop", "web", "web");
  private static final String DB = deployment("data", "db", "db");

  private static String service(String port) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: db, namespace: data}
        spec: {selector: {app: db}, ports: [{%s}]}
        """
        .formatted(port);
  }

  private static final String TCP = service("name: tcp-db, port: 80, targetPort: 8080");
  private static final String HTTP = service("name: http-db, port: 80, targetPort: 8080");

  private static String policy(String namespace, String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: p, namespace: %s}
        spec: {%s}
        """
        .formatted(namespace, spec);
  }

  /** What web in shop may do on port 8080 of db in data, over mTLS. */
  private static Known may(String service, String... policies) {
    return may(Known.YES, service, policies);
  }

  private static Known may(Known mtls, String service, String... policies) {
    Mesh mesh = Given.mesh(NAMESPACES, WEB, DB, service, String.join("\n---\n", policies));
    return mesh.authorize(Given.workload(mesh, "web"), mtls, Given.workload(mesh, "db"), 8080)
        .allowed();
  }

  private static String allow(String rule) {
    return policy("data", "rules: [{" + rule + "}]");
  }

  private static String deny(String rule) {
    return policy("data", "action: DENY, rules: [{" + rule + "}]");
  }

  private static String from(String source) {
    return "from: [{source: {" + source + "}}]";
  }

  @Test
  void withoutPoliciesAllIsAllowed() {
    assertThat(may(TCP)).isEqualTo(Known.YES);
    assertThat(may(TCP, policy("shop", ""))).isEqualTo(Known.YES);
  }

  @Test
  void anAllowPolicyClosesWhatItDoesNotOpen() {
    assertThat(may(TCP, policy("data", ""))).isEqualTo(Known.NO);
    assertThat(may(TCP, policy("istio-system", ""))).isEqualTo(Known.NO);
    assertThat(may(TCP, policy("data", "rules: [{}]"))).isEqualTo(Known.YES);
    assertThat(may(TCP, policy("data", ""), allow(from("namespaces: [shop]"))))
        .isEqualTo(Known.YES);
    assertThat(may(TCP, policy("data", "selector: {matchLabels: {app: other}}")))
        .isEqualTo(Known.YES);
    assertThat(
            may(
                TCP,
                policy(
                    "data",
                    "targetRefs: [{kind: Gateway, group: gateway.networking.k8s.io, name: x}]")))
        .isEqualTo(Known.YES);
  }

  @Test
  void aDryRunDoesNothing() {
    String dry =
        policy("data", "")
            .replace("namespace: data", "namespace: data, annotations: {istio.io/dry-run: 'true'}");
    assertThat(may(TCP, dry)).isEqualTo(Known.YES);
  }

  @Test
  void identities() {
    String principal = "cluster.local/ns/shop/sa/web";
    assertThat(may(TCP, allow(from("principals: [" + principal + "]")))).isEqualTo(Known.YES);
    assertThat(may(TCP, allow(from("principals: ['*/sa/web']")))).isEqualTo(Known.YES);
    assertThat(may(TCP, allow(from("principals: ['cluster.local/ns/shop/*']"))))
        .isEqualTo(Known.YES);
    assertThat(may(TCP, allow(from("principals: ['*']")))).isEqualTo(Known.YES);
    assertThat(may(TCP, allow(from("principals: [cluster.local/ns/shop/sa/other]"))))
        .isEqualTo(Known.NO);
    assertThat(may(TCP, allow(from("principals: [spiffe://" + principal + "]"))))
        .isEqualTo(Known.NO);
    assertThat(may(TCP, allow(from("namespaces: [data]")))).isEqualTo(Known.NO);
    assertThat(may(TCP, allow(from("serviceAccounts: [shop/web]")))).isEqualTo(Known.YES);
    assertThat(may(TCP, allow(from("serviceAccounts: [web]")))).isEqualTo(Known.NO);
    assertThat(may(TCP, allow("when: [{key: source.namespace, values: [shop]}]")))
        .isEqualTo(Known.YES);
  }

  @Test
  void anotherTrustDomainHasAnAlias() {
    String config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "{trustDomain: prod, trustDomainAliases: [old]}"}
        """;
    for (String domain : List.of("prod", "old", "cluster.local")) {
      assertThat(may(TCP, config, allow(from("principals: [" + domain + "/ns/shop/sa/web]"))))
          .isEqualTo(Known.YES);
    }
    assertThat(may(TCP, config, allow(from("principals: [other/ns/shop/sa/web]"))))
        .isEqualTo(Known.NO);
  }

  @Test
  void withoutMtlsNobodyHasAName() {
    assertThat(may(Known.NO, TCP, allow(from("principals: ['*']")))).isEqualTo(Known.NO);
    assertThat(may(Known.UNKNOWN, TCP, allow(from("principals: ['*']")))).isEqualTo(Known.UNKNOWN);
    assertThat(may(Known.NO, TCP, deny(from("namespaces: [shop]")))).isEqualTo(Known.YES);
    // The negation holds for whoever is not seen.
    assertThat(may(Known.NO, TCP, deny(from("notNamespaces: [shop]")))).isEqualTo(Known.NO);
    assertThat(may(Known.YES, TCP, deny(from("notNamespaces: [shop]")))).isEqualTo(Known.YES);
    assertThat(may(Known.NO, TCP, allow(from("notNamespaces: [data]")))).isEqualTo(Known.YES);
  }

  @Test
  void denyComesBeforeAllow() {
    assertThat(may(TCP, policy("data", "rules: [{}]"), deny(from("namespaces: [shop]"))))
        .isEqualTo(Known.NO);
    assertThat(may(TCP, deny(from("namespaces: [data]")))).isEqualTo(Known.YES);
    assertThat(may(TCP, deny(from("ipBlocks: [10.0.0.0/8]")))).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void portsAreThoseOfThePods() {
    assertThat(may(TCP, allow("to: [{operation: {ports: ['8080']}}]"))).isEqualTo(Known.YES);
    assertThat(may(TCP, allow("to: [{operation: {ports: ['80']}}]"))).isEqualTo(Known.NO);
    assertThat(may(TCP, deny("to: [{operation: {notPorts: ['8080']}}]"))).isEqualTo(Known.YES);
    assertThat(may(TCP, allow(from("namespaces: [shop]") + ", to: [{operation: {ports: ['80']}}]")))
        .isEqualTo(Known.NO);
  }

  @Test
  void httpFieldsOnTcpAllowLessAndDenyMore() {
    String get = "to: [{operation: {methods: [GET]}}]";
    assertThat(may(TCP, allow(get))).isEqualTo(Known.NO);
    assertThat(may(TCP, deny(get))).isEqualTo(Known.NO);
    assertThat(may(HTTP, allow(get))).isEqualTo(Known.UNKNOWN);
    assertThat(may(HTTP, deny(get))).isEqualTo(Known.UNKNOWN);
    assertThat(may(HTTP, allow("to: [{operation: {methods: ['*']}}]"))).isEqualTo(Known.YES);
    assertThat(may(service("name: x, port: 80, targetPort: 8080"), allow(get)))
        .isEqualTo(Known.UNKNOWN);
    assertThat(may(TCP, allow("when: [{key: 'request.headers[x]', values: [y]}]")))
        .isEqualTo(Known.NO);
  }

  @Test
  void aPolicyNeedsAProxy() {
    Mesh mesh = Given.mesh(ns("data", "a: b"), DB, TCP, policy("data", ""));
    assertThat(mesh.authorize(null, Known.NO, Given.workload(mesh, "db"), 8080).allowed())
        .isEqualTo(Known.YES);
    Mesh unknown = Given.mesh(DB, TCP, policy("data", ""));
    assertThat(unknown.authorize(null, Known.NO, Given.workload(unknown, "db"), 8080).allowed())
        .isEqualTo(Known.UNKNOWN);
  }

  @Test
  void refusalsSayWhy() {
    Mesh mesh = Given.mesh(NAMESPACES, WEB, DB, HTTP, policy("data", ""));
    AuthzVerdict verdict =
        mesh.authorize(Given.workload(mesh, "web"), Known.YES, Given.workload(mesh, "db"), 8080);
    assertThat(verdict.http()).isTrue();
    assertThat(verdict.reason())
        .isEqualTo(
            "AuthorizationPolicy data/p has no rules, and it is the only ALLOW policy there");
    assertThat(String.valueOf(verdict.policy())).isEqualTo("AuthorizationPolicy data/p");
  }

  // --- about a policy --------------------------------------------------------------------------

  private static KubeObject first(Mesh mesh) {
    return mesh.graph().objects().get(0);
  }

  private static List<String> onTcp(String policy, String service) {
    Mesh mesh = Given.mesh(policy, NAMESPACES, DB, service);
    return mesh.authzOnTcp(first(mesh)).stream()
        .map(found -> found.effect() + " " + found.field().place().path() + " " + found.podPort())
        .toList();
  }

  @Test
  void httpFieldsOnTcpPortsAreFound() {
    String get = "to: [{operation: {methods: [GET]%s}}]";
    assertThat(onTcp(deny(get.formatted("")), TCP))
        .containsExactly("FIELD_IGNORED spec.rules[0].to[0].operation.methods 8080");
    assertThat(onTcp(allow(get.formatted("")), TCP))
        .containsExactly("RULE_DROPPED spec.rules[0].to[0].operation.methods 8080");
    assertThat(onTcp(deny(get.formatted(", ports: ['9090']")), TCP)).isEmpty();
    assertThat(onTcp(deny(get.formatted("")), HTTP)).isEmpty();
    assertThat(onTcp(deny(from("namespaces: [shop]")), TCP)).isEmpty();
    assertThat(onTcp(allow("when: [{key: request.auth.claims, values: [x]}]"), TCP))
        .containsExactly("RULE_DROPPED spec.rules[0].when[0].key 8080");
  }

  private static String port(String value) {
    Mesh mesh =
        Given.mesh(allow("to: [{operation: {ports: ['" + value + "']}}]"), NAMESPACES, DB, TCP);
    PolicyPort port = mesh.authzPorts(first(mesh)).get(0);
    return port.isPodPort() + " " + port.target() + " " + port.place().path();
  }

  @Test
  void portsOfServicesAreTold() {
    String path = " spec.rules[0].to[0].operation.ports[0]";
    assertThat(port("8080")).isEqualTo("YES 0" + path);
    assertThat(port("80")).isEqualTo("NO 8080" + path);
    assertThat(port("9999")).isEqualTo("UNKNOWN 0" + path);
    assertThat(port("x")).isEqualTo("UNKNOWN 0" + path);
  }

  private static String identity(String source, String... more) {
    Mesh mesh = Given.mesh(allow(from(source)), NAMESPACES, WEB, DB, String.join("\n---\n", more));
    AuthzIdentity identity = mesh.authzIdentities(first(mesh)).get(0);
    return identity.problem() + " " + identity.exists();
  }

  @Test
  void identitiesAreLookedUp() {
    String account =
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: job, namespace: shop}
        """;
    assertThat(identity("principals: [cluster.local/ns/shop/sa/web]")).isEqualTo("NONE YES");
    assertThat(identity("principals: [cluster.local/ns/shop/sa/job]")).isEqualTo("NONE UNKNOWN");
    assertThat(identity("principals: [cluster.local/ns/shop/sa/job]", account))
        .isEqualTo("NONE YES");
    assertThat(identity("principals: [cluster.local/ns/shop/sa/jbo]", account))
        .isEqualTo("SERVICE_ACCOUNT NO");
    assertThat(identity("principals: [cluster.local/ns/nope/sa/web]")).isEqualTo("NAMESPACE NO");
    assertThat(identity("principals: [web]")).isEqualTo("MALFORMED NO");
    assertThat(identity("principals: ['spiffe://cluster.local/ns/shop/sa/web']"))
        .isEqualTo("SPIFFE_URI NO");
    assertThat(identity("principals: ['*']")).isEqualTo("NONE UNKNOWN");
    assertThat(identity("principals: [other/ns/shop/sa/web]")).isEqualTo("NONE UNKNOWN");
    assertThat(identity("namespaces: [shop]")).isEqualTo("NONE YES");
    assertThat(identity("namespaces: [shp]")).isEqualTo("NAMESPACE NO");
    assertThat(identity("serviceAccounts: [db]")).isEqualTo("NONE YES");
  }

  @Test
  void policiesWithoutRulesAllowNothing() {
    Mesh mesh = Given.mesh(policy("data", ""), policy("shop", "action: DENY"));
    assertThat(mesh.authzPolicy(first(mesh)).allowsNothing()).isTrue();
    assertThat(mesh.authzPolicy(mesh.graph().objects().get(1)).allowsNothing()).isFalse();
  }

  private static String refusal(Known mtls, String service, String policy) {
    Mesh mesh = Given.mesh(NAMESPACES, WEB, DB, service, policy);
    AuthzVerdict verdict =
        mesh.authorize(Given.workload(mesh, "web"), mtls, Given.workload(mesh, "db"), 8080);
    assertThat(verdict.allowed()).isEqualTo(Known.NO);
    return verdict.evidence().get(0).path() + ": " + verdict.reason();
  }

  @Test
  void refusalsNameTheConditionThatIsMissed() {
    String only = ", and it is the only ALLOW policy there";
    assertThat(refusal(Known.YES, TCP, allow(from("namespaces: [data]"))))
        .isEqualTo(
            "spec.rules[0].from[0].source.namespaces: AuthorizationPolicy data/p allows only"
                + " namespaces data while the client is shop/web"
                + only);
    assertThat(refusal(Known.NO, TCP, allow(from("namespaces: [shop]"))))
        .contains("while the client is not seen with an identity");
    assertThat(refusal(Known.YES, TCP, allow("to: [{operation: {ports: ['80']}}]")))
        .isEqualTo(
            "spec.rules[0].to[0].operation.ports: AuthorizationPolicy data/p allows only ports 80"
                + " while the pods' port is 8080"
                + only);
    assertThat(refusal(Known.YES, TCP, allow("to: [{operation: {methods: [GET]}}]")))
        .contains("which a port that Istio takes for TCP does not have");
    // Of several rules, the one that misses least.
    String two =
        policy(
            "data",
            "rules: [{from: [{source: {namespaces: [data]}}], to: [{operation: {ports: ['80']}}]},"
                + " {to: [{operation: {ports: ['81']}}]}]");
    assertThat(refusal(Known.YES, TCP, two)).startsWith("spec.rules[1].to[0].operation.ports");
  }

  @Test
  void aGatewaysPortsAreNotThoseOfItsService() {
    String gateway =
        Given.deployment(
            "data",
            "db",
            "app: db, sidecar.istio.io/inject: 'true'",
            "inject.istio.io/templates: gateway");
    Mesh mesh =
        Given.mesh(
            deny("to: [{operation: {paths: [/x]}}]"),
            NAMESPACES,
            gateway,
            service("name: https, port: 443, targetPort: 8443"));
    assertThat(mesh.authzOnTcp(first(mesh))).isEmpty();
    assertThat(mesh.authorize(null, Known.UNKNOWN, Given.workload(mesh, "db"), 8443).allowed())
        .isEqualTo(Known.UNKNOWN);
  }

  @Test
  void aSidecarsListenersDeclareTheProtocol() {
    String sidecar =
        """
        apiVersion: networking.istio.io/v1
        kind: Sidecar
        metadata: {name: default, namespace: data}
        spec: {ingress: [{port: {number: 8080, protocol: HTTP, name: x}, defaultEndpoint: "127.0.0.1:8080"}]}
        """;
    String get = "to: [{operation: {methods: ['*']}}]";
    assertThat(may(TCP, allow(get))).isEqualTo(Known.NO);
    assertThat(may(TCP, sidecar, allow(get))).isEqualTo(Known.YES);
  }

  @Test
  void aWaypointDecidesByItself() {
    String ambient = ns("data", "istio.io/dataplane-mode: ambient");
    Mesh without = Given.mesh(ambient, DB, TCP, policy("data", ""));
    assertThat(without.authorize(null, Known.NO, Given.workload(without, "db"), 8080).allowed())
        .isEqualTo(Known.NO);
    String waypoint = ns("data", "istio.io/dataplane-mode: ambient, istio.io/use-waypoint: w");
    Mesh with = Given.mesh(waypoint, DB, TCP, policy("data", ""));
    assertThat(with.authorize(null, Known.NO, Given.workload(with, "db"), 8080).allowed())
        .isEqualTo(Known.UNKNOWN);
  }

  @Test
  void aCustomPolicyWithoutItsProviderRefuses() {
    String custom = policy("data", "action: CUSTOM, provider: {name: opa}, rules: [{}]");
    assertThat(may(TCP, custom)).isEqualTo(Known.UNKNOWN);
    String config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio, namespace: istio-system}
        data: {mesh: "extensionProviders: [{name: %s, envoyExtAuthzGrpc: {}}]"}
        """;
    assertThat(may(TCP, custom, config.formatted("opa"))).isEqualTo(Known.UNKNOWN);
    assertThat(may(TCP, custom, config.formatted("other"))).isEqualTo(Known.NO);
  }

  // --- who is seen -----------------------------------------------------------------------------

  private static List<String> unseen(String... manifests) {
    Mesh mesh = Given.mesh(String.join("\n---\n", manifests), WEB, DB, TCP);
    return mesh.authzUnseen(first(mesh)).stream()
        .map(found -> found.place().path() + " " + found.everywhere() + " " + found.reason())
        .toList();
  }

  private static String peer(String spec) {
    return """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: p, namespace: data}
        spec: {%s}
        """
        .formatted(spec);
  }

  @Test
  void nobodyIsSeenOverPlaintext() {
    String names = allow(from("namespaces: [shop]"));
    String path = "spec.rules[0].from[0].source.namespaces";
    assertThat(unseen(names, NAMESPACES)).isEmpty();
    assertThat(unseen(names, NAMESPACES, peer("mtls: {mode: DISABLE}")))
        .containsExactly(path + " true PeerAuthentication data/p sets DISABLE");
    assertThat(unseen(names, NAMESPACES, peer("mtls: {mode: PERMISSIVE}"))).isEmpty();
    String port =
        peer("selector: {matchLabels: {app: db}}, portLevelMtls: {'8080': {mode: DISABLE}}");
    assertThat(unseen(names, NAMESPACES, port)).hasSize(1);
    String otherPort = allow(from("namespaces: [shop]") + ", to: [{operation: {ports: ['9']}}]");
    assertThat(unseen(otherPort, NAMESPACES, port)).isEmpty();
    assertThat(unseen(allow(from("ipBlocks: [10.0.0.0/8]")), NAMESPACES, port)).isEmpty();
  }

  @Test
  void aDestinationRuleMayHideWhoItIs() {
    String names = allow(from("namespaces: [shop]"));
    String rule =
        """
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {name: db, namespace: data}
        spec: {host: db.data.svc.cluster.local, trafficPolicy: {tls: {mode: %s}}}
        """;
    assertThat(unseen(names, NAMESPACES, rule.formatted("DISABLE"))).hasSize(1);
    assertThat(unseen(names, NAMESPACES, rule.formatted("ISTIO_MUTUAL"))).isEmpty();
    // What the server does not take at all is another fault.
    assertThat(unseen(names, NAMESPACES, rule.formatted("DISABLE"), peer("mtls: {mode: STRICT}")))
        .isEmpty();
    String own = rule.replace("namespace: data", "namespace: shop").formatted("ISTIO_MUTUAL");
    assertThat(unseen(names, NAMESPACES, rule.formatted("DISABLE"), own)).isEmpty();
  }

  @Test
  void whoIsNotInTheMeshIsNotSeen() {
    String half = ns("shop", "a: b") + "---\n" + ns("data", "istio-injection: enabled");
    String value =
        "spec.rules[0].from[0].source.%s[0] false its pods are not in the mesh: Namespace"
            + " shop has no injection label";
    assertThat(unseen(allow(from("namespaces: [shop]")), half))
        .containsExactly(value.formatted("namespaces"));
    assertThat(unseen(allow(from("principals: [cluster.local/ns/shop/sa/web]")), half))
        .containsExactly(value.formatted("principals"));
    assertThat(unseen(allow(from("principals: [cluster.local/ns/shop/sa/other]")), half)).isEmpty();
    assertThat(unseen(allow(from("principals: ['*/sa/web']")), half)).isEmpty();
    assertThat(unseen(allow(from("notNamespaces: [shop]")), half)).isEmpty();
  }

  @Test
  void tokensNeedARequestAuthentication() {
    String policy = allow(from("requestPrincipals: ['*']"));
    String checks =
        """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: r, namespace: %s}
        spec: {%s}
        """;
    String rules = "jwtRules: [{issuer: a}]";
    assertThat(unchecked(policy)).isEqualTo(1);
    assertThat(unchecked(policy, checks.formatted("data", rules))).isZero();
    assertThat(unchecked(policy, checks.formatted("istio-system", rules))).isZero();
    assertThat(unchecked(policy, checks.formatted("shop", rules))).isEqualTo(1);
    assertThat(unchecked(policy, checks.formatted("data", "selector: {matchLabels: {app: db}}")))
        .isEqualTo(1);
    String selector = "selector: {matchLabels: {app: %s}}, " + rules;
    assertThat(unchecked(policy, checks.formatted("data", selector.formatted("db")))).isZero();
    assertThat(unchecked(policy, checks.formatted("data", selector.formatted("x")))).isEqualTo(1);
    assertThat(unchecked(allow(from("namespaces: [shop]")))).isZero();
  }

  private static int unchecked(String policy, String... more) {
    Mesh mesh = Given.mesh(policy, NAMESPACES, DB, TCP, String.join("\n---\n", more));
    return mesh.authzUncheckedTokens(first(mesh)).size();
  }

  // --- what istiod refuses ---------------------------------------------------------------------

  private static List<String> faults(String spec) {
    Mesh mesh = Given.mesh(policy("data", spec));
    return mesh.authzFaults(first(mesh)).stream()
        .map(fault -> fault.place().path() + ": " + fault.reason())
        .toList();
  }

  private static List<String> faultsOfRule(String rule) {
    return faults("rules: [{" + rule + "}]");
  }

  @Test
  void actionsGoWithRulesAndProviders() {
    assertThat(faults("")).isEmpty();
    assertThat(faults("action: DENY, rules: []")).isEmpty();
    assertThat(faults("action: DENY")).singleElement().asString().startsWith("spec.action: ");
    assertThat(faults("action: CUSTOM, provider: {name: a}")).hasSize(1);
    assertThat(faults("action: CUSTOM, rules: [{}]"))
        .containsExactly("spec.action: action CUSTOM needs provider.name");
    assertThat(faults("action: CUSTOM, provider: {name: a}, rules: [{}]")).isEmpty();
    assertThat(faults("provider: {name: a}, rules: [{}]"))
        .containsExactly("spec.provider: a provider goes with action CUSTOM only");
    String custom = "action: CUSTOM, provider: {name: a}, rules: [{%s}]";
    assertThat(faults(custom.formatted(from("notRequestPrincipals: ['*']")))).hasSize(1);
    assertThat(faults(custom.formatted("when: [{key: source.namespace, values: [a]}]"))).hasSize(1);
    assertThat(faults(custom.formatted("to: [{operation: {paths: [/]}}]"))).isEmpty();
  }

  @Test
  void valuesAreOfTheirKind() {
    for (String good : List.of("10.0.0.1", "10.0.0.0/8", "'::1'", "'fd00::/8'", "255.0.0.9/32")) {
      assertThat(faultsOfRule(from("ipBlocks: [" + good + "]"))).as(good).isEmpty();
    }
    for (String bad : List.of("10.0.0", "10.0.0.256", "10.0.0.0/33", "web", "''")) {
      assertThat(faultsOfRule(from("notRemoteIpBlocks: [" + bad + "]"))).as(bad).hasSize(1);
    }
    assertThat(faultsOfRule("when: [{key: source.ip, values: [x]}]")).hasSize(1);
    assertThat(faultsOfRule(from("ipBlocks: [$CLIENT_IP, <ADDRESS>]"))).isEmpty();
    assertThat(faultsOfRule("to: [{operation: {ports: ['65536']}}]")).hasSize(1);
    assertThat(faultsOfRule("to: [{operation: {ports: ['80', 8080]}}]")).isEmpty();
    assertThat(
            faultsOfRule(
                "when: [{key: 'experimental.envoy.filters.network.mysql_proxy[db.table]', values: [x]}]"))
        .isEmpty();
    assertThat(faultsOfRule("when: [{key: destination.labels, values: [x]}]"))
        .containsExactly("spec.rules[0].when[0].key: there is no attribute destination.labels");
  }

  @Test
  void nothingIsEmpty() {
    assertThat(faultsOfRule("from: []"))
        .containsExactly("spec.rules[0].from: from is an empty list");
    assertThat(faultsOfRule("to: [{operation: {}}]"))
        .containsExactly("spec.rules[0].to[0].operation: operation is empty");
    assertThat(faultsOfRule("from: [{}]")).hasSize(1);
    assertThat(faultsOfRule("when: [{key: source.ip}]")).hasSize(1);
    assertThat(faultsOfRule("from: no, to: 1, when: [a]")).isEmpty();
  }
}
