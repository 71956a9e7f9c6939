package meshlint.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import meshlint.finding.Nearest;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * One mapping and what is asked of its fields. A field that is absent, of the wrong type or a
 * placeholder for a value to come is asked for nothing but its presence.
 */
final class Asked {
  private final MapNode map;
  private final Problems problems;

  Asked(MapNode map, Problems problems) {
    this.map = map;
    this.problems = problems;
  }

  MapNode map() {
    return map;
  }

  /** The same questions about the mapping in a field; null where it is none. */
  @Nullable Asked in(String field) {
    MapNode child = map.map(field);
    return child == null ? null : new Asked(child, problems);
  }

  /** The mappings of a list. */
  List<Asked> each(String field) {
    List<MapNode> items = map.maps(field);
    if (items.isEmpty()) {
      return List.of();
    }
    List<Asked> out = new ArrayList<>(items.size());
    for (MapNode item : items) {
      out.add(new Asked(item, problems));
    }
    return out;
  }

  /** A text that is written out and not empty; else null. */
  @Nullable String text(String field) {
    return map.get(field) instanceof String text && isGiven(text) ? text : null;
  }

  private static boolean isGiven(String text) {
    return !text.isEmpty() && !Formats.isPlaceholder(text);
  }

  /** A whole number; null for anything else. */
  @Nullable Long number(String field) {
    return map.integer(field);
  }

  /** Whether a field has a value that is not the zero value of its type. */
  boolean has(String field) {
    Object value = map.get(field);
    return value != null && !"".equals(value) && !Long.valueOf(0).equals(value);
  }

  /** Whether a field stands there, null not counting. */
  boolean stands(String field) {
    return map.get(field) != null;
  }

  // --- single values ---------------------------------------------------------------

  /** A number from a range. */
  void between(String field, long min, long max) {
    Long number = number(field);
    if (number != null && (number < min || number > max)) {
      outOfBounds(field, number, "must be from " + min + " to " + max);
    }
  }

  /** A number of at least so much. */
  void atLeast(long min, String... fields) {
    for (String field : fields) {
      Long number = number(field);
      if (number != null && number < min) {
        outOfBounds(field, number, "must be at least " + min);
      }
    }
  }

  void outOfBounds(String field, Object value, String bound) {
    problems.add(
        SchemaProblem.VALUE_OUT_OF_BOUNDS,
        problems.where(map, field)
            + " is "
            + Words.shown(value)
            + ", but "
            + bound
            + Problems.REFUSED,
        null,
        map.placeOf(field));
  }

  /** A text of a form. */
  void formed(NameForm form, String... fields) {
    for (String field : fields) {
      String text = text(field);
      if (text != null && !form.fits(text)) {
        malformed(text, form, map.placeOf(field), problems.where(map, field));
      }
    }
  }

  /** Each text of a list has a form. */
  void eachFormed(NameForm form, String field) {
    ListNode list = map.list(field);
    for (int i = 0; list != null && i < list.childCount(); i++) {
      if (list.valueAt(i) instanceof String text && isGiven(text) && !form.fits(text)) {
        malformed(text, form, list.placeOf(i), problems.where(list, i));
      }
    }
  }

  /** The keys of a mapping have a form. */
  void keysFormed(NameForm form, String field) {
    MapNode entries = map.map(field);
    for (int i = 0; entries != null && i < entries.childCount(); i++) {
      String key = entries.keyAt(i);
      if (entries.valueAt(i) != null && !Formats.isPlaceholder(key) && !form.fits(key)) {
        malformedKey(field, entries, key, form);
      }
    }
  }

  /** Annotations: keys, whose case does not count. */
  void annotations(String field) {
    MapNode entries = map.map(field);
    for (int i = 0; entries != null && i < entries.childCount(); i++) {
      String key = entries.keyAt(i);
      if (entries.valueAt(i) != null
          && !Formats.isPlaceholder(key)
          && !NameForm.QUALIFIED.fits(key.toLowerCase(Locale.ROOT))) {
        malformedKey(field, entries, key, NameForm.QUALIFIED);
      }
    }
  }

  private void malformedKey(String field, MapNode entries, String key, NameForm form) {
    malformed(key, form, entries.placeOfKey(key), "a key in " + problems.where(map, field));
  }

