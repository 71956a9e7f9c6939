package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.DYN;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.map;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.GraphFunctions.NAMESPACE;
import static meshlint.rule.GraphFunctions.SERVICE;
import static meshlint.rule.GraphFunctions.SERVICE_PORT;
import static meshlint.rule.GraphFunctions.WORKLOAD;
import static meshlint.rule.MeshFunctions.MESH;

import java.util.Map;
import meshlint.graph.Known;
import meshlint.mesh.Answer;
import meshlint.mesh.Attachment;
import meshlint.mesh.ClientTls;
import meshlint.mesh.ClusterDomain;
import meshlint.mesh.EgressHost;
import meshlint.mesh.HostLookup;
import meshlint.mesh.HostUse;
import meshlint.mesh.MeshPort;
import meshlint.mesh.MeshService;
import meshlint.mesh.MtlsMode;
import meshlint.mesh.PortProtocol;
import meshlint.mesh.SidecarScope;
import meshlint.mesh.TlsConflict;
import meshlint.mesh.TrafficRule;

/** What rules can ask about hosts, mTLS, and what proxies see of each other. */
final class MeshTrafficFunctions {
  static final FactType<Answer> ANSWER = FactType.of("Answer", Answer.class);
  static final FactType<MtlsMode> MTLS_MODE = FactType.of("MtlsMode", MtlsMode.class);
  static final FactType<ClusterDomain.Claim> DOMAIN_CLAIM =
      FactType.of("MeshDomainClaim", ClusterDomain.Claim.class);
  static final FactType<MeshService> HOST = FactType.of("Host", MeshService.class);
  static final FactType<MeshPort> HOST_PORT = FactType.of("HostPort", MeshPort.class);
  static final FactType<HostLookup> HOST_LOOKUP = FactType.of("HostLookup", HostLookup.class);
  static final FactType<HostUse> HOST_USE = FactType.of("HostUse", HostUse.class);
  static final FactType<TrafficRule> TRAFFIC_RULE = FactType.of("TrafficRule", TrafficRule.class);
  static final FactType<ClientTls> CLIENT_TLS = FactType.of("ClientTls", ClientTls.class);
  static final FactType<TlsConflict> TLS_CONFLICT = FactType.of("TlsConflict", TlsConflict.class);
  static final FactType<SidecarScope> SIDECAR_SCOPE =
      FactType.of("SidecarScope", SidecarScope.class);
  static final FactType<EgressHost> EGRESS_HOST = FactType.of("EgressHost", EgressHost.class);
  static final FactType<Attachment> ATTACHMENT = FactType.of("Attachment", Attachment.class);

  private MeshTrafficFunctions() {}

  static void declare(Catalogue.Builder c) {
    answers(c);
    domain(c);
    hosts(c);
    mtls(c);
    clients(c);
    scopes(c);
    attachments(c);
  }

  private static void answers(Catalogue.Builder c) {
    c.type(ANSWER, "A yes, no or unknown with its reason")
        .field("reason", STRING, "why, as a clause", Answer::reason)
        .field("evidence", list(PLACE), "the places that it rests on", Answer::evidence)
        .fact(
            "holds",
            KNOWN,
            "the answer itself",
            "object.capturesInbound(80).holds()",
            (facts, answer) -> answer.state());
  }

