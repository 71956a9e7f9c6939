package meshlint.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import meshlint.finding.Nearest;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * One object against its schema. Each mistake gives one problem: below a value of the wrong type
 * nothing more is looked at, a misspelt field is not also a missing one, and rules over a value are
 * asked only where its parts are well.
 */
final class Check {
  private static final String REFUSED = Problems.REFUSED;

  private final KubeObject object;
  private final KindSchema schema;
  private final Releases releases;
  private final String project;
  private final boolean custom;
  private final CelRules rules;
  private final int release;
  private final Problems problems;
  private final ServerChecks server;
  private final Set<String> unevaluated = new LinkedHashSet<>();
  private boolean unreadable;

  /**
   * A check of one object.
   *
   * @param project what the releases are releases of, for messages
   * @param custom whether the kind is defined by a CustomResourceDefinition
   * @param minor minor version of the cluster's Kubernetes
   */
  Check(
      KubeObject object,
      KindSchema schema,
      Releases releases,
      String project,
      boolean custom,
      CelRules rules,
      int minor) {
    this.object = object;
    this.schema = schema;
    this.releases = releases;
    this.project = project;
    this.custom = custom;
    this.rules = rules;
    this.release = schema.release();
    this.problems = new Problems(object);
    this.server = new ServerChecks(problems, minor);
  }

  /** The problems, in no certain order. */
  Set<SchemaProblem> run() {
    MapNode root = object.root();
    SchemaNode node = schema.root();
    boolean fine = fields(root, node, node);
    fine &= required(root, node);
    server.object(root, object.ref().kind(), custom);
    if (node.definition != null && !custom) {
      server.check(node.definition, root);
    }
    if (fine && alternatives(null, "", root, node, node)) {
      rules(null, "", root, node);
    }
    return problems.all();
  }

  /** Whether a mapping, or a list of mappings, is written as something else. */
  boolean isUnreadable() {
    return unreadable;
  }

  /** The rules of the definition that could not be evaluated on the object. */
  Set<String> unevaluated() {
    return unevaluated;
  }

  /**
   * Checks a value; whether nothing is wrong in it.
   *
   * @param node what it must be
   * @param shape the schema that names the fields: the same, or for one of several alternatives the
   *     schema they belong to; null where nothing names them
   */
  private boolean value(
      Node parent, Object key, Object value, SchemaNode node, @Nullable SchemaNode shape) {
    if (value instanceof String text && Formats.isPlaceholder(text)) {
      return true;
    }
    if (!fits(value, node)) {
      wrongType(parent, key, value, node);
      return false;
    }
    if (node.enumValues != null && !isAllowed(value, node, node.enumValues)) {
      notAllowed(parent, key, value, node, node.enumValues);
      return false;
    }
    boolean fine;
    if (value instanceof MapNode map) {
      fine = fields(map, node, shape);
      fine &= required(map, node);
      fine &= count(parent, key, map.size(), node.minProperties, node.maxProperties, "entries");
      if (node.definition != null && !problems.isPaused()) {
        server.check(node.definition, map);
      }
    } else if (value instanceof ListNode list) {
      fine = items(parent, key, list, node, shape);
    } else if (value instanceof String text) {
      fine = text(parent, key, text, node);
    } else if (value instanceof Number number) {
      fine = bounds(parent, key, number, node);
    } else {
      fine = true;
    }
    fine = fine && alternatives(parent, key, value, node, shape);
    return fine && (shape != node || rules(parent, key, value, node));
  }

  // --- types ---------------------------------------------------------------------

  private static boolean fits(Object value, SchemaNode node) {
    return switch (node.type) {
      case OBJECT -> value instanceof MapNode;
      case ARRAY -> value instanceof ListNode;
      case STRING -> value instanceof String;
      case INTEGER -> isWhole(value);
      case NUMBER -> value instanceof Number;
      case BOOLEAN -> value instanceof Boolean;
      case INT_OR_STRING -> value instanceof String || isWhole(value);
      case QUANTITY -> value instanceof String || value instanceof Number;
      case ANY -> true;
    };
  }

  private static boolean isWhole(Object value) {
    return value instanceof Long || (value instanceof Double d && d == Math.rint(d));
  }

