package meshlint.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.DefinitionRules;
import meshlint.rule.Facts;
import meshlint.source.InputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidatorTest {
  private static final Versions NOW = new Versions(35, 30);
  private static final Facts FACTS = new Facts(new ObjectGraph(List.of(), ClusterSettings.DEFAULT));
  private static final String TICKET_DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata:
        name: tickets.shop.example.com
      spec:
        group: shop.example.com
        scope: Namespaced
        names: {kind: Ticket, plural: tickets}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  type: object
                  required: [seats]
                  properties:
                    seats: {type: integer, minimum: 1}
                    most: {type: integer, default: 4}
                    class: {type: string, enum: [first, second]}
                    row: {x-kubernetes-int-or-string: true}
                    extra: {type: object, x-kubernetes-preserve-unknown-fields: true}
                    notes: {type: object, additionalProperties: {type: string}}
                    guests:
                      type: array
                      x-kubernetes-list-type: map
                      x-kubernetes-list-map-keys: [name]
                      items:
                        type: object
                        properties: {name: {type: string}}
                  x-kubernetes-validations:
                  - rule: self.seats <= self.most
                    message: too many seats
      ---
      """;

  @Test
  void definitionsOfTheInputCheckTheirObjects() {
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 2\n  class: first\n  row: 12a"))).isEmpty();
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 2\n  extra: {any: thing}"))).isEmpty();
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 2\n  notes: {any: thing}"))).isEmpty();
    assertThat(codes(TICKET_DEFINITION + ticket("seat: 2")))
        .containsExactly(SchemaProblem.FIELD_UNKNOWN);
    assertThat(codes(TICKET_DEFINITION + ticket("class: first")))
        .containsExactly(SchemaProblem.FIELD_MISSING);
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 0")))
        .containsExactly(SchemaProblem.VALUE_OUT_OF_BOUNDS);
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 2\n  class: third")))
        .containsExactly(SchemaProblem.VALUE_NOT_ALLOWED);
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 2\n  notes: {count: 3}")))
        .containsExactly(SchemaProblem.VALUE_TYPE);
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 2\n  guests: [{name: a}, {name: a}]")))
        .containsExactly(SchemaProblem.ITEM_DUPLICATE);
  }

  @Test
  void rulesOfADefinitionSeeItsDefaults() {
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 5")))
        .containsExactly(SchemaProblem.VALUE_REFUSED);
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 5\n  most: 6"))).isEmpty();
  }

  @Test
  void aKindWithoutASchemaIsLeftAlone() {
    List<KubeObject> objects = load(ticket("anything: goes"));
    assertThat(validator(objects, NOW).knows(objects.get(0))).isFalse();
    assertThat(codes(ticket("anything: goes"))).isEmpty();
  }

  @Test
  void ofTwoDefinitionsOfAKindNoneCounts() {
    String other = TICKET_DEFINITION.replace("minimum: 1", "minimum: 7");
    assertThat(codes(TICKET_DEFINITION + other + ticket("seats: 0"))).isEmpty();
    assertThat(codes(TICKET_DEFINITION + TICKET_DEFINITION + ticket("seats: 0")))
        .as("the same one twice")
        .containsExactly(SchemaProblem.VALUE_OUT_OF_BOUNDS);
  }

  @Test
  void aDefinitionComesBeforeTheBundle() {
    String definition =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: sidecars.networking.istio.io}
        spec:
          group: networking.istio.io
          scope: Namespaced
          names: {kind: Sidecar, plural: sidecars}
          versions:
          - name: v1beta1
            served: true
            storage: true
            deprecated: true
            deprecationWarning: use v7
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  spec:
                    type: object
                    properties: {color: {type: string}}
        ---
        """;
    String sidecar =
        """
        apiVersion: networking.istio.io/v1beta1
        kind: Sidecar
        metadata: {name: own, namespace: shop}
        spec: {color: red}
        """;
    assertThat(codes(sidecar)).containsExactly(SchemaProblem.FIELD_UNKNOWN);
    List<SchemaProblem> problems = problems(definition + sidecar, NOW);
    assertThat(problems)
        .extracting(SchemaProblem::code)
        .containsExactly(SchemaProblem.API_VERSION_DEPRECATED);
    assertThat(problems.get(0).message()).contains("use v7");
    assertThat(codes(definition + sidecar.replace("color", "egress")))
        .contains(SchemaProblem.FIELD_UNKNOWN);
    problems = problems(definition + sidecar.replace("v1beta1", "v1"), NOW);
    assertThat(problems)
        .extracting(SchemaProblem::code)
        .contains(SchemaProblem.API_VERSION_UNKNOWN);
    assertThat(problems.get(0).hint()).isEqualTo("use networking.istio.io/v1beta1");
  }

  @Test
  void aDefinitionThatIsRefusedDefinesNothing() {
    String broken = TICKET_DEFINITION.replace("seats: {type: integer", "seats: {type: number8");
    assertThat(codes(broken + ticket("seats: 0"))).containsExactly(SchemaProblem.VALUE_NOT_ALLOWED);
  }

  @Test
  void whatIsNoSchemaInADefinitionIsLeftOut() {
    String odd =
        TICKET_DEFINITION
            .replace("most: {type: integer, default: 4}", "most: {multipleOf: 0, pattern: '('}")
            .replace("rule: self.seats <= self.most", "rule: self.seats <<= 3");
    assertThat(codes(odd + ticket("seats: 5\n  most: 6"))).isEmpty();
    assertThat(codes(odd + ticket("seats: 0"))).containsExactly(SchemaProblem.VALUE_OUT_OF_BOUNDS);
  }

  @Test
  void aRuleThatCannotBeEvaluatedIsNamedAndNoProblem() {
    String rule = "semver(self.class).major() > 0";
    List<KubeObject> objects =
        load(
            TICKET_DEFINITION.replace("rule: self.seats <= self.most", "rule: " + rule)
                + ticket("seats: 2\n  class: first"));
    Validator validator = validator(objects, NOW);
    objects.forEach(object -> assertThat(validator.validate(object)).isEmpty());
    assertThat(validator.unevaluated()).containsExactly(rule);
  }

  @Test
  void rulesAboutChangesAreAskedOfNewObjectsOnlyWhereTheyWish() {
    String change = "rule: oldSelf.seats == self.seats";
    String both = "rule: oldSelf.hasValue() || self.seats < 2\n              optionalOldSelf: true";
    String rule = "rule: self.seats <= self.most";
    assertThat(codes(TICKET_DEFINITION.replace(rule, change) + ticket("seats: 5"))).isEmpty();
    assertThat(codes(TICKET_DEFINITION.replace(rule, both) + ticket("seats: 5")))
        .containsExactly(SchemaProblem.VALUE_REFUSED);
  }

  @Test
  void aRuleMakesItsMessageAndNamesItsField() {
    String rule =
        "rule: self.seats <= self.most\n              fieldPath: .seats\n"
            + "              messageExpression: '\"at most \" + string(self.most)'";
    List<SchemaProblem> problems =
        problems(
            TICKET_DEFINITION.replace("rule: self.seats <= self.most", rule) + ticket("seats: 55"),
            NOW);
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message()).contains("\"at most 4\"");
    assertThat(problems.get(0).place().span().text()).isEqualTo("55");
  }

  @Test
  void schemasFromElsewhereComeFirst() {
    ExtraSchemas extra =
        ExtraSchemas.read(
            List.of(
                file("crds/ticket.yaml", TICKET_DEFINITION.replace("minimum: 1", "minimum: 7")),
                file(
                    "schemas/shop.example.com/voucher_v1.json",
                    """
                    {"type": "object", "properties": {"spec": {"type": "object",
                     "additionalProperties": false,
                     "properties": {"code": {"type": ["string", "null"]}, "sum": {"type": "integer"}}}}}
                    """),
                file("schemas/notes.txt.yaml", "a: b\n")));
    assertThat(codes(TICKET_DEFINITION + ticket("seats: 2"), extra))
        .containsExactly(SchemaProblem.VALUE_OUT_OF_BOUNDS);
    String voucher = ticket("code: A1\n  sum: 3").replace("kind: Ticket", "kind: Voucher");
    assertThat(codes(voucher, extra)).isEmpty();
    assertThat(codes(voucher.replace("sum: 3", "sum: x"), extra))
        .containsExactly(SchemaProblem.VALUE_TYPE);
    assertThat(codes(voucher.replace("sum:", "some:"), extra))
        .containsExactly(SchemaProblem.FIELD_UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "28, 30, autoscaling/v2beta2, HorizontalPodAutoscaler, api-version-removed, autoscaling/v2",
    "28, 30, policy/v1beta1, PodSecurityPolicy, api-version-removed, ''",
    "28, 30, flowcontrol.apiserver.k8s.io/v1beta2, FlowSchema, api-version-deprecated, ''",
    "29, 30, flowcontrol.apiserver.k8s.io/v1beta2, FlowSchema, api-version-removed, ''",
    "33, 30, resource.k8s.io/v1, ResourceClaim, api-version-too-new, resource.k8s.io/v1beta2",
    "34, 30, resource.k8s.io/v1, ResourceClaim, '', ''",
    "35, 20, telemetry.istio.io/v1, Telemetry, api-version-too-new, telemetry.istio.io/v1alpha1",
    "35, 22, telemetry.istio.io/v1, Telemetry, '', ''",
    "35, 31, networking.istio.io/v1alpha3, Gateway, '', ''",
    "35, 31, security.istio.io/v1beta1, PeerAuthentication, '', ''",
    "35, 31, rbac.istio.io/v1alpha1, ServiceRole, '', ''",
    "35, 30, gateway.networking.k8s.io/v1alpha2, TCPRoute, '', ''",
    "35, 30, apps/v1, Rollout, '', ''",
    "35, 30, extensions/v1beta1, Ingress, api-version-removed, networking.k8s.io/v1"
  })
  void anApiVersionIsJudgedByTheReleaseOfTheCluster(
      int kubernetes, int istio, String apiVersion, String kind, String code, String hint) {
    List<SchemaProblem> found =
        problems(
                "apiVersion: %s\nkind: %s\nmetadata: {name: a}\n".formatted(apiVersion, kind),
                new Versions(kubernetes, istio))
            .stream()
            .filter(problem -> problem.code().startsWith("api-version"))
            .toList();
    assertThat(found)
        .extracting(SchemaProblem::code)
        .isEqualTo(code.isEmpty() ? List.of() : List.of(code));
    found.forEach(
        problem -> {
          assertThat(String.valueOf(problem.hint())).contains(hint);
          assertThat(problem.place().span().text()).isEqualTo(apiVersion);
        });
  }

  @ParameterizedTest
  @CsvSource({"28, false", "31, false", "32, true", "36, true"})
  void namesOfVariablesAreFreerInNewerReleases(int kubernetes, boolean fine) {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec: {containers: [{name: web, image: web, env: [{name: 1 A, value: x}]}]}
        """;
    assertThat(problems(pod, new Versions(kubernetes, 30)).isEmpty()).isEqualTo(fine);
  }

  @ParameterizedTest
  @CsvSource({"28, false", "35, false", "36, true"})
  void aServiceMayStartWithADigitInNewerReleases(int kubernetes, boolean fine) {
    String service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: 1a}\nspec: {ports: [{port: 80}]}\n";
    assertThat(problems(service, new Versions(kubernetes, 30)).isEmpty()).isEqualTo(fine);
  }

  @Test
  void aFieldOfALaterReleaseIsTooNew() {
    String service =
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web, namespace: shop}
        spec:
          trafficDistribution: PreferClose
          ports: [{port: 80}]
        """;
    assertThat(codes(service)).isEmpty();
    List<SchemaProblem> problems = problems(service, new Versions(29, 30));
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(SchemaProblem.FIELD_TOO_NEW);
    assertThat(problems.get(0).message()).contains("Kubernetes 1.30", "1.29");
    assertThat(problems.get(0).place().span().text()).isEqualTo("trafficDistribution");
  }

  @Test
  void anIstioFieldFollowsTheVersionOfIstio() {
    String entry =
        """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: web, namespace: shop}
        spec:
          hosts: [web]
        """;
    assertThat(codes(entry)).isEmpty();
    List<SchemaProblem> problems = problems(entry, new Versions(35, 20));
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(SchemaProblem.API_VERSION_TOO_NEW);
    assertThat(problems.get(0).message()).contains("Istio 1.22", "1.20");
    assertThat(problems.get(0).hint()).isEqualTo("use networking.istio.io/v1beta1");
  }

  @Test
  void anApiVersionGoesWithARelease() {
    String flow =
        """
        apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
        kind: FlowSchema
        metadata: {name: web}
        spec:
          priorityLevelConfiguration: {name: low}
        """;
    assertThat(problems(flow, new Versions(28, 30))).isEmpty();
    assertThat(problems(flow, new Versions(30, 30)))
        .extracting(SchemaProblem::code)
        .containsExactly(SchemaProblem.API_VERSION_DEPRECATED);
    List<SchemaProblem> removed = problems(flow, new Versions(32, 30));
    assertThat(removed)
        .extracting(SchemaProblem::code)
        .containsExactly(SchemaProblem.API_VERSION_REMOVED);
    assertThat(removed.get(0).hint()).isEqualTo("use flowcontrol.apiserver.k8s.io/v1");
  }

  @Test
  void nullAndPlaceholdersAreNoMistakes() {
    assertThat(
            codes(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web, namespace: shop, creationTimestamp: null}
                spec:
                  replicas: ${REPLICAS}
                  selector: {matchLabels: {app: web}}
                  strategy: {}
                  template:
                    metadata: {labels: {app: web}, creationTimestamp: null}
                    spec:
                      containers:
                      - name: web
                        image: shop/web:1
                        resources: null
                        env: null
                        ports: [{containerPort: __PORT__}]
                        imagePullPolicy: ""
                status: {anything: 1}
                """))
        .isEmpty();
  }

  @Test
  void whatTheApiServerFillsInOrReadsOtherwiseIsNoMistake() {
    assertThat(
            codes(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: web, namespace: shop, annotations: {Example.com/Owner: shop}}
                spec: {ports: [{port: 80, targetPort: 0, nodePort: 0}], type: ClusterIP}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: web.shop, namespace: shop}
                spec:
                  hostNetwork: true
                  tolerations: [{operator: Exists}]
                  volumes: [{name: scratch}, {name: none, emptyDir: null}]
                  initContainers:
                  - {name: side, image: side, restartPolicy: Always, readinessProbe: {exec: {command: [ls]}}}
                  containers:
                  - name: web
                    image: web
                    env:
                    - {name: A, value: "", valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
                    ports: [{containerPort: 53, protocol: UDP}, {containerPort: 53, hostPort: 53}]
                    resources: {limits: {example.com/disk: 2}, requests: {example.com/disk: "2"}}
                    volumeMounts: [{name: scratch, mountPath: /a}, {name: scratch, mountPath: /b}]
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: later, namespace: shop}
                type: kubernetes.io/tls
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: "system:shop:reader"}
                rules: [{nonResourceURLs: [/metrics], verbs: [get]}]
                """))
        .isEmpty();
  }

  @Test
  void aMissingFieldOfTheWrongNameIsOneMistake() {
    assertThat(
            codes(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  containers:
                  - nmae: web
                    image: shop/web:1
                """))
        .containsExactly(SchemaProblem.FIELD_UNKNOWN);
  }

  @Test
  void belowAWrongTypeNothingMoreIsSaid() {
    assertThat(
            codes(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  containers:
                    nmae: web
                    image: 1
                """))
        .containsExactly(SchemaProblem.VALUE_TYPE);
  }

  private static String ticket(String spec) {
    return """
    apiVersion: shop.example.com/v1
    kind: Ticket
    metadata: {name: one, namespace: shop}
    spec:
      %s
    """
        .formatted(spec);
  }

  private static InputFile file(String path, String text) {
    return InputFile.ofBytes(path, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> codes(String yaml, ExtraSchemas extra) {
    List<KubeObject> objects = load(yaml);
    Validator validator =
        Validator.of(Schemas.bundled(), NOW, objects, extra, new DefinitionRules(FACTS));
    List<String> out = new ArrayList<>();
    objects.forEach(
        object -> validator.validate(object).forEach(problem -> out.add(problem.code())));
    return out;
  }

  private static List<String> codes(String yaml) {
    return problems(yaml, NOW).stream().map(SchemaProblem::code).toList();
  }

  private static List<SchemaProblem> problems(String yaml, Versions versions) {
    List<KubeObject> objects = load(yaml);
    Validator validator = validator(objects, versions);
    List<SchemaProblem> out = new ArrayList<>();
    objects.forEach(object -> out.addAll(validator.validate(object)));
    return out;
  }

  private static List<KubeObject> load(String yaml) {
    return ManifestLoader.loadText("test.yaml", yaml).objects();
  }

  private static Validator validator(List<KubeObject> objects, Versions versions) {
    return Validator.of(
        Schemas.bundled(), versions, objects, ExtraSchemas.NONE, new DefinitionRules(FACTS));
  }
}
