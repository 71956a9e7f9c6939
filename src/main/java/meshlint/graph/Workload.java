package meshlint.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import meshlint.finding.ObjectRef;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What makes pods: a Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController, Job,
 * CronJob, a bare Pod, or a custom resource with a pod template (an Argo Rollout, say). Labels and
 * annotations are those of the pods it makes, not its own.
 */
public final class Workload {
  private static final Set<String> JOB_LABELS =
      Set.of(
          "job-name",
          "controller-uid",
          "batch.kubernetes.io/job-name",
          "batch.kubernetes.io/controller-uid",
          "batch.kubernetes.io/job-completion-index");

  // Labels that controllers add to pods, so that a selector on them is no mistake.
  private static final Map<String, Set<String>> CONTROLLER_LABELS =
      Map.of(
          "StatefulSet",
          Set.of(
              "statefulset.kubernetes.io/pod-name",
              "apps.kubernetes.io/pod-index",
              "controller-revision-hash"),
          "Deployment",
          Set.of("pod-template-hash"),
          "ReplicaSet",
          Set.of("pod-template-hash"),
          "DaemonSet",
          Set.of("controller-revision-hash", "pod-template-generation"),
          "Job",
          JOB_LABELS,
          "CronJob",
          JOB_LABELS,
          "Rollout",
          Set.of("rollouts-pod-template-hash"));

  private final KubeObject object;
  private final MapNode template;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final List<Container> containers;
  private final @Nullable MapNode podSpec;

  private Workload(KubeObject object, MapNode template) {
    this(
        object,
        template,
        strings(template.map("metadata"), "labels"),
        strings(template.map("metadata"), "annotations"));
  }

  private Workload(
      KubeObject object,
      MapNode template,
      Map<String, String> labels,
      Map<String, String> annotations) {
    this.object = object;
    this.template = template;
    this.labels = labels;
    this.annotations = annotations;
    this.podSpec = template.map("spec");
    List<Container> found = new ArrayList<>();
    if (podSpec != null) {
      for (MapNode node : podSpec.maps("initContainers")) {
        found.add(new Container(node, Objects.requireNonNullElse(node.text("name"), ""), true));
      }
      for (MapNode node : podSpec.maps("containers")) {
        found.add(new Container(node, Objects.requireNonNullElse(node.text("name"), ""), false));
      }
    }
    this.containers = List.copyOf(found);
  }

  /** The workload that an object is; null for an object that makes no pods. */
  static @Nullable Workload of(KubeObject object) {
    MapNode template;
    if (object.kind().equals(Kinds.POD)) {
      template = object.root();
    } else if (object.kind().equals(Kinds.CRON_JOB)) {
      template = object.root().mapAt("spec", "jobTemplate", "spec", "template");
    } else {
      template = object.root().mapAt("spec", "template");
      boolean ours = Kinds.isBuiltInWorkload(object.kind());
      boolean makesPods =
          template != null
              && template.mapAt("spec") != null
              && template.at("spec", "containers") instanceof List<?> list
              && !list.isEmpty();
      // A Knative Service has a pod template too, but Knative decides labels and ports of its pods.
      boolean knative = object.kind().group().endsWith("knative.dev");
      if (!ours && (!makesPods || knative)) {
        return null;
      }
    }
    return template == null ? null : new Workload(object, template);
  }

  /**
   * The pods that prometheus-operator makes of a Prometheus or PrometheusAgent, whose {@code spec}
   * has the fields of a pod's (pkg/prometheus/server/statefulset.go). The graph does not count it
   * among its workloads, because its containers and ports are the operator's.
   */
  public static Workload ofPrometheus(KubeObject object) {
    MapNode metadata = object.root().mapAt("spec", "podMetadata");
    Map<String, String> labels = new LinkedHashMap<>(strings(metadata, "labels"));
    labels.put("app.kubernetes.io/name", "prometheus");
    labels.put("app.kubernetes.io/managed-by", "prometheus-operator");
    labels.put("app.kubernetes.io/instance", object.name());
    labels.put("operator.prometheus.io/name", object.name());
    labels.put("prometheus", object.name());
    return new Workload(object, object.root(), labels, strings(metadata, "annotations"));
  }

  private static Map<String, String> strings(@Nullable MapNode metadata, String key) {
    MapNode found = metadata == null ? null : metadata.map(key);
    return found == null ? Map.of() : found.strings();
  }

  /** The object. */
  public KubeObject object() {
    return object;
  }

  /** Its identity. */
  public ObjectRef ref() {
    return object.ref();
  }

