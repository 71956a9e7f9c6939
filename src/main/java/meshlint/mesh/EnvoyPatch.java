package meshlint.mesh;

import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A patch of an EnvoyFilter.
 *
 * @param object the EnvoyFilter
 * @param place where its operation stands
 * @param operation the operation as written; empty where the manifest has none
 * @param applyTo what it changes, as written; empty where the manifest has none
 * @param filter the name of the filter that it brings, else of the one that it looks for; empty
 *     where it names none
 * @param versioned where it is limited to some proxy versions; null where it is not
 * @param earlierVersioned where a patch before it, for the same filter, is limited to some proxy
 *     versions; null where none is
 */
public record EnvoyPatch(
    KubeObject object,
    Place place,
    String operation,
    String applyTo,
    String filter,
    @Nullable Place versioned,
    @Nullable Place earlierVersioned) {
  private static final Set<String> RELATIVE =
      Set.of("REMOVE", "REPLACE", "INSERT_BEFORE", "INSERT_AFTER");
  private static final Set<String> WHOLE_ROUTES = Set.of("ROUTE_CONFIGURATION", "HTTP_ROUTE");
  private static final Set<String> REPLACEABLE =
      Set.of("NETWORK_FILTER", "HTTP_FILTER", "VIRTUAL_HOST");

  /** Whether Istio leaves the patch out, because what it changes has no such operation. */
  public boolean isIgnored() {
    return switch (operation) {
      case "ADD", "REMOVE" -> WHOLE_ROUTES.contains(applyTo);
      case "REPLACE" -> !applyTo.isEmpty() && !REPLACEABLE.contains(applyTo);
      default -> false;
    };
  }

  /** Whether it does something only where what it looks for is there already. */
  public boolean isRelative() {
    return RELATIVE.contains(operation) && !isIgnored();
  }
}
