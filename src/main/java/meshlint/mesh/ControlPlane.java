package meshlint.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Version;
import meshlint.graph.Workload;
import meshlint.manifest.EmbeddedYaml;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** What the input shows of Istio's control plane: istiods, their webhooks, revisions and tags. */
public final class ControlPlane {
  private final List<Istiod> istiods;
  private final List<KubeObject> operators;
  private final List<InjectionWebhook> webhooks;
  private final Map<String, Place> revisions = new LinkedHashMap<>();
  private final Version version;
  private final Injector injector;

  private ControlPlane(ObjectGraph graph, List<Istiod> istiods, String istioNamespace) {
    this.istiods = istiods;
    this.operators = graph.objectsOf(Kinds.ISTIO_OPERATOR);
    this.injector = Injector.of(graph, istioNamespace);
    for (Istiod istiod : istiods) {
      revisions.putIfAbsent(istiod.revision(), istiod.workload().object().place());
    }
    for (KubeObject operator : operators) {
      revisions.putIfAbsent(revisionOf(operator), operator.place("spec", "revision"));
      for (String tag : tagsOf(operator)) {
        revisions.putIfAbsent(tag, operator.place("spec", "values", "revisionTags"));
      }
    }
    List<InjectionWebhook> found = InjectionWebhook.ofInput(graph);
    for (InjectionWebhook webhook : found) {
      Place place = webhook.place();
      if (place != null) {
        revisions.putIfAbsent(webhook.revision(), place);
      }
    }
    this.webhooks = withChart(found);
    Version shown =
        istiods.stream().map(Istiod::version).filter(v -> v != null).findFirst().orElse(null);
    this.version = shown == null ? graph.settings().istio() : shown;
  }

  static ControlPlane of(ObjectGraph graph, List<Istiod> istiods, String istioNamespace) {
    return new ControlPlane(graph, istiods, istioNamespace);
  }

  static List<Istiod> istiods(ObjectGraph graph) {
    List<Istiod> out = new ArrayList<>();
    for (Workload workload : graph.workloads()) {
      Istiod istiod = Istiod.of(workload);
      if (istiod != null) {
        out.add(istiod);
      }
    }
    return List.copyOf(out);
  }

  private static String revisionOf(KubeObject operator) {
    MapNode spec = operator.spec();
    String revision = spec == null ? null : spec.text("revision");
    return revision == null || revision.isEmpty() ? "default" : revision;
  }

