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
import static meshlint.rule.MeshFunctions.MESH;
import static meshlint.rule.MeshRoutingFunctions.DESTINATION_CHECK;
import static meshlint.rule.MeshRoutingFunctions.GATEWAY_BINDING;
import static meshlint.rule.MeshRoutingFunctions.SERVER_CONFLICT;
import static meshlint.rule.MeshTrafficFunctions.EGRESS_HOST;
import static meshlint.rule.MeshTrafficFunctions.HOST;
import static meshlint.rule.MeshTrafficFunctions.HOST_LOOKUP;
import static meshlint.rule.MeshTrafficFunctions.HOST_PORT;
import static meshlint.rule.MeshTrafficFunctions.TRAFFIC_RULE;

import java.util.List;
import meshlint.mesh.Destination;
import meshlint.mesh.EntryShadow;
import meshlint.mesh.GatewayHop;
import meshlint.mesh.MeshPort;
import meshlint.mesh.MeshRoute;
import meshlint.mesh.PortProtocol;
import meshlint.mesh.Refusal;
import meshlint.mesh.Spoken;
import meshlint.mesh.SubsetGap;
import meshlint.mesh.TcpEntryRival;

/** What rules can ask about protocols of ports and about routes and rules that never apply. */
final class IstioTrafficFunctions {
  static final FactType<Spoken> SPOKEN = FactType.of("SpokenProtocol", Spoken.class);
  static final FactType<TcpEntryRival> TCP_ENTRY_RIVAL =
      FactType.of("TcpEntryRival", TcpEntryRival.class);
  static final FactType<EntryShadow> ENTRY_SHADOW = FactType.of("EntryShadow", EntryShadow.class);
  static final FactType<SubsetGap> SUBSET_GAP = FactType.of("SubsetGap", SubsetGap.class);
  static final FactType<MeshRoute> MESH_ROUTE = FactType.of("MeshRoute", MeshRoute.class);

  static final FactType<GatewayHop> GATEWAY_HOP = FactType.of("GatewayHop", GatewayHop.class);
  static final FactType<Refusal> REFUSAL = FactType.of("Refusal", Refusal.class);

  private IstioTrafficFunctions() {}

  static void declare(Catalogue.Builder c) {
    protocols(c);
    entries(c);
    shadows(c);
    routes(c);
    rules(c);
    gateways(c);
    hops(c);
    refusals(c);
  }

  private static void hops(Catalogue.Builder c) {
    c.type(
            GATEWAY_HOP,
            "A route that leads sidecars' traffic to a gateway, which does not pass it on")
        .about(GatewayHop::object)
        .field("place", PLACE, "where the route names the gateway's Service", GatewayHop::place)
        .field("host", STRING, "the host that clients ask for", GatewayHop::host)
        .field("service", HOST, "the gateway's Service", GatewayHop::service)
        .field("workload", WORKLOAD, "the gateway's workload", GatewayHop::workload)
        .field(
            "gateway",
            optional(OBJECT),
            "a Gateway that serves the host there",
            GatewayHop::gateway)
        .field(
            "state",
            STRING,
            "`NOT_SERVED` where no Gateway serves the host, `NO_ROUTE` where no VirtualService has routes"
                + " for it there, `LOOP` where these lead to the same gateway",
            hop -> hop.state().name());
    c.on(OBJECT)
        .fact(
            "gatewayHops",
            list(GATEWAY_HOP),
            "the routes of a VirtualService that lead sidecars' traffic to a gateway and not on",
            "object.gatewayHops().size() == 0",
            (facts, object) -> facts.mesh().objects().gatewayHops().of(object));
  }

