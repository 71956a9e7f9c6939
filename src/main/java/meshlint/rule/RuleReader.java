package meshlint.rule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import meshlint.finding.Confidence;
import meshlint.finding.Fix;
import meshlint.finding.Severity;
import meshlint.manifest.Kind;
import meshlint.rule.FactType.Shape;
import meshlint.rule.RuleInfo.Docs;
import meshlint.rule.RuleInfo.Parameter;
import meshlint.rule.RuleYaml.Field;
import meshlint.rule.RuleYaml.Fields;
import meshlint.rule.RuleYaml.Items;
import meshlint.rule.RuleYaml.Scalar;
import meshlint.rule.RuleYaml.Value;
import meshlint.schema.FieldType;
import meshlint.schema.Schemas;
import meshlint.source.SourceFile;
import meshlint.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Reads one rule file and checks everything in it that can be checked without objects. All that is
 * wrong is collected, so that an author sees it at once.
 */
final class RuleReader {
  static final List<String> KEYS =
      List.of(
          "id",
          "title",
          "category",
          "severity",
          "confidence",
          "since",
          "aliases",
          "parameters",
          "match",
          "forEach",
          "variables",
          "expression",
          "at",
          "cause",
          "yieldsTo",
          "related",
          "message",
          "hint",
          "fix",
          "docs");

  private final SourceFile file;
  private final Catalogue catalogue;
  private final Checker checker;
  private final Schemas schemas;
  private final Map<Object, RuleError> errors = new LinkedHashMap<>();
  private final Map<Source, Code> parsed = new HashMap<>();

  RuleReader(SourceFile file, Catalogue catalogue, Checker checker, Schemas schemas) {
    this.file = file;
    this.catalogue = catalogue;
    this.checker = checker;
    this.schemas = schemas;
  }

  /** What is wrong with the file, in the order it was found. */
  List<RuleError> errors() {
    return List.copyOf(errors.values());
  }

  private void error(Span span, String message) {
    // A rule is checked once per kind, so that one mistake may be met several times.
    errors.putIfAbsent(span, new RuleError(span, message));
  }

  /**
   * The rule; null where something is wrong with it.
   *
   * @param category the category where the file names none
   * @param shownPath the path of the file for people
   */
  @Nullable Rule read(String category, String shownPath) {
    Value root;
    try {
      root = RuleYaml.read(file);
    } catch (RuleYaml.YamlException e) {
      error(e.span(), (e.reason().startsWith("YAML") ? "" : "no YAML: ") + e.reason());
      return null;
    }
    if (!(root instanceof Fields fields)) {
      error(root.span(), "a rule is a mapping with id, match, expression and message");
      return null;
    }
    keys(fields, KEYS);
    Draft draft = new Draft(fields);
    Rule rule = draft.make(category, shownPath);
    return errors.isEmpty() ? rule : null;
  }

  // --- plain values --------------------------------------------------------------

  private void keys(Fields fields, List<String> known) {
    for (Field field : fields.fields().values()) {
      String key = field.key().text();
      if (!known.contains(key)) {
        error(field.key().span(), "no such key: " + key + Checker.didYouMean(key, known));
      }
    }
  }

  private String text(Fields fields, String key) {
    Value value = fields.get(key);
    if (value == null) {
      return "";
    }
    if (value instanceof Scalar scalar) {
      return scalar.text().strip();
    }
    error(value.span(), key + " must be a text");
    return "";
  }

  private String required(Fields fields, String key) {
    String text = text(fields, key);
    if (text.isEmpty()) {
      Value value = fields.get(key);
      if (value == null) {
        // All that is missing is missing at the same place.
        errors.put(key, new RuleError(head(fields), "the rule has no " + key));
      } else {
        error(value.span(), "the rule has no " + key);
      }
    }
    return text;
  }

  private List<Scalar> scalars(Fields fields, String key) {
    Value value = fields.get(key);
    List<Scalar> out = new ArrayList<>();
    if (value instanceof Scalar scalar) {
      out.add(scalar);
    } else if (value instanceof Items items) {
      for (Value item : items.values()) {
        if (item instanceof Scalar scalar) {
          out.add(scalar);
        } else {
          error(item.span(), "an item of " + key + " must be a text");
        }
      }
    } else if (value != null) {
      error(value.span(), key + " must be a list");
    }
    return out;
  }

