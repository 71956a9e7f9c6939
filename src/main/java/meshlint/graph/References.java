package meshlint.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a world name which others, and what the input says about those. A Secret that a
 * SealedSecret, an ExternalSecret or a cert-manager Certificate makes counts as being there.
 */
public final class References {
  private record Key(Kind kind, String namespace, String name) {}

  private record Use(Reference.Role role, Key key) {}

  private static final Kind CRD = new Kind("apiextensions.k8s.io", "CustomResourceDefinition");

  // What the cluster, a mesh or a controller puts into every namespace.
  private static final Set<String> EVERYWHERE =
      Set.of("kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt");

  // ClusterRoles that every cluster has, besides those that start with "system:".
  private static final Set<String> CLUSTER_ROLES = Set.of("cluster-admin", "admin", "edit", "view");

  private final ObjectGraph graph;
  private final Map<KubeObject, List<Reference>> byObject = new HashMap<>();
  private final Set<Key> made = new HashSet<>();

  // Made when a rule first asks.
  private @Nullable IngressPaths paths;
  private @Nullable Map<Key, List<KubeObject>> referrers;
  private @Nullable Map<Use, List<Reference>> uses;
  private @Nullable Map<Key, List<KubeObject>> owned;

  /** The references of all objects of a world. */
  public References(ObjectGraph graph) {
    this.graph = graph;
    for (KubeObject object : graph.objects()) {
      makers(object);
      List<Reference> found = ReferenceExtractor.read(object, graph.workload(object));
      if (!found.isEmpty()) {
        byObject.put(object, found);
      }
    }
  }

  /** The references of an object, in file order as far as they are of one sort. */
  public List<Reference> of(KubeObject object) {
    return byObject.getOrDefault(object, List.of());
  }

  /**
   * The paths that an Ingress leads to Services, in file order; none where it shares its routing
   * table with no other Ingress.
   */
  public List<IngressPath> pathsOf(KubeObject ingress) {
    IngressPaths known = paths;
    if (known == null) {
      known = new IngressPaths(graph);
      paths = known;
    }
    return known.of(ingress);
  }

  /** The object that a reference names; null where the world has none. */
  public @Nullable KubeObject target(Reference reference) {
    return graph.find(reference.kind(), reference.namespace(), reference.name());
  }

  /**
   * Whether the object that a reference names exists. No only where the input has others of its
   * kind in that namespace (for Services and what makes pods: anything of that namespace) and
   * nothing there that may make it.
   */
  public Known exists(Reference reference) {
    return exists(reference.kind(), reference.namespace(), reference.name());
  }

  private Known exists(Kind kind, String namespace, String name) {
    Known known = isPresent(kind, namespace, name);
    if (known.isYes() || graph.settings().complete()) {
      return known;
    }
    if (Kinds.isBuiltInWorkload(kind)) {
      boolean shown =
          !graph.workloadsIn(namespace).isEmpty() && !graph.elsewhere().has(kind, namespace, name);
      return shown && !graph.mayMakeMore(namespace) ? Known.NO : Known.UNKNOWN;
    }
    return known.isNo() && graph.mayMakeMore(namespace) ? Known.UNKNOWN : known;
  }

  /**
   * Whether the world has an object, or something that is known to make it. No where it has others
   * of that kind in that namespace: what custom resources there may make besides is for the one who
   * knows those to say.
   */
  public Known isPresent(Kind kind, String namespace, String name) {
    if (made.contains(new Key(kind, namespace, name)) || isEverywhere(kind, name)) {
      return Known.YES;
    }
    return graph.exists(kind, namespace, name);
  }

  /** Whether an object names another. */
  public boolean refers(KubeObject object, KubeObject other) {
    for (Reference reference : of(object)) {
      if (key(reference).equals(key(other))) {
        return true;
      }
    }
    return false;
  }

  /** The objects that name an object, in input order. */
  public List<KubeObject> referrers(KubeObject object) {
    Map<Key, List<KubeObject>> known = referrers;
    if (known == null) {
      Map<Key, Set<KubeObject>> found = new HashMap<>();
      for (KubeObject one : graph.objects()) {
        for (Reference reference : of(one)) {
          found.computeIfAbsent(key(reference), k -> new LinkedHashSet<>()).add(one);
        }
      }
      known = new HashMap<>();
      for (Map.Entry<Key, Set<KubeObject>> entry : found.entrySet()) {
        known.put(entry.getKey(), List.copyOf(entry.getValue()));
      }
      referrers = known;
    }
    return known.getOrDefault(key(object), List.of());
  }

