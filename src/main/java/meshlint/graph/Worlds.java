package meshlint.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import org.jspecify.annotations.Nullable;

/**
 * Tells the worlds of an input apart: a folder tree often holds several clusters, environments or
 * demos that define the same objects anew.
 *
 * <p>Where the same kind, namespace and name stands in several children (files or folders) of a
 * folder, these children are alternatives, and each is a world of its own. A sibling that redefines
 * nothing is shared by the alternatives that it belongs with: a file beside them always; a folder
 * where it and the alternative speak of a namespace by name, or where it holds only what a whole
 * cluster shares (Namespaces, CustomResourceDefinitions, the control plane). A folder that belongs
 * with none is a world of its own, unless few of its siblings are alternatives: then the folder is
 * one application with some variants and the sibling is shared by all of them. Alternatives of the
 * same name in different places ({@code a/prod}, {@code b/prod}) are one world.
 */
public final class Worlds {
  private record Identity(Kind kind, String namespace, String name) {}

  /** A file or folder of the input, with what lies below it. */
  private static final class Entry {
    final String name;
    final boolean folder;
    final Map<String, Entry> children = new TreeMap<>();
    final List<KubeObject> objects = new ArrayList<>();
    // Numbers of the identities that this entry and a sibling both define.
    final Set<Integer> contested = new LinkedHashSet<>();
    @Nullable Profile profile;

    Entry(String name, boolean folder) {
      this.name = name;
      this.folder = folder;
    }
  }

  /** What decides whether an entry belongs with a sibling. */
  private static final class Profile {
    final Set<String> writtenNamespaces = new HashSet<>();
    boolean onlyShared = true;
  }

  private Worlds() {}

  /**
   * The worlds of an input, each object in at least one of them.
   *
   * @param objects the objects of all files
   * @return one world without a name where nothing is redefined
   */
  public static List<World> of(List<KubeObject> objects) {
    Entry root = new Entry("", true);
    for (KubeObject object : objects) {
      insert(root, object);
    }
    markRedefinitions(root, objects);
    Map<String, Set<KubeObject>> named = new LinkedHashMap<>();
    Set<KubeObject> shared = worldsBelow(root, "", named);
    if (named.isEmpty()) {
      return List.of(new World("", objects));
    }
    Map<KubeObject, Integer> order = new HashMap<>();
    for (KubeObject object : objects) {
      order.put(object, order.size());
    }
    List<World> out = new ArrayList<>();
    named.forEach(
        (name, own) -> {
          Set<KubeObject> all = new HashSet<>(own);
          all.addAll(shared);
          out.add(new World(name, sorted(all, order)));
        });
    return out;
  }

  private static List<KubeObject> sorted(
      Collection<KubeObject> objects, Map<KubeObject, Integer> order) {
    List<KubeObject> out = new ArrayList<>(objects);
    out.sort(Comparator.comparing(order::get));
    return out;
  }

  private static void insert(Entry root, KubeObject object) {
    Entry here = root;
    String[] steps = steps(object);
    for (int i = 0; i < steps.length; i++) {
      boolean folder = i < steps.length - 1;
      here = here.children.computeIfAbsent(steps[i], name -> new Entry(name, folder));
    }
    here.objects.add(object);
  }

  private static String[] steps(KubeObject object) {
    return SLASH.split(object.file().path(), -1);
  }

  private static final java.util.regex.Pattern SLASH = java.util.regex.Pattern.compile("/");

  /**
   * Finds, for each identity that stands in several files, the children that redefine each other.
   */
  private static void markRedefinitions(Entry root, List<KubeObject> objects) {
    Map<Identity, Map<String, KubeObject>> filesOf = new LinkedHashMap<>();
    for (KubeObject object : objects) {
      if (isMergedByEveryone(object)) {
        continue;
      }
      filesOf
          .computeIfAbsent(
              new Identity(object.kind(), object.namespace(), object.name()), k -> new TreeMap<>())
          .putIfAbsent(object.file().path(), object);
    }
    int contest = 0;
    for (Map<String, KubeObject> files : filesOf.values()) {
      if (files.size() > 1 && differ(files.values())) {
        markBelow(root, 0, new ArrayList<>(files.values()), contest++);
      }
    }
  }