  private List<String> texts(Fields fields, String key) {
    return scalars(fields, key).stream().map(Scalar::text).toList();
  }

  private Fields mapping(Fields fields, String key) {
    Value value = fields.get(key);
    if (value instanceof Fields found) {
      return found;
    }
    if (value != null) {
      error(value.span(), key + " must be a mapping");
    }
    return new Fields(fields.span(), Map.of());
  }

  private List<Fields> mappings(Fields fields, String key) {
    Value value = fields.get(key);
    List<Fields> out = new ArrayList<>();
    if (value instanceof Items items) {
      for (Value item : items.values()) {
        if (item instanceof Fields found) {
          out.add(found);
        } else {
          error(item.span(), "an item of " + key + " must be a mapping");
        }
      }
    } else if (value instanceof Fields found) {
      out.add(found);
    } else if (value != null) {
      error(value.span(), key + " must be a list of mappings");
    }
    return out;
  }

  private <T extends Enum<T>> @Nullable T word(
      Scalar scalar, T[] values, Function<T, String> word) {
    List<String> words = new ArrayList<>();
    for (T value : values) {
      if (word.apply(value).equals(scalar.text())) {
        return value;
      }
      words.add(word.apply(value));
    }
    error(scalar.span(), "must be one of " + String.join(", ", words));
    return null;
  }

  /** The first key of a mapping: where something is missing from it. */
  private static Span head(Fields fields) {
    for (Field field : fields.fields().values()) {
      return field.key().span();
    }
    return fields.span();
  }

  // --- expressions ---------------------------------------------------------------

  /** An expression in the file: some characters of a scalar. */
  private record Source(Scalar scalar, int from, int to) {
    String text() {
      return scalar.text().substring(from, to);
    }

    Span at(int offset) {
      int start = from + Math.min(offset, to - from);
      return scalar.at(start, end(start));
    }

    /** The end of the word that starts somewhere, so that the carets underline it. */
    private int end(int start) {
      String text = scalar.text();
      int end = start;
      while (end < to && Character.isJavaIdentifierPart(text.charAt(end))) {
        end++;
      }
      return Math.max(end, Math.min(start + 1, to));
    }
  }

  private @Nullable Source source(@Nullable Value value, String what) {
    if (value instanceof Scalar scalar) {
      return new Source(scalar, 0, scalar.text().length());
    }
    if (value != null) {
      error(
          value.span(),
          what + " must be an expression; one that starts with [ or { needs quotes or a block");
    }
    return null;
  }

  private List<Source> sources(Fields fields, String key) {
    return scalars(fields, key).stream().map(s -> new Source(s, 0, s.text().length())).toList();
  }

  private @Nullable Code parse(Source source) {
    Code known = parsed.get(source);
    if (known != null) {
      return known;
    }
    try {
      Code code = Parser.parse(source.text());
      parsed.put(source, code);
      return code;
    } catch (Parser.SyntaxException e) {
      error(source.at(e.offset()), e.reason() + cutByYaml(source, e));
      return null;
    }
  }

  /** Says so where YAML ended an expression before its author did. */
  private String cutByYaml(Source source, Parser.SyntaxException e) {
    if (!source.scalar.plain() || e.offset() < source.text().stripTrailing().length()) {
      boolean isOpen = e.reason().equals(Parser.OPEN_STRING);
      if (!source.scalar.plain() || !isOpen) {
        return "";
      }
    }
    String line = file.lineText(source.scalar.span().endLine());
    String rest = line.substring(Math.min(line.length(), source.scalar.span().endColumn() - 1));
    if (rest.stripLeading().startsWith("#")) {
      return "; YAML takes a # behind a space for a comment: put the expression in quotes";
    }
    if (rest.stripLeading().startsWith(",")) {
      return "; inside [ ] and { } YAML ends it at a comma: put the expression in quotes";
    }
    return "";
  }

