package meshlint.schemagen;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Several releases of one schema as one: what is equal in all stands once, what differs carries the
 * releases it holds in. Masks are bit sets over the releases of a family, oldest first.
 *
 * <p>The form, which {@code meshlint.schema.NodeReader} reads: a property is {@code name} or {@code
 * name@RANGES}; an element of {@code required} or {@code enum} is the value or {@code [RANGES,
 * value]}; a rule of {@code validations} may have {@code "@": RANGES}; any other keyword that
 * differs is {@code keyword@: [[RANGES, value], …]}. RANGES is like {@code 2-4,7-}: positions of
 * releases; without one, a thing holds wherever its parent holds.
 */
final class Merger {
  private final int releases;

  Merger(int releases) {
    this.releases = releases;
  }

  /**
   * Merges the forms that a schema has in each release.
   *
   * @param byRelease position of the release to the form there
   */
  Map<String, Object> merge(Map<Integer, Map<String, Object>> byRelease) {
    int present = mask(byRelease);
    TreeSet<String> keywords = new TreeSet<>();
    byRelease.values().forEach(node -> keywords.addAll(node.keySet()));
    Map<String, Object> out = new TreeMap<>();
    for (String keyword : keywords) {
      Map<Integer, Object> values = new TreeMap<>();
      byRelease.forEach(
          (release, node) -> {
            if (node.containsKey(keyword)) {
              values.put(release, node.get(keyword));
            }
          });
      switch (keyword) {
        case "properties" -> out.put(keyword, properties(values, present));
        case "items", "values", "not" -> {
          Map<Integer, Map<String, Object>> nodes = nodes(values);
          out.put(suffixed(keyword, mask(nodes), present), merge(nodes));
        }
        case "required", "enum" -> out.put(keyword, elements(values, present, false));
        case "validations" -> out.put(keyword, elements(values, present, true));
        default -> other(out, keyword, values, present);
      }
    }
    return out;
  }

  private Map<String, Object> properties(Map<Integer, Object> values, int present) {
    TreeMap<String, Map<Integer, Map<String, Object>>> byName = new TreeMap<>();
    values.forEach(
        (release, properties) ->
            ((Map<?, ?>) properties)
                .forEach(
                    (name, node) ->
                        byName
                            .computeIfAbsent((String) name, n -> new TreeMap<>())
                            .put(release, cast(node))));
    Map<String, Object> out = new LinkedHashMap<>();
    byName.forEach((name, nodes) -> out.put(suffixed(name, mask(nodes), present), merge(nodes)));
    return out;
  }

  private List<Object> elements(Map<Integer, Object> values, int present, boolean rules) {
    Map<Object, Integer> masks = new LinkedHashMap<>();
    List<Integer> newestFirst = new ArrayList<>(values.keySet());
    Collections.reverse(newestFirst);
    for (int release : newestFirst) {
      for (Object element : (List<?>) values.get(release)) {
        masks.merge(element, 1 << release, (a, b) -> a | b);
      }
    }
    List<Object> out = new ArrayList<>();
    masks.forEach(
        (element, mask) -> {
          if (mask == present) {
            out.add(element);
          } else if (rules) {
            Map<String, Object> ranged = new TreeMap<>(cast(element));
            ranged.put("@", ranges(mask));
            out.add(ranged);
          } else {
            out.add(List.of(ranges(mask), element));
          }
        });
    return out;
  }

  private void other(
      Map<String, Object> out, String keyword, Map<Integer, Object> values, int present) {
    Map<Object, Integer> masks = new LinkedHashMap<>();
    values.forEach((release, value) -> masks.merge(value, 1 << release, (a, b) -> a | b));
    if (masks.size() == 1 && masks.values().iterator().next() == present) {
      out.put(keyword, masks.keySet().iterator().next());
      return;
    }
    List<Object> variants = new ArrayList<>();
    masks.forEach((value, mask) -> variants.add(List.of(ranges(mask), value)));
    out.put(keyword + "@", variants);
  }

  private String suffixed(String name, int mask, int present) {
    return mask == present ? name : name + "@" + ranges(mask);
  }

  /** The ranges of a mask: {@code 2-4,7-}. */
  String ranges(int mask) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < releases) {
      if ((mask & 1 << i) == 0) {
        i++;
        continue;
      }
      int from = i;
      while (i < releases && (mask & 1 << i) != 0) {
        i++;
      }
      out.append(out.length() > 0 ? "," : "").append(from);
      if (i == releases) {
        out.append('-');
      } else if (i - 1 > from) {
        out.append('-').append(i - 1);
      }
    }
    return out.toString();
  }

  private static int mask(Map<Integer, ?> byRelease) {
    int mask = 0;
    for (int release : byRelease.keySet()) {
      mask |= 1 << release;
    }
    return mask;
  }

  private static Map<Integer, Map<String, Object>> nodes(Map<Integer, Object> values) {
    Map<Integer, Map<String, Object>> out = new TreeMap<>();
    values.forEach((release, node) -> out.put(release, cast(node)));
    return out;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> cast(Object node) {
    return (Map<String, Object>) node;
  }
}
