package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.AuthzPolicy.Action;
import meshlint.mesh.AuthzPolicy.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What istiod's validating webhook asks of AuthorizationPolicies beyond their schema
 * (pkg/config/validation ValidateAuthorizationPolicy, pkg/config/security ValidateAttribute).
 */
final class AuthzFaults {
  private static final Set<String> KEYS =
      Set.of(
          "source.ip",
          "source.namespace",
          "source.principal",
          "source.serviceAccount",
          "source.trustDomain",
          "remote.ip",
          "destination.ip",
          "destination.port",
          "connection.sni",
          "request.auth.principal",
          "request.auth.audiences",
          "request.auth.presenter");

  private static final Pattern KEYED =
      Pattern.compile("(request\\.headers|request\\.auth\\.claims|experimental\\.[\\w.]+)\\[.+]");

  /** What shows that a value is yet to be filled in. */
  private static final Pattern PLACEHOLDER = Pattern.compile("[${}<>_%]");

  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern IPV4 =
      Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}(?:/(?:3[0-2]|[12]?\\d))?");

  private final List<AuthzFault> found = new ArrayList<>();

  private AuthzFaults() {}

  static List<AuthzFault> of(AuthzPolicy policy) {
    AuthzFaults faults = new AuthzFaults();
    MapNode spec = policy.object().spec();
    if (spec != null) {
      faults.action(policy, spec);
      for (Rule rule : policy.rules()) {
        faults.rule(policy, rule);
      }
      for (MapNode rule : spec.maps("rules")) {
        faults.shape(rule);
      }
    }
    return faults.found;
  }

  private void add(Place place, String reason) {
    found.add(new AuthzFault(place, reason));
  }

  private void action(AuthzPolicy policy, MapNode spec) {
    boolean custom = policy.action() == Action.CUSTOM;
    boolean ruled = spec.get("rules") != null;
    if ((custom || policy.action() == Action.DENY) && !ruled) {
      add(
          spec.placeOf("action"),
          "action " + policy.action() + " without rules never applies; [{}] matches everything");
    }
    if (custom && ruled && policy.provider().isEmpty()) {
      add(spec.placeOf("action"), "action CUSTOM needs provider.name");
    }
    if (!custom && spec.get("provider") != null) {
      add(spec.placeOf("provider"), "a provider goes with action CUSTOM only");
    }
  }

  private void rule(AuthzPolicy policy, Rule rule) {
    for (AuthzField field : rule.fields()) {
      if (policy.action() == Action.CUSTOM && (field.isIdentity() || field.isToken())) {
        add(field.place(), field.name() + " cannot be used with action CUSTOM");
      }
      if (field.part() == AuthzField.Part.CONDITION
          && !KEYS.contains(field.name())
          && !KEYED.matcher(field.name()).matches()) {
        add(field.place(), "there is no attribute " + field.name());
      }
      for (int i = 0; i < field.values().size(); i++) {
        String fault = fault(field, field.values().get(i));
        if (fault != null) {
          add(field.valuePlaces().get(i), fault);
        }
      }
    }
  }

  private static @Nullable String fault(AuthzField field, String value) {
    if (value.isEmpty()) {
      return field.name() + " has an empty value";
    }
    if (PLACEHOLDER.matcher(value).find()) {
      return null;
    }
    if (field.isPort()) {
      boolean number = value.matches("\\d{1,5}") && Integer.parseInt(value) <= 65535;
      return number ? null : "\"" + value + "\" is no port number";
    }
    if (field.isAddress() && value.indexOf(':') < 0 && !IPV4.matcher(value).matches()) {
      return "\"" + value + "\" is no IP address or range";
    }
    return null;
  }

  /** Empty lists and mappings, which the parsed rule no longer shows. */
  private void shape(MapNode rule) {
    for (String[] names : new String[][] {{"from", "source"}, {"to", "operation"}}) {
      ListNode list = rule.list(names[0]);
      if (list != null && list.isEmpty()) {
        add(rule.placeOf(names[0]), names[0] + " is an empty list");
      }
      for (MapNode item : rule.maps(names[0])) {
        MapNode inner = item.map(names[1]);
        if (inner == null || inner.isEmpty()) {
          add(inner == null ? item.place() : inner.place(), names[1] + " is empty");
        }
      }
    }
    for (MapNode when : rule.maps("when")) {
      if (when.text("key") != null && isEmpty(when, "values") && isEmpty(when, "notValues")) {
        add(when.placeOf("key"), when.text("key") + " has neither values nor notValues");
      }
    }
  }

  private static boolean isEmpty(MapNode when, String key) {
    ListNode list = when.list(key);
    return list == null || list.isEmpty();
  }
}
