package meshlint.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import meshlint.manifest.FieldPath;
import meshlint.manifest.Kind;
import org.junit.jupiter.api.Test;

class SchemasTest {
  private static final Versions NOW = new Versions(35, 30);

  private final Schemas schemas = Schemas.bundled();

  @Test
  void namesTheFieldsOfAKubernetesKind() {
    KindSchema service = find("v1", "Service");
    assertThat(service.namespaced()).isTrue();
    assertThat(service.plural()).isEqualTo("services");
    assertThat(service.type().fieldNames())
        .containsExactly("apiVersion", "kind", "metadata", "spec", "status");
    assertThat(shape(service, "spec", "clusterIP")).isEqualTo(Shape.STRING);
    assertThat(shape(service, "spec", "ports")).isEqualTo(Shape.LIST);
    assertThat(shape(service, "spec", "ports", 0, "port")).isEqualTo(Shape.INT);
    assertThat(shape(service, "spec", "ports", 0, "targetPort")).isEqualTo(Shape.INT_OR_STRING);
    assertThat(shape(service, "spec", "selector")).isEqualTo(Shape.MAP);
    assertThat(shape(service, "spec", "selector", "app")).isEqualTo(Shape.STRING);
    assertThat(shape(service, "spec", "publishNotReadyAddresses")).isEqualTo(Shape.BOOL);
    assertThat(service.fieldType(FieldPath.of("spec", "clusterIp"))).isNull();
  }

  @Test
  void followsTypesThatKindsShare() {
    KindSchema set = find("apps/v1", "StatefulSet");
    assertThat(shape(set, "metadata", "labels", "app")).isEqualTo(Shape.STRING);
    assertThat(shape(set, "spec", "template", "spec", "containers", 0, "ports", 0, "containerPort"))
        .isEqualTo(Shape.INT);
    assertThat(
            shape(
                set,
                "spec",
                "template",
                "spec",
                "containers",
                0,
                "resources",
                "limits",
                "nvidia.com/gpu"))
        .isEqualTo(Shape.INT_OR_STRING);
    assertThat(shape(set, "spec", "volumeClaimTemplates", 0, "spec", "accessModes", 0))
        .isEqualTo(Shape.STRING);
  }

  @Test
  void namesTheFieldsOfIstioKindsInEachApiVersion() {
    for (String version : new String[] {"v1alpha3", "v1beta1", "v1"}) {
      KindSchema route = find("networking.istio.io/" + version, "VirtualService");
      assertThat(shape(route, "spec", "http", 0, "route", 0, "destination", "host"))
          .as(version)
          .isEqualTo(Shape.STRING);
      assertThat(shape(route, "spec", "http", 0, "retries", "perTryTimeout"))
          .isEqualTo(Shape.STRING);
    }
    FieldType mode =
        find("security.istio.io/v1", "PeerAuthentication")
            .fieldType(FieldPath.of("spec", "mtls", "mode"));
    assertThat(Objects.requireNonNull(mode).allowed())
        .containsExactlyInAnyOrder("UNSET", "DISABLE", "PERMISSIVE", "STRICT");
  }

  @Test
  void namesTheFieldsOfGatewayApiKinds() {
    KindSchema route = find("gateway.networking.k8s.io/v1", "HTTPRoute");
    assertThat(shape(route, "spec", "rules", 0, "backendRefs", 0, "port")).isEqualTo(Shape.INT);
    assertThat(find("gateway.networking.k8s.io/v1", "GatewayClass").namespaced()).isFalse();
    assertThat(
            find("gateway.networking.k8s.io/v1", "GatewayClass")
                .fieldType(FieldPath.of("spec", "description")))
        .as("a field named like a keyword")
        .isNotNull();
  }

  @Test
  void hasAFieldOnlyInTheReleasesThatHaveIt() {
    FieldPath path = FieldPath.of("spec", "trafficDistribution");
    assertThat(find("v1", "Service", 29).fieldType(path)).isNull();
    assertThat(find("v1", "Service", 30).fieldType(path)).isNotNull();
    assertThat(Objects.requireNonNull(schemas.fields(new Kind("", "Service"))).field("spec"))
        .satisfies(
            spec -> assertThat(Objects.requireNonNull(spec).fieldNames()).contains("clusterIPs"));
  }

  @Test
  void joinsTheFieldsOfAllApiVersions() {
    FieldType autoscaler =
        Objects.requireNonNull(schemas.fields(new Kind("autoscaling", "HorizontalPodAutoscaler")));
    FieldType spec = Objects.requireNonNull(autoscaler.field("spec"));
    assertThat(spec.fieldNames())
        .contains("metrics", "targetCPUUtilizationPercentage", "maxReplicas");
  }

  @Test
  void knowsNoSchemaOfAForeignKind() {
    assertThat(schemas.find("serving.knative.dev/v1", "Service", NOW)).isNull();
    assertThat(schemas.find("install.istio.io/v1alpha1", "IstioOperator", NOW)).isNull();
    assertThat(schemas.fields(new Kind("serving.knative.dev", "Service"))).isNull();
  }

  @Test
  void everyTypeOfEveryKindCanBeWalked() {
    Set<FieldType> seen = new HashSet<>();
    for (Kind kind : schemas.kinds()) {
      walk(Objects.requireNonNull(schemas.fields(kind)), seen);
    }
    assertThat(schemas.kinds()).hasSizeGreaterThan(90);
    assertThat(seen).hasSizeGreaterThan(3000);
  }

  private static void walk(FieldType type, Set<FieldType> seen) {
    if (!seen.add(type)) {
      return;
    }
    for (String name : type.fieldNames()) {
      walk(Objects.requireNonNull(type.field(name)), seen);
    }
    FieldType element = type.element();
    if (element != null) {
      walk(element, seen);
    }
  }

  private KindSchema find(String apiVersion, String kind) {
    return find(apiVersion, kind, NOW.kubernetes());
  }

  private KindSchema find(String apiVersion, String kind, int minor) {
    return Objects.requireNonNull(
        schemas.find(apiVersion, kind, new Versions(minor, NOW.istio())), apiVersion + kind);
  }

  private static Shape shape(KindSchema schema, Object... path) {
    return Objects.requireNonNull(
            schema.fieldType(FieldPath.of(path)), () -> FieldPath.of(path).toString())
        .shape();
  }
}