  /**
   * The references in one role to what a reference names, itself among them, in input order; of
   * each object the first. Whether the thing exists does not matter.
   */
  public List<Reference> alike(Reference reference) {
    Map<Use, List<Reference>> known = uses;
    if (known == null) {
      known = new HashMap<>();
      for (KubeObject one : graph.objects()) {
        Set<Use> seen = new HashSet<>();
        for (Reference other : of(one)) {
          Use use = new Use(other.role(), key(other));
          if (seen.add(use)) {
            known.computeIfAbsent(use, k -> new ArrayList<>(1)).add(other);
          }
        }
      }
      uses = known;
    }
    Use use = new Use(reference.role(), key(reference));
    return Collections.unmodifiableList(known.getOrDefault(use, List.of()));
  }

  /** The controller that an object's ownerReferences name; null where the world has none. */
  public @Nullable KubeObject owner(KubeObject object) {
    Key key = ownerKey(object);
    return key == null ? null : graph.find(key.kind, key.namespace, key.name);
  }

  /** The objects whose controller an object is, in input order. */
  public List<KubeObject> owned(KubeObject object) {
    Map<Key, List<KubeObject>> known = owned;
    if (known == null) {
      known = new HashMap<>();
      for (KubeObject one : graph.objects()) {
        Key key = ownerKey(one);
        if (key != null) {
          known.computeIfAbsent(key, k -> new ArrayList<>(1)).add(one);
        }
      }
      owned = known;
    }
    return Collections.unmodifiableList(known.getOrDefault(key(object), List.of()));
  }

  private static Key key(KubeObject object) {
    return new Key(object.kind(), object.namespace(), object.name());
  }

  private static Key key(Reference reference) {
    return new Key(reference.kind(), reference.namespace(), reference.name());
  }

  private static @Nullable Key ownerKey(KubeObject object) {
    MapNode metadata = object.metadata();
    List<MapNode> owners = metadata == null ? List.of() : metadata.maps("ownerReferences");
    for (MapNode owner : owners) {
      String apiVersion = owner.text("apiVersion");
      String kind = owner.text("kind");
      String name = owner.text("name");
      if (apiVersion != null
          && kind != null
          && name != null
          && Boolean.TRUE.equals(owner.bool("controller"))) {
        return new Key(Kind.of(apiVersion, kind), object.namespace(), name);
      }
    }
    return null;
  }

  private static boolean isEverywhere(Kind kind, String name) {
    return (kind.equals(Kinds.CONFIG_MAP) && EVERYWHERE.contains(name))
        || (kind.equals(Kinds.SERVICE_ACCOUNT) && name.equals("default"))
        || (kind.name().equals("ClusterRole")
            && (name.startsWith("system:") || CLUSTER_ROLES.contains(name)))
        || (kind.name().equals("Role") && name.startsWith("system:"));
  }

  /** The names of the objects of a reference's kind in its namespace, in input order. */
  public List<String> known(Reference reference) {
    List<String> names = new ArrayList<>();
    for (KubeObject object : graph.objectsOf(reference.kind(), reference.namespace())) {
      names.add(object.name());
    }
    return names;
  }

  /** The keys of the Secret or ConfigMap that a reference names; empty where the world has none. */
  public List<String> keys(Reference reference) {
    KubeObject target = target(reference);
    if (target == null) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    for (String field : List.of("data", "binaryData", "stringData")) {
      MapNode data = target.root().map(field);
      if (data != null) {
        keys.addAll(data.keySet());
      }
    }
    return keys;
  }

  /**
   * Whether the Secret or ConfigMap that a reference names has a key. Unknown where the input has
   * none of that name, several, one without any keys, or one that something else fills.
   */
  public Known hasKey(Reference reference, String key) {
    List<String> keys = keys(reference);
    if (keys.contains(key)) {
      return Known.YES;
    }
    KubeObject target = target(reference);
    String type = target == null ? null : target.root().text("type");
    boolean filled =
        made.contains(new Key(reference.kind(), reference.namespace(), reference.name()))
            || (type != null && type.endsWith("-token"));
    if (target == null || keys.isEmpty() || filled) {
      return Known.UNKNOWN;
    }
    long same =
        graph.objectsOf(reference.kind(), reference.namespace()).stream()
            .filter(object -> object.name().equals(reference.name()))
            .count();
    return same == 1 ? Known.NO : Known.UNKNOWN;
  }

