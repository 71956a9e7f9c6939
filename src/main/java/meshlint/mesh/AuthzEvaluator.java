package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Known;
import meshlint.graph.Service;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import meshlint.mesh.AuthzPolicy.Action;
import meshlint.mesh.AuthzPolicy.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a server's AuthorizationPolicies let a client in: CUSTOM, then DENY, then ALLOW
 * (pilot/pkg/security/authz/builder, model).
 */
final class AuthzEvaluator {
  private final Mesh mesh;
  private final Authorizations policies;

  AuthzEvaluator(Mesh mesh, Authorizations policies) {
    this.mesh = mesh;
    this.policies = policies;
  }

  /**
   * What is known of a client.
   *
   * @param account null where the input does not show who it is
   * @param mtls whether the server sees who it is
   */
  private record Caller(String namespace, @Nullable String account, Known mtls) {
    String words() {
      return mtls.isNo()
          ? "the client is not seen with an identity"
          : "the client is " + namespace + "/" + account;
    }
  }

  /** Where it connects to. */
  private record Target(int port, Known http, String policyNamespace) {}

  AuthzVerdict verdict(@Nullable Workload client, Known mtls, Workload server, int port) {
    Known http = policies.isHttp(server, port);
    boolean refusedByHttp = http.isYes();
    Injection injection = mesh.injection(server);
    if (!injection.state().isYes()) {
      return new AuthzVerdict(
          // Nobody enforces anything on pods without a proxy.
          injection.state().isNo() ? Known.YES : Known.UNKNOWN,
          null,
          null,
          false,
          injection.reason(),
          injection.evidence());
    }
    if (injection.mode() == Injection.Mode.SIDECAR) {
      Answer captured = mesh.capture(server).inbound(port);
      if (captured.isNo()) {
        return new AuthzVerdict(
            Known.YES, null, null, false, captured.reason(), captured.evidence());
      }
    }
    Place waypoint = injection.mode() == Injection.Mode.AMBIENT ? waypoint(server) : null;
    if (waypoint != null) {
      return new AuthzVerdict(
          Known.UNKNOWN,
          null,
          null,
          false,
          "a waypoint stands before " + server + ", which decides by policies of its own",
          List.of(waypoint));
    }
    Known l7 = injection.mode() == Injection.Mode.AMBIENT ? Known.NO : http;
    Caller caller =
        client == null
            ? new Caller("", null, mtls)
            : new Caller(client.namespace(), client.serviceAccount(), mtls);
    List<AuthzPolicy> all = policies.of(server);
    AuthzVerdict refused = refused(all, caller, port, l7, refusedByHttp);
    if (refused != null && refused.allowed().isNo()) {
      return refused;
    }
    AuthzVerdict allowed = allowed(all, caller, port, l7, refusedByHttp);
    return refused == null || allowed.allowed().isNo() ? allowed : refused;
  }

  /** Where the label stands that puts a waypoint before a server; null where none does. */
  private @Nullable Place waypoint(Workload server) {
    String own = server.label(IstioLabels.USE_WAYPOINT);
    if (own != null) {
      return own.equals("none") ? null : server.labelPlace(IstioLabels.USE_WAYPOINT);
    }
    for (Service service : mesh.graph().servicesOf(server)) {
      String label = service.object().label(IstioLabels.USE_WAYPOINT);
      if (label != null && !label.equals("none")) {
        return service.object().place("metadata", "labels", IstioLabels.USE_WAYPOINT);
      }
    }
    var namespace = mesh.graph().namespace(server.namespace());
    String label = namespace.label(IstioLabels.USE_WAYPOINT);
    Place place = namespace.labelPlace(IstioLabels.USE_WAYPOINT);
    return label == null || label.equals("none") ? null : place;
  }

