package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.LabelSelector.Operator;
import meshlint.graph.LabelSelector.Requirement;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * One of the webhooks through which the API server hands new pods to an injector: those that the
 * input has, or those that Istio's chart makes for a revision (manifests/charts/istio-control/
 * istio-discovery/templates/mutatingwebhook.yaml and revision-tags-mwc.yaml).
 *
 * @param role which of the chart's webhooks it is
 * @param revision the revision or tag it serves
 * @param namespaces the namespaces it is called for
 * @param pods the pods it is called for
 * @param place where it stands; null for one of the chart's that the input does not have
 */
record InjectionWebhook(
    Role role,
    String revision,
    LabelSelector namespaces,
    LabelSelector pods,
    @Nullable Place place) {
  /** What of a namespace or pod makes the chart's webhooks fire. */
  enum Role {
    NAMESPACE_REVISION,
    POD_REVISION,
    NAMESPACE_ENABLED,
    POD_INJECT,
    BY_DEFAULT,
    OTHER
  }

  private static final Requirement NOT_OPTED_OUT =
      new Requirement(IstioLabels.INJECT, Operator.NOT_IN, List.of("false"));
  private static final Requirement NO_INJECTION =
      new Requirement(IstioLabels.INJECTION, Operator.DOES_NOT_EXIST, List.of());
  private static final Requirement NO_REVISION =
      new Requirement(IstioLabels.REVISION, Operator.DOES_NOT_EXIST, List.of());
  private static final Requirement NO_INJECT =
      new Requirement(IstioLabels.INJECT, Operator.DOES_NOT_EXIST, List.of());

  /** The namespaces that enabling injection by default leaves out. */
  private static final List<String> NEVER_BY_DEFAULT =
      List.of("kube-system", "kube-public", "kube-node-lease", "local-path-storage");

  /** Whether the API server calls it for a pod with these labels in this namespace. */
  Known matches(Namespace namespace, Map<String, String> podLabels) {
    return Known.of(pods.matches(podLabels)).and(namespace.selectedBy(namespaces));
  }

  /**
   * The webhooks that the chart makes for a revision or tag.
   *
   * @param isDefault whether that revision also serves the labels that name none
   * @param byDefault whether namespaces without any label are injected
   */
  static List<InjectionWebhook> ofChart(String revision, boolean isDefault, boolean byDefault) {
    List<InjectionWebhook> out = new ArrayList<>();
    Requirement rev = new Requirement(IstioLabels.REVISION, Operator.IN, List.of(revision));
    out.add(chart(Role.NAMESPACE_REVISION, revision, List.of(rev, NO_INJECTION), NOT_OPTED_OUT));
    out.add(
        chart(Role.POD_REVISION, revision, List.of(NO_REVISION, NO_INJECTION), NOT_OPTED_OUT, rev));
    if (isDefault) {
      Requirement enabled = new Requirement(IstioLabels.INJECTION, Operator.IN, List.of("enabled"));
      Requirement inject = new Requirement(IstioLabels.INJECT, Operator.IN, List.of("true"));
      List<Requirement> unlabelled = List.of(NO_INJECTION, NO_REVISION);
      out.add(chart(Role.NAMESPACE_ENABLED, revision, List.of(enabled), NOT_OPTED_OUT));
      out.add(chart(Role.POD_INJECT, revision, unlabelled, inject, NO_REVISION));
      if (byDefault) {
        Requirement ours = new Requirement(Namespace.NAME_LABEL, Operator.NOT_IN, NEVER_BY_DEFAULT);
        out.add(
            chart(
                Role.BY_DEFAULT,
                revision,
                List.of(NO_INJECTION, NO_REVISION, ours),
                NO_INJECT,
                NO_REVISION));
      }
    }
    return out;
  }

  private static InjectionWebhook chart(
      Role role, String revision, List<Requirement> namespaces, Requirement... pods) {
    return new InjectionWebhook(
        role,
        revision,
        new LabelSelector(Map.of(), namespaces),
        new LabelSelector(Map.of(), List.of(pods)),
        null);
  }

  /** Istio's injection webhooks that the input has. */
  static List<InjectionWebhook> ofInput(ObjectGraph graph) {
    List<InjectionWebhook> out = new ArrayList<>();
    for (KubeObject object : graph.objectsOf(Kinds.MUTATING_WEBHOOK)) {
      for (MapNode webhook : object.root().maps("webhooks")) {
        if (isInjection(webhook)) {
          out.add(ofInput(object, webhook));
        }
      }
    }
    return out;
  }

  private static InjectionWebhook ofInput(KubeObject object, MapNode webhook) {
    LabelSelector namespaces = LabelSelector.parse(webhook.map("namespaceSelector"));
    LabelSelector pods = LabelSelector.parse(webhook.map("objectSelector"));
    // For a tag's webhooks, the labels that pods use name the tag, not the revision behind it.
    String revision = object.label("istio.io/tag");
    if (revision == null) {
      revision = object.label(IstioLabels.REVISION);
    }
    return new InjectionWebhook(
        role(namespaces, pods),
        revision == null || revision.isEmpty() ? "default" : revision,
        namespaces,
        pods,
        webhook.placeOf("name"));
  }

  private static Role role(LabelSelector namespaces, LabelSelector pods) {
    if (asks(namespaces, IstioLabels.REVISION)) {
      return Role.NAMESPACE_REVISION;
    }
    if (asks(pods, IstioLabels.REVISION)) {
      return Role.POD_REVISION;
    }
    if (asks(namespaces, IstioLabels.INJECTION)) {
      return Role.NAMESPACE_ENABLED;
    }
    if (asks(pods, IstioLabels.INJECT)) {
      return Role.POD_INJECT;
    }
    return namespaces.isEmpty() ? Role.OTHER : Role.BY_DEFAULT;
  }

  private static boolean asks(LabelSelector selector, String label) {
    return selector.equal().containsKey(label)
        || selector.expressions().stream()
            .anyMatch(r -> r.key().equals(label) && r.operator() == Operator.IN);
  }

  /** Whether a webhook injects sidecars: by its name in Istio's charts, or the path it calls. */
  private static boolean isInjection(MapNode webhook) {
    String name = webhook.text("name");
    if (name != null && name.endsWith("sidecar-injector.istio.io")) {
      return true;
    }
    MapNode service = webhook.mapAt("clientConfig", "service");
    String path = service == null ? null : service.text("path");
    String target = service == null ? null : service.text("name");
    return path != null
        && target != null
        && (path.equals("/inject") || path.startsWith("/inject/"))
        && target.startsWith("istio")
        && watchesPods(webhook);
  }

  private static boolean watchesPods(MapNode webhook) {
    for (MapNode rule : webhook.maps("rules")) {
      ListNode resources = rule.list("resources");
      if (resources != null && (resources.contains("pods") || resources.contains("*"))) {
        return true;
      }
    }
    return false;
  }
}