  private static void domain(Catalogue.Builder c) {
    c.on(MESH)
        .fact(
            "domain",
            STRING,
            "the cluster's DNS domain as Istio has it, by istiod's `--domain` where the input shows it",
            "mesh.domain() == \"cluster.local\"",
            (facts, mesh) -> mesh.domain().domain())
        .fact(
            "domainClaims",
            list(DOMAIN_CLAIM),
            "every place that names the cluster's domain, Istio's own first",
            "mesh.domainClaims().all(c, c.domain == mesh.domain())",
            (facts, mesh) -> mesh.domain().claims())
        .fact(
            "outboundTrafficPolicy",
            STRING,
            "`ALLOW_ANY` or `REGISTRY_ONLY`, by the mesh config",
            "mesh.outboundTrafficPolicy() == \"ALLOW_ANY\"",
            (facts, mesh) -> mesh.config().outboundTrafficPolicy())
        .fact(
            "trustDomain",
            STRING,
            "the trust domain of identities, by the mesh config",
            "mesh.trustDomain() == \"cluster.local\"",
            (facts, mesh) -> mesh.config().trustDomain())
        .fact(
            "configPlace",
            param("key", STRING),
            optional(PLACE),
            "where a key of the mesh config stands, where the input has it",
            "mesh.configPlace(\"discoverySelectors\").hasValue()",
            (facts, mesh, key) -> mesh.config().place(key));
    c.type(DOMAIN_CLAIM, "A place that says what the cluster's DNS domain is")
        .field("domain", STRING, "the domain", ClusterDomain.Claim::domain)
        .field(
            "source",
            STRING,
            "what says it, as messages name it: `istiod`, `the Corefile`",
            claim -> claim.source().words())
        .field(
            "isIstio",
            BOOL,
            "whether it is a part of Istio rather than of Kubernetes",
            claim -> claim.source().isIstio())
        .field("place", PLACE, "where it stands", ClusterDomain.Claim::place);
    c.on(OBJECT)
        .fact(
            "domainClaims",
            list(DOMAIN_CLAIM),
            "the places on this object that name the cluster's domain",
            "object.domainClaims().all(c, c.domain == mesh.domain())",
            (facts, object) ->
                facts.mesh().domain().claims().stream()
                    .filter(claim -> claim.place().object().equals(object))
                    .toList());
    c.on(NAMESPACE)
        .fact(
            "isDiscovered",
            KNOWN,
            "whether istiod watches it: the mesh config has no discoverySelectors, or one selects it",
            "object.inNamespace().isDiscovered()",
            (facts, namespace) -> facts.mesh().isDiscovered(namespace.name()));
  }

