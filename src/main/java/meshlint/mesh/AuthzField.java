package meshlint.mesh;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A condition of an AuthorizationPolicy's rule: a field of a source or an operation, or an entry of
 * {@code when}.
 *
 * @param object the AuthorizationPolicy
 * @param rule index of the rule
 * @param part where in the rule it stands
 * @param name the field, such as {@code principals}; for {@code when} the key
 * @param negated whether it holds for what is not among its values
 * @param values its values
 * @param place where it stands
 * @param valuePlaces where each value stands
 */
public record AuthzField(
    KubeObject object,
    int rule,
    Part part,
    String name,
    boolean negated,
    List<String> values,
    Place place,
    List<Place> valuePlaces) {
  /** Copies the lists. */
  public AuthzField {
    values = List.copyOf(values);
    valuePlaces = List.copyOf(valuePlaces);
  }

  /** Where in a rule a condition stands. */
  public enum Part {
    /** {@code from[].source}. */
    SOURCE,
    /** {@code to[].operation}. */
    OPERATION,
    /** {@code when[]}. */
    CONDITION
  }

  private static final Set<String> HTTP =
      Set.of(
          "hosts",
          "notHosts",
          "methods",
          "notMethods",
          "paths",
          "notPaths",
          "requestPrincipals",
          "notRequestPrincipals");

  private static final Set<String> IDENTITY =
      Set.of(
          "principals",
          "notPrincipals",
          "namespaces",
          "notNamespaces",
          "serviceAccounts",
          "notServiceAccounts",
          "source.principal",
          "source.namespace",
          "source.serviceAccount");

  /**
   * Whether only HTTP requests have what it asks for, so that it means something else on a TCP port
   * (pilot/pkg/security/authz/model).
   */
  public boolean isHttpOnly() {
    return HTTP.contains(name) || (part == Part.CONDITION && name.startsWith("request."));
  }

  /** Whether it asks who the client is, which only mTLS tells. */
  public boolean isIdentity() {
    return IDENTITY.contains(name);
  }

  /** Whether it asks for an IP address. */
  public boolean isAddress() {
    return name.toLowerCase(Locale.ROOT).endsWith("ipblocks")
        || (part == Part.CONDITION && name.endsWith(".ip"));
  }

  /** Whether it asks for a port of the pods. */
  public boolean isPort() {
    return name.equals("ports") || name.equals("notPorts") || name.equals("destination.port");
  }

  /** Whether it asks for what a token says, which only a RequestAuthentication reads. */
  public boolean isToken() {
    return name.equals("requestPrincipals")
        || name.equals("notRequestPrincipals")
        || (part == Part.CONDITION && name.startsWith("request.auth."));
  }

  /**
   * Whether a value of a field stands for a text: exact, {@code x*}, {@code *x}, or {@code *} for
   * anything that is there.
   */
  public static boolean matches(String pattern, String value) {
    if (pattern.equals("*")) {
      return !value.isEmpty();
    }
    if (pattern.startsWith("*")) {
      return value.endsWith(pattern.substring(1));
    }
    return pattern.endsWith("*")
        ? value.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(value);
  }
}