  private void wrongType(Node parent, Object key, Object value, SchemaNode node) {
    SchemaNode items = node.items == null ? null : node.items.at(release);
    if (!problems.isPaused()
        && (node.type == SchemaNode.Type.OBJECT
            || (items != null && items.type == SchemaNode.Type.OBJECT))) {
      unreadable = true;
    }
    problem(
        SchemaProblem.VALUE_TYPE,
        where(parent, key)
            + " must be "
            + Words.type(node.type)
            + ", not "
            + Words.value(value)
            + REFUSED,
        typeHint(parent, key, value, node),
        parent.placeOf(key));
  }

  private static @Nullable String typeHint(Node parent, Object key, Object value, SchemaNode node) {
    String written = value instanceof Node ? "" : parent.placeOf(key).span().text();
    switch (node.type) {
      case STRING -> {
        return value instanceof Node ? null : "write it in quotes: \"" + written + "\"";
      }
      case INTEGER, NUMBER, BOOLEAN -> {
        if (value instanceof String text) {
          boolean bare =
              node.type == SchemaNode.Type.BOOLEAN
                  ? text.equals("true") || text.equals("false")
                  : !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
          return bare ? "write it without quotes: " + text : null;
        }
        return null;
      }
      case ARRAY -> {
        SchemaNode items = node.items;
        boolean single =
            value instanceof Node || (items != null && items.type == SchemaNode.Type.STRING);
        return single ? "write a list: put \"- \" before it, also for a single item" : null;
      }
      case OBJECT -> {
        return value instanceof ListNode ? "write it as a mapping, without \"- \"" : null;
      }
      default -> {
        return null;
      }
    }
  }

  // --- allowed values --------------------------------------------------------------

  private static boolean isAllowed(Object value, SchemaNode node, List<Object> allowed) {
    return allowed.contains(value) || (node.emptyIsAbsent && "".equals(value));
  }

  private void notAllowed(
      Node parent, Object key, Object value, SchemaNode node, List<Object> allowed) {
    String elsewhere = releaseOf(value, node);
    if (elsewhere != null) {
      problem(
          SchemaProblem.FIELD_TOO_NEW,
          where(parent, key) + " may be " + Words.shown(value) + elsewhere,
          null,
          parent.placeOf(key));
      return;
    }
    List<String> texts = new ArrayList<>();
    for (Object choice : allowed) {
      texts.add(String.valueOf(choice));
    }
    String near = Nearest.of(String.valueOf(value), texts);
    String choices = Words.choices(texts);
    String hint =
        near != null
            ? "did you mean " + near + "?" + (texts.size() < 2 ? "" : others(choices))
            : choices.isEmpty() ? null : "use " + choices;
    problem(
        SchemaProblem.VALUE_NOT_ALLOWED,
        where(parent, key) + " may not be " + Words.shown(value) + REFUSED,
        hint,
        parent.placeOf(key));
  }

  private static String others(String choices) {
    return choices.isEmpty() ? "" : " (allowed: " + choices + ")";
  }

  /** The words for the release from which on a value is allowed; null where none allows it. */
  private @Nullable String releaseOf(Object value, SchemaNode node) {
    if (node.enumOfAllReleases == null) {
      return null;
    }
    for (Object element : node.enumOfAllReleases) {
      if (element instanceof SchemaNode.Ranged ranged && ranged.value().equals(value)) {
        return since(ranged.mask());
      }
    }
    return null;
  }

  // --- fields ----------------------------------------------------------------------

  private boolean fields(MapNode map, SchemaNode node, @Nullable SchemaNode shape) {
    boolean fine = shape == null || shape == node || defaults(map, node, shape);
    SchemaNode values = node.type == SchemaNode.Type.OBJECT ? node.element(release) : node.values;
    for (int i = 0; i < map.childCount(); i++) {
      String key = map.keyAt(i);
      Object value = map.valueAt(i);
      if (value == null || (map.parent() == null && key.equals("status"))) {
        // Null is absent; what status says is the cluster's business.
        continue;
      }
      SchemaNode child = node.property(key, release);
      if (child == null) {
        child = values;
      }
      if (child != null) {
        fine &= value(map, key, value, child, shape == node ? child : below(shape, key));
      } else if (shape == node && !isOpen(node, key)) {
        unknown(map, key, value, node);
        fine = false;
      }
    }
    return fine;
  }