  private static void hosts(Catalogue.Builder c) {
    c.type(HOST, "A host in Istio's registry: a Service, or one host of a ServiceEntry")
        .about(MeshService::object)
        .field("host", STRING, "its full name", MeshService::host)
        .field("object", OBJECT, "the Service or ServiceEntry", MeshService::object)
        .field("service", optional(SERVICE), "the Service, where it is one", MeshService::service)
        .field("ports", list(HOST_PORT), "its ports", MeshService::ports)
        .field("isHeadless", BOOL, "whether it is a headless Service", MeshService::isHeadless)
        .field(
            "isExternal",
            BOOL,
            "whether it is outside of the mesh, by a ServiceEntry",
            MeshService::isExternal)
        .field(
            "resolution",
            STRING,
            "`EDS`, `PASSTHROUGH`, `DNS` or `ALIAS`",
            host -> host.resolution().name())
        .fact(
            "isVisibleFrom",
            param("namespace", STRING),
            ANSWER,
            "whether proxies of a namespace may see it, by exportTo and discoverySelectors",
            "object.meshHost().isVisibleFrom(\"shop\").holds()",
            (facts, host, namespace) -> facts.mesh().isVisible(host, namespace));
    c.type(HOST_PORT, "A port of a host in Istio's registry")
        .field("number", INT, "the port that clients dial", MeshPort::number)
        .field("name", STRING, "its name, empty where it has none", MeshPort::name)
        .field(
            "protocol",
            STRING,
            "what Istio takes its traffic for: `HTTP`, `TCP`, `AUTO` and so on",
            port -> port.protocol().name())
        .fact(
            "place",
            param("field", STRING),
            PLACE,
            "where a field of it stands; the port where it is not set",
            "object.meshHost().ports[0].place(\"name\")",
            (facts, port, field) -> port.place(field));
    c.on(SERVICE)
        .fact(
            "meshHost",
            HOST,
            "the Service as a host of Istio's registry",
            "object.meshHost().ports.size() > 0",
            (facts, service) -> facts.mesh().registry().of(service));
    c.on(SERVICE_PORT)
        .fact(
            "istioProtocol",
            STRING,
            "what Istio takes its traffic for, by appProtocol, name and number: `HTTP`, `HTTP2`, `GRPC`,"
                + " `TCP`, `TLS`, `AUTO` and so on",
            "object.servicePorts().all(p, p.istioProtocol() != \"AUTO\")",
            (facts, port) -> PortProtocol.of(port).name())
        .fact(
            "isHttp",
            BOOL,
            "whether Istio routes its requests one by one",
            "object.servicePorts().exists(p, p.isHttp())",
            (facts, port) -> PortProtocol.of(port).isHttp());
    c.type(HOST_LOOKUP, "What a host in an object of Istio stands for")
        .field("written", STRING, "the host as written", HostLookup::written)
        .field("host", STRING, "the full name that Istio takes it for", HostLookup::host)
        .field(
            "outcome",
            STRING,
            "`FOUND`, `ASSUMED`, `POD_NAME`, `MISSING`, `WRONG_DOMAIN`, `NOT_COMPLETED`, `EXTERNAL`,"
                + " `ADDRESS` or `UNKNOWN`",
            lookup -> lookup.outcome().name())
        .field("hosts", list(HOST), "the hosts of the registry that it means", HostLookup::services)
        .field(
            "meant",
            optional(STRING),
            "the full name that was probably meant, where the written one does not work",
            HostLookup::meant)
        .field("similar", list(STRING), "existing hosts that look alike", HostLookup::similar)
        .field("reason", STRING, "the outcome as a clause", HostLookup::reason)
        .fact(
            "isKnownHost",
            KNOWN,
            "whether Istio has the host in its registry",
            "mesh.lookup(\"reviews\", \"shop\").isKnownHost()",
            (facts, lookup) -> lookup.exists());
    c.on(MESH)
        .fact(
            "lookup",
            param("host", STRING),
            param("namespace", STRING),
            HOST_LOOKUP,
            "what a host in an object of Istio of that namespace stands for",
            "mesh.lookup(\"reviews\", object.namespace()).isKnownHost()",
            (facts, mesh, host, namespace) -> mesh.lookup(host, namespace));
    c.type(HOST_USE, "A host written in an object of Istio")
        .about(HostUse::object)
        .field(
            "role",
            STRING,
            "`ROUTED`, `DESTINATION`, `MIRROR`, `RULE`, `ADDED` or `IMPORTED`",
            use -> use.role().name())
        .field("written", STRING, "the host as written", HostUse::written)
        .field("place", PLACE, "where it stands", HostUse::place)
        .field("lookup", HOST_LOOKUP, "what it stands for", HostUse::lookup)
        .field("port", optional(INT), "the Service's port that is named with it", HostUse::port)
        .field("subset", optional(STRING), "the subset that is named with it", HostUse::subset);
    c.on(OBJECT)
        .fact(
            "hostUses",
            list(HOST_USE),
            "the hosts written in a VirtualService, DestinationRule, ServiceEntry or Sidecar",
            "object.hostUses().all(h, h.lookup.outcome != \"WRONG_DOMAIN\")",
            (facts, object) -> facts.mesh().hostUses(object));
  }

