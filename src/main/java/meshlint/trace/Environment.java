package meshlint.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.ObjectGraph;
import meshlint.manifest.EmbeddedText;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of a container, as far as the input shows their values, with {@code
 * $(VAR)} filled in as kubelet does: from variables set before.
 */
final class Environment {
  private final Map<String, MappedText> values = new LinkedHashMap<>();

  Environment(Container container, String namespace, ObjectGraph graph) {
    for (MapNode from : container.node().maps("envFrom")) {
      String prefix = from.text("prefix");
      readAll(
          from, "configMapRef", Kinds.CONFIG_MAP, prefix == null ? "" : prefix, namespace, graph);
      readAll(from, "secretRef", Kinds.SECRET, prefix == null ? "" : prefix, namespace, graph);
    }
    for (MapNode entry : container.node().maps("env")) {
      String name = entry.text("name");
      MappedText value = value(entry, namespace, graph);
      if (name != null && value != null) {
        values.put(name, value);
      }
    }
  }

  private void readAll(
      MapNode from, String field, Kind kind, String prefix, String namespace, ObjectGraph graph) {
    MapNode ref = from.map(field);
    MapNode data = ref == null ? null : data(kind, ref.text("name"), namespace, graph);
    if (data == null) {
      return;
    }
    for (int i = 0; i < data.childCount(); i++) {
      EmbeddedText text = EmbeddedText.of(data, data.keyAt(i));
      if (text != null) {
        values.put(prefix + data.keyAt(i), MappedText.of(text));
      }
    }
  }

  private @Nullable MappedText value(MapNode entry, String namespace, ObjectGraph graph) {
    EmbeddedText literal = EmbeddedText.of(entry, "value");
    if (literal != null) {
      return expand(literal);
    }
    MapNode from = entry.map("valueFrom");
    MapNode ref = from == null ? null : from.map("configMapKeyRef");
    Kind kind = Kinds.CONFIG_MAP;
    if (from != null && ref == null) {
      ref = from.map("secretKeyRef");
      kind = Kinds.SECRET;
    }
    String key = ref == null ? null : ref.text("key");
    MapNode data = ref == null ? null : data(kind, ref.text("name"), namespace, graph);
    EmbeddedText text = data == null || key == null ? null : EmbeddedText.of(data, key);
    return text == null ? null : MappedText.of(text);
  }

  /** The readable content of a ConfigMap or Secret; null where the input does not show it. */
  static @Nullable MapNode data(
      Kind kind, @Nullable String name, String namespace, ObjectGraph graph) {
    KubeObject object = name == null ? null : graph.find(kind, namespace, name);
    String field = kind.equals(Kinds.SECRET) ? "stringData" : "data";
    return object == null ? null : object.root().map(field);
  }

  /** The variables with their values, in the order in which they are set. */
  Map<String, MappedText> values() {
    return values;
  }

  /** A field's text with {@code $(VAR)} filled in; {@code $$} keeps one from being filled in. */
  MappedText expand(EmbeddedText field) {
    String text = field.text();
    MappedText out = new MappedText(field);
    int done = 0;
    int at = text.indexOf("$(");
    while (at >= 0) {
      int end = at + 2;
      while (end < text.length() && isNameChar(text.charAt(end))) {
        end++;
      }
      boolean reference = end < text.length() && text.charAt(end) == ')';
      boolean escaped = at > 0 && text.charAt(at - 1) == '$';
      MappedText value = escaped || !reference ? null : values.get(text.substring(at + 2, end));
      if (value != null && out.length() + value.length() < MappedText.MAX_LENGTH) {
        out.append(field, done, at);
        out.append(value);
        done = end + 1;
      }
      at = text.indexOf("$(", at + 2);
    }
    out.append(field, done, text.length());
    return out;
  }

  private static boolean isNameChar(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
  }

  /** The command and arguments of a container, variables filled in. */
  List<MappedText> commandLine(Container container) {
    List<MappedText> out = new ArrayList<>();
    for (String key : List.of("command", "args")) {
      ListNode list = container.node().list(key);
      for (int i = 0; list != null && i < list.size(); i++) {
        EmbeddedText text = EmbeddedText.of(list, i);
        if (text != null) {
          out.add(expand(text));
        }
      }
    }
    return out;
  }
}
