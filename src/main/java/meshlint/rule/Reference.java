package meshlint.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import meshlint.manifest.Kind;

/** The reference of what rules can use, made from its declarations. */
public final class Reference {
  private Reference() {}

  /** All variables, functions and types as Markdown, under headings of the third level. */
  public static String markdown(Catalogue catalogue) {
    StringBuilder out = new StringBuilder();
    out.append("### Variables\n\n| variable | type | what it is |\n|---|---|---|\n");
    out.append("| `object` | its kind | the object that the rule matched |\n");
    for (Catalogue.Variable<?> variable : catalogue.variables()) {
      row(out, variable.name(), type(variable.type()), variable.doc());
    }
    out.append("| `variables.NAME` | that of its expression | a variable of the rule |\n");
    out.append("| `params.NAME` | that of its default | a parameter of the rule |\n");

    Map<String, List<Catalogue.Call>> byReceiver = new TreeMap<>();
    for (Catalogue.Call call : catalogue.functions()) {
      FactType<?> receiver = call.receiver();
      String name = receiver == null ? "" : receiver.name();
      byReceiver.computeIfAbsent(name, k -> new ArrayList<>()).add(call);
    }
    out.append("\n### Functions\n");
    functions(out, byReceiver.getOrDefault("", List.of()));

    Map<String, Catalogue.Type<?>> types = new TreeMap<>();
    catalogue.types().forEach(type -> types.put(type.type().name(), type));
    byReceiver.keySet().stream()
        .filter(name -> !name.isEmpty() && !types.containsKey(name))
        .forEach(
            name -> {
              out.append("\n### ").append(name).append('\n');
              functions(out, byReceiver.getOrDefault(name, List.of()));
            });
    types.forEach((name, type) -> type(out, type, byReceiver.getOrDefault(name, List.of())));
    return out.toString();
  }

  private static void type(
      StringBuilder out, Catalogue.Type<?> type, List<Catalogue.Call> functions) {
    out.append("\n### ").append(type.type().name()).append("\n\n");
    out.append(type.doc()).append(".\n");
    Catalogue.View<?> view = type.view();
    if (view != null) {
      String kinds =
          view.kinds().stream()
              .sorted(Comparator.comparing(Kind::toString))
              .map(kind -> "`" + kind + "`")
              .collect(Collectors.joining(", "));
      out.append("`object` is one in a rule on ").append(kinds);
      if (type.all() != null) {
        out.append(", or on `").append(type.type().name()).append("`, which is all of them");
      }
      out.append(".\n");
    }
    if (type.object() != null && !type.type().equals(FactType.OBJECT)) {
      out.append("The functions of `Object` work on it too.\n");
    }
    if (!type.fields().isEmpty()) {
      out.append("\n| field | type | what it is |\n|---|---|---|\n");
      type.fields().forEach(field -> row(out, "." + field.name(), type(field.type()), field.doc()));
    }
    functions(out, functions);
  }

  private static void functions(StringBuilder out, List<Catalogue.Call> calls) {
    if (calls.isEmpty()) {
      return;
    }
    out.append("\n| function | gives | what it is | example |\n|---|---|---|---|\n");
    calls.stream()
        .sorted(Comparator.comparing(Catalogue.Call::name))
        .forEach(
            call -> {
              String params =
                  call.params().stream()
                      .map(param -> param.name() + ": " + type(param.type()))
                      .collect(Collectors.joining(", ", "(", ")"));
              String dot = call.receiver() == null ? "" : ".";
              cell(out.append("| "), "`" + dot + call.name() + params + "`");
              cell(out, type(call.result()));
              cell(out, call.doc());
              cell(out, "`" + call.example() + "`");
              out.append('\n');
            });
  }

  private static void row(StringBuilder out, String name, String type, String doc) {
    cell(out.append("| "), "`" + name + "`");
    cell(out, type);
    cell(out, doc);
    out.append('\n');
  }

  private static void cell(StringBuilder out, String text) {
    String spaced = out.length() > 0 && out.charAt(out.length() - 1) == '|' ? " " : "";
    out.append(spaced).append(text.replace("|", "\\|")).append(" |");
  }

  private static String type(FactType<?> type) {
    return type.mayBeUnknown() ? type + ", or unknown" : type.toString();
  }
}