  private static void mtls(Catalogue.Builder c) {
    c.type(MTLS_MODE, "What the PeerAuthentications say a port accepts")
        .field("mode", STRING, "`DISABLE`, `PERMISSIVE` or `STRICT`", mode -> mode.mode().name())
        .field(
            "level",
            STRING,
            "which policy decides: `DEFAULT`, `MESH`, `NAMESPACE`, `WORKLOAD` or `PORT`",
            mode -> mode.level().name())
        .field(
            "policy",
            optional(OBJECT),
            "the PeerAuthentication that decides, if one does",
            MtlsMode::policy)
        .field("place", optional(PLACE), "where it says the mode", MtlsMode::place)
        .field("reason", STRING, "what decides, as a clause", MtlsMode::reason)
        .field(
            "rivals",
            list(OBJECT),
            "other policies of that level, of which the oldest in the cluster wins",
            MtlsMode::rivals)
        .fact(
            "isStrict",
            KNOWN,
            "whether only mTLS is accepted",
            "object.mtls().isStrict()",
            (facts, mode) -> mode.strict())
        .fact(
            "isDisabled",
            KNOWN,
            "whether only plaintext is accepted",
            "object.mtls().isDisabled()",
            (facts, mode) -> mode.disabled());
    c.on(WORKLOAD)
        .fact(
            "mtls",
            MTLS_MODE,
            "what its ports accept by the PeerAuthentications, where none speaks of a port",
            "object.mtls().isStrict()",
            (facts, workload) -> facts.mesh().mtls(workload))
        .fact(
            "mtls",
            param("podPort", INT),
            MTLS_MODE,
            "what one of its pods' ports accepts by the PeerAuthentications",
            "object.mtls(8080).isStrict()",
            (facts, workload, port) -> facts.mesh().mtls(workload, port.intValue()))
        .fact(
            "requiresMtls",
            param("podPort", INT),
            ANSWER,
            "whether the port refuses plaintext: STRICT, a proxy that enforces it, and the port not"
                + " excluded",
            "object.requiresMtls(8080).holds()",
            (facts, workload, port) -> facts.mesh().requiresMtls(workload, port.intValue()))
        .fact(
            "capturesInbound",
            param("podPort", INT),
            ANSWER,
            "whether connections to a port go through its sidecar, if it has one",
            "object.capturesInbound(8080).holds()",
            (facts, workload, port) -> facts.mesh().capture(workload).inbound(port.intValue()))
        .fact(
            "capturesOutbound",
            param("port", INT),
            ANSWER,
            "whether connections from it to a port go through its sidecar, if it has one",
            "object.capturesOutbound(5432).holds()",
            (facts, workload, port) -> facts.mesh().capture(workload).outbound(port.intValue()))
        .fact(
            "proxyUserPlaces",
            list(PLACE),
            "where its own containers run as user 1337, the proxy's, whose traffic is not captured",
            "object.proxyUserPlaces().size() == 0",
            (facts, workload) -> facts.mesh().capture(workload).proxyUserPlaces());
    c.on(NAMESPACE)
        .fact(
            "mtls",
            MTLS_MODE,
            "what its pods' ports accept where no PeerAuthentication selects them",
            "object.inNamespace().mtls().isStrict()",
            (facts, namespace) -> facts.mesh().mtls(namespace.name()));
  }