  /** Labels: keys and values. */
  void labels(String field) {
    keysFormed(NameForm.QUALIFIED, field);
    MapNode entries = map.map(field);
    if (entries != null) {
      Asked values = new Asked(entries, problems);
      for (int i = 0; i < entries.childCount(); i++) {
        values.formed(NameForm.LABEL_VALUE, entries.keyAt(i));
      }
    }
  }

  private void malformed(String text, NameForm form, Place place, String where) {
    String suggestion = form.suggestion(text);
    problems.add(
        SchemaProblem.VALUE_MALFORMED,
        where + " is " + Words.quoted(text) + ", which " + form.complaint(text) + Problems.REFUSED,
        suggestion == null ? null : "write " + suggestion,
        place);
  }

  /** A text that is wrong for a reason that the sentence ends with. */
  void malformed(String field, String complaint, @Nullable String hint) {
    String shown = map.get(field) instanceof String text ? Words.quoted(text) : "what it is";
    problems.add(
        SchemaProblem.VALUE_MALFORMED,
        problems.where(map, field) + " is " + shown + ", which " + complaint + Problems.REFUSED,
        hint,
        map.placeOf(field));
  }

  /** An item of a list of texts that is wrong. */
  void malformedItem(ListNode list, int i, String complaint) {
    problems.add(
        SchemaProblem.VALUE_MALFORMED,
        problems.where(list, i)
            + " is "
            + Words.shown(list.get(i))
            + ", which "
            + complaint
            + Problems.REFUSED,
        null,
        list.placeOf(i));
  }

  /** The number or the name of a port. */
  void port(String field) {
    between(field, 1, 65535);
    if (map.get(field) instanceof String text && isGiven(text) && !NameForm.PORT_NAME.fits(text)) {
      boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
      if (digits) {
        malformed(
            field,
            "is read as a port's name and has no letter",
            "write " + text + " without quotes");
      } else {
        formed(NameForm.PORT_NAME, field);
      }
    }
  }

