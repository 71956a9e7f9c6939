package meshlint.rule;

import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.MeshTrafficFunctions.ANSWER;
import static meshlint.rule.MeshTrafficFunctions.HOST;
import static meshlint.rule.MeshTrafficFunctions.HOST_LOOKUP;
import static meshlint.rule.MeshTrafficFunctions.TRAFFIC_RULE;

import meshlint.mesh.Delegation;
import meshlint.mesh.DestinationCheck;
import meshlint.mesh.GatewayBinding;
import meshlint.mesh.GatewayCredential;
import meshlint.mesh.GatewayRef;
import meshlint.mesh.GatewayServer;
import meshlint.mesh.RouteShadow;
import meshlint.mesh.ServerConflict;
import meshlint.mesh.SharedHost;

/** What rules can ask about VirtualServices and Gateways. */
final class MeshRoutingFunctions {
  static final FactType<RouteShadow> ROUTE_SHADOW = FactType.of("RouteShadow", RouteShadow.class);
  static final FactType<GatewayRef> GATEWAY_REF = FactType.of("GatewayRef", GatewayRef.class);
  static final FactType<GatewayBinding> GATEWAY_BINDING =
      FactType.of("GatewayBinding", GatewayBinding.class);
  static final FactType<GatewayServer> GATEWAY_SERVER =
      FactType.of("GatewayServer", GatewayServer.class);
  static final FactType<ServerConflict> SERVER_CONFLICT =
      FactType.of("ServerConflict", ServerConflict.class);
  static final FactType<GatewayCredential> GATEWAY_CREDENTIAL =
      FactType.of("GatewayCredential", GatewayCredential.class);
  static final FactType<DestinationCheck> DESTINATION_CHECK =
      FactType.of("DestinationCheck", DestinationCheck.class);
  static final FactType<Delegation> DELEGATION = FactType.of("Delegation", Delegation.class);
  static final FactType<SharedHost> SHARED_HOST = FactType.of("SharedHost", SharedHost.class);

  private MeshRoutingFunctions() {}

  static void declare(Catalogue.Builder c) {
    routes(c);
    destinations(c);
    gateways(c);
    servers(c);
  }

  private static void routes(Catalogue.Builder c) {
    c.type(ROUTE_SHADOW, "A match or route of a VirtualService that an earlier one shadows")
        .field("protocol", STRING, "`http`, `tls` or `tcp`", RouteShadow::protocol)
        .field("route", INT, "index of the route", RouteShadow::route)
        .field("match", INT, "index of the match; -1 for the whole route", RouteShadow::match)
        .field("place", PLACE, "where it stands", RouteShadow::place)
        .field("by", INT, "index of the route that takes what it would", RouteShadow::by)
        .field("byPlace", PLACE, "where that stands", RouteShadow::byPlace)
        .field(
            "isWholeRoute",
            BOOL,
            "whether the whole route is never used",
            RouteShadow::isWholeRoute)
        .field(
            "identical",
            BOOL,
            "whether the earlier match is the same one, not a wider one",
            RouteShadow::identical);
    c.type(SHARED_HOST, "A host that two VirtualServices route at the same gateway")
        .field("place", PLACE, "where this one has the host", SharedHost::place)
        .field("host", STRING, "the full name", SharedHost::host)
        .field("gateway", STRING, "the gateway as `namespace/name`, or `mesh`", SharedHost::gateway)
        .field("other", OBJECT, "the other VirtualService", SharedHost::other)
        .field("otherPlace", PLACE, "where that has the host", SharedHost::otherPlace);
    c.type(DELEGATION, "A route of a VirtualService that leaves the routing to another")
        .field("route", INT, "index of the route in `http`", Delegation::route)
        .field("place", PLACE, "where the delegate is named", Delegation::place)
        .field("delegateNamespace", STRING, "its namespace", Delegation::namespace)
        .field("delegateName", STRING, "its name", Delegation::name)
        .field(
            "delegate",
            optional(OBJECT),
            "the VirtualService, where the input has it",
            Delegation::delegate)
        .field(
            "state",
            STRING,
            "`FINE`, `MISSING`, `UNKNOWN`, `HAS_HOSTS`, `DELEGATES_ON`, `NOT_EXPORTED`, `ROUTES_ITSELF`"
                + " or `ROOT_WITHOUT_HOSTS`",
            delegation -> delegation.state().name());
    c.on(OBJECT)
        .fact(
            "routeShadows",
            list(ROUTE_SHADOW),
            "the matches and routes of a VirtualService that earlier ones leave nothing for",
            "object.routeShadows().size() == 0",
            (facts, object) -> facts.mesh().routeShadows(object))
        .fact(
            "sharedHosts",
            list(SHARED_HOST),
            "the hosts of a VirtualService that others route at the same gateway",
            "object.sharedHosts().all(h, h.gateway != \"mesh\")",
            (facts, object) -> facts.mesh().sharedHosts(object))
        .fact(
            "delegations",
            list(DELEGATION),
            "the delegates of a VirtualService",
            "object.delegations().all(d, d.state != \"MISSING\")",
            (facts, object) -> facts.mesh().delegations(object));
  }