  /** Its kind, such as {@code StatefulSet}. */
  public String kind() {
    return object.kind().name();
  }

  /** Its name. */
  public String name() {
    return object.name();
  }

  /** Its namespace. */
  public String namespace() {
    return object.namespace();
  }

  /** Whether it is a StatefulSet. */
  public boolean isStatefulSet() {
    return object.kind().equals(Kinds.STATEFUL_SET);
  }

  /** Whether it is a Job or CronJob, whose pods end. */
  public boolean runsToCompletion() {
    return object.kind().equals(Kinds.JOB) || object.kind().equals(Kinds.CRON_JOB);
  }

  /**
   * The pod template (for a Pod the object itself): the mapping with {@code metadata} and {@code
   * spec}.
   */
  public MapNode template() {
    return template;
  }

  /** The pod's {@code spec}; null where the manifest has none. */
  public @Nullable MapNode podSpec() {
    return podSpec;
  }

  /** Labels of its pods, in file order. */
  public Map<String, String> labels() {
    return labels;
  }

  /** A label of its pods; null where it is not set. */
  public @Nullable String label(String key) {
    return labels.get(key);
  }

  /** Annotations of its pods, in file order. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** An annotation of its pods; null where it is not set. */
  public @Nullable String annotation(String key) {
    return annotations.get(key);
  }

  /** Where a label of its pods stands; the nearest place above where it is not set. */
  public Place labelPlace(String key) {
    return templatePlace("metadata", "labels", key);
  }

  /** Where an annotation of its pods stands; the nearest place above where it is not set. */
  public Place annotationPlace(String key) {
    return templatePlace("metadata", "annotations", key);
  }

  /** A place inside the pod template, by keys; the nearest place above where the chain breaks. */
  public Place templatePlace(String... chain) {
    MapNode here = template;
    for (int i = 0; i < chain.length; i++) {
      MapNode next = here.map(chain[i]);
      if (i == chain.length - 1 || next == null) {
        boolean podHasNone = i == 0 && next == null && object.kind().equals(Kinds.POD);
        return podHasNone ? object.place() : here.placeOf(chain[i]);
      }
      here = next;
    }
    return here.place();
  }

  /** All containers, init containers first. */
  public List<Container> allContainers() {
    return containers;
  }

  /** Containers that run while the pod runs: regular ones and init containers that keep running. */
  public List<Container> containers() {
    return containers.stream().filter(Container::runsAlongside).toList();
  }

  /** A container by name, init or not; null where there is none. */
  public @Nullable Container container(String name) {
    for (Container container : containers) {
      if (container.name().equals(name)) {
        return container;
      }
    }
    return null;
  }

