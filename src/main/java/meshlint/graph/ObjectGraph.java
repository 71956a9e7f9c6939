package meshlint.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import meshlint.finding.Nearest;
import meshlint.finding.ObjectRef;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one world and how Kubernetes relates them. All look-ups go through indexes.
 *
 * <p>An object that stands in the input twice under one identity is kept twice; {@link #find}
 * answers with the first.
 */
public final class ObjectGraph {
  private record Key(Kind kind, String namespace, String name) {}

  private record KindKey(Kind kind, String namespace) {}

  private record LabelKey(String namespace, String label, String value) {}

  private final List<KubeObject> objects;
  private final ClusterSettings settings;
  private final Elsewhere elsewhere;
  private final Map<Kind, List<KubeObject>> byKind = new LinkedHashMap<>();
  private final Map<KindKey, List<KubeObject>> byKindAndNamespace = new HashMap<>();
  private final Map<Kind, Map<LabelKey, List<KubeObject>>> byLabel = new ConcurrentHashMap<>();
  private final Map<Kind, Map<String, List<KubeObject>>> byName = new HashMap<>();
  private final Map<Key, List<KubeObject>> byKey = new LinkedHashMap<>();
  private final Map<String, List<Workload>> workloadsByNamespace = new TreeMap<>();
  private final Map<LabelKey, List<Workload>> workloadsByLabel = new HashMap<>();
  private final Map<String, List<Workload>> workloadsWithControllerLabels = new HashMap<>();
  private final Map<KubeObject, Workload> workloadOf = new HashMap<>();
  private final List<Workload> workloads = new ArrayList<>();
  private final List<Workload> ownedWorkloads = new ArrayList<>();
  private final Map<String, List<Service>> servicesByNamespace = new TreeMap<>();
  private final Map<KubeObject, Service> serviceOf = new HashMap<>();
  private final List<Service> services = new ArrayList<>();
  private final Map<Service, List<Workload>> selected = new LinkedHashMap<>();
  private final Map<Workload, List<Service>> selecting = new HashMap<>();
  private final Map<String, Namespace> namespaces = new TreeMap<>();
  private final Set<String> namespacesWithOperators = new HashSet<>();

  /** The graph of a world that is the whole input. */
  public ObjectGraph(List<KubeObject> objects, ClusterSettings settings) {
    this(objects, settings, Elsewhere.NOWHERE);
  }

  /**
   * The graph of one world.
   *
   * @param elsewhere what other worlds of the same input hold
   */
  public ObjectGraph(List<KubeObject> objects, ClusterSettings settings, Elsewhere elsewhere) {
    this.objects = List.copyOf(objects);
    this.settings = settings;
    this.elsewhere = elsewhere;
    for (KubeObject object : this.objects) {
      byKind.computeIfAbsent(object.kind(), k -> new ArrayList<>()).add(object);
      Key key = new Key(object.kind(), object.namespace(), object.name());
      byKey.computeIfAbsent(key, k -> new ArrayList<>(1)).add(object);
      byKindAndNamespace
          .computeIfAbsent(new KindKey(object.kind(), object.namespace()), k -> new ArrayList<>())
          .add(object);
      if (Kinds.mayMakePods(object.kind()) && Workload.of(object) == null) {
        namespacesWithOperators.add(object.namespace());
      }
    }
    addNamespaces();
    addWorkloads();
    addServices();
  }

  private void addNamespaces() {
    Set<String> names = new LinkedHashSet<>(settings.externalNamespaces().keySet());
    for (KubeObject object : objects) {
      if (object.kind().equals(Kinds.NAMESPACE)) {
        names.add(object.name());
      } else if (!object.namespace().isEmpty()) {
        names.add(object.namespace());
      }
    }
    for (String name : names) {
      namespaces.put(name, makeNamespace(name));
    }
  }

  private Namespace makeNamespace(String name) {
    KubeObject object = find(Kinds.NAMESPACE, "", name);
    Map<String, String> external = settings.externalNamespaces().get(name);
    Map<String, String> labels = new HashMap<>();
    if (external != null) {
      labels.putAll(external);
    }
    if (object != null && object.root().at("metadata", "labels") instanceof Map<?, ?> written) {
      written.forEach(
          (key, value) -> {
            if (key instanceof String k && value instanceof String v) {
              labels.put(k, v);
            }
          });
    }
    labels.put(Namespace.NAME_LABEL, name);
    boolean known = object != null || external != null || settings.complete();
    return new Namespace(name, object, labels, known);
  }

  private void addWorkloads() {
    for (KubeObject object : objects) {
      Workload workload = Workload.of(object);
      if (workload == null) {
        continue;
      }
      workloadOf.put(object, workload);
      ObjectRef owner = workload.controller();
      boolean ownerIsHere =
          owner != null
              && find(Kind.of(owner.apiVersion(), owner.kind()), object.namespace(), owner.name())
                  != null;
      if (ownerIsHere) {
        ownedWorkloads.add(workload);
        continue;
      }
      workloads.add(workload);
      workloadsByNamespace
          .computeIfAbsent(workload.namespace(), k -> new ArrayList<>())
          .add(workload);
      workload
          .labels()
          .forEach(
              (label, value) ->
                  workloadsByLabel
                      .computeIfAbsent(
                          new LabelKey(workload.namespace(), label, value), k -> new ArrayList<>())
                      .add(workload));
      if (workload.controllerAddsLabels()) {
        workloadsWithControllerLabels
            .computeIfAbsent(workload.namespace(), k -> new ArrayList<>())
            .add(workload);
      }
    }
  }

  private void addServices() {
    for (KubeObject object : objectsOf(Kinds.SERVICE)) {
      Service service = new Service(object);
      serviceOf.put(object, service);
      services.add(service);
      servicesByNamespace.computeIfAbsent(service.namespace(), k -> new ArrayList<>()).add(service);
      List<Workload> found =
          service.hasSelector()
              ? workloadsSelectedBy(service.namespace(), LabelSelector.ofLabels(service.selector()))
              : List.of();
      selected.put(service, found);
      for (Workload workload : found) {
        selecting.computeIfAbsent(workload, k -> new ArrayList<>()).add(service);
      }
    }
  }

  /** What is said about the cluster. */
  public ClusterSettings settings() {
    return settings;
  }

  // --- objects ---------------------------------------------------------------

  /** All objects, in input order. */
  public List<KubeObject> objects() {
    return objects;
  }

  /** The objects of a kind, in input order. */
  public List<KubeObject> objectsOf(Kind kind) {
    return Collections.unmodifiableList(byKind.getOrDefault(kind, List.of()));
  }

  /** The objects of a kind in a namespace, in input order. */
  public List<KubeObject> objectsOf(Kind kind, String namespace) {
    return Collections.unmodifiableList(
        byKindAndNamespace.getOrDefault(new KindKey(kind, namespace), List.of()));
  }

  /**
   * The objects of a kind in a namespace that have all of these labels themselves, in input order.
   *
   * @param labels none for all objects
   */
  public List<KubeObject> objectsOf(Kind kind, String namespace, Map<String, String> labels) {
    List<KubeObject> candidates = objectsOf(kind, namespace);
    if (labels.isEmpty() || candidates.isEmpty()) {
      return candidates;
    }
    Map<LabelKey, List<KubeObject>> index = byLabel.computeIfAbsent(kind, this::indexLabels);
    for (Map.Entry<String, String> wanted : labels.entrySet()) {
      LabelKey key = new LabelKey(namespace, wanted.getKey(), wanted.getValue());
      List<KubeObject> having = index.getOrDefault(key, List.of());
      if (having.size() < candidates.size()) {
        candidates = having;
      }
    }
    return candidates.stream()
        .filter(
            object ->
                labels.entrySet().stream()
                    .allMatch(wanted -> wanted.getValue().equals(object.label(wanted.getKey()))))
        .toList();
  }

  private Map<LabelKey, List<KubeObject>> indexLabels(Kind kind) {
    Map<LabelKey, List<KubeObject>> out = new HashMap<>();
    for (KubeObject object : objectsOf(kind)) {
      MapNode labels = object.root().mapAt("metadata", "labels");
      if (labels != null) {
        labels
            .strings()
            .forEach(
                (label, value) ->
                    out.computeIfAbsent(
                            new LabelKey(object.namespace(), label, value), k -> new ArrayList<>())
                        .add(object));
      }
    }
    return out;
  }

  /** The objects of a kind with a name, of whatever namespace, in input order. */
  public List<KubeObject> objectsNamed(Kind kind, String name) {
    Map<String, List<KubeObject>> index =
        byName.computeIfAbsent(
            kind,
            k ->
                objectsOf(k).stream()
                    .collect(Collectors.groupingBy(KubeObject::name, Collectors.toList())));
    return Collections.unmodifiableList(index.getOrDefault(name, List.of()));
  }

  /** The kinds that the world has objects of. */
  public Set<Kind> kinds() {
    return Collections.unmodifiableSet(byKind.keySet());
  }

  /**
   * An object by identity.
   *
   * @param namespace empty for a cluster-scoped object
   * @return the first of that identity; null where there is none
   */
  public @Nullable KubeObject find(Kind kind, String namespace, String name) {
    List<KubeObject> found = byKey.get(new Key(kind, namespace, name));
    return found == null ? null : found.get(0);
  }

  /**
   * The first object of an object's kind, namespace and name in the input; null where that is the
   * object itself, or where its name is made by the API server.
   */
  public @Nullable KubeObject earlierOfSameIdentity(KubeObject object) {
    boolean anonymous = object.name().isEmpty() || object.name().endsWith("*");
    KubeObject first = anonymous ? null : find(object.kind(), object.namespace(), object.name());
    return first == object ? null : first;
  }

  // --- what is known ---------------------------------------------------------

  /**
   * Whether the input has all objects of a cluster-wide relevant kind: it has one, or is complete.
   */
  public boolean knows(Kind kind) {
    return settings.complete() || byKind.containsKey(kind);
  }

  /**
   * Whether the input has all objects of a kind in a namespace: it has one there, or is complete.
   */
  public boolean knowsIn(Kind kind, String namespace) {
    return settings.complete() || byKindAndNamespace.containsKey(new KindKey(kind, namespace));
  }

  /**
   * Whether the input has the workloads and Services of a namespace: it has one there, or is
   * complete.
   */
  public boolean knowsNamespace(String namespace) {
    return settings.complete()
        || workloadsByNamespace.containsKey(namespace)
        || servicesByNamespace.containsKey(namespace);
  }

  /**
   * Whether an object exists: yes where this world or the configuration has it, no where the input
   * has others of its kind in that namespace (for Services: anything of that namespace), else
   * unknown. An object that only another world of the input has is unknown here.
   */
  public Known exists(Kind kind, String namespace, String name) {
    if (find(kind, namespace, name) != null
        || (kind.equals(Kinds.SERVICE)
            && settings.externalServices().contains(namespace + "/" + name))) {
      return Known.YES;
    }
    if (elsewhere.has(kind, namespace, name)) {
      return Known.UNKNOWN;
    }
    boolean known =
        kind.equals(Kinds.SERVICE) ? knowsNamespace(namespace) : knowsIn(kind, namespace);
    return known ? Known.NO : Known.UNKNOWN;
  }

  /** What other worlds of the same input hold. */
  public Elsewhere elsewhere() {
    return elsewhere;
  }

  // --- namespaces ------------------------------------------------------------

  /** All namespaces that the world speaks of, by name. */
  public Collection<Namespace> namespaces() {
    return Collections.unmodifiableCollection(namespaces.values());
  }

  /** A namespace; one that the world does not speak of has only its name label. */
  public Namespace namespace(String name) {
    Namespace known = namespaces.get(name);
    return known != null ? known : makeNamespace(name);
  }

  // --- workloads -------------------------------------------------------------

  /** Workloads, in input order; a Pod or ReplicaSet whose owner is in the input is left out. */
  public List<Workload> workloads() {
    return Collections.unmodifiableList(workloads);
  }

  /** Pods and ReplicaSets whose owner is in the input too. */
  public List<Workload> ownedWorkloads() {
    return Collections.unmodifiableList(ownedWorkloads);
  }

  /** The workloads of a namespace, in input order. */
  public List<Workload> workloadsIn(String namespace) {
    return Collections.unmodifiableList(workloadsByNamespace.getOrDefault(namespace, List.of()));
  }

  /** The workload that an object is; null for an object that makes no pods. */
  public @Nullable Workload workload(KubeObject object) {
    return workloadOf.get(object);
  }

  /**
   * The workloads of a namespace whose pods a selector selects, in input order. The empty selector
   * selects all.
   */
  public List<Workload> workloadsSelectedBy(String namespace, LabelSelector selector) {
    List<Workload> candidates = null;
    for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
      List<Workload> having =
          workloadsByLabel.getOrDefault(
              new LabelKey(namespace, wanted.getKey(), wanted.getValue()), List.of());
      if (candidates == null || having.size() < candidates.size()) {
        candidates = having;
      }
    }
    if (candidates == null) {
      return select(workloadsIn(namespace), selector);
    }
    List<Workload> found = select(candidates, selector);
    // A requirement on a label that a controller adds is in no index: try those workloads too.
    boolean controllerLabel =
        selector.equal().keySet().stream().anyMatch(Workload::isControllerLabel);
    if (controllerLabel) {
      found = new ArrayList<>(found);
      for (Workload workload : workloadsWithControllerLabels.getOrDefault(namespace, List.of())) {
        if (!found.contains(workload) && workload.selectedBy(selector)) {
          found.add(workload);
        }
      }
    }
    return found;
  }

  private static List<Workload> select(List<Workload> candidates, LabelSelector selector) {
    List<Workload> out = new ArrayList<>();
    for (Workload candidate : candidates) {
      if (candidate.selectedBy(selector)) {
        out.add(candidate);
      }
    }
    return out;
  }

  // --- Services --------------------------------------------------------------

  /** All Services, in input order. */
  public List<Service> services() {
    return Collections.unmodifiableList(services);
  }

  /** The Services of a namespace, in input order. */
  public List<Service> servicesIn(String namespace) {
    return Collections.unmodifiableList(servicesByNamespace.getOrDefault(namespace, List.of()));
  }

  /** The Service that an object is; null for any other object. */
  public @Nullable Service service(KubeObject object) {
    return serviceOf.get(object);
  }

  /** A Service by name; null where the world has none. */
  public @Nullable Service service(String namespace, String name) {
    KubeObject object = find(Kinds.SERVICE, namespace, name);
    return object == null ? null : serviceOf.get(object);
  }

  /**
   * The workloads whose pods a Service selects, in input order; empty for one without a selector.
   */
  public List<Workload> workloadsOf(Service service) {
    return Collections.unmodifiableList(selected.getOrDefault(service, List.of()));
  }

  /**
   * The Service that a StatefulSet's {@code serviceName} names; null where it names none or the
   * world has none of that name.
   */
  public @Nullable Service governingService(Workload workload) {
    String name = workload.isStatefulSet() ? workload.subdomain() : null;
    return name == null ? null : service(workload.namespace(), name);
  }

  /**
   * The workload that a Service without workloads seems to mean: one of its namespace that no
   * Service selects and that has labels of the selector, or values that differ by a slip of the
   * pen; or the only one that no Service selects, where it declares a target port of the only
   * Service without workloads. Null where none fits.
   */
  public @Nullable Workload likelyMeant(Service service) {
    List<Workload> unselected = new ArrayList<>();
    for (Workload workload : workloadsIn(service.namespace())) {
      if (!workload.runsToCompletion() && servicesOf(workload).isEmpty()) {
        unselected.add(workload);
      }
    }
    Workload best = null;
    int bestScore = 0;
    for (Workload workload : unselected) {
      int score = 0;
      for (Map.Entry<String, String> wanted : service.selector().entrySet()) {
        String value = workload.label(wanted.getKey());
        if (value == null) {
          continue;
        }
        if (value.equals(wanted.getValue())) {
          score += 2;
        } else if (Nearest.of(wanted.getValue(), List.of(value)) != null) {
          score += 1;
        }
      }
      if (score > bestScore) {
        best = workload;
        bestScore = score;
      }
    }
    if (best != null || unselected.size() != 1 || !declaresTarget(service, unselected.get(0))) {
      return best;
    }
    for (Service other : servicesIn(service.namespace())) {
      if (!other.equals(service) && other.hasSelector() && workloadsOf(other).isEmpty()) {
        return null;
      }
    }
    return unselected.get(0);
  }

  private static boolean declaresTarget(Service service, Workload workload) {
    for (ServicePort port : service.ports()) {
      Integer target = port.resolveOn(workload);
      if (target != null && workload.declaredPort(target, port.protocol()) != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Container ports over TCP that no Service leads to, but for those of proxies and for those whose
   * name says that they only show metrics or health.
   */
  public List<Container.ContainerPort> portsWithoutService(Workload workload) {
    Set<Integer> covered = new HashSet<>();
    for (Service service : servicesOf(workload)) {
      for (ServicePort port : service.ports()) {
        Integer target = port.resolveOn(workload);
        if (target != null) {
          covered.add(target);
        }
      }
    }
    List<Container.ContainerPort> out = new ArrayList<>();
    for (Container container : workload.containers()) {
      if (container.name().equals("istio-proxy")) {
        continue;
      }
      for (Container.ContainerPort port : container.ports()) {
        String name = port.name() == null ? "" : port.name();
        boolean watched = WATCHED.stream().anyMatch(name::contains);
        if (port.protocol().equals("TCP") && !covered.contains(port.number()) && !watched) {
          out.add(port);
        }
      }
    }
    return out;
  }

  // Ports that monitoring and the kubelet dial, not peers or clients.
  private static final List<String> WATCHED =
      List.of(
          "metric", "prom", "health", "probe", "live", "ready", "status", "jmx", "debug", "admin",
          "pprof", "monitor");

  /** The Services that select a workload's pods, in input order. */
  public List<Service> servicesOf(Workload workload) {
    return Collections.unmodifiableList(selecting.getOrDefault(workload, List.of()));
  }

  /**
   * Whether a Service selects pods of some workload. Unknown where the input has no workload of
   * that namespace, or where a custom resource in the namespace can make pods that the input does
   * not show.
   */
  public Known selectsWorkload(Service service) {
    return workloadsOf(service).isEmpty()
        ? selectsWorkload(service.namespace(), LabelSelector.ofLabels(service.selector()))
        : Known.YES;
  }

  /**
   * Whether a selector selects pods of some workload of a namespace. Unknown where the input has no
   * workload of that namespace, where a custom resource in the namespace can make pods that the
   * input does not show, and in kube-system, whose control plane and DNS come with the cluster.
   */
  public Known selectsWorkload(String namespace, LabelSelector selector) {
    if (!workloadsSelectedBy(namespace, selector).isEmpty()) {
      return Known.YES;
    }
    if (settings.complete()) {
      return Known.NO;
    }
    boolean known =
        workloadsByNamespace.containsKey(namespace)
            && !namespace.equals("kube-system")
            && !namespacesWithOperators.contains(namespace)
            && !elsewhere.hasWorkload(namespace, selector);
    return known ? Known.NO : Known.UNKNOWN;
  }

  /**
   * Whether a custom resource of a namespace can make objects there that the input does not show.
   */
  public boolean mayMakeMore(String namespace) {
    return namespacesWithOperators.contains(namespace);
  }

  /**
   * The workload of a namespace whose labels are those of a selector but for a slip of the pen;
   * null where there is none.
   */
  public @Nullable Workload slip(String namespace, LabelSelector selector) {
    for (Workload workload :
        selector.equal().isEmpty() ? List.<Workload>of() : workloadsIn(namespace)) {
      int similar = 0;
      boolean fits = true;
      for (Map.Entry<String, String> wanted : selector.equal().entrySet()) {
        String value = workload.label(wanted.getKey());
        if (value == null) {
          fits = false;
        } else if (!value.equals(wanted.getValue())) {
          fits &= Nearest.slip(wanted.getValue(), List.of(value)) != null;
          similar++;
        }
      }
      if (fits && similar > 0) {
        return workload;
      }
    }
    return null;
  }
}
