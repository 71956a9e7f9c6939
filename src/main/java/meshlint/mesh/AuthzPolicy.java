package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * An AuthorizationPolicy as Istio reads it (api: security/v1beta1/authorization_policy.proto).
 *
 * @param object the AuthorizationPolicy
 * @param action what it does with requests that a rule matches
 * @param dryRun whether it is only logged, by the annotation {@code istio.io/dry-run}
 * @param provider the extension provider of a CUSTOM one; empty for none
 * @param rules its rules, in order
 */
public record AuthzPolicy(
    KubeObject object, Action action, boolean dryRun, String provider, List<Rule> rules) {
  /** Copies the rules. */
  public AuthzPolicy {
    rules = List.copyOf(rules);
  }

  /** What a policy does with requests that a rule matches. */
  public enum Action {
    /** Lets them pass, and nothing else unless another policy does. */
    ALLOW,
    /** Refuses them. */
    DENY,
    /** Logs them. */
    AUDIT,
    /** Asks an external authorizer. */
    CUSTOM
  }

  /**
   * A rule: some source, some operation, and all conditions must match.
   *
   * @param index its index
   * @param place where it stands
   * @param sources the fields of each source; empty where any source will do
   * @param operations the fields of each operation; empty where any operation will do
   * @param conditions the entries of {@code when}
   */
  public record Rule(
      int index,
      Place place,
      List<List<AuthzField>> sources,
      List<List<AuthzField>> operations,
      List<AuthzField> conditions) {
    /** Copies the lists. */
    public Rule {
      sources = List.copyOf(sources);
      operations = List.copyOf(operations);
      conditions = List.copyOf(conditions);
    }

    /** All its fields, in file order. */
    public List<AuthzField> fields() {
      List<AuthzField> out = new ArrayList<>();
      sources.forEach(out::addAll);
      operations.forEach(out::addAll);
      out.addAll(conditions);
      return out;
    }
  }

  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  static AuthzPolicy of(KubeObject object) {
    MapNode spec = object.spec();
    String word = spec == null ? null : spec.text("action");
    Action action =
        switch (word == null ? "ALLOW" : word) {
          case "DENY" -> Action.DENY;
          case "AUDIT" -> Action.AUDIT;
          case "CUSTOM" -> Action.CUSTOM;
          default -> Action.ALLOW;
        };
    String dryRun = object.annotation("istio.io/dry-run");
    String provider = object.root().at("spec", "provider", "name") instanceof String s ? s : "";
    List<Rule> rules = new ArrayList<>();
    ListNode written = spec == null ? null : spec.list("rules");
    for (int i = 0; written != null && i < written.size(); i++) {
      // An empty item is a rule without conditions, which matches everything.
      MapNode node = written.get(i) instanceof MapNode map ? map : null;
      rules.add(rule(object, i, written.placeOf(i), node));
    }
    return new AuthzPolicy(
        object, action, dryRun != null && TRUE.contains(dryRun), provider, rules);
  }

  private static Rule rule(KubeObject object, int index, Place place, @Nullable MapNode node) {
    List<List<AuthzField>> sources = new ArrayList<>();
    List<List<AuthzField>> operations = new ArrayList<>();
    List<AuthzField> conditions = new ArrayList<>();
    if (node != null) {
      for (MapNode from : node.maps("from")) {
        sources.add(fields(object, index, AuthzField.Part.SOURCE, from.map("source")));
      }
      for (MapNode to : node.maps("to")) {
        operations.add(fields(object, index, AuthzField.Part.OPERATION, to.map("operation")));
      }
      for (MapNode when : node.maps("when")) {
        condition(object, index, when, "values", conditions);
        condition(object, index, when, "notValues", conditions);
      }
    }
    return new Rule(index, place, sources, operations, conditions);
  }

  private static List<AuthzField> fields(
      KubeObject object, int rule, AuthzField.Part part, @Nullable MapNode node) {
    List<AuthzField> out = new ArrayList<>();
    if (node != null) {
      for (Map.Entry<String, Object> entry : node.entrySet()) {
        if (entry.getValue() instanceof ListNode list && !list.isEmpty()) {
          String name = entry.getKey();
          out.add(
              field(object, rule, part, name, name.startsWith("not"), list, node.placeOf(name)));
        }
      }
    }
    return out;
  }

  private static void condition(
      KubeObject object, int rule, MapNode when, String list, List<AuthzField> out) {
    String key = when.text("key");
    ListNode values = when.list(list);
    if (key != null && values != null && !values.isEmpty()) {
      out.add(
          field(
              object,
              rule,
              AuthzField.Part.CONDITION,
              key,
              list.equals("notValues"),
              values,
              when.placeOf("key")));
    }
  }

  private static AuthzField field(
      KubeObject object,
      int rule,
      AuthzField.Part part,
      String name,
      boolean negated,
      ListNode list,
      Place place) {
    List<String> values = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      values.add(String.valueOf(list.get(i)));
      places.add(list.placeOf(i));
    }
    return new AuthzField(object, rule, part, name, negated, values, place, places);
  }

  /** Whether it denies everything by allowing nothing. */
  public boolean allowsNothing() {
    return action == Action.ALLOW && rules.isEmpty();
  }
}