  /** The names of its pods' volumes, those of a StatefulSet's claim templates included. */
  public List<String> volumeNames() {
    List<MapNode> volumes = new ArrayList<>();
    if (podSpec != null) {
      volumes.addAll(podSpec.maps("volumes"));
    }
    MapNode spec = object.spec();
    if (isStatefulSet() && spec != null) {
      for (MapNode claim : spec.maps("volumeClaimTemplates")) {
        MapNode metadata = claim.map("metadata");
        if (metadata != null) {
          volumes.add(metadata);
        }
      }
    }
    List<String> names = new ArrayList<>();
    for (MapNode volume : volumes) {
      String name = volume.text("name");
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  /**
   * The {@code volumeMounts} of its containers whose volume the pods do not have. Volumes that
   * Istio's injection adds, which a container may mount, are none of them.
   */
  public List<MapNode> mountsWithoutVolume() {
    Set<String> names = Set.copyOf(volumeNames());
    List<MapNode> out = new ArrayList<>();
    for (Container container : containers) {
      for (MapNode mount : container.node().maps("volumeMounts")) {
        String name = mount.text("name");
        boolean injected =
            name != null && (name.startsWith("istio-") || name.startsWith("workload-"));
        if (name != null && !injected && !names.contains(name)) {
          out.add(mount);
        }
      }
    }
    return out;
  }

  /** Where its containers stand. */
  public Place containersPlace() {
    return templatePlace("spec", "containers");
  }

  /** The names of its declared container ports, in order, without those that have none. */
  public List<String> portNames() {
    List<String> out = new ArrayList<>();
    for (Container container : containers()) {
      for (Container.ContainerPort port : container.ports()) {
        if (port.name() != null) {
          out.add(port.name());
        }
      }
    }
    return out;
  }

  /** The probes of its containers that connect to a port of the container. */
  public List<Probe> probes() {
    return Probe.of(this);
  }

  /** The settings that make its containers listen on loopback only. */
  public List<LoopbackBind> loopbackBinds() {
    return LoopbackBind.of(this);
  }

  /** Whether its pods use the node's network. */
  public boolean hostNetwork() {
    return podSpec != null && Boolean.TRUE.equals(podSpec.bool("hostNetwork"));
  }

  /** The ServiceAccount of its pods; {@code default} where the manifest has none. */
  public String serviceAccount() {
    String name = podSpec == null ? null : podSpec.text("serviceAccountName");
    if (name == null && podSpec != null) {
      name = podSpec.text("serviceAccount");
    }
    return name == null ? "default" : name;
  }

  /** The pods' {@code dnsPolicy}; {@code ClusterFirst} where the manifest has none. */
  public String dnsPolicy() {
    String policy = podSpec == null ? null : podSpec.text("dnsPolicy");
    return policy == null ? "ClusterFirst" : policy;
  }

  /** How many pods it asks for; 1 where the manifest does not say. */
  public long replicas() {
    MapNode spec = object.spec();
    Long replicas = spec == null ? null : spec.integer("replicas");
    return replicas == null ? 1 : replicas;
  }

  /**
   * The {@code subdomain} of its pods: a StatefulSet's {@code serviceName}, else the template's;
   * null where there is none.
   */
  public @Nullable String subdomain() {
    if (isStatefulSet()) {
      MapNode spec = object.spec();
      return spec == null ? null : spec.text("serviceName");
    }
    return podSpec == null ? null : podSpec.text("subdomain");
  }

  /** The controller that owns this object, from its ownerReferences; null where there is none. */
  public @Nullable ObjectRef controller() {
    MapNode metadata = object.metadata();
    if (metadata == null) {
      return null;
    }
    for (MapNode owner : metadata.maps("ownerReferences")) {
      String kind = owner.text("kind");
      String name = owner.text("name");
      if (Boolean.TRUE.equals(owner.bool("controller")) && kind != null && name != null) {
        String apiVersion = Objects.requireNonNullElse(owner.text("apiVersion"), "v1");
        return new ObjectRef(apiVersion, kind, object.namespace(), name);
      }
    }
    return null;
  }

  /**
   * The container port of this name and protocol, as Kubernetes looks it up for a Service
   * (pkg/api/v1/pod FindPort): regular containers first, then init containers that keep running.
   */
  public Container.@Nullable ContainerPort namedPort(String name, String protocol) {
    for (boolean init : new boolean[] {false, true}) {
      for (Container container : containers) {
        if (container.init() != init || !container.runsAlongside()) {
          continue;
        }
        for (Container.ContainerPort port : container.ports()) {
          if (name.equals(port.name()) && protocol.equals(port.protocol())) {
            return port;
          }
        }
      }
    }
    return null;
  }

  /** The declared container port with this number and protocol; null where none declares it. */
  public Container.@Nullable ContainerPort declaredPort(int number, String protocol) {
    for (Container container : containers) {
      if (container.runsAlongside()) {
        for (Container.ContainerPort port : container.ports()) {
          if (port.number() == number && protocol.equals(port.protocol())) {
            return port;
          }
        }
      }
    }
    return null;
  }

  /**
   * Whether a selector selects its pods. A requirement on a label that the controller adds counts
   * as met, because the template cannot show it; {@code statefulset.kubernetes.io/pod-name} must
   * fit the name.
   */
  public boolean selectedBy(LabelSelector selector) {
    for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
      String key = wanted.getKey();
      String value = labels.get(key);
      if (value == null
          ? !controllerSets(key, wanted.getValue())
          : !value.equals(wanted.getValue())) {
        return false;
      }
    }
    for (LabelSelector.Requirement requirement : selector.expressions()) {
      if (!controllerSets(requirement.key(), null) && !requirement.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a controller adds labels to its pods that the template does not show. */
  boolean controllerAddsLabels() {
    return CONTROLLER_LABELS.containsKey(kind());
  }

  /** Whether some controller adds this label to pods. */
  static boolean isControllerLabel(String key) {
    return CONTROLLER_LABELS.values().stream().anyMatch(added -> added.contains(key));
  }

  private boolean controllerSets(String key, @Nullable String value) {
    Set<String> added = CONTROLLER_LABELS.get(kind());
    if (added == null || !added.contains(key) || labels.containsKey(key)) {
      return false;
    }
    return value == null
        || !key.equals("statefulset.kubernetes.io/pod-name")
        || value.startsWith(name() + "-");
  }

  /** {@code Kind namespace/name}. */
  @Override
  public String toString() {
    return object.toString();
  }
}
