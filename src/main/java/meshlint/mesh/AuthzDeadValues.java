package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import meshlint.mesh.AuthzPolicy.Rule;
import org.jspecify.annotations.Nullable;

/**
 * The values in AuthorizationPolicies that nothing is ever equal to: texts are compared as a whole,
 * by their beginning ({@code x*}) or by their end ({@code *x}), and paths by templates in braces
 * (pilot/pkg/security/authz/matcher).
 */
final class AuthzDeadValues {
  private static final Set<String> NO_TEXT = Set.of("ports", "notPorts", "destination.port");

  private AuthzDeadValues() {}

  static List<AuthzFault> of(AuthzPolicy policy) {
    List<AuthzFault> out = new ArrayList<>();
    for (Rule rule : policy.rules()) {
      for (AuthzField field : rule.fields()) {
        for (int i = 0; i < field.values().size(); i++) {
          String reason = reason(field, field.values().get(i));
          if (reason != null) {
            String written = "\"" + field.values().get(i) + "\" matches nothing: ";
            out.add(new AuthzFault(field.valuePlaces().get(i), written + reason));
          }
        }
      }
    }
    return out;
  }

  private static @Nullable String reason(AuthzField field, String value) {
    if (NO_TEXT.contains(field.name()) || field.isAddress() || value.isEmpty()) {
      return null;
    }
    if (isPath(field)) {
      if (value.indexOf('{') >= 0) {
        return null;
      }
      if (value.indexOf('?') >= 0 || value.indexOf('#') >= 0) {
        return "paths are compared without their query";
      }
      if (!value.startsWith("/") && !value.startsWith("*")) {
        return "every path starts with a slash";
      }
    }
    if (isHost(field) && value.indexOf('/') >= 0) {
      return "the Host header has neither scheme nor path";
    }
    if (isTokenPrincipal(field) && value.indexOf('/') < 0 && value.indexOf('*') < 0) {
      return "a request principal has the form ISSUER/SUBJECT";
    }
    if (value.endsWith("**") && field.values().contains(value.substring(0, value.length() - 1))) {
      // What was meant stands beside it.
      return null;
    }
    int star = value.indexOf('*', 1);
    boolean inside = star >= 0 && (star < value.length() - 1 || value.startsWith("*"));
    return inside
        ? "a * stands for anything only at one end of the text, here it is compared as it is"
        : null;
  }

  private static boolean isPath(AuthzField field) {
    return field.name().equals("paths") || field.name().equals("notPaths");
  }

  private static boolean isHost(AuthzField field) {
    return field.name().equals("hosts") || field.name().equals("notHosts");
  }

  private static boolean isTokenPrincipal(AuthzField field) {
    return field.name().equals("requestPrincipals")
        || field.name().equals("notRequestPrincipals")
        || field.name().equals("request.auth.principal");
  }
}