  /** Whether the same object is written differently; copies of one text can live in one world. */
  private static boolean differ(Collection<KubeObject> group) {
    KubeObject first = group.iterator().next();
    return group.stream().anyMatch(other -> !other.root().equals(first.root()));
  }

  /**
   * A Namespace is often written again by each part of one application, and a ServiceAccount {@code
   * default} is nobody's: that alone makes no other world.
   */
  private static boolean isMergedByEveryone(KubeObject object) {
    return object.kind().equals(Kinds.NAMESPACE)
        || (object.kind().equals(Kinds.SERVICE_ACCOUNT) && object.name().equals("default"));
  }

  private static void markBelow(Entry here, int depth, List<KubeObject> group, int contest) {
    Map<String, List<KubeObject>> byChild = new TreeMap<>();
    for (KubeObject object : group) {
      byChild.computeIfAbsent(steps(object)[depth], k -> new ArrayList<>()).add(object);
    }
    List<Entry> alternatives = new ArrayList<>();
    for (Map.Entry<String, List<KubeObject>> child : byChild.entrySet()) {
      Entry entry = here.children.get(child.getKey());
      if (entry == null) {
        continue;
      }
      alternatives.add(entry);
      if (child.getValue().size() > 1) {
        markBelow(entry, depth + 1, child.getValue(), contest);
      }
    }
    if (alternatives.size() > 1) {
      alternatives.forEach(alternative -> alternative.contested.add(contest));
    }
  }

  /**
   * Adds the worlds below an entry to {@code named} and returns what is in all of them.
   *
   * @param label the path of the entry, for naming worlds
   */
  private static Set<KubeObject> worldsBelow(
      Entry here, String label, Map<String, Set<KubeObject>> named) {
    Set<KubeObject> shared = new LinkedHashSet<>(here.objects);
    List<Entry> alternatives = new ArrayList<>();
    List<Entry> others = new ArrayList<>();
    for (Entry child : here.children.values()) {
      (child.contested.isEmpty() ? others : alternatives).add(child);
    }
    long folders = here.children.values().stream().filter(c -> c.folder).count();
    long alternativeFolders = alternatives.stream().filter(c -> c.folder).count();
    boolean collection = alternativeFolders * 3 >= folders && alternativeFolders > 1;

    Map<Entry, Set<KubeObject>> companions = new LinkedHashMap<>();
    for (Entry other : others) {
      Map<String, Set<KubeObject>> inner = new LinkedHashMap<>();
      Set<KubeObject> own = worldsBelow(other, join(label, other.name), inner);
      if (alternatives.isEmpty() || !other.folder || !collection || profile(other).onlyShared) {
        shared.addAll(own);
        mergeInto(named, inner);
        continue;
      }
      boolean belongs = false;
      for (Entry alternative : alternatives) {
        if (speakOfOneNamespace(profile(other), profile(alternative))) {
          belongs = true;
          companions.computeIfAbsent(alternative, k -> new LinkedHashSet<>()).addAll(own);
          inner.values().forEach(companions.get(alternative)::addAll);
        }
      }
      if (!belongs) {
        addWorlds(named, join(label, other.name), own, inner);
      }
    }
    for (List<Entry> together : combinations(alternatives)) {
      Set<KubeObject> own = new LinkedHashSet<>();
      Map<String, Set<KubeObject>> inner = new LinkedHashMap<>();
      String name = join(label, together.get(0).name);
      for (Entry alternative : together) {
        own.addAll(worldsBelow(alternative, join(label, alternative.name), inner));
        own.addAll(companions.getOrDefault(alternative, Set.of()));
      }
      addWorlds(named, name, own, inner);
    }
    return shared;
  }

