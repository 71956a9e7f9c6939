package meshlint.mesh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import meshlint.graph.LabelSelector;
import meshlint.manifest.MapNode;

/** Label selectors that need not stand in a manifest: the user's settings are plain maps. */
final class Selectors {
  private Selectors() {}

  static LabelSelector parse(Map<?, ?> written) {
    if (written instanceof MapNode node) {
      return LabelSelector.parse(node);
    }
    Map<String, String> equal = new LinkedHashMap<>();
    if (written.get("matchLabels") instanceof Map<?, ?> labels) {
      labels.forEach((key, value) -> equal.put(String.valueOf(key), String.valueOf(value)));
    }
    List<LabelSelector.Requirement> expressions = new ArrayList<>();
    if (written.get("matchExpressions") instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> requirement) {
          expressions.add(requirement(requirement));
        }
      }
    }
    return new LabelSelector(equal, expressions);
  }

  private static LabelSelector.Requirement requirement(Map<?, ?> written) {
    LabelSelector.Operator operator =
        switch (String.valueOf(written.get("operator"))) {
          case "In" -> LabelSelector.Operator.IN;
          case "NotIn" -> LabelSelector.Operator.NOT_IN;
          case "Exists" -> LabelSelector.Operator.EXISTS;
          case "DoesNotExist" -> LabelSelector.Operator.DOES_NOT_EXIST;
          default -> LabelSelector.Operator.INVALID;
        };
    List<String> values =
        written.get("values") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    return new LabelSelector.Requirement(String.valueOf(written.get("key")), operator, values);
  }
}