  /** A text in the file, cut at its expressions: each part a {@link String} or a {@link Source}. */
  private List<Object> cut(Scalar scalar) {
    List<Object> out = new ArrayList<>();
    String text = scalar.text();
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("$${", i)) {
        plain.append("${");
        i += 3;
      } else if (text.startsWith("${", i)) {
        int end = Parser.closingBrace(text, i + 2);
        if (end < 0) {
          error(scalar.at(i, i + 2), "this ${ has no }");
          break;
        }
        if (plain.length() > 0) {
          out.add(plain.toString());
          plain.setLength(0);
        }
        out.add(new Source(scalar, i + 2, end));
        i = end + 1;
      } else {
        plain.append(text.charAt(i));
        i++;
      }
    }
    // A message is one line, also where the file folds it.
    if (plain.length() > 0) {
      out.add(plain.toString());
    }
    return out;
  }

  // --- the rule --------------------------------------------------------------------

  private record Named(String name, Span span, Source source) {}

  private record Choice(@Nullable Source when, Scalar is) {}

  private record RelatedDraft(
      @Nullable Named forEach, @Nullable Source when, Source at, Scalar label) {}

  private record EditDraft(Source at, @Nullable Source replaceWith) {}

  private record FixDraft(
      @Nullable Source when, Scalar title, Fix.Safety safety, List<EditDraft> edits) {}

  /** A rule file, read but not yet checked. */
  private final class Draft {
    private final Fields root;
    private final List<Source> when;
    private final List<Named> forEach;
    private final List<Named> variables;
    private final List<Parameter> parameters;
    private final @Nullable Source expression;
    private final List<Choice> severity;
    private final List<Choice> confidence;
    private final @Nullable Source at;
    private final @Nullable Source cause;
    private final List<RelatedDraft> related;
    private final @Nullable Scalar message;
    private final @Nullable Scalar hint;
    private final @Nullable FixDraft fix;

    Draft(Fields root) {
      this.root = root;
      when = sources(mapping(root, "match"), "when");
      forEach = named("forEach");
      variables = named("variables");
      parameters = readParameters();
      expression = source(root.get("expression"), "expression");
      severity = choices("severity");
      confidence = choices("confidence");
      at = source(root.get("at"), "at");
      cause = source(root.get("cause"), "cause");
      related = readRelated();
      message = root.get("message") instanceof Scalar scalar ? scalar : null;
      hint = root.get("hint") instanceof Scalar scalar ? scalar : null;
      fix = readFix();
    }

    private List<Named> named(String key) {
      List<Named> out = new ArrayList<>();
      Value value = root.get(key);
      // A list of mappings keeps to the words of ValidatingAdmissionPolicy: name and expression.
      if (value instanceof Items items) {
        for (Value item : items.values()) {
          if (item instanceof Fields fields
              && fields.get("name") instanceof Scalar name
              && fields.get("expression") instanceof Scalar code) {
            out.add(named(name, code));
          } else {
            error(item.span(), "an item of " + key + " needs a name and an expression");
          }
        }
        return out;
      }
      for (Field field : mapping(root, key).fields().values()) {
        Source source = source(field.value(), key + "." + field.key().text());
        if (source != null) {
          out.add(named(field.key(), (Scalar) field.value()));
        }
      }
      return out;
    }

    private Named named(Scalar name, Scalar code) {
      if (!name.text().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        error(name.span(), "no name of a variable: " + name.text());
      }
      return new Named(name.text(), name.span(), new Source(code, 0, code.text().length()));
    }

    private List<Choice> choices(String key) {
      Value value = root.get(key);
      List<Choice> out = new ArrayList<>();
      if (value instanceof Scalar word) {
        out.add(new Choice(null, word));
      } else if (value != null) {
        for (Fields item : mappings(root, key)) {
          keys(item, List.of("when", "is"));
          if (item.get("is") instanceof Scalar word) {
            out.add(new Choice(source(item.get("when"), "when"), word));
          } else {
            error(item.span(), "an item of " + key + " needs is: and, but for the last, when:");
          }
        }
      }
      return out;
    }

    private List<Parameter> readParameters() {
      List<Parameter> out = new ArrayList<>();
      for (Field field : mapping(root, "parameters").fields().values()) {
        Value value = field.value();
        String doc = "";
        if (value instanceof Fields fields) {
          keys(fields, List.of("default", "doc"));
          doc = text(fields, "doc");
          value = fields.get("default");
        }
        Object made = value == null ? null : parameterValue(value);
        if (made == null) {
          error(
              field.key().span(),
              "a parameter needs a default: a text, number, truth or list of texts");
        } else {
          out.add(new Parameter(field.key().text(), made, doc));
        }
      }
      return out;
    }

    private @Nullable Object parameterValue(Value value) {
      if (value instanceof Items items) {
        List<String> out = new ArrayList<>();
        for (Value item : items.values()) {
          if (!(item instanceof Scalar scalar)) {
            return null;
          }
          out.add(scalar.text());
        }
        return List.copyOf(out);
      }
      if (!(value instanceof Scalar scalar)) {
        return null;
      }
      String text = scalar.text();
      if (scalar.plain() && (text.equals("true") || text.equals("false"))) {
        return text.equals("true");
      }
      if (scalar.plain() && text.matches("-?[0-9]{1,18}")) {
        return Long.parseLong(text);
      }
      if (scalar.plain() && text.matches("-?[0-9]+\\.[0-9]+")) {
        return Double.parseDouble(text);
      }
      return text;
    }

    private List<RelatedDraft> readRelated() {
      List<RelatedDraft> out = new ArrayList<>();
      for (Fields item : mappings(root, "related")) {
        keys(item, List.of("forEach", "when", "at", "label"));
        Source place = source(item.get("at"), "at");
        Named element = null;
        Fields each = mapping(item, "forEach");
        for (Field field : each.fields().values()) {
          if (field.value() instanceof Scalar code) {
            element = named(field.key(), code);
          }
        }
        if (place == null || !(item.get("label") instanceof Scalar label)) {
          error(item.span(), "a related place needs at and label");
        } else {
          out.add(new RelatedDraft(element, source(item.get("when"), "when"), place, label));
        }
      }
      return out;
    }

    private @Nullable FixDraft readFix() {
      if (root.get("fix") == null) {
        return null;
      }
      Fields fields = mapping(root, "fix");
      keys(fields, List.of("title", "safety", "when", "edits"));
      Fix.Safety safety =
          fields.get("safety") instanceof Scalar word
              ? word(word, Fix.Safety.values(), Fix.Safety::word)
              : null;
      List<EditDraft> edits = new ArrayList<>();
      for (Fields item : mappings(fields, "edits")) {
        keys(item, List.of("at", "replaceWith", "remove"));
        Source place = source(item.get("at"), "at");
        boolean remove = text(item, "remove").equals("true");
        Source with = source(item.get("replaceWith"), "replaceWith");
        if (place == null || remove == (with != null)) {
          error(item.span(), "an edit needs at, and either replaceWith or remove: true");
        } else {
          edits.add(new EditDraft(place, with));
        }
      }
      if (safety == null || !(fields.get("title") instanceof Scalar title) || edits.isEmpty()) {
        error(head(fields), "a fix needs title, safety (safe or unsafe) and edits");
        return null;
      }
      return new FixDraft(source(fields.get("when"), "when"), title, safety, edits);
    }

    @Nullable Rule make(String category, String shownPath) {
      String id = required(root, "id");
      if (!id.isEmpty() && !id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
        error(
            java.util.Objects.requireNonNull(root.get("id")).span(),
            "an id is kebab-case: lower-case words with dashes");
      }
      String title = required(root, "title");
      required(root, "message");
      List<RuleCode.Choice<Severity>> severities = new ArrayList<>();
      if (severity.isEmpty()) {
        required(root, "severity");
      }
      Fields match = mapping(root, "match");
      keys(match, List.of("kinds", "when", "problem"));
      Set<String> problems = new LinkedHashSet<>(texts(match, "problem"));
      Map<String, Env> targets = targets(match, problems);
      if (targets.isEmpty() && scalars(match, "kinds").isEmpty()) {
        errors.put("kinds", new RuleError(head(root), "match names no kinds"));
      }
      if (expression == null && problems.isEmpty() && forEach.isEmpty()) {
        required(root, "expression");
      }
      Map<String, byte[]> codes = new LinkedHashMap<>();
      targets.forEach(
          (target, env) -> {
            RuleCode code = new Check(this, env).make();
            if (code != null) {
              codes.put(target, RuleCodec.encode(code));
            }
          });
      for (Choice choice : severity) {
        Severity value = word(choice.is, Severity.values(), Severity::word);
        if (value != null) {
          severities.add(new RuleCode.Choice<>(null, value));
        }
      }
      Fields docs = mapping(root, "docs");
      keys(docs, List.of("why", "diagnose", "fix", "exceptions", "references"));
      String named = text(root, "category");
      RuleInfo info =
          new RuleInfo(
              id,
              title,
              named.isEmpty() ? category : named,
              severities.stream().map(RuleCode.Choice::value).distinct().sorted().toList(),
              texts(match, "kinds"),
              texts(root, "aliases"),
              text(root, "since"),
              fix == null ? null : fix.title.text(),
              parameters,
              new Docs(
                  text(docs, "why"),
                  text(docs, "diagnose"),
                  text(docs, "fix"),
                  text(docs, "exceptions"),
                  texts(docs, "references")),
              shownPath);
      Map<String, Span> yieldsTo = new LinkedHashMap<>();
      scalars(root, "yieldsTo").forEach(scalar -> yieldsTo.put(scalar.text(), scalar.span()));
      return new Rule(info, catalogue, codes, problems, yieldsTo.keySet()).naming(yieldsTo);
    }

    /** What the rule matches, each with the types that its expressions see there. */
    private Map<String, Env> targets(Fields match, Set<String> problems) {
      Map<String, Env> out = new LinkedHashMap<>();
      if (!problems.isEmpty()) {
        out.put("", new Env(Map.of("problem", ProblemFunctions.PROBLEM)));
      }
      for (Scalar written : scalars(match, "kinds")) {
        String name = written.text();
        Catalogue.Type<?> fact = catalogue.type(name);
        if (name.equals(Rule.EVERYTHING)) {
          out.put(name, env(FactType.matched("Object", null, Set.of())));
        } else if (fact != null && fact.all() != null) {
          out.put(name, env(FactType.matched(name, null, Set.of(name))));
        } else {
          String problem = KindNames.problem(name);
          Kind kind = KindNames.resolve(name);
          if (problem != null || kind == null) {
            error(written.span(), String.valueOf(problem));
          } else {
            FieldType fields = schemas.fields(kind);
            out.put(name, env(FactType.matched(kind.name(), fields, checker.viewsOf(kind))));
          }
        }
      }
      return out;
    }

    private Env env(FactType<?> object) {
      return new Env(Map.of("object", object));
    }
  }

  /** The types that the expressions of a rule see. */
  private record Env(Map<String, FactType<?>> types) {}

  /** The check of a rule for one of the kinds it matches. */
  private final class Check {
    private final Draft draft;
    private final Map<String, FactType<?>> early = new HashMap<>();
    private final Map<String, FactType<?>> full = new HashMap<>();
    private final Map<String, String> notYet = new HashMap<>();
    private final List<RuleCode.Binding> variables = new ArrayList<>();
    private boolean failed;

    Check(Draft draft, Env env) {
      this.draft = draft;
      early.putAll(env.types);
      draft.parameters.forEach(p -> early.put("params." + p.name(), typeOf(p.value())));
      full.putAll(early);
    }

    private FactType<?> typeOf(Object value) {
      if (value instanceof List<?>) {
        return FactType.list(FactType.STRING);
      }
      return value instanceof Boolean
          ? FactType.BOOL
          : value instanceof Long
              ? FactType.INT
              : value instanceof Double ? FactType.DOUBLE : FactType.STRING;
    }

    @Nullable RuleCode make() {
      List<RuleCode.Binding> elements = new ArrayList<>();
      orderVariables();
      // Variables that need no element are known to match.when and to the lists of forEach.
      for (Named variable : independent) {
        variable(variable, early);
      }
      full.putAll(early);
      for (Named element : draft.forEach) {
        elements.add(element(element));
      }
      for (Named variable : dependent) {
        variable(variable, full);
      }
      List<Code> when = new ArrayList<>();
      for (Source source : draft.when) {
        when.add(truth(source, "match.when", early));
      }
      Source must = draft.expression;
      Code expression = must == null ? null : truth(must, "expression", full);
      Source points = draft.at;
      RuleCode.At at = points == null ? null : place(points, full);
      Source shared = draft.cause;
      Code cause = shared == null ? null : shown(shared, full, "cause");
      List<RuleCode.Related> related = new ArrayList<>();
      for (RelatedDraft part : draft.related) {
        related.add(related(part));
      }
      RuleCode.Text message = text(draft.message, full);
      RuleCode.Text hint = draft.hint == null ? null : text(draft.hint, full);
      FixDraft repair = draft.fix;
      RuleCode code =
          new RuleCode(
              when,
              elements,
              variables,
              expression,
              choices(draft.severity, Severity.values(), Severity::word),
              choices(draft.confidence, Confidence.values(), Confidence::word),
              at,
              cause,
              related,
              message,
              hint,
              repair == null ? null : fix(repair));
      return failed ? null : code;
    }

    private final List<Named> independent = new ArrayList<>();
    private final List<Named> dependent = new ArrayList<>();

    /** Orders variables so that each comes after those it uses, those that need an element last. */
    private void orderVariables() {
      Map<String, Named> byName = new LinkedHashMap<>();
      draft.variables.forEach(v -> byName.put(v.name, v));
      Map<String, Integer> state = new HashMap<>();
      Set<String> needElement = new LinkedHashSet<>();
      Set<String> elements = new LinkedHashSet<>();
      draft.forEach.forEach(e -> elements.add(e.name));
      for (Named variable : draft.variables) {
        visit(variable, byName, state, needElement, elements);
      }
    }

    private void visit(
        Named variable,
        Map<String, Named> byName,
        Map<String, Integer> state,
        Set<String> needElement,
        Set<String> elements) {
      Integer known = state.put(variable.name, 1);
      if (known != null) {
        if (known == 1) {
          error(variable.span, "variables." + variable.name + " needs its own value");
          failed = true;
        }
        state.put(variable.name, known == 1 ? 2 : known);
        return;
      }
      Code code = parse(variable.source);
      boolean needs = false;
      if (code != null) {
        Set<String> names = new LinkedHashSet<>();
        Names.collect(code, names);
        for (String name : names) {
          if (elements.contains(name)) {
            needs = true;
          } else if (name.startsWith("variables.")) {
            Named used = byName.get(name.substring("variables.".length()));
            if (used != null) {
              visit(used, byName, state, needElement, elements);
              needs |= needElement.contains(used.name);
            }
          }
        }
      }
      state.put(variable.name, 2);
      if (needs) {
        needElement.add(variable.name);
        notYet.put("variables." + variable.name, "");
        dependent.add(variable);
      } else {
        independent.add(variable);
      }
    }

    private void variable(Named variable, Map<String, FactType<?>> env) {
      Checker.Checked checked = check(variable.source, env);
      if (checked != null) {
        variables.add(new RuleCode.Binding(variable.name, checked.code()));
      }
      env.put("variables." + variable.name, checked == null ? FactType.DYN : checked.type());
    }

    private RuleCode.Binding element(Named element) {
      Checker.Checked checked = check(element.source, full);
      FactType<?> type = FactType.DYN;
      if (checked != null) {
        switch (checked.type().shape()) {
          case LIST, OPTIONAL -> type = checked.type().element();
          case MAP, STRUCT -> type = FactType.STRING;
          case DYN -> {}
          default -> fail(element.source.at(0), "forEach needs a list, not " + checked.type());
        }
      }
      full.put(element.name, type);
      return new RuleCode.Binding(element.name, codeOf(checked));
    }

    private void fail(Span span, String message) {
      failed = true;
      error(span, message);
    }

    private Code codeOf(Checker.@Nullable Checked checked) {
      return checked == null ? new Code.Const(0, false) : checked.code();
    }

    private Checker.@Nullable Checked check(Source source, Map<String, FactType<?>> env) {
      Code code = parse(source);
      if (code == null) {
        failed = true;
        return null;
      }
      Checker.Checked checked = checker.check(code, env);
      for (Checker.Problem problem : checked.problems()) {
        String message = problem.message();
        if (env == early) {
          message = message + lateHint(message);
        }
        fail(source.at(problem.offset()), message);
      }
      return checked.problems().isEmpty() ? checked : null;
    }

    /** Says why a name that the rest of the rule knows is not known to match.when. */
    private String lateHint(String message) {
      for (Named element : draft.forEach) {
        if (message.startsWith("no variable " + element.name)) {
          return "; match.when is asked before forEach, so ask it in expression";
        }
      }
      for (String name : notYet.keySet()) {
        if (message.startsWith("no " + name)) {
          return "; it needs an element of forEach, and match.when is asked before";
        }
      }
      return "";
    }

    private Code truth(Source source, String what, Map<String, FactType<?>> env) {
      Checker.Checked checked = check(source, env);
      if (checked != null && !checker.fits(checked.type(), FactType.BOOL)) {
        String more =
            checked.type().shape() == Shape.OPTIONAL ? "; ask hasValue() or orValue()" : "";
        fail(source.at(0), what + " must be a bool, not " + checked.type() + more);
      }
      return codeOf(checked);
    }

    /** An expression whose value is shown. */
    private Code shown(Source source, Map<String, FactType<?>> env, String what) {
      Checker.Checked checked = check(source, env);
      if (checked != null) {
        switch (checked.type().shape()) {
          case STRING, KIND, INT, DOUBLE, BOOL, DYN -> {}
          default ->
              fail(
                  source.at(0),
                  what
                      + " needs a text, number or bool, not "
                      + checked.type()
                      + showHint(checked.type()));
        }
      }
      return codeOf(checked);
    }

    private String showHint(FactType<?> type) {
      return switch (type.shape()) {
        case LIST -> "; write join(…)";
        case MAP -> "; write labels(…)";
        case OPTIONAL -> "; unwrap it with orValue()";
        case FACT, STRUCT -> checker.fits(type, FactType.OBJECT) ? "; write ref(…)" : "";
        default -> "";
      };
    }

    private RuleCode.Text text(@Nullable Scalar scalar, Map<String, FactType<?>> env) {
      List<Object> parts = new ArrayList<>();
      if (scalar != null) {
        for (Object part : cut(scalar)) {
          parts.add(part instanceof Source source ? shown(source, env, "${}") : part);
        }
      }
      return new RuleCode.Text(trimmed(parts));
    }

    /** A block scalar ends with a line break that the author does not mean. */
    private List<Object> trimmed(List<Object> parts) {
      int last = parts.size() - 1;
      if (last >= 0 && parts.get(last) instanceof String text) {
        parts.set(last, text.stripTrailing());
      }
      return List.copyOf(parts);
    }

    private <T extends Enum<T>> List<RuleCode.Choice<T>> choices(
        List<Choice> drafts, T[] values, Function<T, String> words) {
      List<RuleCode.Choice<T>> out = new ArrayList<>();
      for (Choice choice : drafts) {
        T value = word(choice.is, values, words);
        Code condition = choice.when == null ? null : truth(choice.when, "when", full);
        if (value != null) {
          out.add(new RuleCode.Choice<>(condition, value));
        }
      }
      return out;
    }

    private RuleCode.Related related(RelatedDraft part) {
      Map<String, FactType<?>> env = full;
      RuleCode.Binding binding = null;
      if (part.forEach != null) {
        binding = element(part.forEach);
      }
      Code condition = part.when == null ? null : truth(part.when, "when", env);
      RuleCode.Related made =
          new RuleCode.Related(binding, condition, place(part.at, env), text(part.label, env));
      if (part.forEach != null) {
        full.remove(part.forEach.name);
      }
      return made;
    }

    private RuleCode.Repair fix(FixDraft repair) {
      List<RuleCode.Change> edits = new ArrayList<>();
      for (EditDraft edit : repair.edits) {
        Source with = edit.replaceWith;
        edits.add(
            new RuleCode.Change(
                place(edit.at, full), with == null ? null : shown(with, full, "replaceWith")));
      }
      return new RuleCode.Repair(
          repair.when == null ? null : truth(repair.when, "when", full),
          text(repair.title, full),
          repair.safety,
          edits);
    }

    // --- places ------------------------------------------------------------------

    /** What {@code at} points at: a path, whose base must have a place, or an expression. */
    private RuleCode.At place(Source source, Map<String, FactType<?>> env) {
      Code code = parse(source);
      if (code == null) {
        failed = true;
        return new RuleCode.At(new Code.Const(0, false), List.of());
      }
      List<Code> chain = new ArrayList<>();
      Code inner = code;
      chain.add(inner);
      while (true) {
        if (inner instanceof Code.Select select && select.mode() != Code.Mode.PRESENCE) {
          inner = select.operand();
        } else if (inner instanceof Code.Call call && call.function().equals("_[_]")) {
          inner = call.args().get(0);
        } else {
          break;
        }
        chain.add(0, inner);
      }
      int base = base(chain, env);
      Checker.Checked checked = checker.check(chain.get(base), env);
      if (!checked.problems().isEmpty()) {
        checked.problems().forEach(problem -> fail(source.at(problem.offset()), problem.message()));
        return new RuleCode.At(checked.code(), List.of());
      }
      if (base == chain.size() - 1 && !isPlaced(checked.type())) {
        fail(
            source.at(0),
            "a " + checked.type() + " has no place; point at a field of an object or at a Place");
      }
      return new RuleCode.At(checked.code(), steps(source, chain, base, checked.type(), env));
    }

    /** The link of the chain from which on it is a path in a manifest. */
    private int base(List<Code> chain, Map<String, FactType<?>> env) {
      for (int i = 0; i < chain.size() - 1; i++) {
        if (chain.get(i) instanceof Code.Var variable
            && (variable.name().equals("variables") || variable.name().equals("params"))) {
          continue;
        }
        Checker.Checked checked = checker.check(chain.get(i), env);
        if (!checked.problems().isEmpty()) {
          return i;
        }
        FactType<?> type = checked.type();
        boolean manifest =
            switch (type.shape()) {
              case STRUCT, MAP, DYN -> true;
              case LIST -> type.element().shape() != Shape.FACT;
              case FACT ->
                  type.equals(FactType.OBJECT)
                      || (chain.get(i + 1) instanceof Code.Select next
                          && isManifestField(type, next.field()));
              default -> false;
            };
        if (manifest) {
          return i;
        }
      }
      return chain.size() - 1;
    }

    /** Whether a fact was read from a mapping that can have such a field. */
    private boolean isManifestField(FactType<?> type, String field) {
      Catalogue.Type<?> fact = catalogue.type(type.name());
      if (fact == null || !fact.hasNode()) {
        return false;
      }
      FieldType fields = fieldsOf(fact);
      return fields == null ? fact.field(field) == null : fields.field(field) != null;
    }

    private @Nullable FieldType fieldsOf(Catalogue.Type<?> fact) {
      Kind kind = fact.nodeKind();
      FieldType here = kind == null ? null : schemas.fields(kind);
      for (String step : fact.nodePath()) {
        if (here == null) {
          return null;
        }
        here = step.equals("[]") ? here.element() : here.field(step);
      }
      return here;
    }

    private boolean isPlaced(FactType<?> type) {
      return switch (type.shape()) {
        case DYN, STRUCT -> true;
        case LIST, OPTIONAL -> isPlaced(type.element());
        case MAP -> true;
        case FACT -> {
          Catalogue.Type<?> fact = catalogue.type(type.name());
          yield type.equals(FactType.PLACE)
              || (fact != null && (fact.hasNode() || fact.object() != null));
        }
        default -> false;
      };
    }

    /** The keys and indexes below the base, checked against the schema. */
    private List<Code> steps(
        Source source,
        List<Code> chain,
        int base,
        FactType<?> start,
        Map<String, FactType<?>> env) {
      List<Code> out = new ArrayList<>();
      FieldType here = start.fields();
      Catalogue.Type<?> fact = catalogue.type(start.name());
      if (start.shape() == Shape.FACT && fact != null) {
        here = fieldsOf(fact);
      }
      boolean checkable = here != null;
      for (int i = base + 1; i < chain.size(); i++) {
        if (chain.get(i) instanceof Code.Select select) {
          out.add(new Code.Const(select.offset(), select.field()));
          if (checkable && here != null) {
            FieldType next =
                here.fieldNames().isEmpty() ? here.element() : here.field(select.field());
            if (next == null && !here.fieldNames().isEmpty() && !here.open()) {
              fail(
                  source.at(select.offset()),
                  "no field "
                      + select.field()
                      + Checker.didYouMean(select.field(), here.fieldNames()));
            }
            here = next;
          }
        } else if (chain.get(i) instanceof Code.Call call) {
          Checker.Checked index = checker.check(call.args().get(1), env);
          index.problems().forEach(problem -> fail(source.at(problem.offset()), problem.message()));
          out.add(index.code());
          here = here == null ? null : here.element();
        }
      }
      return out;
    }
  }

  /** The names that an expression reads. */
  private static final class Names {
    private Names() {}

    static void collect(Code code, Set<String> out) {
      if (code instanceof Code.Var variable) {
        out.add(variable.name());
      } else if (code instanceof Code.Select select) {
        if (select.operand() instanceof Code.Var variable && variable.name().equals("variables")) {
          out.add("variables." + select.field());
        } else {
          collect(select.operand(), out);
        }
      } else if (code instanceof Code.Call call) {
        call.args().forEach(arg -> collect(arg, out));
      } else if (code instanceof Code.ListOf list) {
        list.items().forEach(item -> collect(item, out));
      } else if (code instanceof Code.MapOf map) {
        map.keys().forEach(key -> collect(key, out));
        map.values().forEach(value -> collect(value, out));
      } else if (code instanceof Code.Macro macro) {
        collect(macro.range(), out);
        Set<String> inner = new TreeSet<>();
        macro.body().forEach(part -> collect(part, inner));
        inner.remove(macro.item());
        out.addAll(inner);
      }
    }
  }
}
