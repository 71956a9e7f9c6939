package meshlint.engine;

import meshlint.finding.Location;
import meshlint.manifest.FieldPath;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a finding across runs: rule, object and field, with list items by their name
 * rather than their index, so that neither moved lines nor a new item before it change it.
 */
final class Fingerprint {
  /**
   * The fields by which people tell the items of Kubernetes' lists apart, the most telling first.
   */
  private static final String[] NAMES = {"name", "host", "key", "port", "containerPort", "kind"};

  private Fingerprint() {}

  static String of(
      String rule, @Nullable KubeObject object, @Nullable FieldPath path, Location location) {
    StringBuilder out = new StringBuilder(rule).append(':');
    if (object == null) {
      return out.append(location.span().file().path()).toString();
    }
    out.append(object.kind().name()).append('/');
    if (!object.namespace().isEmpty()) {
      out.append(object.namespace()).append('/');
    }
    out.append(object.name());
    if (path == null) {
      return out.toString();
    }
    Object here = object.root();
    String separator = ":";
    for (Object segment : path.segments()) {
      if (segment instanceof String key) {
        out.append(separator).append(key);
        here = here instanceof MapNode map ? map.get(key) : null;
      } else {
        int index = (Integer) segment;
        here = here instanceof ListNode list && index < list.size() ? list.get(index) : null;
        out.append('[').append(name(here)).append(']');
      }
      separator = ".";
    }
    return out.toString();
  }

  private static String name(@Nullable Object item) {
    if (!(item instanceof MapNode map)) {
      return item == null || item instanceof ListNode ? "" : item.toString();
    }
    for (String key : NAMES) {
      String text = map.text(key);
      if (text != null) {
        return text;
      }
    }
    return "";
  }
}
