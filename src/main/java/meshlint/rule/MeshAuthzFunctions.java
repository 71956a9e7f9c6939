package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.GraphFunctions.SERVICE_PORT;
import static meshlint.rule.GraphFunctions.WORKLOAD;

import meshlint.graph.Known;
import meshlint.mesh.AuthzFault;
import meshlint.mesh.AuthzField;
import meshlint.mesh.AuthzIdentity;
import meshlint.mesh.AuthzOnTcp;
import meshlint.mesh.AuthzPolicy;
import meshlint.mesh.AuthzUnseen;
import meshlint.mesh.AuthzVerdict;
import meshlint.mesh.PolicyPort;

/** What rules can ask about AuthorizationPolicies. */
final class MeshAuthzFunctions {
  static final FactType<AuthzPolicy> AUTHZ_POLICY = FactType.of("AuthzPolicy", AuthzPolicy.class);
  static final FactType<AuthzFault> AUTHZ_FAULT = FactType.of("AuthzFault", AuthzFault.class);
  static final FactType<AuthzField> AUTHZ_FIELD = FactType.of("AuthzField", AuthzField.class);
  static final FactType<AuthzOnTcp> AUTHZ_ON_TCP = FactType.of("AuthzOnTcp", AuthzOnTcp.class);
  static final FactType<PolicyPort> POLICY_PORT = FactType.of("PolicyPort", PolicyPort.class);
  static final FactType<AuthzIdentity> AUTHZ_IDENTITY =
      FactType.of("AuthzIdentity", AuthzIdentity.class);
  static final FactType<AuthzUnseen> AUTHZ_UNSEEN = FactType.of("AuthzUnseen", AuthzUnseen.class);
  static final FactType<AuthzVerdict> AUTHZ_VERDICT =
      FactType.of("AuthzVerdict", AuthzVerdict.class);

  private MeshAuthzFunctions() {}

  static void declare(Catalogue.Builder c) {
    policies(c);
    parts(c);
    sight(c);
    verdicts(c);
  }

  private static void policies(Catalogue.Builder c) {
    c.type(AUTHZ_POLICY, "An AuthorizationPolicy as Istio reads it")
        .about(AuthzPolicy::object)
        .field("object", OBJECT, "the object", AuthzPolicy::object)
        .field(
            "action",
            STRING,
            "`ALLOW`, `DENY`, `AUDIT` or `CUSTOM`",
            policy -> policy.action().name())
        .field("dryRun", BOOL, "whether it is only logged", AuthzPolicy::dryRun)
        .field(
            "provider",
            STRING,
            "the extension provider of a CUSTOM one, empty for none",
            AuthzPolicy::provider)
        .field(
            "allowsNothing",
            BOOL,
            "whether it is an ALLOW policy without rules",
            AuthzPolicy::allowsNothing);
    c.type(AUTHZ_FIELD, "A condition of an AuthorizationPolicy's rule")
        .field("rule", INT, "index of the rule", AuthzField::rule)
        .field("part", STRING, "`SOURCE`, `OPERATION` or `CONDITION`", field -> field.part().name())
        .field(
            "name",
            STRING,
            "the field, or the key of a `when`, such as `methods`",
            AuthzField::name)
        .field("negated", BOOL, "whether it holds for other values", AuthzField::negated)
        .field("values", list(STRING), "its values", AuthzField::values)
        .field("place", PLACE, "where it stands", AuthzField::place)
        .field("isHttpOnly", BOOL, "whether only HTTP has what it asks for", AuthzField::isHttpOnly)
        .field(
            "isIdentity",
            BOOL,
            "whether it asks who the client is, which only mTLS tells",
            AuthzField::isIdentity);
    c.on(OBJECT)
        .fact(
            "authzPolicy",
            AUTHZ_POLICY,
            "an AuthorizationPolicy as Istio reads it",
            "object.authzPolicy().action == \"ALLOW\"",
            (facts, object) -> facts.mesh().authzPolicy(object))
        .fact(
            "authzFields",
            list(AUTHZ_FIELD),
            "the conditions of an AuthorizationPolicy's rules",
            "object.authzFields().all(f, !f.isHttpOnly)",
            (facts, object) ->
                facts.mesh().authzPolicy(object).rules().stream()
                    .flatMap(rule -> rule.fields().stream())
                    .toList());
  }