  private static void destinations(Catalogue.Builder c) {
    c.type(DESTINATION_CHECK, "Whether a destination of a VirtualService leads somewhere")
        .field(
            "kind",
            STRING,
            "`HTTP`, `MIRROR`, `TLS` or `TCP`",
            check -> check.destination().kind().name())
        .field(
            "hostPlace", PLACE, "where its host stands", check -> check.destination().place("host"))
        .field(
            "portPlace",
            PLACE,
            "where its port stands; the destination without one",
            check -> check.destination().place("port"))
        .field(
            "subsetPlace",
            PLACE,
            "where its subset stands; the destination without one",
            check -> check.destination().place("subset"))
        .field("host", STRING, "its full host", check -> check.destination().host())
        .field(
            "portNumber", optional(INT), "the port it names", check -> check.destination().port())
        .field(
            "subsetName",
            optional(STRING),
            "the subset it names",
            check -> check.destination().subset())
        .field("lookup", HOST_LOOKUP, "what its host stands for", DestinationCheck::lookup)
        .field("service", optional(HOST), "the host it leads to", DestinationCheck::service)
        .field(
            "port",
            STRING,
            "`FINE`, `MISSING`, or `AMBIGUOUS` where none is named and the host has several",
            check -> check.port().name())
        .field("servicePorts", list(INT), "the ports of the host", DestinationCheck::servicePorts)
        .field(
            "subset",
            STRING,
            "`FINE`, `MISSING`, `NO_RULE` where no DestinationRule holds for the host, or `UNKNOWN`",
            check -> check.subset().name())
        .field(
            "rule",
            optional(TRAFFIC_RULE),
            "the DestinationRule in which the subset was looked for",
            DestinationCheck::rule)
        .field("subsets", list(STRING), "the subsets that are there", DestinationCheck::subsets)
        .fact(
            "subsetChoosers",
            list(OBJECT),
            "the VirtualServices that route its host themselves and choose among the subsets",
            "object.destinations().all(d, d.subsetChoosers().size() == 0)",
            (facts, check) ->
                facts.mesh().objects().routeTargets().subsetChoosers(check.destination().host()));
    c.on(OBJECT)
        .fact(
            "destinations",
            list(DESTINATION_CHECK),
            "the destinations of a VirtualService's routes, and whether they lead somewhere",
            "object.destinations().all(d, d.port == \"FINE\" && d.subset == \"FINE\")",
            (facts, object) -> facts.mesh().destinationChecks(object));
  }

  private static void gateways(Catalogue.Builder c) {
    c.type(GATEWAY_REF, "A gateway that a VirtualService names")
        .field("written", STRING, "the name as written", GatewayRef::written)
        .field("place", PLACE, "where it stands", GatewayRef::place)
        .field(
            "inMatch",
            BOOL,
            "whether it stands in a route's match rather than in `spec.gateways`",
            GatewayRef::inMatch)
        .field("bound", BOOL, "whether `spec.gateways` has it", GatewayRef::bound)
        .field(
            "kind",
            STRING,
            "`MESH`, `GATEWAY`, `KUBERNETES_GATEWAY` or `INTERNAL`",
            ref -> ref.kind().name())
        .field("fullName", STRING, "`namespace/name`", ref -> ref.namespace() + "/" + ref.name())
        .field(
            "gateway", optional(OBJECT), "the Gateway, where the input has it", GatewayRef::gateway)
        .field("similar", list(STRING), "Gateways that may be meant", GatewayRef::similar)
        .field("isDotted", BOOL, "whether the name has the old dotted form", GatewayRef::isDotted)
        .fact(
            "isThere",
            KNOWN,
            "whether there is such a gateway",
            "object.gatewayRefs().all(g, g.isThere())",
            (facts, ref) -> ref.exists());
    c.type(GATEWAY_BINDING, "A VirtualService at a gateway of the input that it is bound to")
        .field("place", PLACE, "where it names the gateway", binding -> binding.ref().place())
        .field("gateway", OBJECT, "the Gateway", GatewayBinding::gateway)
        .field(
            "matched", list(STRING), "its hosts that the gateway serves", GatewayBinding::matched)
        .field(
            "unmatched",
            list(STRING),
            "its hosts that the gateway does not serve",
            GatewayBinding::unmatched)
        .field("gatewayHosts", list(STRING), "the gateway's hosts", GatewayBinding::gatewayHosts)
        .field(
            "servers",
            list(GATEWAY_SERVER),
            "the servers that serve its hosts",
            GatewayBinding::servers);
    c.on(OBJECT)
        .fact(
            "gatewayRefs",
            list(GATEWAY_REF),
            "the gateways that a VirtualService names",
            "object.gatewayRefs().all(g, g.isThere())",
            (facts, object) -> facts.mesh().gatewayRefs(object))
        .fact(
            "gatewayBindings",
            list(GATEWAY_BINDING),
            "a VirtualService at each gateway of the input that it is bound to",
            "object.gatewayBindings().all(b, b.matched.size() > 0)",
            (facts, object) -> facts.mesh().gatewayBindings(object));
  }

