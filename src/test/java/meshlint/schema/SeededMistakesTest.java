package meshlint.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.KubeObject;
import meshlint.manifest.LoadResult;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.DefinitionRules;
import meshlint.rule.Facts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake, put into an otherwise correct manifest, gives one problem at the right place. */
class SeededMistakesTest {
  private static final Versions NOW = new Versions(35, 30);
  private static final Map<String, String> SAMPLES = Samples.all();
  private static final CelRules RULES =
      new DefinitionRules(new Facts(new ObjectGraph(List.of(), ClusterSettings.DEFAULT)));

  /**
   * A mistake.
   *
   * @param sample the manifest to break
   * @param from the text to replace; it stands there once
   * @param to what is written instead
   * @param code the problem it must give
   * @param at the text at its place
   * @param hint what the hint must say; empty where there is none
   */
  record Mistake(String sample, String from, String to, String code, String at, String hint) {
    @Override
    public String toString() {
      return sample + ": " + to.strip().replace("\n", "\\n");
    }
  }

  private static Mistake mistake(
      String sample, String from, String to, String code, String at, String hint) {
    return new Mistake(sample, from, to, code, at, hint);
  }

  static List<Mistake> mistakes() {
    return Stream.of(
            typos(),
            types(),
            missing(),
            values(),
            forms(),
            combinations(),
            refused(),
            names(),
            numbers(),
            together())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Mistake> typos() {
    String unknown = SchemaProblem.FIELD_UNKNOWN;
    String misplaced = SchemaProblem.FIELD_MISPLACED;
    return List.of(
        mistake("Service", "clusterIP:", "clusterIp:", unknown, "clusterIp", "clusterIP"),
        mistake("Service", "targetPort:", "targetport:", unknown, "targetport", "targetPort"),
        mistake("Service", "  selector:", "  selectors:", unknown, "selectors", "selector?"),
        mistake("Deployment", "replicas:", "replica:", unknown, "replica", "replicas"),
        mistake("Deployment", "mountPath:", "mountpath:", unknown, "mountpath", "mountPath"),
        mistake(
            "Deployment",
            "readinessProbe:",
            "readynessProbe:",
            unknown,
            "readynessProbe",
            "readinessProbe"),
        mistake(
            "Deployment",
            "containerPort:",
            "containerport:",
            unknown,
            "containerport",
            "containerPort"),
        mistake("Deployment", "image: shop/web:1", "imge: shop/web:1", unknown, "imge", "image"),
        mistake(
            "StatefulSet",
            "podManagementPolicy:",
            "podManagmentPolicy:",
            unknown,
            "podManagmentPolicy",
            "podManagementPolicy"),
        mistake(
            "CronJob",
            "concurrencyPolicy:",
            "concurencyPolicy:",
            unknown,
            "concurencyPolicy",
            "concurrencyPolicy"),
        mistake(
            "Ingress",
            "ingressClassName:",
            "ingresClassName:",
            unknown,
            "ingresClassName",
            "ingressClassName"),
        mistake(
            "NetworkPolicy",
            "namespaceSelector:",
            "nameSpaceSelector:",
            unknown,
            "nameSpaceSelector",
            "namespaceSelector"),
        mistake(
            "VirtualService",
            "perTryTimeout:",
            "perTryTimout:",
            unknown,
            "perTryTimout",
            "perTryTimeout"),
        mistake(
            "DestinationRule",
            "trafficPolicy:",
            "trafficpolicy:",
            unknown,
            "trafficpolicy",
            "trafficPolicy"),
        mistake(
            "AuthorizationPolicy", "principals:", "principal:", unknown, "principal", "principals"),
        mistake(
            "PeerAuthentication",
            "portLevelMtls:",
            "portLevelMTLS:",
            unknown,
            "portLevelMTLS",
            "portLevelMtls"),
        mistake("HTTPRoute", "backendRefs:", "backendRef:", unknown, "backendRef", "backendRefs"),
        mistake(
            "Sidecar",
            "outboundTrafficPolicy:",
            "outboundTraficPolicy:",
            unknown,
            "outboundTraficPolicy",
            "outboundTrafficPolicy"),
        mistake(
            "Service",
            "metadata:\n  name: db",
            "metadata:\n  lables: {}\n  name: db",
            unknown,
            "lables",
            "labels"),
        mistake(
            "StatefulSet",
            "      securityContext:\n        fsGroup: 1000\n",
            "      serviceName: db-1\n",
            misplaced,
            "serviceName",
            "spec has one already"),
        mistake(
            "Deployment",
            "  replicas: 2\n",
            "  replicas: 2\n  imagePullSecrets: [{name: pull}]\n",
            misplaced,
            "imagePullSecrets",
            "spec.template.spec"),
        mistake(
            "Deployment",
            "      nodeSelector:\n        disk: ssd\n",
            "      livenessProbe: {tcpSocket: {port: 80}}\n",
            misplaced,
            "livenessProbe",
            "spec.template.spec.containers[*]"),
        mistake(
            "Service",
            "kind: Service\n",
            "kind: Service\nannotations: {}\n",
            misplaced,
            "annotations",
            "metadata"),
        mistake(
            "VirtualService",
            "    timeout: 10s\n",
            "    timeout: 10s\n    exportTo: [\".\"]\n",
            misplaced,
            "exportTo",
            "spec"),
        mistake(
            "Ingress",
            "        pathType: Prefix\n        backend:\n",
            "        pathType: Prefix\n        ingressClassName: x\n        backend:\n",
            misplaced,
            "ingressClassName",
            "remove it"));
  }

  private static List<Mistake> types() {
    String type = SchemaProblem.VALUE_TYPE;
    return List.of(
        mistake(
            "Service", "port: 5432", "port: \"5432\"", type, "\"5432\"", "without quotes: 5432"),
        mistake("Service", "tier: \"1\"", "tier: 1", type, "1", "\"1\""),
        mistake(
            "Service",
            "publishNotReadyAddresses: true",
            "publishNotReadyAddresses: \"yes\"",
            type,
            "\"yes\"",
            ""),
        mistake("Deployment", "replicas: 2", "replicas: two", type, "two", ""),
        mistake("Deployment", "value: \"8080\"", "value: 8080", type, "8080", "\"8080\""),
        mistake("Deployment", "inject: \"true\"", "inject: true", type, "true", "\"true\""),
        mistake(
            "Deployment",
            "defaultMode: 0400",
            "defaultMode: \"0400\"",
            type,
            "\"0400\"",
            "without quotes"),
        mistake("ConfigMap", "port: \"8080\"", "port: 8080", type, "8080", "\"8080\""),
        mistake("CronJob", "command: [backup, --all]", "command: backup", type, "backup", "- "),
        mistake(
            "Pod",
            "hostNetwork: false",
            "hostNetwork: \"false\"",
            type,
            "\"false\"",
            "without quotes: false"),
        mistake(
            "NetworkPolicy",
            "policyTypes: [Ingress]",
            "policyTypes: Ingress",
            type,
            "Ingress",
            "- "),
        mistake("VirtualService", "attempts: 3", "attempts: three", type, "three", ""),
        mistake(
            "AuthorizationPolicy", "ports: [\"5432\"]", "ports: [5432]", type, "5432", "\"5432\""),
        mistake("DestinationRule", "maxConnections: 100", "maxConnections: 1.5", type, "1.5", ""),
        mistake("Gateway", "port: 80", "port: http", type, "http", ""),
        mistake(
            "WorkloadEntry", "http: 8080", "http: \"8080\"", type, "\"8080\"", "without quotes"),
        mistake(
            "HorizontalPodAutoscaler",
            "minReplicas: 2",
            "minReplicas: {}",
            type,
            "minReplicas",
            ""));
  }

  private static List<Mistake> missing() {
    String missing = SchemaProblem.FIELD_MISSING;
    return List.of(
        mistake("Service", "    port: 5432\n", "", missing, "name: tcp-db", "port"),
        mistake(
            "Deployment",
            "  selector:\n    matchLabels:\n      app: web\n",
            "",
            missing,
            "spec",
            "selector"),
        mistake(
            "Deployment",
            "      - name: web\n        image",
            "      - image",
            missing,
            "image: shop/web:1",
            "name"),
        mistake("CronJob", "  schedule: \"0 3 * * *\"\n", "", missing, "spec", "schedule"),
        mistake("Ingress", "        pathType: Prefix\n", "", missing, "path: /", "pathType"),
        mistake(
            "HorizontalPodAutoscaler", "  maxReplicas: 5\n", "", missing, "spec", "maxReplicas"),
        mistake("RoleBinding", "  kind: Role\n", "", missing, "roleRef", "kind"),
        mistake(
            "MutatingWebhookConfiguration",
            "  sideEffects: None\n",
            "",
            missing,
            "name: inject.shop.example.com",
            "sideEffects"),
        mistake(
            "VirtualService",
            "        host: web\n        port:",
            "        port:",
            missing,
            "destination",
            "host"),
        mistake("ServiceEntry", "  hosts: [pay.example.com]\n", "", missing, "spec", "hosts"),
        mistake(
            "IstioGateway",
            "  - port:\n      number: 443\n      name: https\n      protocol: HTTPS\n    hosts",
            "  - hosts",
            missing,
            "hosts: [shop.example.com]",
            "port"),
        mistake("Gateway", "  gatewayClassName: istio\n", "", missing, "spec", "gatewayClassName"),
        mistake(
            "ReferenceGrant",
            "    namespace: edge\n",
            "",
            missing,
            "group: gateway.networking.k8s.io",
            "namespace"));
  }

  private static List<Mistake> values() {
    String enumerated = SchemaProblem.VALUE_NOT_ALLOWED;
    String bounds = SchemaProblem.VALUE_OUT_OF_BOUNDS;
    return List.of(
        mistake("Service", "protocol: TCP", "protocol: tcp", enumerated, "tcp", "TCP"),
        mistake(
            "Service",
            "internalTrafficPolicy: Cluster",
            "internalTrafficPolicy: Clustr",
            enumerated,
            "Clustr",
            "Cluster"),
        mistake(
            "Deployment",
            "imagePullPolicy: IfNotPresent",
            "imagePullPolicy: IfNotPresnt",
            enumerated,
            "IfNotPresnt",
            "IfNotPresent"),
        mistake(
            "Deployment",
            "type: RollingUpdate",
            "type: Rolling",
            enumerated,
            "Rolling",
            "RollingUpdate"),
        mistake(
            "StatefulSet",
            "- ReadWriteOnce",
            "- ReadWriteOne",
            enumerated,
            "ReadWriteOne",
            "ReadWriteOnce"),
        mistake(
            "Pod",
            "dnsPolicy: ClusterFirst",
            "dnsPolicy: ClusterFrist",
            enumerated,
            "ClusterFrist",
            "ClusterFirst"),
        mistake("Ingress", "pathType: Prefix", "pathType: prefix", enumerated, "prefix", "Prefix"),
        mistake(
            "PeerAuthentication", "mode: STRICT", "mode: STRCIT", enumerated, "STRCIT", "STRICT"),
        mistake(
            "AuthorizationPolicy",
            "action: ALLOW",
            "action: ALLOWED",
            enumerated,
            "ALLOWED",
            "ALLOW"),
        mistake(
            "DestinationRule",
            "mode: ISTIO_MUTUAL",
            "mode: ISTIO_MTLS",
            enumerated,
            "ISTIO_MTLS",
            "ISTIO_MUTUAL"),
        mistake("ServiceEntry", "resolution: DNS", "resolution: DNSS", enumerated, "DNSS", "DNS"),
        mistake(
            "EnvoyFilter",
            "operation: INSERT_BEFORE",
            "operation: INSERT_BEFOR",
            enumerated,
            "INSERT_BEFOR",
            "INSERT_BEFORE"),
        mistake("Gateway", "from: Same", "from: Self", enumerated, "Self", "Same"),
        mistake("VirtualService", "number: 8080", "number: 4294967296", bounds, "4294967296", ""),
        mistake("Gateway", "port: 80", "port: 70000", bounds, "70000", ""),
        mistake("HTTPRoute", "weight: 1", "weight: -1", bounds, "-1", ""),
        mistake(
            "Telemetry",
            "randomSamplingPercentage: 10",
            "randomSamplingPercentage: 200",
            bounds,
            "200",
            ""),
        mistake(
            "HTTPRoute", "hostnames: [shop.example.com]", "hostnames: [\"\"]", bounds, "\"\"", ""),
        mistake(
            "Deployment",
            "terminationGracePeriodSeconds: 30\n      nodeSelector:",
            "terminationGracePeriodSeconds: 30\n      priority: 5000000000\n      nodeSelector:",
            bounds,
            "5000000000",
            ""));
  }

  private static List<Mistake> forms() {
    String malformed = SchemaProblem.VALUE_MALFORMED;
    return List.of(
        mistake("Deployment", "memory: 128Mi", "memory: 128MB", malformed, "128MB", ""),
        mistake("PersistentVolumeClaim", "storage: 10Gi", "storage: 10 Gi", malformed, "10 Gi", ""),
        mistake(
            "Secret", "password: aHVudGVyMg==", "password: hunter2!", malformed, "hunter2!", ""),
        mistake(
            "HTTPRoute",
            "hostnames: [shop.example.com]",
            "hostnames: [Shop_1]",
            malformed,
            "Shop_1",
            "match"),
        mistake("Gateway", "name: http\n", "name: HTTP\n", malformed, "HTTP", "match"),
        mistake(
            "ReferenceGrant",
            "kind: HTTPRoute",
            "kind: HTTP Route",
            malformed,
            "HTTP Route",
            "match"));
  }

  private static List<Mistake> combinations() {
    String exclusive = SchemaProblem.FIELDS_EXCLUSIVE;
    return List.of(
        mistake(
            "VirtualService",
            "        prefix: /api\n",
            "        prefix: /api\n        exact: /api/v1\n",
            exclusive,
            "exact",
            "prefix or exact"),
        mistake(
            "DestinationRule",
            "      simple: LEAST_REQUEST\n",
            "      simple: LEAST_REQUEST\n      consistentHash:\n        useSourceIp: true\n",
            exclusive,
            "consistentHash",
            "simple or consistentHash"),
        mistake(
            "VirtualService",
            "      port: 80\n",
            "      headers:\n        x: {exact: a, prefix: b}\n",
            exclusive,
            "prefix",
            "exact or prefix"),
        mistake(
            "Gateway",
            "    protocol: HTTP\n",
            "    protocol: HTTP\n  - name: http\n    port: 81\n    protocol: HTTP\n",
            SchemaProblem.ITEM_DUPLICATE,
            "http",
            ""),
        mistake(
            "StatefulSet",
            "apps/v1\n",
            "apps/v1beta1\n",
            SchemaProblem.API_VERSION_REMOVED,
            "apps/v1beta1",
            "apps/v1"),
        mistake(
            "CronJob",
            "batch/v1\n",
            "batch/v1beta1\n",
            SchemaProblem.API_VERSION_REMOVED,
            "batch/v1beta1",
            "batch/v1"),
        mistake(
            "Deployment",
            "apiVersion: apps/v1\n",
            "apiVersion: v1\n",
            SchemaProblem.API_VERSION_UNKNOWN,
            "v1",
            "apps/v1"),
        mistake(
            "VirtualService",
            "networking.istio.io/v1\n",
            "networking.istio.io/v2\n",
            SchemaProblem.API_VERSION_UNKNOWN,
            "networking.istio.io/v2",
            "networking.istio.io/v1"));
  }

  private static List<Mistake> refused() {
    String refused = SchemaProblem.VALUE_REFUSED;
    return List.of(
        mistake(
            "PeerAuthentication",
            "  selector:\n    matchLabels:\n      app: db\n",
            "",
            refused,
            "spec",
            "portLevelMtls requires selector"),
        mistake(
            "HTTPRoute",
            "type: RequestHeaderModifier",
            "type: RequestMirror",
            refused,
            "type: RequestMirror",
            "requestHeaderModifier"),
        mistake(
            "HTTPRoute", "value: /api", "value: api", refused, "path", "must be an absolute path"),
        mistake(
            "ServiceEntry",
            "hosts: [pay.example.com]",
            "hosts: [\"*\"]",
            refused,
            "\"*\"",
            "wildcard"),
        mistake(
            "AuthorizationPolicy",
            "      app: db\n",
            "      app: \"*\"\n",
            refused,
            "\"*\"",
            "wildcard"));
  }

  private static List<Mistake> names() {
    String malformed = SchemaProblem.VALUE_MALFORMED;
    return List.of(
        mistake(
            "Service",
            "  name: db\n  namespace",
            "  name: 1-db\n  namespace",
            malformed,
            "1-db",
            "letter first"),
        mistake(
            "Deployment",
            "  name: web\n  namespace",
            "  name: web_app\n  namespace",
            malformed,
            "web_app",
            "write web-app"),
        mistake("Namespace", "name: shop", "name: shop.eu", malformed, "shop.eu", "write shop-eu"),
        mistake(
            "Deployment",
            "- name: web\n        image",
            "- name: Web\n        image",
            malformed,
            "Web",
            "write web"),
        mistake(
            "Deployment",
            "- name: http\n",
            "- name: http-and-metrics\n",
            malformed,
            "http-and-metrics",
            "15"),
        mistake(
            "Deployment",
            "port: http\n",
            "port: \"8080\"\n",
            malformed,
            "\"8080\"",
            "without quotes"),
        mistake(
            "Service",
            "targetPort: db",
            "targetPort: \"5432\"",
            malformed,
            "\"5432\"",
            "without quotes"),
        mistake("Service", "tier: \"1\"", "tier: \"a b\"", malformed, "\"a b\"", ""),
        mistake("Service", "    tier:", "    a/b/c:", malformed, "a/b/c", ""),
        mistake(
            "Service", "clusterIP: None", "clusterIP: none", malformed, "none", "no IP address"),
        mistake("ConfigMap", "  port:", "  a/port:", malformed, "a/port", ""),
        mistake(
            "Ingress",
            "host: shop.example.com",
            "host: https://shop",
            malformed,
            "https://shop",
            ""),
        mistake(
            "Ingress",
            "host: shop.example.com",
            "host: 10.0.0.1",
            malformed,
            "10.0.0.1",
            "address"),
        mistake("Ingress", "path: /\n", "path: api\n", malformed, "api", "write /api"),
        mistake(
            "NetworkPolicy", "values: [shop]", "values: [\"shop!\"]", malformed, "\"shop!\"", ""),
        mistake("CronJob", "\"0 3 * * *\"", "\"0 24 * * *\"", malformed, "\"0 24 * * *\"", "hour"),
        mistake(
            "CronJob",
            "\"0 3 * * *\"",
            "\"0 0 3 * * *\"",
            malformed,
            "\"0 0 3 * * *\"",
            "6 fields"),
        mistake(
            "CronJob",
            "  concurrencyPolicy: Forbid",
            "  timeZone: Europe/Belin",
            malformed,
            "Europe/Belin",
            ""),
        mistake("PodDisruptionBudget", "50%", "\"50\"", malformed, "\"50\"", "without quotes: 50"),
        mistake(
            "MutatingWebhookConfiguration",
            "name: inject.shop.example.com",
            "name: inject",
            malformed,
            "inject",
            "three parts"));
  }

  private static List<Mistake> numbers() {
    String bounds = SchemaProblem.VALUE_OUT_OF_BOUNDS;
    return List.of(
        mistake("Deployment", "replicas: 2", "replicas: -1", bounds, "-1", "at least 0"),
        mistake(
            "Deployment", "containerPort: 8080", "containerPort: 80800", bounds, "80800", "65535"),
        mistake("Service", "port: 5432", "port: 0", bounds, "0", "from 1"),
        mistake(
            "NetworkPolicy", "port: 5432", "port: 5432\n      endPort: 543", bounds, "543", "5432"),
        mistake(
            "HorizontalPodAutoscaler",
            "maxReplicas: 5",
            "maxReplicas: 1",
            bounds,
            "2",
            "maxReplicas"),
        mistake(
            "PersistentVolumeClaim",
            "storage: 10Gi",
            "storage: -1Gi",
            bounds,
            "-1Gi",
            "more than 0"),
        mistake(
            "MutatingWebhookConfiguration",
            "failurePolicy: Fail",
            "timeoutSeconds: 60",
            bounds,
            "60",
            "30"),
        mistake("PodDisruptionBudget", "50%", "150%", bounds, "150%", "100%"));
  }

  private static List<Mistake> together() {
    String refused = SchemaProblem.VALUE_REFUSED;
    String missing = SchemaProblem.FIELD_MISSING;
    String exclusive = SchemaProblem.FIELDS_EXCLUSIVE;
    String duplicate = SchemaProblem.ITEM_DUPLICATE;
    String enumerated = SchemaProblem.VALUE_NOT_ALLOWED;
    return List.of(
        mistake(
            "Deployment",
            "type: RollingUpdate",
            "type: Recreate",
            refused,
            "rollingUpdate",
            "Recreate"),
        mistake(
            "Deployment",
            "restartPolicy: Always",
            "restartPolicy: Never",
            enumerated,
            "Never",
            "Always"),
        mistake("Deployment", "        image: shop/web:1\n", "", missing, "name: web", "image"),
        mistake(
            "Deployment",
            "value: \"8080\"",
            "value: \"8080\"\n          valueFrom: {fieldRef: {fieldPath: metadata.name}}",
            exclusive,
            "valueFrom",
            "value or valueFrom"),
        mistake(
            "Deployment",
            "            port: http\n",
            "            port: http\n          exec: {command: [ls]}\n",
            exclusive,
            "exec",
            "httpGet or exec"),
        mistake(
            "Deployment",
            "          httpGet:\n            path: /ready\n            port: http\n",
            "          periodSeconds: 1\n",
            missing,
            "readinessProbe",
            "tcpSocket"),
        mistake(
            "Deployment",
            "          limits:\n",
            "          requests: {cpu: 600m}\n          limits:\n",
            refused,
            "600m",
            "limit 500m"),
        mistake(
            "Deployment",
            "            cpu: 500m",
            "            gpu: 1",
            enumerated,
            "gpu",
            "example.com/gpu"),
        mistake(
            "Deployment",
            "      volumes:\n",
            "      volumes:\n      - name: config\n        emptyDir: {}\n",
            duplicate,
            "config",
            "spec.template.spec.volumes[0]"),
        mistake(
            "Deployment",
            "          mountPath: /etc/web\n",
            "          mountPath: /etc/web\n        - name: config\n          mountPath: /etc/web\n",
            duplicate,
            "/etc/web",
            "mountPath"),
        mistake("Pod", "    effect: NoSchedule", "    value: web", refused, "value", "Exists"),
        mistake("Pod", "dnsPolicy: ClusterFirst", "dnsPolicy: None", missing, "spec", "dnsConfig"),
        mistake("Service", "protocol: TCP", "nodePort: 30000", refused, "nodePort", "ClusterIP"),
        mistake(
            "Service",
            "protocol: TCP",
            "protocol: TCP\n  - name: tcp-db\n    port: 5433",
            duplicate,
            "tcp-db",
            "name"),
        mistake(
            "Service",
            "  clusterIP: None",
            "  type: ExternalName",
            missing,
            "spec",
            "externalName"),
        mistake("Secret", "type: Opaque", "type: kubernetes.io/tls", missing, "data", "tls.crt"),
        mistake(
            "Ingress",
            "number: 80",
            "number: 80\n              name: http",
            exclusive,
            "name",
            "number or name"),
        mistake(
            "NetworkPolicy",
            "    - namespaceSelector:\n",
            "    - ipBlock: {cidr: 10.0.0.0/8}\n      namespaceSelector:\n",
            exclusive,
            "namespaceSelector",
            "ipBlock"),
        mistake("NetworkPolicy", "operator: In", "operator: Exists", refused, "values", "Exists"),
        mistake(
            "CronJob",
            "restartPolicy: OnFailure",
            "restartPolicy: Always",
            enumerated,
            "Always",
            "OnFailure or Never"),
        mistake(
            "CronJob",
            "          restartPolicy: OnFailure\n",
            "",
            missing,
            "spec",
            "restartPolicy"),
        mistake(
            "HorizontalPodAutoscaler", "type: Resource", "type: Pods", refused, "resource", "Pods"),
        mistake(
            "PodDisruptionBudget",
            "minAvailable: 50%",
            "minAvailable: 50%\n  maxUnavailable: 1",
            exclusive,
            "maxUnavailable",
            ""),
        mistake(
            "PersistentVolumeClaim",
            "  accessModes: [ReadWriteOnce]\n",
            "",
            missing,
            "spec",
            "accessModes"),
        mistake("Role", "  verbs: [get]\n", "", missing, "apiGroups: [\"\"]", "verbs"),
        mistake(
            "RoleBinding",
            "kind: ServiceAccount",
            "kind: Serviceaccount",
            enumerated,
            "Serviceaccount",
            "ServiceAccount"),
        mistake(
            "MutatingWebhookConfiguration",
            "sideEffects: None",
            "sideEffects: Some",
            enumerated,
            "Some",
            "NoneOnDryRun"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isFoundOnceAtItsPlace(Mistake mistake) {
    String sample = SAMPLES.get(mistake.sample);
    assertThat(sample.split(java.util.regex.Pattern.quote(mistake.from), -1))
        .as("the text to replace stands there once")
        .hasSize(2);
    List<SchemaProblem> problems = problems(sample.replace(mistake.from, mistake.to));
    assertThat(problems).hasSize(1);
    SchemaProblem problem = problems.get(0);
    assertThat(problem.code()).isEqualTo(mistake.code);
    assertThat(problem.place().span().text()).isEqualTo(mistake.at);
    String hint = problem.message() + " " + problem.hint();
    assertThat(hint).contains(mistake.hint);
  }

  @Test
  void noCorrectManifestIsBlamed() {
    SAMPLES.forEach((name, yaml) -> assertThat(problems(yaml)).as(name).isEmpty());
  }

  @Test
  void theMistakesAreManyAndOfManyKinds() {
    Set<String> kinds = new HashSet<>();
    mistakes().forEach(mistake -> kinds.add(mistake.sample));
    assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(140);
    assertThat(kinds).hasSizeGreaterThanOrEqualTo(20);
  }

  private static List<SchemaProblem> problems(String yaml) {
    LoadResult loaded = ManifestLoader.loadText("test.yaml", yaml);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.objects()).hasSize(1);
    KubeObject object = loaded.objects().get(0);
    return Validator.of(Schemas.bundled(), NOW, loaded.objects(), ExtraSchemas.NONE, RULES)
        .validate(object);
  }
}
