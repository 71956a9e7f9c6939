package meshlint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import meshlint.manifest.Kind;
import meshlint.schema.Schemas;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every declaration says what it is for, with an example that type-checks. */
class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.standard();
  private static final Checker CHECKER = new Checker(CATALOGUE);
  private static final Schemas SCHEMAS = Schemas.bundled();

  private static List<Checker.Problem> problems(String example, Kind kind) {
    FactType<?> object = FactType.matched(kind.name(), SCHEMAS.fields(kind), CHECKER.viewsOf(kind));
    return CHECKER.check(Parser.parse(example), Map.of("object", object)).problems();
  }

  @TestFactory
  Stream<DynamicTest> examplesTypeCheckForSomeKind() {
    Set<Kind> kinds = SCHEMAS.kinds();
    return CATALOGUE.functions().stream()
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.id(),
                    () -> {
                      boolean right = false;
                      List<Checker.Problem> last = List.of();
                      for (Kind kind : kinds) {
                        last = problems(call.example(), kind);
                        right |= last.isEmpty();
                      }
                      assertThat(right).as(call.example() + ": " + last).isTrue();
                      assertThat(call.example()).contains(call.name());
                    }));
  }

  /** What the guide shows of looking objects up is right for some kind, as the reference is. */
  @TestFactory
  Stream<DynamicTest> lookUpsOfTheGuideTypeCheck() throws IOException {
    String guide = Files.readString(Path.of("docs", "writing-rules.md"));
    int from = guide.indexOf("### Other objects");
    String table = guide.substring(from, guide.indexOf("## Cases", from));
    List<String> examples =
        Pattern.compile("`([^`]+)`").matcher(table).results().map(m -> m.group(1)).toList();
    assertThat(examples).hasSizeGreaterThan(12);
    return examples.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example,
                    () ->
                        assertThat(SCHEMAS.kinds())
                            .anyMatch(kind -> problems(example, kind).isEmpty())));
  }

  @Test
  void docsAreClauses() {
    Stream<String> fields =
        CATALOGUE.types().stream().flatMap(type -> type.fields().stream().map(f -> f.doc()));
    Stream<String> functions = CATALOGUE.functions().stream().map(Catalogue.Call::doc);
    assertThat(Stream.concat(fields, functions))
        .allMatch(doc -> !doc.isBlank() && !doc.endsWith(".") && doc.strip().equals(doc));
  }

  @Test
  void everyFactThatIsNamedIsDeclared() {
    for (Catalogue.Call call : CATALOGUE.functions()) {
      declared(call.result());
      call.argumentTypes().forEach(CatalogueTest::declared);
    }
    CATALOGUE.types().forEach(type -> type.fields().forEach(field -> declared(field.type())));
  }

  private static void declared(FactType<?> type) {
    switch (type.shape()) {
      case LIST, MAP, OPTIONAL -> declared(type.element());
      case FACT -> assertThat(CATALOGUE.type(type.name())).as(type.name()).isNotNull();
      default -> {}
    }
  }
}