  private static void parts(Catalogue.Builder c) {
    c.type(AUTHZ_ON_TCP, "A field of an AuthorizationPolicy that only HTTP has, on a TCP port")
        .field("field", AUTHZ_FIELD, "the field", AuthzOnTcp::field)
        .field(
            "effect",
            STRING,
            "what becomes of the rule there: `RULE_DROPPED`, `FIELD_IGNORED` or `NOT_ENFORCED`",
            found -> found.effect().name())
        .field("whole", BOOL, "whether the rule asks for nothing else but ports", AuthzOnTcp::whole)
        .field("server", WORKLOAD, "a workload that the policy holds for", AuthzOnTcp::server)
        .field("podPort", INT, "its port", AuthzOnTcp::podPort)
        .field(
            "protocol", STRING, "what Istio takes the port for", found -> found.protocol().name())
        .field("portPlace", PLACE, "where the port stands in a Service", AuthzOnTcp::portPlace);
    c.type(
            POLICY_PORT,
            "A port in an AuthorizationPolicy or PeerAuthentication, which means one of the pods")
        .field("place", PLACE, "where it stands", PolicyPort::place)
        .field("negated", BOOL, "whether all ports but this are meant", PolicyPort::negated)
        .field("number", INT, "the number; -1 where it is none", PolicyPort::port)
        .field(
            "servicePort",
            optional(SERVICE_PORT),
            "the Service's port of that number which leads to another one of the pods",
            PolicyPort::servicePort)
        .field("server", optional(WORKLOAD), "the workload behind that Service", PolicyPort::server)
        .field("target", INT, "the pods' port that it leads to; 0 for none", PolicyPort::target)
        .fact(
            "isPodPort",
            KNOWN,
            "whether some workload that the policy holds for has it",
            "object.authzPorts().all(p, p.isPodPort())",
            (facts, port) -> port.isPodPort());
    c.type(AUTHZ_IDENTITY, "An identity in an AuthorizationPolicy")
        .field("field", AUTHZ_FIELD, "the field it stands in", AuthzIdentity::field)
        .field("place", PLACE, "where it stands", AuthzIdentity::place)
        .field("written", STRING, "the identity as written", AuthzIdentity::written)
        .field(
            "problem",
            STRING,
            "`NONE`, `SPIFFE_URI`, `MALFORMED`, `TRUST_DOMAIN`, `NAMESPACE` or `SERVICE_ACCOUNT`",
            identity -> identity.problem().name())
        .field(
            "reason",
            STRING,
            "what is wrong as a clause; empty where nothing is",
            AuthzIdentity::reason)
        .fact(
            "isSomebody",
            KNOWN,
            "whether there is anybody of that identity",
            "object.authzIdentities().all(i, i.isSomebody())",
            (facts, identity) -> identity.exists());
    c.on(OBJECT)
        .fact(
            "authzOnTcp",
            list(AUTHZ_ON_TCP),
            "the fields of an AuthorizationPolicy that only HTTP has, on ports that Istio takes for"
                + " TCP",
            "object.authzOnTcp().size() == 0",
            (facts, object) -> facts.mesh().authzOnTcp(object))
        .fact(
            "authzPorts",
            list(POLICY_PORT),
            "the ports in an AuthorizationPolicy",
            "object.authzPorts().all(p, p.isPodPort())",
            (facts, object) -> facts.mesh().authzPorts(object))
        .fact(
            "portLevels",
            list(POLICY_PORT),
            "the ports in `portLevelMtls` of a PeerAuthentication",
            "object.portLevels().all(p, p.isPodPort())",
            (facts, object) -> facts.mesh().portLevels(object))
        .fact(
            "authzIdentities",
            list(AUTHZ_IDENTITY),
            "the principals, namespaces and ServiceAccounts in an AuthorizationPolicy",
            "object.authzIdentities().all(i, i.problem == \"NONE\")",
            (facts, object) -> facts.mesh().authzIdentities(object));
  }