  private static void servers(Catalogue.Builder c) {
    c.type(GATEWAY_SERVER, "A server of a Gateway of Istio")
        .about(GatewayServer::gateway)
        .field("index", INT, "its index in `spec.servers`", GatewayServer::index)
        .field("port", INT, "the port it listens on", GatewayServer::port)
        .field("protocol", STRING, "the protocol in upper case", GatewayServer::protocol)
        .field("tlsMode", STRING, "the TLS mode, empty without `tls`", GatewayServer::tlsMode)
        .field("hosts", list(STRING), "its hosts as written", GatewayServer::hosts)
        .field("place", PLACE, "where it stands", server -> server.node().place())
        .field("portPlace", PLACE, "where its port stands", GatewayServer::portPlace)
        .field(
            "isPassthrough",
            BOOL,
            "whether TLS goes through it unopened",
            GatewayServer::isPassthrough)
        .field(
            "routes",
            STRING,
            "which routes of a VirtualService it uses: `http`, `tls` or `tcp`",
            GatewayServer::routes)
        .fact(
            "isReachable",
            ANSWER,
            "whether a Service in front of the gateway's pods leads to its port",
            "object.gatewayServers().all(s, s.isReachable().holds())",
            (facts, server) -> facts.mesh().isReachable(server));
    c.type(SERVER_CONFLICT, "Two servers on the same gateway pods that get in each other's way")
        .field("server", GATEWAY_SERVER, "the one", ServerConflict::server)
        .field("other", GATEWAY_SERVER, "the other", ServerConflict::other)
        .field("hosts", list(STRING), "the hosts that both want", ServerConflict::hosts);
    c.type(GATEWAY_CREDENTIAL, "A Secret with the certificate of a Gateway's server")
        .field("server", GATEWAY_SERVER, "the server", GatewayCredential::server)
        .field("secretName", STRING, "the Secret's name", GatewayCredential::name)
        .field("place", PLACE, "where it is named", GatewayCredential::place)
        .field(
            "secret",
            optional(OBJECT),
            "the Secret, where the input has it",
            GatewayCredential::secret)
        .field(
            "missingIn",
            STRING,
            "a namespace with pods of the gateway that lacks it; empty where none is known to",
            GatewayCredential::missingIn)
        .fact(
            "isThere",
            KNOWN,
            "whether it is in every namespace that has pods of the gateway",
            "object.gatewayCredentials().all(c, c.isThere())",
            (facts, credential) -> credential.exists());
    c.on(OBJECT)
        .fact(
            "gatewayServers",
            list(GATEWAY_SERVER),
            "the servers of a Gateway of Istio",
            "object.gatewayServers().all(s, s.port > 0)",
            (facts, object) -> facts.mesh().gatewayServers(object))
        .fact(
            "serverConflicts",
            list(SERVER_CONFLICT),
            "servers on the same pods and port that want a host of this Gateway's too",
            "object.serverConflicts().size() == 0",
            (facts, object) -> facts.mesh().serverConflicts(object))
        .fact(
            "sharedCertificates",
            list(SERVER_CONFLICT),
            "servers of other Gateways on the same pods with the same certificate",
            "object.sharedCertificates().size() == 0",
            (facts, object) -> facts.mesh().sharedCertificates(object))
        .fact(
            "gatewayCredentials",
            list(GATEWAY_CREDENTIAL),
            "the Secrets that a Gateway needs",
            "object.gatewayCredentials().all(c, c.isThere())",
            (facts, object) -> facts.mesh().gatewayCredentials(object));
  }
}
