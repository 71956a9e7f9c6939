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
            "AuthorizationPolicy data/p is the only ALLOW policy there, and none of its rules"
                + " matches");
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
    AuthzPort port = mesh.authzPorts(first(mesh)).get(0);
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
}
