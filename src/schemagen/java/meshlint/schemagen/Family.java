package meshlint.schemagen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The schemas of one project in all its releases.
 *
 * @param letter names the family in the index: {@code k}, {@code i} or {@code g}
 * @param releases labels, oldest first
 * @param definitions shared types: name, then position of the release, then schema
 * @param kinds the kinds, by {@code apiVersion/Kind}
 */
record Family(
    String letter,
    List<String> releases,
    Map<String, Map<Integer, Map<String, Object>>> definitions,
    Map<String, KindForms> kinds) {

  /** A family without any kind yet. */
  static Family empty(String letter, List<String> releases) {
    return new Family(letter, List.copyOf(releases), new TreeMap<>(), new TreeMap<>());
  }

  /** One API version of a kind in all releases that serve it. */
  static final class KindForms {
    final String apiVersion;
    final String kind;
    final String plural;
    final boolean namespaced;
    final Map<Integer, Map<String, Object>> schemas = new TreeMap<>();

    /** Positions of the releases that call it deprecated. */
    final List<Integer> deprecated = new ArrayList<>();

    KindForms(String apiVersion, String kind, String plural, boolean namespaced) {
      this.apiVersion = apiVersion;
      this.kind = kind;
      this.plural = plural;
      this.namespaced = namespaced;
    }
  }

  KindForms kind(String apiVersion, String kind, String plural, boolean namespaced) {
    return kinds.computeIfAbsent(
        apiVersion + "/" + kind, k -> new KindForms(apiVersion, kind, plural, namespaced));
  }

  void define(String name, int release, Map<String, Object> schema) {
    definitions.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(release, schema);
  }
}