  private static void clients(Catalogue.Builder c) {
    c.type(TRAFFIC_RULE, "A DestinationRule, or several that Istio merges into one")
        .about(TrafficRule::object)
        .field("host", STRING, "the full name of its host", TrafficRule::host)
        .field("objects", list(OBJECT), "the DestinationRules", TrafficRule::objects)
        .field(
            "subsets",
            list(map(DYN)),
            "the subsets of all of them",
            rule -> rule.subsets().stream().map(subset -> (Map<String, Object>) subset).toList());
    c.on(SERVICE)
        .fact(
            "trafficRule",
            param("clientNamespace", STRING),
            optional(TRAFFIC_RULE),
            "the DestinationRule that clients of a namespace use for it",
            "object.trafficRule(object.namespace()).hasValue()",
            (facts, service, namespace) ->
                facts.mesh().destinationRule(namespace, facts.mesh().registry().of(service)))
        .fact(
            "tlsConflicts",
            list(TLS_CONFLICT),
            "its ports on which sidecars send what the pods do not take, the clients being those of its own"
                + " namespace and of each namespace with a DestinationRule for it",
            "object.tlsConflicts().size() == 0",
            (facts, service) -> facts.mesh().tlsConflicts(service))
        .fact(
            "tlsConflicts",
            param("clientNamespace", STRING),
            list(TLS_CONFLICT),
            "its ports on which the sidecars of a namespace send what the pods do not take",
            "object.tlsConflicts(object.namespace()).size() == 0",
            (facts, service, namespace) -> facts.mesh().tlsConflicts(service, namespace));
    c.type(CLIENT_TLS, "What a client puts on the wire towards a port, and why")
        .field(
            "mode",
            STRING,
            "`PLAINTEXT`, `ISTIO_MUTUAL`, `HBONE`, `SIMPLE`, `MUTUAL`, `PER_ENDPOINT` or `UNKNOWN`",
            tls -> tls.mode().name())
        .field(
            "cause",
            STRING,
            "what decides it, such as `RULE`, `AUTO`, `CLIENT_NOT_IN_MESH` or `MIXED_ENDPOINTS`",
            tls -> tls.cause().name())
        .field(
            "rule",
            optional(TRAFFIC_RULE),
            "the DestinationRule that decides, if one does",
            ClientTls::rule)
        .field("reason", STRING, "what decides it, as a clause", ClientTls::reason)
        .field("evidence", list(PLACE), "the places that decide", ClientTls::evidence)
        .fact(
            "isMtls",
            KNOWN,
            "whether the server sees Istio's mTLS",
            "object.clientTls(services()[0], 80).isMtls()",
            (facts, tls) -> tls.isMtls());
    c.on(WORKLOAD)
        .fact(
            "clientTls",
            param("service", SERVICE),
            param("port", INT),
            CLIENT_TLS,
            "what it puts on the wire towards a Service's port, whichever pod answers",
            "object.clientTls(services()[0], 80).mode == \"PLAINTEXT\"",
            (facts, client, service, number) -> {
              MeshService host = facts.mesh().registry().of(service);
              MeshPort port = host.port(number.intValue());
              if (port == null) {
                throw new EvaluationException(service + " has no port " + number);
              }
              return facts.mesh().clientTls(client, host, port, null);
            })
        .fact(
            "imports",
            param("service", SERVICE),
            param("port", INT),
            ANSWER,
            "whether its proxy knows a Service's port: exportTo, discoverySelectors and its Sidecar"
                + " resource let it",
            "object.imports(services()[0], 80).holds()",
            (facts, client, service, number) -> {
              MeshService host = facts.mesh().registry().of(service);
              MeshPort port = host.port(number.intValue());
              return port == null
                  ? new Answer(Known.NO, service + " has no port " + number, java.util.List.of())
                  : facts.mesh().scope(client).imports(host, port);
            });
    c.type(TLS_CONFLICT, "A port of a Service whose clients send what the pods do not take")
        .field("server", WORKLOAD, "the workload that answers", TlsConflict::server)
        .field("port", HOST_PORT, "the Service's port", TlsConflict::port)
        .field("targetPort", INT, "the pod's port", TlsConflict::targetPort)
        .field("client", CLIENT_TLS, "what clients send, and why", TlsConflict::client)
        .field(
            "kind",
            STRING,
            "`PLAINTEXT_TO_STRICT`, `MTLS_WITHOUT_SIDECAR`, `MTLS_TO_PLAINTEXT`, `MTLS_PAST_SIDECAR` or"
                + " `OWN_TLS_TO_STRICT`",
            conflict -> conflict.kind().name())
        .field("reason", STRING, "why the server does not take it", TlsConflict::reason)
        .field("evidence", list(PLACE), "the places of the server's side", TlsConflict::evidence);
  }