  private static List<String> tagsOf(KubeObject operator) {
    return operator.root().at("spec", "values", "revisionTags") instanceof List<?> tags
        ? tags.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** Adds, for every revision that the input shows without its webhooks, what the chart makes. */
  private List<InjectionWebhook> withChart(List<InjectionWebhook> found) {
    Set<String> shown = new LinkedHashSet<>();
    found.forEach(webhook -> shown.add(webhook.revision()));
    List<InjectionWebhook> out = new ArrayList<>(found);
    for (String revision : revisions.keySet()) {
      if (!shown.contains(revision)) {
        out.addAll(
            InjectionWebhook.ofChart(
                revision, revision.equals("default"), injector.enabledByDefault()));
      }
    }
    return List.copyOf(out);
  }

  /** The istiod Deployments, in input order. */
  public List<Istiod> istiods() {
    return istiods;
  }

  /** The IstioOperators, in input order. */
  public List<KubeObject> operators() {
    return operators;
  }

  /** The injector's configuration. */
  public Injector injector() {
    return injector;
  }

  /** Istio's version: by an istiod image in the input, else what the settings say. */
  public Version version() {
    return version;
  }

  /** The injection webhooks; empty where the input shows nothing of a control plane. */
  List<InjectionWebhook> webhooks() {
    return webhooks;
  }

  /** Whether the input shows any of it. */
  public boolean isShown() {
    return !revisions.isEmpty();
  }

  /** The revisions and tags that the input shows, {@code default} for one without a name. */
  public Set<String> revisions() {
    return new TreeSet<>(revisions.keySet());
  }

  /** What shows a revision or tag; null where nothing does. */
  public @Nullable Place revisionPlace(String revision) {
    return revisions.get(revision);
  }

  /** What shows the revisions there are. */
  public List<Place> evidence() {
    return List.copyOf(revisions.values());
  }

  /**
   * Whether there is a control plane or tag of that name. Where the input has nothing of a control
   * plane, or only an IstioOperator beside which tags can be made by hand, absence is unknown.
   */
  public Known hasRevision(String revision) {
    if (revisions.containsKey(revision)) {
      return Known.YES;
    }
    return isComplete() ? Known.NO : Known.UNKNOWN;
  }

  /** Whether one of the webhooks serves the labels that name no revision. */
  boolean servesDefault() {
    return webhooks.stream()
        .anyMatch(
            webhook ->
                webhook.role() == InjectionWebhook.Role.NAMESPACE_ENABLED
                    || webhook.role() == InjectionWebhook.Role.OTHER);
  }

  /**
   * Whether what the input shows of the control plane is a rendered installation, in which every
   * revision and tag has its objects. {@code istioctl install} adds the {@code default} tag by
   * itself (operator/pkg/webhook/webhook.go), so an IstioOperator is none.
   */
  boolean isComplete() {
    return isShown() && operators.isEmpty();
  }

  /**
   * What the injector is told besides the webhooks: the ConfigMap {@code
   * istio-sidecar-injector[-REVISION]}, else an IstioOperator's values.
   *
   * @param config its {@code config}: policy, selectors, templates; null where the input has none
   * @param values the values its templates are filled with; null where the input has none
   * @param source the object that shows it; null where the input has none
   */
  public record Injector(
      @Nullable MapNode config, @Nullable MapNode values, @Nullable KubeObject source) {
    static Injector of(ObjectGraph graph, String istioNamespace) {
      KubeObject best = null;
      for (KubeObject map : graph.objectsOf(Kinds.CONFIG_MAP)) {
        if (map.namespace().equals(istioNamespace)
            && map.name().startsWith("istio-sidecar-injector")
            && (best == null || map.name().equals("istio-sidecar-injector"))) {
          best = map;
        }
      }
      if (best != null) {
        MapNode data = best.root().map("data");
        if (data != null) {
          return new Injector(
              EmbeddedYaml.parse(data, "config"), EmbeddedYaml.parse(data, "values"), best);
        }
      }
      for (KubeObject operator : graph.objectsOf(Kinds.ISTIO_OPERATOR)) {
        MapNode values = operator.root().mapAt("spec", "values");
        if (values != null) {
          return new Injector(null, values, operator);
        }
      }
      return new Injector(null, null, null);
    }

    /** {@code enabled} or {@code disabled}: what holds for pods that say nothing. */
    public String policy() {
      String policy = config == null ? null : config.text("policy");
      if (policy == null
          && values != null
          && values.at("global", "proxy") instanceof MapNode proxy) {
        policy = proxy.text("autoInject");
      }
      return policy == null ? "enabled" : policy;
    }

    /** Where the policy stands; null where the input has none. */
    public @Nullable Place policyPlace() {
      if (config != null && config.containsKey("policy")) {
        return config.placeOf("policy");
      }
      MapNode proxy = values == null ? null : values.mapAt("global", "proxy");
      return proxy == null ? null : proxy.placeOf("autoInject");
    }

    /** Whether namespaces without a label are injected. */
    public boolean enabledByDefault() {
      return values != null
          && Boolean.TRUE.equals(values.at("sidecarInjectorWebhook", "enableNamespacesByDefault"));
    }

    /** The selectors under a key of the config, such as {@code neverInjectSelector}. */
    List<MapNode> selectors(String key) {
      if (config != null && config.containsKey(key)) {
        return config.maps(key);
      }
      MapNode webhook = values == null ? null : values.map("sidecarInjectorWebhook");
      return webhook == null ? List.of() : webhook.maps(key);
    }

    /**
     * Whether there is an injection template of that name. Beyond those of the chart, templates are
     * the installation's own, and unknown where the input does not show its injector.
     */
    public Known hasTemplate(String name) {
      if (CHART_TEMPLATES.contains(name)) {
        return Known.YES;
      }
      MapNode own = config == null ? null : config.map("templates");
      if (own == null && values != null) {
        own = values.mapAt("sidecarInjectorWebhook", "templates");
      }
      if (own != null && own.containsKey(name)) {
        return Known.YES;
      }
      return config == null ? Known.UNKNOWN : Known.NO;
    }

    private static final Set<String> CHART_TEMPLATES =
        Set.of("sidecar", "gateway", "grpc-simple", "grpc-agent", "waypoint", "kube-gateway");
  }
}