  /** Whether a DENY or CUSTOM policy stands in the way; null where none may. */
  private @Nullable AuthzVerdict refused(
      List<AuthzPolicy> all, Caller caller, int port, Known http, boolean refusedByHttp) {
    AuthzVerdict maybe = null;
    for (AuthzPolicy policy : all) {
      boolean custom = policy.action() == Action.CUSTOM;
      if (policy.action() != Action.DENY && !custom) {
        continue;
      }
      Target target = new Target(port, http, policy.object().namespace());
      for (Rule rule : policy.rules()) {
        Known matches = matches(rule, policy.action(), caller, target);
        if (matches.isYes() && (!custom || policies.hasProvider(policy).isNo())) {
          return new AuthzVerdict(
              Known.NO,
              policy.object(),
              null,
              refusedByHttp,
              custom
                  ? policy.object() + " asks a provider that the mesh config does not have"
                  : policy.object() + " denies it by rules[" + rule.index() + "]",
              List.of(rule.place()));
        }
        if (!matches.isNo() && maybe == null) {
          maybe =
              new AuthzVerdict(
                  Known.UNKNOWN,
                  policy.object(),
                  null,
                  refusedByHttp,
                  policy.object() + " may refuse it",
                  List.of(rule.place()));
        }
      }
    }
    return maybe;
  }

  private AuthzVerdict allowed(
      List<AuthzPolicy> all, Caller caller, int port, Known http, boolean refusedByHttp) {
    KubeObject some = null;
    AuthzVerdict maybe = null;
    Miss nearest = null;
    List<Place> evidence = new ArrayList<>();
    for (AuthzPolicy policy : all) {
      if (policy.action() != Action.ALLOW) {
        continue;
      }
      some = some == null ? policy.object() : some;
      evidence.add(policy.object().place());
      Target target = new Target(port, http, policy.object().namespace());
      for (Rule rule : policy.rules()) {
        Known matches = matches(rule, Action.ALLOW, caller, target);
        if (matches.isYes()) {
          return new AuthzVerdict(
              Known.YES,
              policy.object(),
              null,
              refusedByHttp,
              policy.object() + " allows it",
              List.of(rule.place()));
        }
        if (matches.isUnknown() && maybe == null) {
          maybe =
              new AuthzVerdict(
                  Known.UNKNOWN,
                  policy.object(),
                  null,
                  refusedByHttp,
                  policy.object() + " may allow it",
                  List.of(rule.place()));
        }
        if (matches.isNo()) {
          Miss miss = miss(policy, rule, caller, target);
          nearest = nearest == null || miss.parts < nearest.parts ? miss : nearest;
        }
      }
    }
    if (some == null) {
      return new AuthzVerdict(
          Known.YES, null, null, refusedByHttp, "no ALLOW policy holds for the server", List.of());
    }
    if (maybe != null) {
      return maybe;
    }
    String others =
        evidence.size() == 1
            ? ", and it is the only ALLOW policy there"
            : ", and none of the " + evidence.size() + " ALLOW policies there has a rule for it";
    if (nearest == null) {
      return new AuthzVerdict(
          Known.NO, some, null, refusedByHttp, some + " has no rules" + others, evidence);
    }
    KubeObject policy = nearest.policy.object();
    evidence.remove(policy.place());
    evidence.add(0, nearest.field == null ? nearest.rule.place() : nearest.field.place());
    return new AuthzVerdict(
        Known.NO,
        policy,
        nearest.field,
        refusedByHttp,
        policy + " " + nearest.reason + others,
        evidence);
  }

  /**
   * Why a rule does not match.
   *
   * @param parts how many of its parts fail
   * @param field the first condition that fails; null where several sources or operations do
   */
  private record Miss(
      AuthzPolicy policy, Rule rule, int parts, @Nullable AuthzField field, String reason) {}

  private Miss miss(AuthzPolicy policy, Rule rule, Caller caller, Target target) {
    int parts = 0;
    AuthzField first = null;
    for (List<List<AuthzField>> groups : List.of(rule.sources(), rule.operations())) {
      if (any(groups, Action.ALLOW, caller, target).isNo()) {
        parts++;
        first = first == null ? failing(groups, caller, target) : first;
      }
    }
    for (AuthzField condition : rule.conditions()) {
      if (matches(condition, Action.ALLOW, caller, target).isNo()) {
        parts++;
        first = first == null ? condition : first;
      }
    }
    return new Miss(
        policy,
        rule,
        parts,
        first,
        first == null ? "does not allow it" : reason(first, caller, target));
  }

