package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Finds the routes of a VirtualService that earlier ones shadow. A match shadows another where
 * whatever meets the other meets it too; where that cannot be told (regular expressions), it does
 * not.
 */
final class RouteShadows {
  /** The conditions of a match whose values are compared as text patterns. */
  private static final Set<String> PATTERNS = Set.of("uri", "scheme", "method", "authority");

  /** The conditions that map names to text patterns. */
  private static final Set<String> PATTERN_MAPS = Set.of("headers", "queryParams");

  /** What people call a match. */
  private static final Set<String> NAMES = Set.of("name", "statPrefix");

  /** What stands in a match and is no condition. */
  private static final Set<String> NO_CONDITIONS = Set.of("name", "statPrefix", "ignoreUriCase");

  private final String protocol;
  private final List<MapNode> routes;
  private final List<RouteShadow> out = new ArrayList<>();

  private RouteShadows(String protocol, List<MapNode> routes) {
    this.protocol = protocol;
    this.routes = routes;
  }

  static List<RouteShadow> of(KubeObject object) {
    MapNode spec = object.spec();
    List<RouteShadow> out = new ArrayList<>();
    if (spec != null) {
      for (String protocol : List.of("http", "tls", "tcp")) {
        RouteShadows list = new RouteShadows(protocol, spec.maps(protocol));
        list.find();
        out.addAll(list.out);
      }
    }
    return out;
  }

  /**
   * A match seen so far; its node is null for a route without any match, which takes everything.
   */
  private record Seen(@Nullable MapNode match, int route, Place place) {}

  private void find() {
    List<Seen> seen = new ArrayList<>();
    // Most matches are unlike; those that are equal are found without comparing all with all.
    Map<String, Seen> byText = new HashMap<>();
    for (int i = 0; i < routes.size(); i++) {
      MapNode route = routes.get(i);
      ListNode matches = route.list("match");
      if (matches == null || matches.isEmpty()) {
        Seen everything = takesEverything(seen);
        if (everything != null) {
          add(i, -1, route.place(), everything, true);
        }
        seen.add(new Seen(null, i, route.place()));
        continue;
      }
      route(i, route, matches, seen, byText);
    }
  }

  private void route(
      int i, MapNode route, ListNode matches, List<Seen> seen, Map<String, Seen> byText) {
    List<RouteShadow> found = new ArrayList<>();
    List<Seen> own = new ArrayList<>();
    for (int j = 0; j < matches.size(); j++) {
      if (!(matches.get(j) instanceof MapNode match)) {
        continue;
      }
      Map<String, Object> named = new HashMap<>(match);
      named.keySet().removeAll(NAMES);
      String text = named.toString();
      Seen by = byText.get(text);
      boolean identical = by != null;
      for (int k = 0; by == null && k < seen.size(); k++) {
        MapNode earlier = seen.get(k).match();
        if (earlier == null || covers(earlier, match)) {
          by = seen.get(k);
        }
      }
      for (int k = 0; by == null && k < own.size(); k++) {
        MapNode earlier = own.get(k).match();
        if (earlier != null && !namesOnePath(match) && covers(earlier, match)) {
          by = own.get(k);
        }
      }
      if (by != null) {
        found.add(
            new RouteShadow(protocol, i, j, match.place(), by.route(), by.place(), identical));
      } else {
        Seen now = new Seen(match, i, match.place());
        own.add(now);
        byText.put(text, now);
      }
    }
    if (found.size() == matches.size()) {
      RouteShadow first = found.get(0);
      boolean identical = found.stream().allMatch(RouteShadow::identical);
      out.add(
          new RouteShadow(protocol, i, -1, route.place(), first.by(), first.byPlace(), identical));
    } else {
      out.addAll(found);
    }
    seen.addAll(own);
  }

  /** One exact path beside a prefix in the same route is there for people, and does no harm. */
  private static boolean namesOnePath(MapNode match) {
    return match.at("uri", "exact") != null;
  }

