package meshlint.schema;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import meshlint.manifest.Kind;
import org.jspecify.annotations.Nullable;

/** The table of contents of the bundle: which file holds the schema of which kind. */
final class BundleIndex {
  /**
   * One API version of a kind.
   *
   * @param mask the releases of its family that serve it
   * @param file the file of its schema
   * @param definition the name of its definition in the file
   */
  record Entry(
      String apiVersion,
      String kind,
      String plural,
      boolean namespaced,
      Family family,
      int mask,
      String file,
      String definition) {}

  /**
   * The life of an API version, from the project's own sources.
   *
   * @param deprecated since which release, such as {@code 1.19}; empty where it is not
   * @param removed from which release on it is gone; empty where that is not settled
   * @param replacement {@code apiVersion/Kind} to use; empty where the sources name none
   */
  record Life(String deprecated, String removed, String replacement) {}

  /** A project whose releases the bundle follows. */
  enum Family {
    KUBERNETES("Kubernetes"),
    ISTIO("Istio"),
    GATEWAY_API("Gateway API");

    private final String title;

    Family(String title) {
      this.title = title;
    }

    /** What people call it. */
    String title() {
      return title;
    }
  }

  private final Map<Family, Releases> releases = new EnumMap<>(Family.class);
  private final Map<String, Entry> entries = new HashMap<>(512);
  private final Map<String, Life> lives = new HashMap<>(128);
  private @Nullable Map<Kind, List<Entry>> byKind;

  /** Reads the lines of {@code index.tsv}. */
  BundleIndex(String text) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      String[] cells = cells(text, start, end);
      switch (cells[0]) {
        case "releases" ->
            releases.put(family(cells[1]), new Releases(List.of(cells[2].split(" ", -1))));
        case "kind" -> addKind(cells);
        case "gone" -> lives.put(key(cells[1], cells[2]), new Life(cells[3], cells[4], cells[5]));
        default -> throw new IllegalStateException("unknown line in the schema index: " + cells[0]);
      }
      start = end + 1;
    }
  }

  private static String[] cells(String text, int start, int end) {
    String[] out = new String[12];
    int count = 0;
    int from = start;
    while (from <= end) {
      int tab = text.indexOf('\t', from);
      int to = tab < 0 || tab > end ? end : tab;
      out[count++] = text.substring(from, to);
      from = to + 1;
    }
    return out;
  }

  private void addKind(String[] cells) {
    Entry entry =
        new Entry(
            cells[1],
            cells[2],
            cells[3],
            cells[4].equals("namespaced"),
            family(cells[5]),
            Releases.mask(cells[6]),
            cells[7],
            cells[8]);
    entries.put(key(entry.apiVersion, entry.kind), entry);
    if (!cells[9].isEmpty() || !cells[10].isEmpty()) {
      lives.put(key(cells[1], cells[2]), new Life(cells[9], cells[10], cells[11]));
    }
  }

  private static Family family(String letter) {
    return switch (letter) {
      case "k" -> Family.KUBERNETES;
      case "i" -> Family.ISTIO;
      default -> Family.GATEWAY_API;
    };
  }

  static String key(String apiVersion, String kind) {
    return apiVersion + "/" + kind;
  }

  /** API version of a kind to where its schema is; by {@code apiVersion/Kind}. */
  Map<String, Entry> entries() {
    return entries;
  }

  /** The lives of API versions that are deprecated or gone, by {@code apiVersion/Kind}. */
  Map<String, Life> lives() {
    return lives;
  }

  /** The API versions of each kind. */
  synchronized Map<Kind, List<Entry>> byKind() {
    Map<Kind, List<Entry>> known = byKind;
    if (known == null) {
      known = new HashMap<>();
      for (Entry entry : entries.values()) {
        known
            .computeIfAbsent(Kind.of(entry.apiVersion, entry.kind), k -> new ArrayList<>(1))
            .add(entry);
      }
      byKind = known;
    }
    return known;
  }

  Releases releases(Family family) {
    Releases found = releases.get(family);
    if (found == null) {
      throw new IllegalStateException("the schema index names no releases of " + family);
    }
    return found;
  }
}
