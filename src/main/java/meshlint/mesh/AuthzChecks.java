package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.Namespace;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.AuthzPolicy.Rule;
import org.jspecify.annotations.Nullable;

/**
 * What AuthorizationPolicies say that does not mean what it seems to, on the pods they hold for.
 */
final class AuthzChecks {
  private final Mesh mesh;
  private final ObjectGraph graph;
  private final Authorizations policies;
  private final Map<String, Set<String>> accountsInUse = new HashMap<>();
  private final Set<String> namespaces = new HashSet<>();
  private final Map<String, Optional<Injection>> outsiders = new HashMap<>();

  AuthzChecks(Mesh mesh, Authorizations policies) {
    this.mesh = mesh;
    this.graph = mesh.graph();
    this.policies = policies;
    for (Workload workload : graph.workloads()) {
      accountsInUse
          .computeIfAbsent(workload.namespace(), k -> new HashSet<>())
          .add(workload.serviceAccount());
    }
    for (KubeObject gateway : graph.objectsOf(Kinds.GATEWAY)) {
      accountsInUse
          .computeIfAbsent(gateway.namespace(), k -> new HashSet<>())
          .add(Waypoints.serviceAccountOf(gateway));
    }
    for (Namespace namespace : graph.namespaces()) {
      namespaces.add(namespace.name());
    }
    namespaces.addAll(List.of("default", "kube-system", mesh.config().istioNamespace()));
  }

  // --- HTTP fields on TCP ports ----------------------------------------------------------

