package meshlint;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the packages in one line of dependencies: each uses only what stands before it. */
class ArchitectureTest {
  private static final String ROOT = "meshlint";

  /** The line. A new package takes its place here. */
  private static final List<String> LINE =
      List.of(
          "source",
          "finding",
          "manifest",
          "schema",
          "graph",
          "dns",
          "mesh",
          "network",
          "trace",
          "rule",
          "engine",
          "fix",
          "ruletest",
          "report",
          "cli");

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyPackageStandsInTheLine() {
    assertThat(packages()).as("packages of the product").isNotEmpty().isSubsetOf(LINE);
  }

  @Test
  void aPackageUsesOnlyWhatStandsBeforeIt() {
    Set<String> backwards = new TreeSet<>();
    int inside = 0;
    for (JavaClass type : PRODUCT) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (!target.getPackageName().startsWith(ROOT + ".")) {
          continue;
        }
        inside++;
        if (LINE.indexOf(packageOf(target)) > LINE.indexOf(packageOf(type))) {
          backwards.add(dependency.getDescription());
        }
      }
    }
    assertThat(inside).as("dependencies seen between our own classes").isGreaterThan(50);
    assertThat(backwards).as("dependencies on a package further down the line").isEmpty();
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> marked =
        PRODUCT.stream()
            .filter(type -> type.getSimpleName().equals("package-info"))
            .filter(type -> type.isAnnotatedWith(NullMarked.class))
            .map(ArchitectureTest::packageOf)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(marked).as("packages with a @NullMarked package-info").isEqualTo(packages());
  }

  private static Set<String> packages() {
    return PRODUCT.stream()
        .map(ArchitectureTest::packageOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The name of a class's package without the root; empty for the root itself. */
  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
  }
}