  private void add(int route, int match, Place place, Seen by, boolean identical) {
    out.add(new RouteShadow(protocol, route, match, place, by.route(), by.place(), identical));
  }

  private static @Nullable Seen takesEverything(List<Seen> seen) {
    for (Seen earlier : seen) {
      MapNode match = earlier.match();
      if (match == null || conditions(match).isEmpty()) {
        return earlier;
      }
    }
    return null;
  }

  private static Set<String> conditions(MapNode match) {
    Set<String> out = new HashSet<>(match.keySet());
    out.removeAll(NO_CONDITIONS);
    return out;
  }

  /** Whether whatever meets the later match meets the earlier one. */
  static boolean covers(MapNode earlier, MapNode later) {
    for (String key : conditions(earlier)) {
      Object wanted = earlier.get(key);
      Object given = later.get(key);
      if (wanted == null || isEmpty(wanted)) {
        continue;
      }
      if (given == null || !covers(key, wanted, given, earlier, later)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEmpty(Object value) {
    return (value instanceof Map<?, ?> map && map.isEmpty())
        || (value instanceof List<?> list && list.isEmpty());
  }

  private static boolean covers(
      String key, Object wanted, Object given, MapNode earlier, MapNode later) {
    if (PATTERNS.contains(key) && wanted instanceof MapNode w && given instanceof MapNode g) {
      boolean fold = key.equals("uri") && Boolean.TRUE.equals(earlier.bool("ignoreUriCase"));
      boolean folds = key.equals("uri") && Boolean.TRUE.equals(later.bool("ignoreUriCase"));
      return (fold || !folds) && patternCovers(w, g, fold);
    }
    if (PATTERN_MAPS.contains(key) && wanted instanceof MapNode w && given instanceof MapNode g) {
      return allCovered(w, g);
    }
    return switch (key) {
      case "sourceLabels" ->
          given instanceof MapNode g
              && wanted instanceof MapNode w
              && g.entrySet().containsAll(w.entrySet());
      case "sniHosts" ->
          wanted instanceof ListNode w
              && given instanceof ListNode g
              && g.strings().stream()
                  .allMatch(
                      name -> w.strings().stream().anyMatch(host -> Hosts.contains(host, name)));
      case "gateways", "destinationSubnets" ->
          wanted instanceof ListNode w && given instanceof ListNode g && w.containsAll(g);
      default -> wanted.equals(given);
    };
  }

  private static boolean allCovered(MapNode wanted, MapNode given) {
    for (Map.Entry<String, Object> entry : wanted.entrySet()) {
      Object other = given.get(entry.getKey());
      if (!(entry.getValue() instanceof MapNode w)
          || !(other instanceof MapNode g)
          || !patternCovers(w, g, false)) {
        return false;
      }
    }
    return true;
  }

  /** Compares {@code exact}, {@code prefix} and {@code regex}. */
  private static boolean patternCovers(MapNode wanted, MapNode given, boolean fold) {
    if (wanted.isEmpty()) {
      // A header without a pattern asks only for its presence.
      return true;
    }
    String prefix = text(wanted, "prefix", fold);
    String exact = text(wanted, "exact", fold);
    String givenExact = text(given, "exact", fold);
    String givenPrefix = text(given, "prefix", fold);
    if (prefix != null) {
      String other = givenExact == null ? givenPrefix : givenExact;
      return other != null && other.startsWith(prefix);
    }
    if (exact != null) {
      return exact.equals(givenExact);
    }
    String regex = wanted.text("regex");
    return regex != null && (regex.equals(".*") || regex.equals(given.text("regex")));
  }

  private static @Nullable String text(MapNode pattern, String key, boolean fold) {
    String text = pattern.text(key);
    return text == null || !fold ? text : text.toLowerCase(Locale.ROOT);
  }
}
