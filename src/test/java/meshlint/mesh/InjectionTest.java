package meshlint.mesh;

import static meshlint.mesh.Given.istiod;
import static meshlint.mesh.Given.ns;
import static meshlint.mesh.Given.web;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import meshlint.graph.Known;
import meshlint.manifest.Place;
import meshlint.mesh.Injection.Cause;
import meshlint.mesh.Injection.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectionTest {
  private static Injection inject(String... manifests) {
    Mesh mesh = Given.mesh(manifests);
    return mesh.injection(Given.workload(mesh, "web"));
  }

  private static String evidence(Injection injection) {
    return injection.evidence().stream()
        .map(place -> place.object().kind().name() + " " + place.path())
        .collect(Collectors.joining(", "));
  }

  /** Namespace labels against pod labels, as the chart's webhooks and the injector have it. */
  @ParameterizedTest(name = "ns {0} pod {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "istio-injection: enabled         |                                  | YES | NAMESPACE_ENABLED",
        "istio-injection: enabled         | sidecar.istio.io/inject: 'true'  | YES | NAMESPACE_ENABLED",
        "istio-injection: enabled         | sidecar.istio.io/inject: 'false' | NO  | POD_OPTED_OUT",
        "istio-injection: enabled         | sidecar.istio.io/inject: 'False' | YES | NAMESPACE_ENABLED",
        "istio-injection: disabled        |                                  | NO  | NAMESPACE_DISABLED",
        "istio-injection: disabled        | sidecar.istio.io/inject: 'true'  | NO  | NAMESPACE_DISABLED",
        "istio-injection: disabled        | istio.io/rev: default            | NO  | NAMESPACE_DISABLED",
        "istio-injection: 'true'          | sidecar.istio.io/inject: 'true'  | NO  | VALUE_NOT_RECOGNISED",
        "istio-injection: Enabled         |                                  | NO  | VALUE_NOT_RECOGNISED",
        "istio-injection: ''              |                                  | NO  | VALUE_NOT_RECOGNISED",
        "istio.io/rev: canary             |                                  | YES | NAMESPACE_REVISION",
        "istio.io/rev: canary             | istio.io/rev: other              | YES | NAMESPACE_REVISION",
        "istio.io/rev: canary             | sidecar.istio.io/inject: 'false' | NO  | POD_OPTED_OUT",
        "team: a                          |                                  | NO  | NAMESPACE_NOT_LABELLED",
        "team: a                          | sidecar.istio.io/inject: 'true'  | YES | POD_OPTED_IN",
        "team: a                          | sidecar.istio.io/inject: 'True'  | NO  | NAMESPACE_NOT_LABELLED",
        "team: a                          | istio.io/rev: canary             | YES | POD_REVISION",
        "team: a                          | istio-injection: enabled         | NO  | NAMESPACE_NOT_LABELLED",
        "'istio-injection: disabled, istio.io/rev: canary' |                 | NO  | NAMESPACE_DISABLED",
        "'istio-injection: enabled, istio.io/rev: canary'  |                 | YES | NAMESPACE_ENABLED",
      })
  void followsNamespaceAndPodLabels(String namespace, String pod, Known state, Cause cause) {
    Injection injection = inject(ns("shop", namespace), web(pod == null ? "" : pod, ""));
    assertThat(injection.state()).isEqualTo(state);
    assertThat(injection.cause()).isEqualTo(cause);
    assertThat(injection.mode()).isEqualTo(state == Known.YES ? Mode.SIDECAR : Mode.NONE);
  }

  @Test
  void theLegacyLabelMeansTheDefaultRevision() {
    Injection injection =
        inject(ns("shop", "istio-injection: enabled, istio.io/rev: canary"), web("", ""));
    assertThat(injection.revision()).isEqualTo("default");
  }

  @Test
  void anAnnotationTriggersNoWebhook() {
    Injection injection = inject(ns("shop", "a: b"), web("", "sidecar.istio.io/inject: 'true'"));
    assertThat(injection.state()).isEqualTo(Known.NO);
    assertThat(injection.cause()).isEqualTo(Cause.ANNOTATION_WITHOUT_LABEL);
    assertThat(evidence(injection))
        .isEqualTo("Deployment spec.template.metadata.annotations[\"sidecar.istio.io/inject\"]");
  }

  @Test
  void anAnnotationStillOptsOut() {
    Injection injection =
        inject(ns("shop", "istio-injection: enabled"), web("", "sidecar.istio.io/inject: 'false'"));
    assertThat(injection.cause()).isEqualTo(Cause.POD_OPTED_OUT);
  }

  @Test
  void theLabelBeatsTheAnnotation() {
    Injection injection =
        inject(
            ns("shop", "istio-injection: enabled"),
            web("sidecar.istio.io/inject: 'true'", "sidecar.istio.io/inject: 'false'"));
    assertThat(injection.state()).isEqualTo(Known.YES);
  }

  @Test
  void anEmptyLabelHidesTheAnnotation() {
    Injection injection =
        inject(
            ns("shop", "istio-injection: enabled"),
            web("sidecar.istio.io/inject: ''", "sidecar.istio.io/inject: 'false'"));
    assertThat(injection.state()).isEqualTo(Known.YES);
  }

  @Test
  void aNamespaceThatTheInputLacksIsUnknown() {
    Injection injection = inject(web("", ""));
    assertThat(injection.state()).isEqualTo(Known.UNKNOWN);
    assertThat(injection.cause()).isEqualTo(Cause.NAMESPACE_UNKNOWN);
    assertThat(injection.sidecar()).isEqualTo(Known.UNKNOWN);
  }

  @Test
  void aPodLabelDecidesWhereTheNamespaceIsUnknown() {
    assertThat(inject(web("sidecar.istio.io/inject: 'true'", "")).state()).isEqualTo(Known.YES);
    assertThat(inject(web("sidecar.istio.io/inject: 'false'", "")).state()).isEqualTo(Known.NO);
    assertThat(inject(web("istio.io/rev: canary", "")).revision()).isEqualTo("canary");
  }

  @Test
  void hostNetworkIsNeverInjected() {
    Injection injection =
        inject(
            ns("shop", "istio-injection: enabled"),
            web("sidecar.istio.io/inject: 'true'", "") + "      hostNetwork: true\n");
    assertThat(injection.cause()).isEqualTo(Cause.HOST_NETWORK);
    assertThat(evidence(injection)).isEqualTo("Deployment spec.template.spec.hostNetwork");
  }

  @Test
  void systemNamespacesAreLeftOut() {
    Injection injection =
        inject(
            ns("kube-system", "istio-injection: enabled"),
            Given.deployment("kube-system", "web", "app: web", ""));
    assertThat(injection.cause()).isEqualTo(Cause.IGNORED_NAMESPACE);
  }

  // --- control planes in the input ---------------------------------------------------

  @Test
  void aRevisionThatNoControlPlaneHasInjectsNothing() {
    Injection injection = inject(istiod("v2"), ns("shop", "istio.io/rev: v1"), web("", ""));
    assertThat(injection.state()).isEqualTo(Known.NO);
    assertThat(injection.cause()).isEqualTo(Cause.UNKNOWN_REVISION);
    assertThat(injection.reason())
        .isEqualTo(
            "Namespace shop has label istio.io/rev: v1, but no control plane or tag here has that"
                + " name (there is v2)");
    assertThat(evidence(injection))
        .isEqualTo("Namespace metadata.labels[\"istio.io/rev\"], Deployment metadata.name");
  }

  @Test
  void theRevisionOfAControlPlaneInjects() {
    Injection injection = inject(istiod("v2"), ns("shop", "istio.io/rev: v2"), web("", ""));
    assertThat(injection.state()).isEqualTo(Known.YES);
    assertThat(injection.revision()).isEqualTo("v2");
  }

  @Test
  void onlyADefaultControlPlaneServesTheLegacyLabel() {
    Injection injection = inject(istiod("v2"), ns("shop", "istio-injection: enabled"), web("", ""));
    assertThat(injection.state()).isEqualTo(Known.NO);
    assertThat(injection.cause()).isEqualTo(Cause.NO_DEFAULT_REVISION);
    assertThat(
            inject(istiod("default"), ns("shop", "istio-injection: enabled"), web("", "")).state())
        .isEqualTo(Known.YES);
  }

  @Test
  void anOperatorMayMakeTheDefaultTagByItself() {
    String operator =
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: istio, namespace: istio-system}
        spec: {revision: v2}
        """;
    Injection injection = inject(operator, ns("shop", "istio-injection: enabled"), web("", ""));
    assertThat(injection.state()).isEqualTo(Known.UNKNOWN);
    assertThat(injection.cause()).isEqualTo(Cause.REVISION_UNCERTAIN);
  }

  private static final String TAG =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: MutatingWebhookConfiguration
      metadata:
        name: istio-revision-tag-prod
        labels: {istio.io/rev: v2, istio.io/tag: prod, app: sidecar-injector}
      webhooks:
      - name: rev.namespace.sidecar-injector.istio.io
        namespaceSelector:
          matchExpressions:
          - {key: istio.io/rev, operator: In, values: [prod]}
          - {key: istio-injection, operator: DoesNotExist}
        objectSelector:
          matchExpressions:
          - {key: sidecar.istio.io/inject, operator: NotIn, values: ["false"]}
      """;

  @Test
  void aTagOfTheInputInjects() {
    Injection injection = inject(istiod("v2"), TAG, ns("shop", "istio.io/rev: prod"), web("", ""));
    assertThat(injection.state()).isEqualTo(Known.YES);
    assertThat(injection.revision()).isEqualTo("prod");
    assertThat(evidence(injection))
        .isEqualTo(
            "Namespace metadata.labels[\"istio.io/rev\"], MutatingWebhookConfiguration"
                + " webhooks[0].name");
  }

  @Test
  void besideATagTheRevisionItselfStillInjects() {
    assertThat(inject(istiod("v2"), TAG, ns("shop", "istio.io/rev: v2"), web("", "")).state())
        .isEqualTo(Known.YES);
    assertThat(inject(istiod("v2"), TAG, ns("shop", "istio.io/rev: v1"), web("", "")).state())
        .isEqualTo(Known.NO);
  }

  @Test
  void aDeactivatedWebhookSelectsNothing() {
    String webhook =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio-sidecar-injector, labels: {istio.io/rev: default}}
        webhooks:
        - name: namespace.sidecar-injector.istio.io
          namespaceSelector: {matchLabels: {istio.io/deactivated: never-match}}
        """;
    assertThat(inject(webhook, ns("shop", "istio-injection: enabled"), web("", "")).cause())
        .isEqualTo(Cause.NO_DEFAULT_REVISION);
  }

  @Test
  void anotherProjectsWebhookIsNoInjector() {
    String webhook =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: other}
        webhooks:
        - name: pods.example.com
          clientConfig: {service: {name: other, namespace: x, path: /inject}}
          rules: [{resources: [pods]}]
        """;
    Injection injection = inject(webhook, ns("shop", "istio-injection: enabled"), web("", ""));
    assertThat(injection.cause()).isEqualTo(Cause.NAMESPACE_ENABLED);
    assertThat(inject(webhook, ns("shop", "a: b"), web("", "")).state()).isEqualTo(Known.NO);
  }

  // --- the injector's own configuration --------------------------------------------------

  private static String injector(String config) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-sidecar-injector, namespace: istio-system}
        data:
          config: |-
        %s
        """
        .formatted(config.indent(4));
  }

  @Test
  void aDisabledPolicyLeavesOnlyThoseWhoAsk() {
    String config = injector("policy: disabled");
    Injection silent = inject(config, ns("shop", "istio-injection: enabled"), web("", ""));
    assertThat(silent.cause()).isEqualTo(Cause.POLICY_DISABLED);
    assertThat(silent.evidence()).extracting(Place::toString).containsExactly("test.yaml:6:13");
    Injection asking =
        inject(
            config,
            ns("shop", "istio-injection: enabled"),
            web("sidecar.istio.io/inject: 'true'", ""));
    assertThat(asking.state()).isEqualTo(Known.YES);
  }

  @Test
  void aNeverSelectorBeatsThePolicyButNotThePod() {
    String config =
        injector(
            """
            policy: enabled
            neverInjectSelector:
            - matchLabels: {}
            - matchLabels: {app: web}
            """);
    assertThat(inject(config, ns("shop", "istio-injection: enabled"), web("", "")).cause())
        .isEqualTo(Cause.NEVER_INJECT_SELECTOR);
    assertThat(
            inject(
                    config,
                    ns("shop", "istio-injection: enabled"),
                    web("sidecar.istio.io/inject: 'true'", ""))
                .state())
        .isEqualTo(Known.YES);
  }

  @Test
  void anAlwaysSelectorWorksOnlyBehindAWebhook() {
    String config =
        injector(
            """
            policy: disabled
            alwaysInjectSelector: [{matchLabels: {app: web}}]
            """);
    assertThat(inject(config, ns("shop", "istio-injection: enabled"), web("", "")).state())
        .isEqualTo(Known.YES);
    assertThat(inject(config, ns("shop", "a: b"), web("", "")).state()).isEqualTo(Known.NO);
  }

  @Test
  void namespacesCanBeInjectedByDefault() {
    String operator =
        """
        apiVersion: install.istio.io/v1alpha1
        kind: IstioOperator
        metadata: {name: istio, namespace: istio-system}
        spec: {values: {sidecarInjectorWebhook: {enableNamespacesByDefault: true}}}
        """;
    assertThat(inject(operator, ns("shop", "a: b"), web("", "")).cause())
        .isEqualTo(Cause.ENABLED_BY_DEFAULT);
    assertThat(inject(operator, ns("shop", "istio-injection: disabled"), web("", "")).state())
        .isEqualTo(Known.NO);
  }

  // --- proxies in the manifest, other templates ------------------------------------------

  private static final String PROXY =
      """
            - name: istio-proxy
              image: %s
              args: [%s]
      """;

  @Test
  void aProxyInTheManifestNeedsNoWebhook() {
    String pod = web("", "") + PROXY.formatted("istio/proxyv2:1.24.0", "proxy, sidecar");
    assertThat(inject(ns("shop", "a: b"), pod).cause()).isEqualTo(Cause.ALREADY_INJECTED);
    assertThat(inject(ns("shop", "a: b"), pod).mode()).isEqualTo(Mode.SIDECAR);
    String router = web("", "") + PROXY.formatted("istio/proxyv2:1.24.0", "proxy, router");
    assertThat(inject(ns("shop", "a: b"), router).mode()).isEqualTo(Mode.GATEWAY);
  }

  @Test
  void aStubWithImageAutoProvesNothing() {
    String pod = web("", "") + PROXY.formatted("auto", "");
    assertThat(inject(ns("shop", "a: b"), pod).state()).isEqualTo(Known.NO);
    assertThat(inject(ns("shop", "istio-injection: enabled"), pod).cause())
        .isEqualTo(Cause.NAMESPACE_ENABLED);
  }

  @Test
  void templatesDecideWhatIsInjected() {
    String ns = ns("shop", "istio-injection: enabled");
    assertThat(inject(ns, web("", "inject.istio.io/templates: gateway")).mode())
        .isEqualTo(Mode.GATEWAY);
    assertThat(inject(ns, web("", "inject.istio.io/templates: grpc-agent")).mode())
        .isEqualTo(Mode.PROXYLESS);
    Injection custom = inject(ns, web("", "inject.istio.io/templates: 'sidecar,custom'"));
    assertThat(custom.mode()).isEqualTo(Mode.SIDECAR);
    assertThat(custom.acceptsMtls()).isEqualTo(Known.YES);
  }

  // --- ambient -------------------------------------------------------------------------------

  @ParameterizedTest(name = "ns {0} pod {1}: {2} {3}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "istio.io/dataplane-mode: ambient |                                  | YES | AMBIENT",
        "istio.io/dataplane-mode: ambient | istio.io/dataplane-mode: none    | NO  | NONE",
        "istio.io/dataplane-mode: ambient | sidecar.istio.io/inject: 'true'  | YES | SIDECAR",
        "a: b                             | istio.io/dataplane-mode: ambient | YES | AMBIENT",
        "istio.io/dataplane-mode: Ambient |                                  | NO  | NONE",
        "'istio.io/dataplane-mode: ambient, istio-injection: enabled' |      | YES | SIDECAR",
        "'istio.io/dataplane-mode: ambient, istio-injection: disabled' |     | YES | AMBIENT",
      })
  void ambientTakesWhatHasNoSidecar(String namespace, String pod, Known state, Mode mode) {
    Injection injection = inject(ns("shop", namespace), web(pod == null ? "" : pod, ""));
    assertThat(injection.state()).isEqualTo(state);
    assertThat(injection.mode()).isEqualTo(mode);
  }

  @Test
  void ambientLeavesHostNetworkOut() {
    Injection injection =
        inject(
            ns("shop", "istio.io/dataplane-mode: ambient"),
            web("", "") + "      hostNetwork: true\n");
    assertThat(injection.state()).isEqualTo(Known.NO);
  }

  // --- is there a mesh? --------------------------------------------------------------------

  @Test
  void aMeshIsInPlayWhereSomethingShowsIt() {
    assertThat(Given.mesh(ns("shop", "a: b"), web("", "")).isInPlay()).isFalse();
    assertThat(Given.mesh(web("", "sidecar.istio.io/inject: 'false'")).isInPlay()).isFalse();
    assertThat(Given.mesh(web("", "sidecar.istio.io/inject: 'true'")).isInPlay()).isTrue();
    assertThat(Given.mesh(ns("shop", "istio-injection: enabled")).isInPlay()).isTrue();
    assertThat(Given.mesh(ns("shop", "istio-injection: disabled")).isInPlay()).isFalse();
    assertThat(Given.mesh(istiod("default")).isInPlay()).isTrue();
    Mesh partly = Given.mesh(ns("shop", "istio-injection: enabled"), ns("ops", "a: b"));
    assertThat(partly.isInPlay("shop")).isTrue();
    assertThat(partly.isInPlay("ops")).isFalse();
  }
}