  /**
   * The alternatives that live together: a folder by itself; files of one folder as many together
   * as define nothing twice, each file in at least one combination.
   */
  private static List<List<Entry>> combinations(List<Entry> alternatives) {
    List<List<Entry>> out = new ArrayList<>();
    List<List<Entry>> ofFiles = new ArrayList<>();
    List<Set<Integer>> taken = new ArrayList<>();
    List<Entry> files = new ArrayList<>();
    for (Entry alternative : alternatives) {
      if (alternative.folder) {
        out.add(List.of(alternative));
        continue;
      }
      files.add(alternative);
      int world = 0;
      while (world < taken.size() && !disjoint(taken.get(world), alternative.contested)) {
        world++;
      }
      if (world == taken.size()) {
        ofFiles.add(new ArrayList<>());
        taken.add(new HashSet<>());
      }
      ofFiles.get(world).add(alternative);
      taken.get(world).addAll(alternative.contested);
    }
    // What is still open in a combination is filled from the others: it needs one of each.
    for (int world = 0; world < ofFiles.size(); world++) {
      for (Entry file : files) {
        if (disjoint(taken.get(world), file.contested)) {
          ofFiles.get(world).add(file);
          taken.get(world).addAll(file.contested);
        }
      }
    }
    out.addAll(ofFiles);
    return out;
  }

  private static boolean disjoint(Set<Integer> one, Set<Integer> other) {
    return java.util.Collections.disjoint(one, other);
  }

  private static void addWorlds(
      Map<String, Set<KubeObject>> named,
      String label,
      Set<KubeObject> own,
      Map<String, Set<KubeObject>> inner) {
    if (inner.isEmpty()) {
      named.computeIfAbsent(label, k -> new LinkedHashSet<>()).addAll(own);
      return;
    }
    inner.forEach(
        (name, objects) -> {
          Set<KubeObject> all = named.computeIfAbsent(name, k -> new LinkedHashSet<>());
          all.addAll(own);
          all.addAll(objects);
        });
  }

  /** Worlds found at two places of a shared tree are one where they have the same last name. */
  private static void mergeInto(
      Map<String, Set<KubeObject>> named, Map<String, Set<KubeObject>> inner) {
    if (inner.isEmpty()) {
      return;
    }
    Map<String, String> byLastStep = new HashMap<>();
    named.keySet().forEach(label -> byLastStep.put(lastStep(label), label));
    inner.forEach(
        (label, objects) ->
            named
                .computeIfAbsent(
                    byLastStep.getOrDefault(lastStep(label), label), k -> new LinkedHashSet<>())
                .addAll(objects));
  }

  private static String lastStep(String label) {
    return label.substring(label.lastIndexOf('/') + 1);
  }

  private static String join(String label, String name) {
    return label.isEmpty() ? name : label + "/" + name;
  }

  private static boolean speakOfOneNamespace(Profile one, Profile other) {
    return one.writtenNamespaces.stream().anyMatch(other.writtenNamespaces::contains);
  }

  private static Profile profile(Entry entry) {
    Profile known = entry.profile;
    if (known == null) {
      known = new Profile();
      collect(entry, known);
      entry.profile = known;
    }
    return known;
  }

  private static final Set<String> CLUSTER_NAMESPACES =
      new TreeSet<>(List.of("default", "kube-system", "kube-public", "istio-system"));

  private static final Set<String> CONTROL_NAMESPACES = Set.of("kube-system", "istio-system");

  /** What decides for the whole cluster: the mesh's own objects, istiod and the cluster's DNS. */
  private static boolean isControlPlane(KubeObject object) {
    String name = object.name();
    return Kinds.isIstio(object.kind())
        || name.startsWith("istio")
        || name.startsWith("coredns")
        || name.startsWith("kube-dns");
  }

  private static void collect(Entry entry, Profile profile) {
    for (KubeObject object : entry.objects) {
      String namespace = object.kind().equals(Kinds.NAMESPACE) ? object.name() : object.namespace();
      boolean written = object.namespaceWritten() || object.kind().equals(Kinds.NAMESPACE);
      if (written && !namespace.isEmpty() && !CLUSTER_NAMESPACES.contains(namespace)) {
        profile.writtenNamespaces.add(namespace);
      }
      boolean shared =
          object.namespace().isEmpty()
              || (CONTROL_NAMESPACES.contains(namespace) && isControlPlane(object));
      profile.onlyShared &= shared;
    }
    for (Entry child : entry.children.values()) {
      collect(child, profile);
    }
  }
}