  /** Whether a selector selects some namespace; unknown where it rests on labels that are not. */
  public Known selectsNamespace(LabelSelector selector) {
    Known any = graph.knows(Kinds.NAMESPACE) ? Known.NO : Known.UNKNOWN;
    for (Namespace namespace : graph.namespaces()) {
      any = any.or(namespace.selectedBy(selector));
    }
    return any;
  }

  /**
   * Whether a selector selects some Service of a namespace by the Service's own labels. Unknown
   * where the input has no Service there.
   */
  public Known selectsService(String namespace, LabelSelector selector) {
    for (Service service : graph.servicesIn(namespace)) {
      MapNode labels = service.object().root().mapAt("metadata", "labels");
      if (selector.matches(labels == null ? Map.of() : labels.strings())) {
        return Known.YES;
      }
    }
    boolean known = graph.settings().complete() || !graph.servicesIn(namespace).isEmpty();
    return known ? Known.NO : Known.UNKNOWN;
  }

  // --- what makes Secrets and ConfigMaps ---------------------------------------------------

  private void makers(KubeObject object) {
    Kind kind = object.kind();
    MapNode spec = object.spec();
    if (spec == null || kind.equals(CRD)) {
      return;
    }
    String namespace = object.namespace();
    switch (kind.group()) {
      case "apps" -> claims(object, spec);
      case "bitnami.com" -> {
        MapNode metadata = spec.mapAt("template", "metadata");
        String name = metadata == null ? null : metadata.text("name");
        make(Kinds.SECRET, namespace, name == null ? object.name() : name);
      }
      case "external-secrets.io", "kubernetes-client.io" -> {
        MapNode target = spec.map("target");
        String name = target == null ? null : target.text("name");
        make(Kinds.SECRET, namespace, name == null ? object.name() : name);
      }
      case "cert-manager.io", "certmanager.k8s.io" -> {
        make(Kinds.SECRET, namespace, spec.text("secretName"));
        MapNode key = spec.mapAt("acme", "privateKeySecretRef");
        make(Kinds.SECRET, namespace, key == null ? null : key.text("name"));
      }
      case "secrets-store.csi.x-k8s.io" -> {
        for (MapNode made : spec.maps("secretObjects")) {
          make(Kinds.SECRET, namespace, made.text("secretName"));
        }
      }
      case "secrets.hashicorp.com" -> {
        MapNode destination = spec.map("destination");
        make(Kinds.SECRET, namespace, destination == null ? null : destination.text("name"));
      }
      case "isindir.github.com" -> {
        for (MapNode template : spec.maps("secretTemplates")) {
          make(Kinds.SECRET, namespace, template.text("name"));
        }
      }
      case "networking.k8s.io", "extensions", "gateway.networking.k8s.io" -> certificates(object);
      default -> {
        // makes nothing that is known by name
      }
    }
  }

  /** A StatefulSet makes the claims of its templates, one for each pod. */
  private void claims(KubeObject object, MapNode spec) {
    Long replicas = spec.integer("replicas");
    long pods = replicas == null ? 1 : Math.min(replicas, 100);
    for (MapNode template : spec.maps("volumeClaimTemplates")) {
      MapNode metadata = template.map("metadata");
      String name = metadata == null ? null : metadata.text("name");
      for (int i = 0; name != null && i < pods; i++) {
        make(ReferenceExtractor.CLAIM, object.namespace(), name + "-" + object.name() + "-" + i);
      }
    }
  }

  /** cert-manager makes the Secrets that an annotated Ingress names. */
  private void certificates(KubeObject object) {
    MapNode annotations = object.root().mapAt("metadata", "annotations");
    MapNode spec = object.spec();
    if (annotations == null || spec == null) {
      return;
    }
    for (String key : annotations.keySet()) {
      if (key.startsWith("cert-manager.io/")
          || key.startsWith("certmanager.k8s.io/")
          || key.equals("kubernetes.io/tls-acme")) {
        for (MapNode tls : spec.maps("tls")) {
          make(Kinds.SECRET, object.namespace(), tls.text("secretName"));
        }
      }
    }
  }

  private void make(Kind kind, String namespace, @Nullable String name) {
    if (name != null) {
      made.add(new Key(kind, namespace, name));
    }
  }
}