  List<AuthzOnTcp> onTcp(KubeObject object) {
    AuthzPolicy policy = policies.policy(object);
    List<AuthzOnTcp> out = new ArrayList<>();
    AuthzOnTcp.Effect effect =
        switch (policy.action()) {
          case ALLOW -> AuthzOnTcp.Effect.RULE_DROPPED;
          case DENY, AUDIT -> AuthzOnTcp.Effect.FIELD_IGNORED;
          case CUSTOM -> AuthzOnTcp.Effect.NOT_ENFORCED;
        };
    List<Workload> servers = mesh.attachment(object).workloads();
    if (policy.rules().stream()
        .noneMatch(rule -> rule.fields().stream().anyMatch(AuthzField::isHttpOnly))) {
      return out;
    }
    for (Workload server : servers) {
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
              && policies.isHttp(server, target).isNo()) {
            onTcp(policy, effect, server, target, port, out);
          }
        }
      }
    }
    Map<Integer, Boolean> useless = new HashMap<>();
    List<AuthzOnTcp> told = new ArrayList<>();
    for (AuthzOnTcp found : out) {
      Rule rule = policy.rules().get(found.field().rule());
      if (effect != AuthzOnTcp.Effect.RULE_DROPPED
          || useless.computeIfAbsent(
              rule.index(), k -> !reachesOthers(object) && isUseless(rule, servers))) {
        told.add(found);
      }
    }
    return told;
  }

  /** Whether a policy holds for workloads of namespaces that the input may not show. */
  private boolean reachesOthers(KubeObject object) {
    return mesh.attachment(object).scope() == Attachment.Scope.MESH && !graph.settings().complete();
  }

  /** Whether a rule about requests reaches no port at which requests may be seen. */
  private boolean isUseless(Rule rule, List<Workload> servers) {
    for (Workload server : servers) {
      if (mesh.injection(server).state().isNo()) {
        continue;
      }
      Set<Integer> ports = reachedPorts(rule, server);
      for (int port : ports) {
        if (!policies.isHttp(server, port).isNo()) {
          return false;
        }
      }
      if (ports.isEmpty() && graph.servicesOf(server).isEmpty()) {
        return false;
      }
    }
    return true;
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
      boolean whole = rule.fields().stream().allMatch(f -> f.isHttpOnly() || f.isPort());
      for (AuthzField field : rule.fields()) {
        if (field.isHttpOnly()) {
          out.add(
              new AuthzOnTcp(
                  field,
                  effect,
                  whole,
                  server,
                  target,
                  PortProtocol.of(port),
                  port.node().place()));
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

  List<PolicyPort> ports(KubeObject object) {
    List<PolicyPort> out = new ArrayList<>();
    if (reachesOthers(object)) {
      return out;
    }
    List<Workload> servers = mesh.attachment(object).workloads();
    for (Rule rule : policies.policy(object).rules()) {
      for (AuthzField field : rule.fields()) {
        if (field.isPort()) {
          List<PolicyPort> ports = new ArrayList<>();
          for (int i = 0; i < field.values().size(); i++) {
            String written = field.values().get(i);
            ports.add(port(written, field.valuePlaces().get(i), field.negated(), servers));
          }
          // Whoever lists the Service's port beside the pods' has it right.
          ports.removeIf(one -> ports.stream().anyMatch(other -> other.port() == one.target()));
          out.addAll(ports);
        }
      }
    }
    return out;
  }

  /** The ports that a PeerAuthentication sets modes for. */
  List<PolicyPort> portLevels(KubeObject object) {
    List<PolicyPort> out = new ArrayList<>();
    MapNode levels = object.root().mapAt("spec", "portLevelMtls");
    List<Workload> servers = mesh.attachment(object).workloads();
    for (int i = 0; levels != null && i < levels.childCount(); i++) {
      String written = levels.keyAt(i);
      PolicyPort port = port(written, levels.placeOf(written), false, servers);
      if (!levels.containsKey(Integer.toString(port.target()))) {
        out.add(port);
      }
    }
    return out;
  }

  private PolicyPort port(String written, Place place, boolean negated, List<Workload> servers) {
    int number;
    try {
      number = Integer.parseInt(written);
    } catch (NumberFormatException e) {
      return new PolicyPort(place, negated, -1, Known.UNKNOWN, null, null, 0);
    }
    ServicePort meant = null;
    Workload behind = null;
    int leadsTo = 0;
    for (Workload server : servers) {
      if (server.declaredPort(number, "TCP") != null) {
        return new PolicyPort(place, negated, number, Known.YES, null, null, 0);
      }
      for (Service service : graph.servicesOf(server)) {
        for (ServicePort port : service.ports()) {
          Integer target = port.resolveOn(server);
          if (target != null && target == number) {
            return new PolicyPort(place, negated, number, Known.YES, null, null, 0);
          }
          if (target != null && port.port() == number && meant == null) {
            meant = port;
            behind = server;
            leadsTo = target;
          }
        }
      }
    }
    return new PolicyPort(
        place, negated, number, meant == null ? Known.UNKNOWN : Known.NO, meant, behind, leadsTo);
  }

  // --- identities ----------------------------------------------------------------------------

  List<AuthzIdentity> identities(KubeObject object) {
    List<AuthzIdentity> out = new ArrayList<>();
    for (Rule rule : policies.policy(object).rules()) {
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
    if (name.contains("serviceaccount")) {
      if (written.contains("*")) {
        return fine(field, written, place);
      }
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

  /**
   * Whether a namespace exists, or one that a pattern matches; no only where the input has
   * Namespaces and nothing lives there.
   */
  private Known namespaceExists(String written) {
    boolean spoken =
        written.contains("*")
            ? namespaces.stream().anyMatch(name -> AuthzField.matches(written, name))
            : namespaces.contains(written);
    return spoken ? Known.YES : graph.exists(Kinds.NAMESPACE, "", written);
  }

  // --- identities that the server does not see ---------------------------------------------------

  /**
   * The conditions on who the client is that never see one: the server's ports take plaintext only,
   * a DestinationRule lets clients send plaintext, or those who are named are not in the mesh.
   */
  List<AuthzUnseen> unseen(KubeObject object) {
    List<AuthzUnseen> out = new ArrayList<>();
    AuthzPolicy policy = policies.policy(object);
    List<Workload> servers = new ArrayList<>();
    for (Workload server : mesh.attachment(object).workloads()) {
      if (mesh.injection(server).mode() == Injection.Mode.SIDECAR) {
        servers.add(server);
      }
    }
    for (Rule rule : policy.rules()) {
      for (AuthzField field : rule.fields()) {
        if (field.isIdentity() && !servers.isEmpty()) {
          AuthzUnseen found = unseen(rule, field, servers);
          if (found != null) {
            out.add(found);
          } else if (!field.negated()) {
            outside(rule, field, servers, out);
          }
        }
      }
    }
    return out;
  }

  private @Nullable AuthzUnseen unseen(Rule rule, AuthzField field, List<Workload> servers) {
    AuthzUnseen first = null;
    int blind = 0;
    for (Workload server : servers) {
      Answer seen = seesClients(rule, field, server);
      if (seen.isNo()) {
        blind++;
        first =
            first != null
                ? first
                : new AuthzUnseen(
                    field, field.place(), "", server, false, seen.reason(), seen.evidence());
      }
    }
    return first == null
        ? null
        : new AuthzUnseen(
            field,
            field.place(),
            "",
            first.server(),
            blind == servers.size(),
            first.reason(),
            first.evidence());
  }

  /** Whether a server sees who its clients are on some port that a rule is about. */
  private Answer seesClients(Rule rule, AuthzField field, Workload server) {
    Answer blind = null;
    for (int port : reachedPorts(rule, server)) {
      MtlsMode mode = mesh.mtls(server, port);
      Place place = mode.place();
      Answer one;
      if (mode.disabled().isYes()) {
        one = new Answer(Known.NO, mode.reason(), place == null ? List.of() : List.of(place));
      } else if (mode.strict().isYes()) {
        // Plaintext to a port that takes only mTLS is another fault.
        return Answer.yes("");
      } else {
        one = sentByAll(field, server, port);
      }
      if (!one.isNo()) {
        return one;
      }
      blind = blind == null ? one : blind;
    }
    return blind == null ? Answer.unknown("") : blind;
  }

  /**
   * No where all that the field may mean send plaintext by a DestinationRule or the mesh config.
   */
  private Answer sentByAll(AuthzField field, Workload server, int podPort) {
    Answer blind = null;
    for (Service service : graph.servicesOf(server)) {
      MeshService host = mesh.registry().of(service);
      for (MeshPort port : host.ports()) {
        ServicePort servicePort = port.servicePort();
        Integer target = servicePort == null ? null : servicePort.resolveOn(server);
        if (target == null || target != podPort) {
          continue;
        }
        for (String namespace : clientNamespaces(field, server)) {
          ClientTls sent =
              new ClientSide(mesh).fromProxy(namespace, Map.of(), false, host, port, null, server);
          boolean decided =
              sent.cause() == ClientTls.Cause.RULE || sent.cause() == ClientTls.Cause.AUTO_OFF;
          if (!decided || !sent.isMtls().isNo()) {
            return Answer.yes("");
          }
          blind = blind != null ? blind : new Answer(Known.NO, sent.reason(), sent.evidence());
        }
      }
    }
    return blind == null ? Answer.unknown("") : blind;
  }

  /** The namespaces of the clients that a field names; the server's where it does not say. */
  private Set<String> clientNamespaces(AuthzField field, Workload server) {
    Set<String> out = new LinkedHashSet<>();
    for (String value : field.values()) {
      String namespace = namespaceOf(field, value);
      out.add(namespace == null ? server.namespace() : namespace);
    }
    return out;
  }

  /** The namespace of an identity; null where it is a pattern or malformed. */
  private static @Nullable String namespaceOf(AuthzField field, String value) {
    String name = field.name().toLowerCase(Locale.ROOT);
    if (name.contains("namespace")) {
      return value.contains("*") ? null : value;
    }
    if (name.contains("serviceaccount")) {
      int slash = value.indexOf('/');
      return slash < 0 ? field.object().namespace() : value.substring(0, slash);
    }
    String[] parts = value.split("/", -1);
    boolean whole = parts.length == 5 && parts[1].equals("ns") && parts[3].equals("sa");
    return whole && !parts[2].contains("*") ? parts[2] : null;
  }

  /** The ServiceAccount of an identity; null where it names none. */
  private static @Nullable String accountOf(AuthzField field, String value) {
    if (field.name().toLowerCase(Locale.ROOT).contains("namespace")) {
      return null;
    }
    String account = value.substring(value.lastIndexOf('/') + 1);
    return account.contains("*") ? null : account;
  }

  /** Adds the identities of which every workload in the input is outside of the mesh. */
  private void outside(Rule rule, AuthzField field, List<Workload> servers, List<AuthzUnseen> out) {
    Workload server = servers.get(0);
    for (int i = 0; i < field.values().size(); i++) {
      String value = field.values().get(i);
      String namespace = namespaceOf(field, value);
      String account = accountOf(field, value);
      if (namespace == null) {
        continue;
      }
      Injection outside =
          outsiders
              .computeIfAbsent(
                  namespace + "/" + (account == null ? "" : account),
                  k -> Optional.ofNullable(outside(namespace, account)))
              .orElse(null);
      if (outside != null) {
        out.add(
            new AuthzUnseen(
                field,
                field.valuePlaces().get(i),
                value,
                server,
                isStrict(rule, server),
                "its pods are not in the mesh: " + outside.reason(),
                outside.evidence()));
      }
    }
  }

  /**
   * Why the workloads of a ServiceAccount or namespace are not in the mesh; null where some are.
   */
  private @Nullable Injection outside(String namespace, @Nullable String account) {
    Injection outside = null;
    for (Workload client : graph.workloadsIn(namespace)) {
      if (account == null || account.equals(client.serviceAccount())) {
        Injection injection = mesh.injection(client);
        if (!injection.state().isNo()) {
          return null;
        }
        outside = outside == null ? injection : outside;
      }
    }
    return outside;
  }

  private boolean isStrict(Rule rule, Workload server) {
    for (int port : reachedPorts(rule, server)) {
      if (!mesh.mtls(server, port).strict().isYes()) {
        return false;
      }
    }
    return true;
  }

  /** The ports of a server that the input shows and a rule is about. */
  private Set<Integer> reachedPorts(Rule rule, Workload server) {
    Set<Integer> out = new LinkedHashSet<>();
    for (Service service : graph.servicesOf(server)) {
      for (ServicePort port : service.ports()) {
        Integer target = port.resolveOn(server);
        if (target != null && !port.protocol().equals("UDP") && reaches(rule, target)) {
          out.add(target);
        }
      }
    }
    if (graph.servicesOf(server).isEmpty()) {
      for (Container container : server.containers()) {
        for (Container.ContainerPort port : container.ports()) {
          if (port.protocol().equals("TCP") && reaches(rule, port.number())) {
            out.add(port.number());
          }
        }
      }
    }
    return out;
  }

  // --- tokens ------------------------------------------------------------------------------------

  /** The conditions on a token at workloads where no RequestAuthentication checks any. */
  List<AuthzField> unchecked(KubeObject object) {
    List<AuthzField> out = new ArrayList<>();
    AuthzPolicy policy = policies.policy(object);
    for (Rule rule : policy.rules()) {
      for (AuthzField field : rule.fields()) {
        if (field.isToken()) {
          out.add(field);
        }
      }
    }
    return out.isEmpty() || checksTokens(object) ? List.of() : out;
  }

  /** Whether some RequestAuthentication with rules may hold where a policy does. */
  private boolean checksTokens(KubeObject policy) {
    Attachment own = mesh.attachment(policy);
    for (KubeObject other : graph.objectsOf(Kinds.REQUEST_AUTHENTICATION)) {
      boolean root = other.namespace().equals(mesh.config().rootNamespace());
      if (!root && !other.namespace().equals(policy.namespace()) && !isRoot(policy)) {
        continue;
      }
      if (other.spec() == null || other.spec().maps("jwtRules").isEmpty()) {
        continue;
      }
      Attachment theirs = mesh.attachment(other);
      boolean targets =
          own.scope() == Attachment.Scope.TARGETS || theirs.scope() == Attachment.Scope.TARGETS;
      // Which objects targetRefs reach is not followed, and where a policy's workloads are not in
      // the input, its selector may mean the same pods in other words.
      if (targets || theirs.selector() == null || own.workloads().isEmpty()) {
        return true;
      }
      for (Workload server : own.workloads()) {
        if (theirs.selector() != null && server.selectedBy(theirs.selector())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isRoot(KubeObject policy) {
    return policy.namespace().equals(mesh.config().rootNamespace());
  }
}
