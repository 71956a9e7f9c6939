package meshlint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The keys of a config as a table in Markdown, made of its JSON Schema. */
final class ConfigTable {
  private final StringBuilder out = new StringBuilder("| key | what | default |\n|---|---|---|\n");

  private ConfigTable() {}

  static String of(String schema) {
    ConfigTable table = new ConfigTable();
    table.rows("", new ObjectMapper().readTree(schema));
    return table.out.toString();
  }

  private void rows(String prefix, JsonNode node) {
    for (Map.Entry<String, JsonNode> entry : node.path("properties").properties()) {
      JsonNode child = entry.getValue();
      String path = prefix + entry.getKey();
      out.append("| `").append(path).append("` | ").append(what(path, child)).append(" | ");
      out.append(child.has("default") ? "`" + child.get("default").asString() + "`" : "");
      out.append(" |\n");
      rows(path + ".", child);
      rows(path + "[].", child.path("items"));
    }
  }

  private static String what(String path, JsonNode node) {
    if (!node.has("description")) {
      throw new IllegalStateException("the schema does not describe " + path);
    }
    String text = node.get("description").asString();
    JsonNode values = node.has("enum") ? node : node.path("additionalProperties");
    List<String> words = new ArrayList<>();
    values.path("enum").forEach(word -> words.add("`" + word.asString() + "`"));
    return words.isEmpty() ? text : text + " (" + String.join(", ", words) + ")";
  }
}