  private static void sight(Catalogue.Builder c) {
    c.type(AUTHZ_FAULT, "Something wrong in an AuthorizationPolicy")
        .field("place", PLACE, "where it stands", AuthzFault::place)
        .field("reason", STRING, "what is wrong, as a clause", AuthzFault::reason);
    c.on(OBJECT)
        .fact(
            "authzFaults",
            list(AUTHZ_FAULT),
            "that for which istiod's webhook refuses an AuthorizationPolicy",
            "object.authzFaults().size() == 0",
            (facts, object) -> facts.mesh().authzFaults(object))
        .fact(
            "authzDeadValues",
            list(AUTHZ_FAULT),
            "the values in an AuthorizationPolicy that nothing is ever equal to",
            "object.authzDeadValues().size() == 0",
            (facts, object) -> facts.mesh().authzDeadValues(object));
    c.type(
            AUTHZ_UNSEEN,
            "A condition of an AuthorizationPolicy on who the client is, where that is never seen")
        .field("field", AUTHZ_FIELD, "the condition", AuthzUnseen::field)
        .field("place", PLACE, "where it, or the one value of it, stands", AuthzUnseen::place)
        .field(
            "client",
            STRING,
            "the value that names clients outside of the mesh; empty where nobody is seen",
            AuthzUnseen::client)
        .field("server", WORKLOAD, "a workload that the policy holds for", AuthzUnseen::server)
        .field(
            "everywhere",
            BOOL,
            "for a condition, whether it is so on all workloads of the policy; for clients outside,"
                + " whether the server refuses their plaintext anyway",
            AuthzUnseen::everywhere)
        .field("reason", STRING, "why, as a clause", AuthzUnseen::reason)
        .field("evidence", list(PLACE), "the places that it rests on", AuthzUnseen::evidence);
    c.on(OBJECT)
        .fact(
            "authzUnseen",
            list(AUTHZ_UNSEEN),
            "the conditions of an AuthorizationPolicy on who the client is that never see one",
            "object.authzUnseen().size() == 0",
            (facts, object) -> facts.mesh().authzUnseen(object))
        .fact(
            "authzUncheckedTokens",
            list(AUTHZ_FIELD),
            "the conditions of an AuthorizationPolicy on tokens that no RequestAuthentication of the"
                + " input checks",
            "object.authzUncheckedTokens().size() == 0",
            (facts, object) -> facts.mesh().authzUncheckedTokens(object))
        .fact(
            "authzHasProvider",
            KNOWN,
            "whether the mesh config has the provider that a CUSTOM AuthorizationPolicy asks, as an"
                + " external authorizer",
            "object.authzHasProvider()",
            (facts, object) -> facts.mesh().authzHasProvider(object));
  }

  private static void verdicts(Catalogue.Builder c) {
    c.type(AUTHZ_VERDICT, "What the AuthorizationPolicies of a server say to a client")
        .field(
            "policy",
            optional(OBJECT),
            "the policy that decides, if one does",
            AuthzVerdict::policy)
        .field(
            "field",
            optional(AUTHZ_FIELD),
            "of the rule that comes nearest to allowing it, the condition that it misses",
            AuthzVerdict::field)
        .field(
            "http",
            BOOL,
            "whether a refusal is an HTTP 403 rather than a closed connection",
            AuthzVerdict::http)
        .field("reason", STRING, "what decides, as a clause", AuthzVerdict::reason)
        .field("evidence", list(PLACE), "the places that decide", AuthzVerdict::evidence)
        .fact(
            "isAllowed",
            KNOWN,
            "whether the client may connect; unknown where that depends on the request",
            "object.authorizes(workloads()[0], 8080).isAllowed()",
            (facts, verdict) -> verdict.allowed());
    c.on(WORKLOAD)
        .fact(
            "authzPolicies",
            list(AUTHZ_POLICY),
            "the AuthorizationPolicies that its proxy enforces, dry runs left out",
            "object.authzPolicies().exists(p, p.action == \"ALLOW\")",
            (facts, workload) -> facts.mesh().authzPolicies(workload))
        .fact(
            "authorizesPlaintext",
            param("podPort", INT),
            AUTHZ_VERDICT,
            "what its AuthorizationPolicies say to whoever connects in plaintext, as the kubelet does",
            "object.authorizesPlaintext(8080).isAllowed()",
            (facts, server, port) ->
                facts.mesh().authorize(null, Known.NO, server, port.intValue()))
        .fact(
            "authorizes",
            param("client", WORKLOAD),
            param("podPort", INT),
            AUTHZ_VERDICT,
            "what its AuthorizationPolicies say to a client that is seen with its identity where both"
                + " are in the mesh",
            "object.authorizes(workloads()[0], 8080).isAllowed()",
            (facts, server, client, port) -> {
              int number = port.intValue();
              Known plaintextOnly = facts.mesh().mtls(server, number).disabled();
              Known mtls =
                  facts
                      .mesh()
                      .injection(client)
                      .state()
                      .and(plaintextOnly.isYes() ? Known.NO : Known.YES);
              return facts.mesh().authorize(client, mtls, server, number);
            });
  }
}
