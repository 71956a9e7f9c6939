package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import meshlint.mesh.AuthzPolicy.Action;
import meshlint.mesh.AuthzPolicy.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates AuthorizationPolicies (pilot/pkg/security/authz/builder, model): CUSTOM, then DENY,
 * then ALLOW.
 */
final class Authorizations {
  private final Mesh mesh;
  private final ObjectGraph graph;
  private final Map<KubeObject, AuthzPolicy> policies = new HashMap<>();
  private final Map<String, List<AuthzPolicy>> byNamespace = new HashMap<>();
  private final Map<String, Set<String>> accountsInUse = new HashMap<>();

  Authorizations(Mesh mesh) {
    this.mesh = mesh;
    this.graph = mesh.graph();
    for (KubeObject object : graph.objectsOf(Kinds.AUTHORIZATION_POLICY)) {
      AuthzPolicy policy = AuthzPolicy.of(object);
      policies.put(object, policy);
      if (!mesh.isRead(object).isNo() && !mesh.isDiscovered(object.namespace()).isNo()) {
        byNamespace.computeIfAbsent(object.namespace(), k -> new ArrayList<>()).add(policy);
      }
    }
    for (Workload workload : graph.workloads()) {
      accountsInUse
          .computeIfAbsent(workload.namespace(), k -> new HashSet<>())
          .add(workload.serviceAccount());
    }
  }

  AuthzPolicy policy(KubeObject object) {
    AuthzPolicy known = policies.get(object);
    return known == null ? AuthzPolicy.of(object) : known;
  }

  /** The policies that a workload's proxy enforces, dry runs left out. */
  List<AuthzPolicy> of(Workload server) {
    List<AuthzPolicy> out = new ArrayList<>();
    Set<String> namespaces = new LinkedHashSet<>();
    namespaces.add(server.namespace());
    namespaces.add(mesh.config().rootNamespace());
    for (String namespace : namespaces) {
      for (AuthzPolicy policy : byNamespace.getOrDefault(namespace, List.of())) {
        Attachment attachment = mesh.attachment(policy.object());
        // Those with targetRefs are for gateways and waypoints.
        boolean selects =
            attachment.scope() != Attachment.Scope.TARGETS
                && (attachment.selector() == null || server.selectedBy(attachment.selector()));
        if (selects && !policy.dryRun()) {
          out.add(policy);
        }
      }
    }
    return out;
  }

  // --- may this client connect? -------------------------------------------------------

  /** What is known of a client. */
  private record Caller(String namespace, String account, Known mtls) {}

  /** Where it connects to. */
  private record Target(int port, Known http, String policyNamespace) {}

  /**
   * What the policies of a server say to a client.
   *
   * @param client null for one outside of the input, without an identity
   * @param mtls whether the server sees the client's identity
   * @param port the pod's port
   */
  AuthzVerdict verdict(@Nullable Workload client, Known mtls, Workload server, int port) {
    Known http = isHttp(server, port);
    boolean refusedByHttp = http.isYes();
    Injection injection = mesh.injection(server);
    if (!injection.state().isYes()) {
      return new AuthzVerdict(
          // Nobody enforces anything on pods without a proxy.
          injection.state().isNo() ? Known.YES : Known.UNKNOWN,
          null,
          false,
          injection.reason(),
          injection.evidence());
    }
    if (injection.mode() == Injection.Mode.SIDECAR) {
      Answer captured = mesh.capture(server).inbound(port);
      if (captured.isNo()) {
        return new AuthzVerdict(Known.YES, null, false, captured.reason(), captured.evidence());
      }
    }
    Known l7 = injection.mode() == Injection.Mode.AMBIENT ? Known.NO : http;
    Caller caller =
        client == null
            ? new Caller("", "", Known.NO)
            : new Caller(client.namespace(), client.serviceAccount(), mtls);
    List<AuthzPolicy> all = of(server);
    AuthzVerdict refused = refused(all, caller, port, l7, refusedByHttp);
    if (refused != null && refused.allowed().isNo()) {
      return refused;
    }
    AuthzVerdict allowed = allowed(all, caller, port, l7, refusedByHttp);
    return refused == null || allowed.allowed().isNo() ? allowed : refused;
  }

