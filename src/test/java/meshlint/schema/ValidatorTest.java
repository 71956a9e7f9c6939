package meshlint.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.ClusterSettings;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ManifestLoader;
import meshlint.rule.DefinitionRules;
import meshlint.rule.Facts;
import org.junit.jupiter.api.Test;

class ValidatorTest {
  private static final Versions NOW = new Versions(35, 30);
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
    Facts facts = new Facts(new ObjectGraph(List.of(), ClusterSettings.DEFAULT));
    return Validator.of(
        Schemas.bundled(), versions, objects, ExtraSchemas.NONE, new DefinitionRules(facts));
  }
}