  private static void refusals(Catalogue.Builder c) {
    c.type(REFUSAL, "A reason for which Istio's webhook refuses an object, beyond its schema")
        .about(Refusal::object)
        .field("place", PLACE, "what to change", Refusal::place)
        .field("text", STRING, "what is wrong, as a clause", Refusal::text);
    c.on(OBJECT)
        .fact(
            "refusals",
            list(REFUSAL),
            "for what Istio's webhook refuses a VirtualService, DestinationRule, ServiceEntry, Gateway or"
                + " Sidecar, beyond its schema",
            "object.refusals().size() == 0",
            (facts, object) -> facts.mesh().refusals(object));
  }

  private static void protocols(Catalogue.Builder c) {
    c.type(SPOKEN, "What an application speaks on a port, whatever the port says")
        .field("protocol", STRING, "the protocol, such as `MySQL`", Spoken::protocol)
        .field(
            "serverFirst",
            BOOL,
            "whether its clients wait for the server's first bytes",
            Spoken::serverFirst)
        .field(
            "evidence",
            STRING,
            "what shows it: `IMAGE`, `NAME`, or `NUMBER`, which is a hint only",
            spoken -> spoken.evidence().name())
        .field("reason", STRING, "what shows it, as a clause", Spoken::reason)
        .field("place", PLACE, "where that stands", Spoken::place);
    c.on(HOST_PORT)
        .fact(
            "spoken",
            optional(SPOKEN),
            "what the application most likely speaks, by its image, the port's name or number",
            "object.meshHost().ports.all(p, !p.spoken().hasValue())",
            (facts, port) -> facts.mesh().spoken(port))
        .fact(
            "usual",
            optional(SPOKEN),
            "what the number alone is used for in most clusters",
            "object.meshHost().ports.all(p, !p.usual().hasValue())",
            (facts, port) -> facts.mesh().usual(port));
    c.on(OBJECT)
        .fact(
            "registryPorts",
            list(HOST_PORT),
            "the ports of a Service or ServiceEntry as Istio's registry has them",
            "object.registryPorts().all(p, p.protocol != \"AUTO\")",
            (facts, object) -> facts.mesh().registry().portsOf(object));
    c.on(MESH)
        .fact(
            "sidecarWorkloads",
            list(WORKLOAD),
            "the workloads whose pods have a sidecar, as far as the input decides it",
            "mesh.sidecarWorkloads().size() > 0",
            (facts, mesh) -> mesh.sidecarWorkloads());
  }

  private static void entries(Catalogue.Builder c) {
    c.type(TCP_ENTRY_RIVAL, "A TCP port of a ServiceEntry that proxies cannot tell from another's")
        .about(TcpEntryRival::object)
        .field("host", STRING, "the first host", TcpEntryRival::host)
        .field("port", INT, "the port", TcpEntryRival::port)
        .field("portPlace", PLACE, "where it stands", TcpEntryRival::portPlace)
        .field("other", OBJECT, "the other ServiceEntry", TcpEntryRival::other)
        .field("otherHost", STRING, "the other's first host", TcpEntryRival::otherHost)
        .field("otherPlace", PLACE, "where the other's port stands", TcpEntryRival::otherPlace)
        .field(
            "passthrough",
            BOOL,
            "whether one of the two goes to whatever address was dialled",
            TcpEntryRival::passthrough);
    c.on(OBJECT)
        .fact(
            "tcpEntryRivals",
            list(TCP_ENTRY_RIVAL),
            "the TCP ports without an address of a ServiceEntry that share a listener with another's",
            "object.tcpEntryRivals().size() == 0",
            (facts, object) -> facts.mesh().objects().tcpEntryRivals().of(object))
        .fact(
            "catchAllPorts",
            list(HOST_PORT),
            "the TCP ports of a ServiceEntry on which sidecars of its namespace send it all connections to"
                + " addresses that Istio does not know",
            "object.catchAllPorts().size() == 0",
            (facts, object) -> facts.mesh().objects().tcpEntryRivals().catchAllPorts(object));
  }

