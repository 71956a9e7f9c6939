package meshlint.mesh;

import static meshlint.mesh.Given.istiod;
import static meshlint.mesh.Given.ns;
import static meshlint.mesh.Given.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import meshlint.manifest.KubeObject;
import org.junit.jupiter.api.Test;

class InjectionMistakesTest {
  /** The mistakes of a world: {@code KIND object path harmful}. */
  private static List<String> mistakes(String... manifests) {
    Mesh mesh = Given.mesh(manifests);
    return mesh.graph().objects().stream()
        .flatMap(object -> mesh.injectionMistakes(object).stream())
        .map(m -> m.kind() + " " + m.place().path() + " " + m.harmful())
        .toList();
  }

  private static final String WEB_LABELS = "spec.template.metadata.labels";

  @Test
  void aCleanWorldHasNone() {
    assertThat(
            mistakes(
                istiod("default"),
                ns("shop", "istio-injection: enabled"),
                web("sidecar.istio.io/inject: 'true'", ""),
                Given.deployment("shop", "job", "sidecar.istio.io/inject: 'false'", "")))
        .isEmpty();
  }

  @Test
  void theNamespaceLabelDoesNothingOnPods() {
    assertThat(mistakes(ns("shop", "a: b"), web("istio-injection: enabled", "")))
        .containsExactly("NAMESPACE_LABEL_ON_POD " + WEB_LABELS + ".istio-injection YES");
    assertThat(
            mistakes(ns("shop", "istio-injection: enabled"), web("istio-injection: enabled", "")))
        .containsExactly("NAMESPACE_LABEL_ON_POD " + WEB_LABELS + ".istio-injection NO");
    assertThat(
            mistakes(ns("shop", "istio-injection: enabled"), web("", "istio-injection: disabled")))
        .containsExactly(
            "NAMESPACE_LABEL_ON_POD spec.template.metadata.annotations.istio-injection YES");
  }