  private @Nullable SchemaNode below(@Nullable SchemaNode shape, String key) {
    if (shape == null) {
      return null;
    }
    SchemaNode child = shape.property(key, release);
    return child != null ? child : shape.element(release);
  }

  /** Whether an alternative agrees with the defaults of fields that are absent. */
  private boolean defaults(MapNode map, SchemaNode alternative, SchemaNode shape) {
    if (alternative.properties == null) {
      return true;
    }
    for (String name : alternative.properties.keySet()) {
      SchemaNode asked = alternative.property(name, release);
      SchemaNode child = shape.property(name, release);
      Object value = child == null ? null : child.defaultValue;
      if (asked != null
          && value != null
          && !(value instanceof Map)
          && !map.containsKey(name)
          && !value(map, name, value, asked, null)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isOpen(SchemaNode node, String key) {
    return node.open
        || node.type == SchemaNode.Type.ANY
        || (node.embedded
            && (key.equals("apiVersion") || key.equals("kind") || key.equals("metadata")));
  }

  private void unknown(MapNode map, String key, Object value, SchemaNode node) {
    Place place = map.placeOfKey(key);
    SchemaNode other = node.properties == null ? null : node.properties.get(key);
    if (other != null) {
      boolean newer = isNewer(other.mask);
      problem(
          newer ? SchemaProblem.FIELD_TOO_NEW : SchemaProblem.FIELD_REMOVED,
          where(map, key) + (newer ? " exists" + since(other.mask) : until(other.mask)),
          null,
          place);
      return;
    }
    String at = map.path().toString();
    Set<String> names = names(node);
    String near = Nearest.of(key, names);
    Misplaced places = new Misplaced(schema, object.root());
    String home = near != null ? null : places.home(map.path(), key, value);
    if (home != null) {
      String target = home.isEmpty() ? "the top level" : home;
      boolean twice = places.isSet(home, key);
      problem(
          SchemaProblem.FIELD_MISPLACED,
          object.ref()
              + " has no field "
              + (at.isEmpty() ? key : at + "." + key)
              + ", only "
              + (home.isEmpty() ? key : home + "." + key)
              + DROPPED,
          twice ? "remove it, " + target + " has one already" : "move " + key + " to " + target,
          place);
      return;
    }
    String choices = Words.choices(names);
    problem(
        SchemaProblem.FIELD_UNKNOWN,
        object.ref() + " has no field " + (at.isEmpty() ? key : at + "." + key) + DROPPED,
        near != null
            ? "did you mean " + near + "?"
            : choices.isEmpty() ? null : "its fields here are " + choices.replace(" or ", " and "),
        place);
  }

  private static final String DROPPED =
      ": kubectl refuses the object, other clients drop the field";

  private Set<String> names(SchemaNode node) {
    Set<String> out = new TreeSet<>();
    if (node.properties != null) {
      node.properties.forEach(
          (name, child) -> {
            if (Releases.has(child.mask, release)) {
              out.add(name);
            }
          });
    }
    return out;
  }

  private boolean required(MapNode map, SchemaNode node) {
    boolean fine = true;
    for (Object element : node.required) {
      String name = (String) element;
      if (map.containsKey(name) || node.zeroIsFine.contains(name)) {
        continue;
      }
      SchemaNode child = node.property(name, release);
      if (child != null && child.defaultValue != null) {
        continue;
      }
      fine = false;
      if (!isMisspelt(map, name, node)) {
        problem(
            SchemaProblem.FIELD_MISSING,
            where(map) + " lacks the required field " + name + REFUSED,
            null,
            map.place());
      }
    }
    return fine;
  }

  /** Whether an unknown field of a mapping, reported already, is probably the missing one. */
  private boolean isMisspelt(MapNode map, String missing, SchemaNode node) {
    for (int i = 0; i < map.childCount(); i++) {
      String key = map.keyAt(i);
      if (node.property(key, release) == null
          && Nearest.of(key, List.of(missing)) != null
          && !isOpen(node, key)) {
        return true;
      }
    }
    return false;
  }

  // --- lists -----------------------------------------------------------------------

  private boolean items(
      Node parent, Object key, ListNode list, SchemaNode node, @Nullable SchemaNode shape) {
    boolean fine = count(parent, key, list.size(), node.minItems, node.maxItems, "items");
    SchemaNode items = node.items == null ? null : node.items.at(release);
    SchemaNode shapes =
        shape == node
            ? items
            : shape == null || shape.items == null ? null : shape.items.at(release);
    for (int i = 0; i < list.childCount(); i++) {
      Object item = list.valueAt(i);
      if (item != null && items != null) {
        fine &= value(list, i, item, items, shapes);
      }
    }
    if (fine && custom) {
      // Of its own kinds the API server only merges by these keys; it does not ask for their order.
      fine = distinct(list, node);
    }
    return fine;
  }

  private boolean distinct(ListNode list, SchemaNode node) {
    boolean byKeys = "map".equals(node.listType);
    if (!byKeys && !"set".equals(node.listType) && !node.uniqueItems) {
      return true;
    }
    SchemaNode items = node.items == null ? null : node.items.at(release);
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < list.childCount(); i++) {
      Object item = list.valueAt(i);
      Object identity = item;
      if (byKeys && item instanceof MapNode map) {
        List<Object> keys = new ArrayList<>();
        for (String name : node.listMapKeys) {
          SchemaNode child = items == null ? null : items.property(name, release);
          Object given = map.get(name);
          keys.add(String.valueOf(given == null && child != null ? child.defaultValue : given));
        }
        identity = keys;
      }
      if (item != null && !seen.add(identity)) {
        String same = byKeys ? " has the " + Words.all(node.listMapKeys) + " of" : " equals";
        problem(
            SchemaProblem.ITEM_DUPLICATE,
            where(list, i) + same + " an earlier item" + REFUSED,
            null,
            placeOfIdentity(list, i, node));
        return false;
      }
    }
    return true;
  }

  private static Place placeOfIdentity(ListNode list, int i, SchemaNode node) {
    if (list.get(i) instanceof MapNode map && "map".equals(node.listType)) {
      for (String name : node.listMapKeys) {
        if (map.containsKey(name)) {
          return map.placeOf(name);
        }
      }
    }
    return list.placeOf(i);
  }

  private boolean count(Node parent, Object key, int count, int min, int max, String what) {
    if (count >= min && count <= max) {
      return true;
    }
    String bound = count < min ? "at least " + min : max == 0 ? "no" : "at most " + max;
    problem(
        SchemaProblem.VALUE_OUT_OF_BOUNDS,
        where(parent, key) + " has " + count + " " + what + " and may have " + bound + REFUSED,
        null,
        parent.placeOf(key));
    return false;
  }

  // --- scalars ---------------------------------------------------------------------

  private boolean text(Node parent, Object key, String text, SchemaNode node) {
    if (text.isEmpty() && !custom) {
      // To Go's decoder an empty string is no string.
      return true;
    }
    int length = text.codePointCount(0, text.length());
    if (length < node.minLength || length > node.maxLength) {
      String bound =
          length < node.minLength
              ? node.minLength == 1
                  ? "may not be empty"
                  : "must have at least " + node.minLength + " characters, not " + length
              : "may have at most " + node.maxLength + " characters, not " + length;
      problem(
          SchemaProblem.VALUE_OUT_OF_BOUNDS,
          where(parent, key) + " " + bound + REFUSED,
          null,
          parent.placeOf(key));
      return false;
    }
    String complaint = null;
    String hint = null;
    if (node.type == SchemaNode.Type.QUANTITY && !Formats.isQuantity(text)) {
      complaint = "is no quantity such as 500m or 128Mi";
    } else if (node.pattern != null && !Formats.matches(text, node.pattern)) {
      complaint = "has not the form it must have";
      hint = "it must match " + node.pattern;
    } else if (node.format != null) {
      complaint = Formats.complaint(text, node.format);
    }
    if (complaint == null) {
      return true;
    }
    problem(
        SchemaProblem.VALUE_MALFORMED,
        where(parent, key) + " is " + Words.quoted(text) + ", which " + complaint + REFUSED,
        hint,
        parent.placeOf(key));
    return false;
  }

  private boolean bounds(Node parent, Object key, Number number, SchemaNode node) {
    double value = number.doubleValue();
    String bound = null;
    if (node.minimum != null
        && (value < node.minimum || (node.exclusiveMinimum && value == node.minimum))) {
      bound =
          (node.exclusiveMinimum ? "must be more than " : "must be at least ")
              + Words.number(node.minimum);
    } else if (node.maximum != null
        && (value > node.maximum || (node.exclusiveMaximum && value == node.maximum))) {
      bound =
          (node.exclusiveMaximum ? "must be less than " : "must be at most ")
              + Words.number(node.maximum);
    } else if (node.multipleOf != null && node.multipleOf > 0 && value % node.multipleOf != 0) {
      bound = "must be a multiple of " + Words.number(node.multipleOf);
    } else if ("int32".equals(node.format)
        && (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE)) {
      bound = "must fit into 32 bits";
    }
    if (bound == null) {
      return true;
    }
    problem(
        SchemaProblem.VALUE_OUT_OF_BOUNDS,
        where(parent, key) + " is " + Words.number(number) + ", but " + bound + REFUSED,
        null,
        parent.placeOf(key));
    return false;
  }

  // --- alternatives ------------------------------------------------------------------

  private boolean alternatives(
      @Nullable Node parent,
      Object key,
      Object value,
      SchemaNode node,
      @Nullable SchemaNode shape) {
    Candidate candidate = new Candidate(parent, key, value, shape);
    for (SchemaNode each : node.allOf) {
      if (!fits(candidate, each.at(release))) {
        return false;
      }
    }
    if (node.not != null && isValid(candidate, node.not)) {
      return combination(candidate, List.of(node.not));
    }
    if (!node.anyOf.isEmpty() && valid(candidate, node.anyOf) == 0) {
      return combination(candidate, node.anyOf);
    }
    if (!node.oneOf.isEmpty() && valid(candidate, node.oneOf) != 1) {
      return combination(candidate, node.oneOf);
    }
    return true;
  }

  /** A value that is held against alternatives; a null parent says that it is the whole object. */
  private record Candidate(
      @Nullable Node parent, Object key, Object value, @Nullable SchemaNode shape) {}

  private boolean fits(Candidate candidate, SchemaNode node) {
    if (candidate.parent != null) {
      return value(candidate.parent, candidate.key, candidate.value, node, candidate.shape);
    }
    MapNode root = (MapNode) candidate.value;
    return fields(root, node, candidate.shape)
        && required(root, node)
        && alternatives(null, candidate.key, root, node, candidate.shape);
  }

  private int valid(Candidate candidate, List<SchemaNode> alternatives) {
    int count = 0;
    for (SchemaNode alternative : alternatives) {
      if (isValid(candidate, alternative)) {
        count++;
      }
    }
    return count;
  }

  private boolean isValid(Candidate candidate, SchemaNode alternative) {
    problems.pause();
    try {
      return fits(candidate, alternative.at(release));
    } finally {
      problems.resume();
    }
  }

  /**
   * Reports that a value fits no combination, in terms of the fields that the schema plays with.
   */
  private boolean combination(Candidate candidate, List<SchemaNode> alternatives) {
    if (problems.isPaused()) {
      return false;
    }
    Node parent = candidate.parent;
    Object key = candidate.key;
    Object value = candidate.value;
    Set<String> named = new LinkedHashSet<>();
    alternatives.forEach(alternative -> collectRequired(alternative.at(release), named));
    String where = parent == null ? object.ref().toString() : where(parent, key);
    Place own = parent == null ? object.root().place() : parent.placeOf(key);
    if (!(value instanceof MapNode map) || named.isEmpty()) {
      String shown = value instanceof Node ? "" : " is " + Words.shown(value) + ", which";
      problem(
          SchemaProblem.VALUE_MALFORMED,
          where + shown + " fits none of the allowed forms" + REFUSED,
          null,
          own);
      return false;
    }
    List<String> present = new ArrayList<>();
    for (int i = 0; i < map.childCount(); i++) {
      if (map.valueAt(i) != null && named.contains(map.keyAt(i))) {
        present.add(map.keyAt(i));
      }
    }
    if (present.size() > 1) {
      problem(
          SchemaProblem.FIELDS_EXCLUSIVE,
          where + " sets " + Words.all(present) + ", of which only one is allowed" + REFUSED,
          "keep one of " + Words.choices(present),
          map.placeOfKey(present.get(1)));
    } else {
      problem(
          SchemaProblem.FIELD_MISSING,
          where + " lacks one of the fields " + Words.choices(named) + REFUSED,
          null,
          own);
    }
    return false;
  }

  private void collectRequired(SchemaNode node, Set<String> out) {
    for (Object name : node.required) {
      out.add((String) name);
    }
    if (node.not != null) {
      collectRequired(node.not.at(release), out);
    }
    for (List<SchemaNode> list : List.of(node.anyOf, node.oneOf, node.allOf)) {
      list.forEach(child -> collectRequired(child.at(release), out));
    }
  }

  // --- rules of the definition -------------------------------------------------------

  private boolean rules(@Nullable Node parent, Object key, Object value, SchemaNode node) {
    if (node.rules.isEmpty() || problems.isPaused()) {
      return true;
    }
    Object self = Defaulted.of(value, node, release);
    for (SchemaNode.CelRule rule : node.rules) {
      if (rule.isAboutChange()) {
        continue;
      }
      Boolean holds = rules.holds(rule.rule(), self);
      if (holds == null) {
        unevaluated.add(rule.rule());
      } else if (!holds) {
        String where = parent == null ? object.ref().toString() : where(parent, key);
        problem(
            SchemaProblem.VALUE_REFUSED,
            where + " breaks a rule of its kind, \"" + message(rule, self) + "\"" + REFUSED,
            null,
            place(parent, key, value, rule, node));
        // One mistake often breaks several rules.
        return false;
      }
    }
    return true;
  }

  private String message(SchemaNode.CelRule rule, Object self) {
    String made =
        rule.messageExpression() == null ? null : rules.text(rule.messageExpression(), self);
    String message = made == null || made.isBlank() ? rule.message() : made;
    return message == null ? "it must satisfy " + rule.rule() : message.strip().replace('\n', ' ');
  }

  /** The field that a rule names, or else the item of a list that breaks it by itself. */
  private Place place(
      @Nullable Node parent, Object key, Object value, SchemaNode.CelRule rule, SchemaNode node) {
    if (rule.fieldPath() != null && value instanceof Node from) {
      return named(from, parent, key, rule.fieldPath());
    }
    if (value instanceof ListNode list && rule.rule().contains("self.all(")) {
      SchemaNode items = node.element(release);
      for (int i = 0; i < list.childCount(); i++) {
        Object item = list.valueAt(i);
        if (item != null
            && Boolean.FALSE.equals(
                rules.holds(rule.rule(), List.of(Defaulted.of(item, items, release))))) {
          return list.placeOf(i);
        }
      }
    }
    return own(parent, key);
  }

  private Place own(@Nullable Node parent, Object key) {
    return parent == null ? object.root().place() : parent.placeOf(key);
  }

  /** The place of {@code .spec.port} or {@code ['spec'].port} below a node, as far as it exists. */
  private Place named(Node from, @Nullable Node parent, Object key, String fieldPath) {
    Place place = own(parent, key);
    Object here = from;
    for (String name : fieldPath.replaceAll("\\['([^']*)'\\]", ".$1").split("\\.", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      if (!(here instanceof MapNode map) || !map.containsKey(name)) {
        break;
      }
      place = map.placeOf(name);
      here = map.get(name);
    }
    return place;
  }

  // --- words -------------------------------------------------------------------------

  private void problem(String code, String message, @Nullable String hint, Place place) {
    problems.add(code, message, hint, place);
  }

  private String where(Node parent, Object key) {
    return problems.where(parent, key);
  }

  private String where(MapNode map) {
    return problems.where(map);
  }

  private boolean isNewer(int mask) {
    return Integer.numberOfTrailingZeros(mask) > release;
  }

  private String since(int mask) {
    int first = Integer.numberOfTrailingZeros(mask);
    return " from "
        + project
        + " "
        + releases.label(first)
        + " on, but the cluster has "
        + releases.label(release);
  }

  private String until(int mask) {
    int last = 31 - Integer.numberOfLeadingZeros(mask & ((1 << releases.count()) - 1));
    return " is gone since "
        + project
        + " "
        + releases.label(Math.min(last + 1, releases.count() - 1))
        + ", and the cluster has "
        + releases.label(release);
  }
}