  private static void shadows(Catalogue.Builder c) {
    c.type(ENTRY_SHADOW, "A host of a ServiceEntry that belongs to a headless Service")
        .about(EntryShadow::object)
        .field("host", STRING, "the host", EntryShadow::host)
        .field("place", PLACE, "where it stands", EntryShadow::place)
        .field("service", HOST, "the headless Service", EntryShadow::service)
        .field("port", HOST_PORT, "the Service's port that both have", EntryShadow::port)
        .field(
            "plaintext",
            BOOL,
            "whether no endpoint of the ServiceEntry has an identity, so that clients send plaintext",
            EntryShadow::plaintext)
        .field("servers", list(WORKLOAD), "the workloads behind it", EntryShadow::servers);
    c.on(OBJECT)
        .fact(
            "entryShadows",
            list(ENTRY_SHADOW),
            "the hosts of a ServiceEntry that belong to a headless Service",
            "object.entryShadows().size() == 0",
            (facts, object) -> facts.mesh().entryShadows(object))
        .fact(
            "selectsEndpoints",
            KNOWN,
            "whether the workloadSelector of a ServiceEntry selects pods or WorkloadEntries",
            "object.selectsEndpoints()",
            (facts, object) -> facts.mesh().selectsEndpoints(object));
    c.on(SERVICE_PORT)
        .fact(
            "protocolByName",
            STRING,
            "what Istio would take its traffic for by its name and number alone",
            "object.servicePorts().all(p, p.protocolByName() == p.istioProtocol())",
            (facts, port) -> PortProtocol.byName(port).name());
  }

  private static void routes(Catalogue.Builder c) {
    c.type(SUBSET_GAP, "Proxies that use a route to a subset and do not find its DestinationRule")
        .field("destination", DESTINATION_CHECK, "the route's destination", SubsetGap::check)
        .field("rule", TRAFFIC_RULE, "the DestinationRule that defines it", SubsetGap::rule)
        .field("client", STRING, "the namespace of the proxies", SubsetGap::client)
        .field("isGateway", BOOL, "whether they are a gateway's", SubsetGap::gateway)
        .field("workload", WORKLOAD, "one of the workloads with such a proxy", SubsetGap::workload)
        .field(
            "own",
            optional(TRAFFIC_RULE),
            "the DestinationRule that they use instead",
            SubsetGap::own)
        .field(
            "nearby",
            BOOL,
            "whether the namespace of the DestinationRule has sidecars, which do find it",
            SubsetGap::nearby)
        .fact(
            "consulted",
            list(STRING),
            "the namespaces in which the proxies look for DestinationRules",
            "object.subsetGaps().all(g, g.consulted().size() > 0)",
            (facts, gap) -> gap.consulted(facts.mesh().config().rootNamespace()));
    c.type(MESH_ROUTE, "A host of a VirtualService at sidecars")
        .about(MeshRoute::object)
        .field("place", PLACE, "where the host stands", MeshRoute::place)
        .field("lookup", HOST_LOOKUP, "what it stands for", MeshRoute::lookup)
        .field(
            "kinds",
            list(STRING),
            "the kinds of routes for sidecars: `http`, `tls`, `tcp`",
            MeshRoute::kinds)
        .field("usable", list(STRING), "the kinds that the host's ports take", MeshRoute::usable)
        .field(
            "isBound",
            BOOL,
            "whether the VirtualService is bound to gateways too",
            MeshRoute::bound)
        .field(
            "isUsed", BOOL, "whether the host's ports take some of the routes", MeshRoute::isUsed);
    c.on(OBJECT)
        .fact(
            "subsetGaps",
            list(SUBSET_GAP),
            "the proxies that use a VirtualService's routes to subsets without knowing the subsets",
            "object.subsetGaps().size() == 0",
            (facts, object) -> facts.mesh().subsetGaps(object))
        .fact(
            "meshRoutes",
            list(MESH_ROUTE),
            "the hosts of a VirtualService at sidecars; none where it is bound to gateways only",
            "object.meshRoutes().all(r, r.isUsed)",
            (facts, object) -> facts.mesh().meshRoutes(object));
    c.on(EGRESS_HOST)
        .fact(
            "imported",
            list(HOST),
            "the hosts of the registry that it imports",
            "object.egressHosts().all(h, h.imported().size() > 0)",
            (facts, host) -> host.imported(facts.mesh()))
        .fact(
            "isRouted",
            BOOL,
            "whether a VirtualService routes this host",
            "object.egressHosts().exists(h, h.isRouted())",
            (facts, host) -> facts.mesh().objects().routeTargets().isRouted(host.dnsName()))
        .fact(
            "lookup",
            HOST_LOOKUP,
            "what the host behind the slash stands for, in any namespace",
            "object.egressHosts().all(h, h.lookup().outcome == \"FOUND\")",
            (facts, host) -> facts.mesh().lookup(host.dnsName(), host.sidecar().namespace()));
  }