  private static void scopes(Catalogue.Builder c) {
    c.type(SIDECAR_SCOPE, "What a workload's proxy may see by the Istio resource Sidecar")
        .field("sidecar", optional(OBJECT), "the Sidecar that holds", SidecarScope::sidecar)
        .field(
            "rivals",
            list(OBJECT),
            "other Sidecars of its level, of which the oldest in the cluster holds",
            SidecarScope::rivals)
        .field(
            "outboundTrafficPolicy",
            STRING,
            "`ALLOW_ANY` or `REGISTRY_ONLY`",
            SidecarScope::outboundTrafficPolicy)
        .field(
            "outboundTrafficPolicyPlace",
            optional(PLACE),
            "where that stands",
            SidecarScope::outboundTrafficPolicyPlace)
        .fact(
            "hasIngress",
            BOOL,
            "whether it lists the inbound listeners, which are then all there are",
            "object.sidecarScope().hasIngress()",
            (facts, scope) -> scope.ingressPorts() != null)
        .fact(
            "listensOn",
            param("podPort", INT),
            BOOL,
            "whether one of its inbound listeners, if it lists them, is on this port",
            "object.sidecarScope().listensOn(8080)",
            (facts, scope, port) -> {
              Map<Integer, ?> ports = scope.ingressPorts();
              return ports == null || ports.containsKey(port.intValue());
            });
    c.on(WORKLOAD)
        .fact(
            "sidecarScope",
            SIDECAR_SCOPE,
            "what its proxy may see by the Istio resource Sidecar",
            "object.sidecarScope().outboundTrafficPolicy == \"ALLOW_ANY\"",
            (facts, workload) -> facts.mesh().scope(workload));
    c.type(EGRESS_HOST, "A host of a Sidecar's egress list, in the form `namespace/host`")
        .field("written", STRING, "the host as written", EgressHost::written)
        .field(
            "inNamespace",
            STRING,
            "what stands before the slash: a name, `*`, `.` or `~`; empty without a slash",
            EgressHost::namespace)
        .field("dnsName", STRING, "what stands behind the slash", EgressHost::dnsName)
        .field("place", PLACE, "where it stands", EgressHost::place)
        .field(
            "isWellFormed",
            BOOL,
            "whether it has the form `namespace/host`; anything else is ignored",
            EgressHost::isWellFormed);
    c.on(OBJECT)
        .fact(
            "egressHosts",
            list(EGRESS_HOST),
            "the hosts of a Sidecar's egress list",
            "object.egressHosts().all(h, h.isWellFormed)",
            (facts, object) -> facts.mesh().egressHosts(object));
  }

  private static void attachments(Catalogue.Builder c) {
    c.type(ATTACHMENT, "The workloads that an object of Istio holds for")
        .field(
            "scope",
            STRING,
            "`MESH`, `NAMESPACE`, `WORKLOADS`, `WORKLOADS_EVERYWHERE`, `TARGETS`, `NOBODY` or"
                + " `NONE`",
            attachment -> attachment.scope().name())
        .field(
            "selector",
            STRING,
            "its selector as kubectl prints it, empty where it has none",
            attachment ->
                String.valueOf(attachment.selector() == null ? "" : attachment.selector()))
        .field("place", PLACE, "where the selector stands", Attachment::place)
        .field("workloads", list(WORKLOAD), "the workloads", Attachment::workloads)
        .field("reason", STRING, "how far it reaches, as a clause", Attachment::reason)
        .fact(
            "matches",
            KNOWN,
            "whether it holds for any workload",
            "object.attachment().matches()",
            (facts, attachment) -> attachment.matches());
    c.on(OBJECT)
        .fact(
            "attachment",
            ATTACHMENT,
            "the workloads that an object of Istio holds for",
            "object.attachment().workloads.size() > 0",
            (facts, object) -> facts.mesh().attachment(object))
        .fact(
            "rivals",
            list(OBJECT),
            "other objects of its kind that claim the whole namespace too, or a workload that both"
                + " select; in the cluster the oldest holds",
            "object.rivals().size() == 0",
            (facts, object) -> facts.mesh().rivals(object));
  }
}
