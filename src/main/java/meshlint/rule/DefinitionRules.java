package meshlint.rule;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import meshlint.schema.CelRules;
import org.jspecify.annotations.Nullable;

/**
 * The rules of CustomResourceDefinitions, run by what runs ours. Those of the bundled kinds were
 * checked while this program was built; others are when they are first needed.
 */
public final class DefinitionRules implements CelRules {
  private static final String SELF = "self";

  /** What the object was before: of a new one nothing. */
  private static final String OLD_SELF = "oldSelf";

  private static final String RESOURCE = "definition.rules";

  private final Map<String, Optional<Expression>> expressions = new ConcurrentHashMap<>();
  private final Facts facts;
  private @Nullable Compiler compiler;

  /** Rules about the objects of a world, of which they see nothing but the value itself. */
  public DefinitionRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public @Nullable Boolean holds(String rule, Object self) {
    try {
      return value(rule, self) instanceof Boolean truth ? truth : null;
    } catch (EvaluationException e) {
      // An error elsewhere may be for a function that we lack.
      return e.isOfInput() ? false : null;
    }
  }

  @Override
  public @Nullable String text(String expression, Object self) {
    try {
      return value(expression, self) instanceof String text ? text : null;
    } catch (EvaluationException e) {
      return null;
    }
  }

  private @Nullable Object value(String text, Object self) {
    Optional<Expression> expression = expression(text);
    if (expression.isEmpty()) {
      return null;
    }
    Scope scope = new Scope(facts, 2);
    scope.set(0, self);
    scope.set(1, Optional.empty());
    try {
      return expression.get().eval(scope);
    } catch (ArithmeticException | Scope.LimitError | StackOverflowError e) {
      return null;
    }
  }

  private Optional<Expression> expression(String rule) {
    Optional<Expression> known = expressions.get(rule);
    if (known == null) {
      known = compile(rule);
      expressions.put(rule, known);
    }
    return known;
  }

  private synchronized Optional<Expression> compile(String rule) {
    Compiler ready = compiler;
    if (ready == null) {
      ready = new Compiler(bundled());
      compiler = ready;
    }
    return ready.compile(rule);
  }

  /** Whether a rule can be evaluated at all; one that uses what we do not have cannot. */
  boolean understands(String rule) {
    return expression(rule).isPresent();
  }

  /** Makes rules runnable. */
  private static final class Compiler {
    private final Map<String, byte[]> checked;
    private final Catalogue catalogue = DefinitionFunctions.catalogue();
    private final Linker linker = new Linker(catalogue, Map.of(SELF, 0, OLD_SELF, 1));

    Compiler(Map<String, byte[]> checked) {
      this.checked = checked;
    }

    Optional<Expression> compile(String rule) {
      byte[] bytes = checked.get(rule);
      Code code = bytes == null ? check(rule, catalogue) : RuleCodec.decode(bytes).expression();
      return code == null ? Optional.empty() : Optional.of(linker.link(code));
    }
  }

  /** A checked rule; null for one that uses what we do not have. */
  private static @Nullable Code check(String rule, Catalogue catalogue) {
    try {
      Checker.Checked checked =
          new Checker(catalogue)
              .check(
                  Parser.parse(rule),
                  Map.of(SELF, FactType.DYN, OLD_SELF, FactType.optional(FactType.DYN)));
      return checked.problems().isEmpty() ? checked.code() : null;
    } catch (Parser.SyntaxException e) {
      return null;
    }
  }

  /** The rules that {@link #store} wrote, encoded. */
  private static Map<String, byte[]> bundled() {
    try (InputStream in = DefinitionRules.class.getResourceAsStream(RESOURCE)) {
      Map<String, byte[]> out = new HashMap<>();
      if (in != null) {
        DataInputStream data = new DataInputStream(new ByteArrayInputStream(in.readAllBytes()));
        int count = data.readInt();
        for (int i = 0; i < count; i++) {
          String rule = data.readUTF();
          out.put(rule, data.readNBytes(data.readInt()));
        }
      }
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the rules of the bundled kinds", e);
    }
  }

  /** Checks the rules of the bundled kinds and stores them in a folder; a step of the build. */
  static void store(Iterable<String> rules, Path folder) throws IOException {
    Catalogue catalogue = DefinitionFunctions.catalogue();
    Map<String, byte[]> encoded = new TreeMap<>();
    for (String rule : rules) {
      Code code = check(rule, catalogue);
      if (code != null) {
        encoded.put(rule, RuleCodec.encode(RuleCode.of(code)));
      }
    }
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(folder.resolve(RESOURCE)))) {
      out.writeInt(encoded.size());
      for (Map.Entry<String, byte[]> rule : encoded.entrySet()) {
        out.writeUTF(rule.getKey());
        out.writeInt(rule.getValue().length);
        out.write(rule.getValue());
      }
    }
  }
}