  private static final String OWN_LABEL =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: web, namespace: shop, labels: {sidecar.istio.io/inject: "true"}}
      spec:
        template:
          metadata: {labels: {app: web%s}}
          spec: {containers: [{name: app, image: a}]}
      """;

  @Test
  void thePodLabelDoesNothingOnTheWorkload() {
    assertThat(mistakes(ns("shop", "a: b"), OWN_LABEL.formatted("")))
        .containsExactly("POD_LABEL_ON_WORKLOAD metadata.labels[\"sidecar.istio.io/inject\"] YES");
    assertThat(mistakes(ns("shop", "istio-injection: enabled"), OWN_LABEL.formatted("")))
        .containsExactly("POD_LABEL_ON_WORKLOAD metadata.labels[\"sidecar.istio.io/inject\"] NO");
    assertThat(
            mistakes(ns("shop", "a: b"), OWN_LABEL.formatted(", sidecar.istio.io/inject: 'true'")))
        .isEmpty();
  }

  @Test
  void aBarePodIsItsOwnTemplate() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop, labels: {sidecar.istio.io/inject: "true"}}
        spec: {containers: [{name: app, image: a}]}
        """;
    assertThat(mistakes(ns("shop", "a: b"), pod)).isEmpty();
  }

  @Test
  void keysOnNamespaces() {
    assertThat(mistakes(ns("shop", "sidecar.istio.io/inject: 'true'")))
        .containsExactly("POD_LABEL_ON_NAMESPACE metadata.labels[\"sidecar.istio.io/inject\"] YES");
    assertThat(mistakes(ns("shop", "istio-injection: 'true'")))
        .containsExactly("NAMESPACE_VALUE metadata.labels.istio-injection YES");
    assertThat(mistakes(ns("shop", "istio-injection: enabled, istio.io/rev: v1")))
        .containsExactly("TWO_NAMESPACE_LABELS metadata.labels[\"istio.io/rev\"] YES");
    assertThat(mistakes(ns("shop", "istio-injection: enabled, istio.io/dataplane-mode: ambient")))
        .containsExactly("SIDECAR_AND_AMBIENT metadata.labels[\"istio.io/dataplane-mode\"] YES");
    assertThat(mistakes(ns("shop", "istio-injection: disabled, istio.io/dataplane-mode: ambient")))
        .isEmpty();
    assertThat(mistakes(ns("shop", "istio.io/dataplane-mode: enabled")))
        .containsExactly("DATAPLANE_VALUE metadata.labels[\"istio.io/dataplane-mode\"] YES");
    assertThat(
            mistakes(
                """
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop, annotations: {istio-injection: enabled}}
                """))
        .containsExactly("NAMESPACE_LABEL_AS_ANNOTATION metadata.annotations.istio-injection YES");
  }

  @Test
  void revisionsThatDoNotExist() {
    assertThat(mistakes(istiod("v2"), ns("shop", "istio.io/rev: v1"), web("", "")))
        .containsExactly("UNKNOWN_REVISION metadata.labels[\"istio.io/rev\"] YES");
    assertThat(mistakes(istiod("v2"), ns("shop", "istio-injection: enabled"), web("", "")))
        .containsExactly("NO_DEFAULT_REVISION metadata.labels.istio-injection YES");
    assertThat(mistakes(istiod("v2"), ns("shop", "a: b"), web("istio.io/rev: v1", "")))
        .containsExactly("UNKNOWN_REVISION " + WEB_LABELS + "[\"istio.io/rev\"] YES");
    // Without a control plane in the input nobody knows.
    assertThat(mistakes(ns("shop", "istio.io/rev: v1"), web("", ""))).isEmpty();
  }

  @Test
  void theNamespaceDecidesTheRevision() {
    assertThat(mistakes(ns("shop", "istio.io/rev: v1"), web("istio.io/rev: v2", "")))
        .containsExactly("REVISION_IGNORED " + WEB_LABELS + "[\"istio.io/rev\"] YES");
    assertThat(mistakes(ns("shop", "istio.io/rev: v1"), web("istio.io/rev: v1", ""))).isEmpty();
  }

  @Test
  void podsThatAskInVain() {
    assertThat(mistakes(ns("shop", "a: b"), web("", "sidecar.istio.io/inject: 'true'")))
        .containsExactly(
            "ANNOTATION_ONLY"
                + " spec.template.metadata.annotations[\"sidecar.istio.io/inject\"] YES");
    assertThat(
            mistakes(
                ns("shop", "istio-injection: enabled"), web("", "sidecar.istio.io/inject: 'true'")))
        .isEmpty();
    assertThat(
            mistakes(
                ns("shop", "istio-injection: disabled"),
                web("sidecar.istio.io/inject: 'true'", "")))
        .containsExactly(
            "BLOCKED_BY_NAMESPACE " + WEB_LABELS + "[\"sidecar.istio.io/inject\"] YES");
    assertThat(mistakes(ns("shop", "a: b"), web("sidecar.istio.io/inject: 'yes'", "")))
        .containsExactly("POD_VALUE " + WEB_LABELS + "[\"sidecar.istio.io/inject\"] YES");
    assertThat(
            mistakes(
                ns("shop", "a: b"),
                web("sidecar.istio.io/inject: 'true'", "") + "      hostNetwork: true\n"))
        .containsExactly("HOST_NETWORK " + WEB_LABELS + "[\"sidecar.istio.io/inject\"] YES");
    assertThat(
            mistakes(
                ns("shop", "istio-injection: enabled"), web("", "") + "      hostNetwork: true\n"))
        .isEmpty();
  }

  @Test
  void theNamespaceLabelIsNamedAsTheCause() {
    Mesh mesh =
        Given.mesh(
            ns("shop", "istio-injection: disabled"), web("sidecar.istio.io/inject: 'true'", ""));
    KubeObject web = Given.workload(mesh, "web").object();
    assertThat(mesh.injectionMistakes(web))
        .singleElement()
        .satisfies(
            mistake -> {
              assertThat(mistake.cause()).isNotNull();
              assertThat(String.valueOf(mistake.cause().path()))
                  .isEqualTo("metadata.labels.istio-injection");
            });
  }

  @Test
  void anImageAutoNeedsTheInjector() {
    String pod =
        web("", "")
            + """
                  - name: istio-proxy
                    image: auto
            """;
    assertThat(mistakes(ns("shop", "a: b"), pod))
        .containsExactly("AUTO_IMAGE spec.template.spec.containers[1].image YES");
    assertThat(mistakes(ns("shop", "istio-injection: enabled"), pod)).isEmpty();
  }

  @Test
  void templatesMustExistWhereTheInjectorIsShown() {
    String config =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-sidecar-injector, namespace: istio-system}
        data:
          config: "templates: {own: x}"
        """;
    String ns = ns("shop", "istio-injection: enabled");
    assertThat(mistakes(config, ns, web("", "inject.istio.io/templates: 'sidecar,own'"))).isEmpty();
    assertThat(mistakes(config, ns, web("", "inject.istio.io/templates: sidcar")))
        .containsExactly(
            "UNKNOWN_TEMPLATE"
                + " spec.template.metadata.annotations[\"inject.istio.io/templates\"] YES");
    assertThat(mistakes(ns, web("", "inject.istio.io/templates: other")))
        .containsExactly(
            "UNKNOWN_TEMPLATE"
                + " spec.template.metadata.annotations[\"inject.istio.io/templates\"] UNKNOWN");
  }
}
