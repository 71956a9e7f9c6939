package meshlint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The schema that editors use knows what the reader of rules knows. */
class RuleSchemaTest {
  private static final Path FILE = Path.of("src/main/resources/meshlint/rule.schema.json");

  @Test
  void namesTheKeysThatTheReaderKnows() throws IOException {
    JsonNode schema = JsonMapper.builder().build().readTree(Files.readString(FILE));
    Set<String> keys = new TreeSet<>();
    schema.get("properties").propertyNames().forEach(keys::add);
    assertThat(keys).containsExactlyInAnyOrderElementsOf(RuleReader.KEYS);
  }

  @Test
  void allowsEveryRuleOfOurs() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(FILE), InputFormat.JSON);
    YAMLMapper yaml = new YAMLMapper();
    for (String folder : new String[] {"rules", "examples/rules"}) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(path -> path.endsWith("rule.yaml")).toList()) {
          String json = yaml.readTree(Files.readString(file)).toString();
          assertThat(schema.validate(json, InputFormat.JSON)).as(file.toString()).isEmpty();
        }
      }
    }
  }

  @Test
  void refusesAnUnknownKey() throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(FILE), InputFormat.JSON);
    String rule =
        "{\"id\": \"a\", \"title\": \"a\", \"severity\": \"error\", \"match\": {},"
            + " \"message\": \"a\", \"mesage\": \"b\"}";
    assertThat(schema.validate(rule, InputFormat.JSON)).hasSize(1);
  }
}