  private static void rules(Catalogue.Builder c) {
    c.on(TRAFFIC_RULE)
        .fact(
            "tlsMode",
            param("port", INT),
            STRING,
            "the TLS mode for a port without a subset; empty where nothing sets it",
            "object.mergedRule().all(r, r.tlsMode(443) == \"SIMPLE\")",
            (facts, rule, port) -> rule.tlsMode(port.intValue()))
        .fact(
            "tlsPlace",
            param("port", INT),
            optional(PLACE),
            "where the TLS mode for a port stands",
            "object.mergedRule().all(r, r.tlsPlace(443).hasValue())",
            (facts, rule, port) -> rule.tlsPlace(port.intValue()));
    c.on(OBJECT)
        .fact(
            "mergedRule",
            list(TRAFFIC_RULE),
            "what a DestinationRule is merged into together with others of its host, audience and"
                + " namespace; empty for one that Istio does not read",
            "object.mergedRule().all(r, r.objects.size() == 1)",
            (facts, object) -> {
              var rule = facts.mesh().trafficRule(object);
              return rule == null ? List.of() : List.of(rule);
            });
    c.on(HOST)
        .fact(
            "requestRoutes",
            param("port", INT),
            list(OBJECT),
            "the VirtualServices with `http` routes that lead to a port of it",
            "object.hostUses().all(h, h.lookup.hosts.all(s, s.requestRoutes(443).size() == 0))",
            (facts, host, number) -> {
              MeshPort port = host.port(number.intValue());
              return port == null
                  ? List.of()
                  : facts.mesh().objects().routeTargets().requestsTo(host, port).stream()
                      .map(Destination::object)
                      .distinct()
                      .toList();
            })
        .fact(
            "ruleFrom",
            param("clientNamespace", STRING),
            list(TRAFFIC_RULE),
            "the DestinationRule that clients of a namespace use for it, if there is one",
            "object.hostUses().all(h, h.lookup.hosts.all(s, s.ruleFrom(\"shop\").size() == 0))",
            (facts, host, client) -> {
              var rule = facts.mesh().destinationRule(client, host);
              return rule == null ? List.of() : List.of(rule);
            });
  }

  private static void gateways(Catalogue.Builder c) {
    c.on(GATEWAY_BINDING)
        .fact(
            "hiddenFrom",
            list(WORKLOAD),
            "the gateway's workloads in namespaces that the VirtualService is not exported to",
            "object.gatewayBindings().all(b, b.hiddenFrom().size() == 0)",
            (facts, binding) -> facts.mesh().hiddenFrom(binding));
    c.on(OBJECT)
        .fact(
            "protocolConflicts",
            list(SERVER_CONFLICT),
            "servers before one of this Gateway's on the same pods and port, whose protocol does not go"
                + " together with its own",
            "object.protocolConflicts().size() == 0",
            (facts, object) -> facts.mesh().protocolConflicts(object));
  }
}