  /** A count or a percentage such as {@code 25%}; {@code capped} where it ends at 100%. */
  void countOrPercent(String field, boolean capped) {
    atLeast(0, field);
    String text = text(field);
    if (text == null) {
      return;
    }
    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      boolean count = text.chars().allMatch(c -> c >= '0' && c <= '9');
      malformed(
          field,
          "is no percentage such as 25%",
          count ? "write the number without quotes: " + text : null);
    } else if (capped && new BigDecimal(digits).compareTo(BigDecimal.valueOf(100)) > 0) {
      outOfBounds(field, text, "may be at most 100%");
    }
  }

  void address(String field) {
    String text = text(field);
    if (text != null && !Formats.isIp(text)) {
      malformed(field, "is no IP address", null);
    }
  }

  void addresses(String field) {
    ListNode list = map.list(field);
    for (int i = 0; list != null && i < list.childCount(); i++) {
      if (list.valueAt(i) instanceof String text && isGiven(text) && !Formats.isIp(text)) {
        malformedItem(list, i, "is no IP address");
      }
    }
  }

  /** A value that is one of a few. */
  void oneOfValues(String field, List<String> allowed, @Nullable String why) {
    String text = text(field);
    if (text == null || allowed.contains(text)) {
      return;
    }
    String near = Nearest.of(text, allowed);
    problems.add(
        SchemaProblem.VALUE_NOT_ALLOWED,
        problems.where(map, field)
            + " may not be "
            + Words.quoted(text)
            + (why == null ? "" : " " + why)
            + Problems.REFUSED,
        near == null ? "use " + Words.choices(allowed) : "did you mean " + near + "?",
        map.placeOf(field));
  }

  /** A key of a mapping below this one that may not be there. */
  void unknownKey(MapNode entries, String key, String why, @Nullable String hint) {
    problems.add(
        SchemaProblem.VALUE_NOT_ALLOWED,
        problems.where(entries, key) + " " + why + Problems.REFUSED,
        hint,
        entries.placeOfKey(key));
  }

  // --- fields together -------------------------------------------------------------

  /** At most one of some fields. */
  boolean exclusive(String... fields) {
    List<String> present = present(fields);
    if (present.size() < 2) {
      return true;
    }
    // The one that is written last is the one that does not belong.
    present.sort((a, b) -> Integer.compare(map.indexOf(a), map.indexOf(b)));
    problems.add(
        SchemaProblem.FIELDS_EXCLUSIVE,
        problems.where(map)
            + " sets "
            + Words.all(present)
            + ", of which only one is allowed"
            + Problems.REFUSED,
        "keep one of " + Words.choices(present),
        map.placeOfKey(present.get(1)));
    return false;
  }

  /** Exactly one of some fields. */
  void exactlyOne(String... fields) {
    if (exclusive(fields) && present(fields).isEmpty() && !hasUnknownField()) {
      problems.add(
          SchemaProblem.FIELD_MISSING,
          problems.where(map)
              + " lacks one of the fields "
              + Words.choices(List.of(fields))
              + Problems.REFUSED,
          null,
          map.place());
    }
  }

  private List<String> present(String... fields) {
    List<String> out = new ArrayList<>(2);
    for (String field : fields) {
      if (stands(field)) {
        out.add(field);
      }
    }
    return out;
  }

  /** Whether a field of this mapping was reported already: it may be the one that is missed. */
  private boolean hasUnknownField() {
    for (SchemaProblem problem : problems.all()) {
      List<Object> segments = problem.place().path().segments();
      boolean field =
          problem.code().equals(SchemaProblem.FIELD_UNKNOWN)
              || problem.code().equals(SchemaProblem.FIELD_MISPLACED)
              || problem.code().equals(SchemaProblem.FIELD_TOO_NEW);
      int depth = segments.size() - 1;
      if (field && depth >= 0 && segments.subList(0, depth).equals(map.path().segments())) {
        return true;
      }
    }
    return false;
  }

  /** A field that must be there, with a reason such as {@code for type LoadBalancer}. */
  void needs(String field, String why) {
    Object value = map.get(field);
    boolean none = value == null || "".equals(value);
    if ((none || (value instanceof ListNode list && list.isEmpty())) && !hasUnknownField()) {
      problems.add(
          SchemaProblem.FIELD_MISSING,
          problems.where(map)
              + " lacks the required field "
              + field
              + (why.isEmpty() ? "" : " " + why)
              + Problems.REFUSED,
          null,
          none && value == null ? map.place() : map.placeOf(field));
    }
  }

  /** A field that may not be there, with a reason such as {@code for type ClusterIP}. */
  void forbids(String field, String why) {
    if (stands(field)) {
      problems.add(
          SchemaProblem.VALUE_REFUSED,
          problems.where(map, field) + " may not be set " + why + Problems.REFUSED,
          "remove " + field,
          map.placeOfKey(field));
    }
  }

  /** A value that cannot be, with the reason. */
  void refuses(String field, String why, @Nullable String hint) {
    problems.add(
        SchemaProblem.VALUE_REFUSED,
        problems.where(map, field) + " " + why + Problems.REFUSED,
        hint,
        map.placeOf(field));
  }

  // --- lists -----------------------------------------------------------------------

  /** No two items of a list are the same in what a function reads; null is like nothing. */
  void distinct(String field, String what, Function<Asked, @Nullable String> identity) {
    distinct(each(field), what, new HashMap<>(), identity);
  }

  /** The same over several lists, whose earlier items are known. */
  static void distinct(
      List<Asked> items,
      String what,
      Map<String, Asked> earlier,
      Function<Asked, @Nullable String> identity) {
    if (items.size() < 2 && earlier.isEmpty()) {
      items.forEach(item -> remember(item, earlier, identity));
      return;
    }
    for (Asked item : items) {
      Asked other = remember(item, earlier, identity);
      if (other != null) {
        String key = what.substring(0, what.indexOf(' ') < 0 ? what.length() : what.indexOf(' '));
        Place place = item.map.containsKey(key) ? item.map.placeOf(key) : item.map.place();
        item.problems.add(
            SchemaProblem.ITEM_DUPLICATE,
            item.problems.where(item.map)
                + " has the "
                + what
                + " of "
                + other.map.path()
                + Problems.REFUSED,
            null,
            place);
      }
    }
  }

  private static @Nullable Asked remember(
      Asked item, Map<String, Asked> earlier, Function<Asked, @Nullable String> identity) {
    String id = identity.apply(item);
    return id == null ? null : earlier.putIfAbsent(id, item);
  }
}