  /** Whether a DENY or CUSTOM policy stands in the way; null where none may. */
  private @Nullable AuthzVerdict refused(
      List<AuthzPolicy> all, Caller caller, int port, Known http, boolean refusedByHttp) {
    AuthzVerdict maybe = null;
    for (AuthzPolicy policy : all) {
      if (policy.action() != Action.DENY && policy.action() != Action.CUSTOM) {
        continue;
      }
      Target target = new Target(port, http, policy.object().namespace());
      for (Rule rule : policy.rules()) {
        Known matches = matches(rule, policy.action(), caller, target);
        if (matches.isYes() && policy.action() == Action.DENY) {
          return new AuthzVerdict(
              Known.NO,
              policy.object(),
              refusedByHttp,
              policy.object() + " denies it",
              List.of(rule.place()));
        }
        if (!matches.isNo()) {
          maybe =
              new AuthzVerdict(
                  Known.UNKNOWN,
                  policy.object(),
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
              refusedByHttp,
              policy.object() + " allows it",
              List.of(rule.place()));
        }
        if (matches.isUnknown() && maybe == null) {
          maybe =
              new AuthzVerdict(
                  Known.UNKNOWN,
                  policy.object(),
                  refusedByHttp,
                  policy.object() + " may allow it",
                  List.of(rule.place()));
        }
      }
    }
    if (some == null) {
      return new AuthzVerdict(
          Known.YES, null, refusedByHttp, "no ALLOW policy holds for the server", List.of());
    }
    return maybe != null
        ? maybe
        : new AuthzVerdict(
            Known.NO,
            some,
            refusedByHttp,
            evidence.size() == 1
                ? some + " is the only ALLOW policy there, and none of its rules matches"
                : "none of the "
                    + evidence.size()
                    + " ALLOW policies there has a rule that matches",
            evidence);
  }

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
    return caller.namespace.equals(target.policyNamespace)
        ? List.of(full, caller.account)
        : List.of(full);
  }

  private static Known identity(AuthzField field, Caller caller, List<String> names) {
    boolean named =
        field.values().stream()
            .anyMatch(pattern -> names.stream().anyMatch(name -> text(pattern, name)));
    // Who is not seen matches no name, and so every negation.
    Known matches = caller.mtls.and(Known.of(named));
    return field.negated() ? matches.not() : matches;
  }

  /** Exact, {@code x*}, {@code *x}, or {@code *} for anything that is there. */
  private static boolean text(String pattern, String value) {
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

  /** Whether Istio takes a port of a workload for HTTP; unknown where it looks at the bytes. */
  private Known isHttp(Workload server, int port) {
    Known found = null;
    for (Service service : graph.servicesOf(server)) {
      for (ServicePort servicePort : service.ports()) {
        Integer target = servicePort.resolveOn(server);
        if (target == null || target != port || servicePort.protocol().equals("UDP")) {
          continue;
        }
        PortProtocol protocol = PortProtocol.of(servicePort);
        Known one = protocol.isAuto() ? Known.UNKNOWN : Known.of(protocol.isHttp());
        found = found == null || found == one ? one : Known.UNKNOWN;
      }
    }
    return found == null ? Known.UNKNOWN : found;
  }

  // --- HTTP fields on TCP ports ----------------------------------------------------------

  List<AuthzOnTcp> onTcp(KubeObject object) {
    AuthzPolicy policy = policy(object);
    List<AuthzOnTcp> out = new ArrayList<>();
    AuthzOnTcp.Effect effect =
        switch (policy.action()) {
          case ALLOW -> AuthzOnTcp.Effect.RULE_DROPPED;
          case DENY, AUDIT -> AuthzOnTcp.Effect.FIELD_IGNORED;
          case CUSTOM -> AuthzOnTcp.Effect.NOT_ENFORCED;
        };
    for (Workload server : mesh.attachment(object).workloads()) {
      if (!mesh.injection(server).state().isYes()) {
        continue;
      }
      Set<Integer> seen = new HashSet<>();
      for (Service service : graph.servicesOf(server)) {
        for (ServicePort port : service.ports()) {
          Integer target = port.resolveOn(server);
          if (target != null
              && !port.protocol().equals("UDP")
              && seen.add(target)
              && isHttp(server, target).isNo()) {
            onTcp(policy, effect, server, target, port, out);
          }
        }
      }
    }
    return out;
  }

  private static void onTcp(
      AuthzPolicy policy,
      AuthzOnTcp.Effect effect,
      Workload server,
      int target,
      ServicePort port,
      List<AuthzOnTcp> out) {
    for (Rule rule : policy.rules()) {
      if (!reaches(rule, target)) {
        continue;
      }
      for (AuthzField field : rule.fields()) {
        if (field.isHttpOnly()) {
          out.add(
              new AuthzOnTcp(
                  field, effect, server, target, PortProtocol.of(port), port.node().place()));
        }
      }
    }
  }

  /** Whether a rule can match on a port: some operation names it, or names none. */
  private static boolean reaches(Rule rule, int port) {
    if (rule.operations().isEmpty()) {
      return true;
    }
    String text = Integer.toString(port);
    for (List<AuthzField> operation : rule.operations()) {
      boolean fits = true;
      for (AuthzField field : operation) {
        if (field.name().equals("ports")) {
          fits &= field.values().contains(text);
        } else if (field.name().equals("notPorts")) {
          fits &= !field.values().contains(text);
        }
      }
      if (fits) {
        return true;
      }
    }
    return false;
  }

  // --- ports ---------------------------------------------------------------------------------

  List<AuthzPort> ports(KubeObject object) {
    List<AuthzPort> out = new ArrayList<>();
    List<Workload> servers = mesh.attachment(object).workloads();
    for (Rule rule : policy(object).rules()) {
      for (AuthzField field : rule.fields()) {
        if (field.name().equals("ports")
            || field.name().equals("notPorts")
            || field.name().equals("destination.port")) {
          for (int i = 0; i < field.values().size(); i++) {
            out.add(port(field.values().get(i), field.valuePlaces().get(i), servers));
          }
        }
      }
    }
    return out;
  }

  private AuthzPort port(String written, Place place, List<Workload> servers) {
    int number;
    try {
      number = Integer.parseInt(written);
    } catch (NumberFormatException e) {
      return new AuthzPort(place, -1, Known.UNKNOWN, null, null, 0);
    }
    ServicePort meant = null;
    Workload behind = null;
    int leadsTo = 0;
    for (Workload server : servers) {
      if (server.declaredPort(number, "TCP") != null) {
        return new AuthzPort(place, number, Known.YES, null, null, 0);
      }
      for (Service service : graph.servicesOf(server)) {
        for (ServicePort port : service.ports()) {
          Integer target = port.resolveOn(server);
          if (target != null && target == number) {
            return new AuthzPort(place, number, Known.YES, null, null, 0);
          }
          if (target != null && port.port() == number && meant == null) {
            meant = port;
            behind = server;
            leadsTo = target;
          }
        }
      }
    }
    return new AuthzPort(
        place, number, meant == null ? Known.UNKNOWN : Known.NO, meant, behind, leadsTo);
  }

  // --- identities ----------------------------------------------------------------------------

  List<AuthzIdentity> identities(KubeObject object) {
    List<AuthzIdentity> out = new ArrayList<>();
    for (Rule rule : policy(object).rules()) {
      for (AuthzField field : rule.fields()) {
        if (field.isIdentity()) {
          for (int i = 0; i < field.values().size(); i++) {
            out.add(identity(field, field.values().get(i), field.valuePlaces().get(i)));
          }
        }
      }
    }
    return out;
  }

  private AuthzIdentity identity(AuthzField field, String written, Place place) {
    String name = field.name().toLowerCase(Locale.ROOT);
    if (name.contains("principal")) {
      return principal(field, written, place);
    }
    if (written.contains("*")) {
      return fine(field, written, place);
    }
    if (name.contains("serviceaccount")) {
      int slash = written.indexOf('/');
      String namespace = slash < 0 ? field.object().namespace() : written.substring(0, slash);
      return account(field, written, place, namespace, written.substring(slash + 1));
    }
    Known exists = namespaceExists(written);
    return exists.isNo()
        ? new AuthzIdentity(
            field,
            place,
            written,
            AuthzIdentity.Problem.NAMESPACE,
            exists,
            "there is no namespace " + written)
        : new AuthzIdentity(field, place, written, AuthzIdentity.Problem.NONE, exists, "");
  }

  private AuthzIdentity principal(AuthzField field, String written, Place place) {
    if (written.startsWith("spiffe://")) {
      return new AuthzIdentity(
          field,
          place,
          written,
          AuthzIdentity.Problem.SPIFFE_URI,
          Known.NO,
          "principals are written without spiffe://");
    }
    if (written.contains("*")) {
      return fine(field, written, place);
    }
    String[] parts = written.split("/", -1);
    if (parts.length != 5 || !parts[1].equals("ns") || !parts[3].equals("sa")) {
      return new AuthzIdentity(
          field,
          place,
          written,
          AuthzIdentity.Problem.MALFORMED,
          Known.NO,
          "a principal has the form TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT");
    }
    MeshConfig config = mesh.config();
    boolean ours =
        parts[0].equals(config.trustDomain())
            || parts[0].equals("cluster.local")
            || config.trustDomainAliases().contains(parts[0]);
    if (!ours && config.get("trustDomain") != null) {
      return new AuthzIdentity(
          field,
          place,
          written,
          AuthzIdentity.Problem.TRUST_DOMAIN,
          Known.UNKNOWN,
          "the trust domain of this mesh is " + config.trustDomain());
    }
    return ours ? account(field, written, place, parts[2], parts[4]) : fine(field, written, place);
  }

  private AuthzIdentity account(
      AuthzField field, String written, Place place, String namespace, String account) {
    if (namespaceExists(namespace).isNo()) {
      return new AuthzIdentity(
          field,
          place,
          written,
          AuthzIdentity.Problem.NAMESPACE,
          Known.NO,
          "there is no namespace " + namespace);
    }
    boolean used = accountsInUse.getOrDefault(namespace, Set.of()).contains(account);
    Known exists = used ? Known.YES : graph.exists(Kinds.SERVICE_ACCOUNT, namespace, account);
    return exists.isNo()
        ? new AuthzIdentity(
            field,
            place,
            written,
            AuthzIdentity.Problem.SERVICE_ACCOUNT,
            exists,
            "there is no ServiceAccount " + account + " in namespace " + namespace)
        : new AuthzIdentity(field, place, written, AuthzIdentity.Problem.NONE, exists, "");
  }

  private static AuthzIdentity fine(AuthzField field, String written, Place place) {
    return new AuthzIdentity(field, place, written, AuthzIdentity.Problem.NONE, Known.UNKNOWN, "");
  }

  /** Whether a namespace exists; no only where the input has Namespaces and nothing lives there. */
  private Known namespaceExists(String namespace) {
    boolean spoken = graph.namespaces().stream().anyMatch(known -> known.name().equals(namespace));
    if (spoken || Set.of("default", "kube-system").contains(namespace)) {
      return Known.YES;
    }
    if (namespace.equals(mesh.config().istioNamespace())) {
      return Known.YES;
    }
    return graph.exists(Kinds.NAMESPACE, "", namespace);
  }
}
