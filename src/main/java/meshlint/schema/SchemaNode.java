package meshlint.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One node of a schema: what a value must be. Read once, then never changed.
 *
 * <p>Keywords that differ between releases are kept as variants; {@link #at} gives the node as one
 * release has it. Children stay shared between releases: {@link #mask} tells where a child exists.
 */
final class SchemaNode {
  /** The JSON type that a value must have. */
  enum Type {
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    INT_OR_STRING,
    QUANTITY,
    /** The schema does not say. */
    ANY
  }

  /** A keyword that holds in some releases only. */
  private record Variant(int mask, String keyword, Object value) {}

  /** An element of {@code enum} or {@code required} that holds in some releases only. */
  record Ranged(int mask, Object value) {}

  /**
   * A rule of a CustomResourceDefinition.
   *
   * @param mask the releases that have it
   * @param rule a CEL expression over {@code self}
   * @param message what to say where it does not hold; null where the rule has none
   * @param messageExpression makes the message; null where it is a fixed one
   * @param fieldPath the field it speaks about, relative to the node; null for the node itself
   * @param optionalOldSelf whether it is asked of new objects though it speaks of the old one
   */
  record CelRule(
      int mask,
      String rule,
      @Nullable String message,
      @Nullable String messageExpression,
      @Nullable String fieldPath,
      boolean optionalOldSelf) {
    private static final Pattern OLD_SELF = Pattern.compile("\\boldSelf\\b");

    /** Whether it compares an object with what it was, so that a new one is not asked. */
    boolean isAboutChange() {
      return !optionalOldSelf && rule.contains("oldSelf") && OLD_SELF.matcher(rule).find();
    }
  }

  /** The releases in which this node is a child of its parent. */
  int mask = -1;

  Type type = Type.ANY;
  @Nullable String format;
  @Nullable String pattern;
  @Nullable Double minimum;
  @Nullable Double maximum;
  boolean exclusiveMinimum;
  boolean exclusiveMaximum;
  @Nullable Double multipleOf;
  int minLength;
  int maxLength = Integer.MAX_VALUE;
  int minItems;
  int maxItems = Integer.MAX_VALUE;
  int minProperties;
  int maxProperties = Integer.MAX_VALUE;
  boolean uniqueItems;
  boolean nullable;

  /** Whether unknown fields are kept: the node is open. */
  boolean open;

  /** Whether a value is a whole object with apiVersion, kind and metadata. */
  boolean embedded;

  /** Whether an empty string counts as no value. */
  boolean emptyIsAbsent;

  /** A JSON value; null where there is none. */
  @Nullable Object defaultValue;

  /** {@code atomic}, {@code set} or {@code map}; null where the schema does not say. */
  @Nullable String listType;

  /** The keys that tell the items of a list of type {@code map} apart. */
  List<String> listMapKeys = List.of();

  /** The key by which a strategic merge tells items apart; null where lists are replaced. */
  @Nullable String patchMergeKey;

  /** How a strategic merge treats the field; null for the default. */
  @Nullable String patchStrategy;

  @Nullable String mapType;

  /** Allowed values; null where any is allowed. */
  @Nullable List<Object> enumValues;

  List<Object> required = List.of();
  List<CelRule> rules = List.of();
  @Nullable Map<String, SchemaNode> properties;
  @Nullable SchemaNode items;
  @Nullable SchemaNode values;
  @Nullable SchemaNode not;
  List<SchemaNode> oneOf = List.of();
  List<SchemaNode> anyOf = List.of();
  List<SchemaNode> allOf = List.of();

  /**
   * The name of the definition that this node is, such as {@code core.v1.Container}; null for one
   * inside.
   */
  @Nullable String definition;

  /** {@code file#name} of the definition that this node stands for; null for a node of its own. */
  @Nullable String ref;

  /** Fields that the API server fills in where they are absent, though they are required. */
  List<String> zeroIsFine = List.of();

  /**
   * Whether an element of {@code enum}, {@code required} or the rules holds in some releases only.
   */
  boolean ranged;

  /** The enum with the values of all releases; null where there is none. */
  @Nullable List<Object> enumOfAllReleases;

  private @Nullable List<Variant> variants;
  private @Nullable SchemaNode resolved;
  private @Nullable SchemaFile home;
  private SchemaNode @Nullable [] byRelease;

  /** A node of a file, which resolves its references. */
  SchemaNode(@Nullable SchemaFile home) {
    this.home = home;
  }

  /** Adds a keyword that holds in some releases only. */
  void vary(int mask, String keyword, Object value) {
    List<Variant> known = variants;
    if (known == null) {
      known = new ArrayList<>(2);
      variants = known;
    }
    known.add(new Variant(mask, keyword, value));
  }

  /**
   * The node as a release has it, references followed; for {@link Releases#ANY} the newest form.
   */
  SchemaNode at(int release) {
    SchemaNode own = ownAt(release);
    if (own.ref == null) {
      return own;
    }
    SchemaNode target = own.resolved;
    if (target == null) {
      target = Objects.requireNonNull(own.home).resolve(own.ref);
      own.resolved = target;
    }
    return target.at(release);
  }

  private SchemaNode ownAt(int release) {
    return variants == null && !ranged ? this : selectOnce(release);
  }

  // Built once a release and kept, so that a node is the same object each time it is asked for.
  private synchronized SchemaNode selectOnce(int release) {
    SchemaNode[] cache = byRelease;
    if (cache == null) {
      cache = new SchemaNode[32];
      byRelease = cache;
    }
    int slot = release == Releases.ANY ? 31 : release;
    SchemaNode made = cache[slot];
    if (made == null) {
      made = select(release);
      cache[slot] = made;
    }
    return made;
  }

  private SchemaNode select(int release) {
    SchemaNode out = copy();
    if (variants != null) {
      for (Variant variant : variants) {
        if (Releases.has(variant.mask, release)) {
          NodeReader.set(out, variant.keyword, variant.value);
        }
      }
    }
    out.required = selected(required, release);
    if (enumValues != null) {
      List<Object> left = selected(enumValues, release);
      out.enumValues = left.isEmpty() ? null : left;
      out.enumOfAllReleases = enumValues;
    }
    List<CelRule> kept = new ArrayList<>(rules.size());
    for (CelRule rule : rules) {
      if (Releases.has(rule.mask, release)) {
        kept.add(rule);
      }
    }
    out.rules = kept;
    return out;
  }

  private static List<Object> selected(List<Object> elements, int release) {
    List<Object> out = new ArrayList<>(elements.size());
    for (Object element : elements) {
      if (!(element instanceof Ranged ranged)) {
        out.add(element);
      } else if (Releases.has(ranged.mask, release)) {
        out.add(ranged.value);
      }
    }
    return out;
  }

  private SchemaNode copy() {
    SchemaNode out = new SchemaNode(home);
    out.mask = mask;
    out.type = type;
    out.format = format;
    out.pattern = pattern;
    out.minimum = minimum;
    out.maximum = maximum;
    out.exclusiveMinimum = exclusiveMinimum;
    out.exclusiveMaximum = exclusiveMaximum;
    out.multipleOf = multipleOf;
    out.minLength = minLength;
    out.maxLength = maxLength;
    out.minItems = minItems;
    out.maxItems = maxItems;
    out.minProperties = minProperties;
    out.maxProperties = maxProperties;
    out.uniqueItems = uniqueItems;
    out.nullable = nullable;
    out.open = open;
    out.embedded = embedded;
    out.emptyIsAbsent = emptyIsAbsent;
    out.defaultValue = defaultValue;
    out.listType = listType;
    out.listMapKeys = listMapKeys;
    out.patchMergeKey = patchMergeKey;
    out.patchStrategy = patchStrategy;
    out.mapType = mapType;
    out.properties = properties;
    out.items = items;
    out.values = values;
    out.not = not;
    out.oneOf = oneOf;
    out.anyOf = anyOf;
    out.allOf = allOf;
    out.ref = ref;
    out.definition = definition;
    out.zeroIsFine = zeroIsFine;
    return out;
  }

  /** A field as a release has it; null where it has none of that name. */
  @Nullable SchemaNode property(String name, int release) {
    SchemaNode child = properties == null ? null : properties.get(name);
    return child == null || !Releases.has(child.mask, release) ? null : child.at(release);
  }

  /** The items of a list, or the values of a map, as a release has them; null where untyped. */
  @Nullable SchemaNode element(int release) {
    SchemaNode child = type == Type.ARRAY ? items : values;
    return child == null || !Releases.has(child.mask, release) ? null : child.at(release);
  }

  /** Collects the rules of this node and those below, of all releases; references are left out. */
  void collectRules(Set<String> out) {
    rules.forEach(rule -> out.add(rule.rule()));
    if (properties != null) {
      properties.values().forEach(child -> child.collectRules(out));
    }
    if (items != null) {
      items.collectRules(out);
    }
    if (values != null) {
      values.collectRules(out);
    }
  }

  /** Adds a field. */
  void put(String name, SchemaNode child) {
    Map<String, SchemaNode> known = properties;
    if (known == null) {
      known = new LinkedHashMap<>();
      properties = known;
    }
    known.put(name, child);
  }
}