  private @Nullable AuthzField failing(
      List<List<AuthzField>> groups, Caller caller, Target target) {
    for (List<AuthzField> fields : groups) {
      for (AuthzField field : fields) {
        if (matches(field, Action.ALLOW, caller, target).isNo()) {
          return field;
        }
      }
    }
    return null;
  }

  private static String reason(AuthzField field, Caller caller, Target target) {
    String values =
        String.join(", ", field.values().subList(0, Math.min(3, field.values().size())))
            + (field.values().size() > 3 ? " and others" : "");
    String written = "allows only " + field.name() + " " + values;
    if (field.isHttpOnly()) {
      return "allows by "
          + field.name()
          + ", which a port that Istio takes for TCP does not have, so the rule is left out there";
    }
    if (field.isIdentity()) {
      return written + " while " + caller.words();
    }
    return written + " while the pods' port is " + target.port;
  }

  // --- one rule ---------------------------------------------------------------------------

  private Known matches(Rule rule, Action action, Caller caller, Target target) {
    Known all = any(rule.sources(), action, caller, target);
    all = all.and(any(rule.operations(), action, caller, target));
    for (AuthzField condition : rule.conditions()) {
      all = all.and(matches(condition, action, caller, target));
    }
    return all;
  }

  private Known any(List<List<AuthzField>> groups, Action action, Caller caller, Target target) {
    if (groups.isEmpty()) {
      return Known.YES;
    }
    Known any = Known.NO;
    for (List<AuthzField> fields : groups) {
      Known all = Known.YES;
      for (AuthzField field : fields) {
        all = all.and(matches(field, action, caller, target));
      }
      any = any.or(all);
    }
    return any;
  }

  private Known matches(AuthzField field, Action action, Caller caller, Target target) {
    if (field.isHttpOnly()) {
      if (target.http.isNo()) {
        return Known.of(action != Action.ALLOW);
      }
      boolean anything = !field.negated() && field.values().contains("*");
      return anything && target.http.isYes() && field.part() == AuthzField.Part.OPERATION
          ? Known.YES
          : Known.UNKNOWN;
    }
    return switch (field.name()) {
      case "principals", "notPrincipals", "source.principal" ->
          identity(field, caller, principals(caller));
      case "namespaces", "notNamespaces", "source.namespace" ->
          identity(field, caller, List.of(caller.namespace));
      case "serviceAccounts", "notServiceAccounts", "source.serviceAccount" ->
          identity(field, caller, accounts(caller, target));
      case "ports", "notPorts", "destination.port" ->
          Known.of(field.values().contains(Integer.toString(target.port)) != field.negated());
      default -> Known.UNKNOWN;
    };
  }

  private List<String> principals(Caller caller) {
    List<String> domains = new ArrayList<>(mesh.config().trustDomainAliases());
    domains.add(mesh.config().trustDomain());
    // In a policy, cluster.local stands for the mesh's own trust domain.
    domains.add("cluster.local");
    List<String> out = new ArrayList<>();
    for (String domain : domains) {
      out.add(domain + "/ns/" + caller.namespace + "/sa/" + caller.account);
    }
    return out;
  }

  /** Without a namespace a ServiceAccount is one of the policy's namespace. */
  private static List<String> accounts(Caller caller, Target target) {
    String full = caller.namespace + "/" + caller.account;
    return caller.account != null && caller.namespace.equals(target.policyNamespace)
        ? List.of(full, caller.account)
        : List.of(full);
  }

  private static Known identity(AuthzField field, Caller caller, List<String> names) {
    Known matches;
    if (caller.account == null && !caller.mtls.isNo()) {
      matches = Known.UNKNOWN;
    } else {
      boolean named =
          field.values().stream()
              .anyMatch(
                  pattern -> names.stream().anyMatch(name -> AuthzField.matches(pattern, name)));
      // Who is not seen matches no name, and so every negation.
      matches = caller.mtls.and(Known.of(named));
    }
    return field.negated() ? matches.not() : matches;
  }
}
