package meshlint.rule;

import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.GraphFunctions.SERVICE;
import static meshlint.rule.GraphFunctions.WORKLOAD;
import static meshlint.rule.MeshTrafficFunctions.ANSWER;
import static meshlint.rule.MeshTrafficFunctions.HOST_PORT;

import meshlint.trace.Denial;
import meshlint.trace.Dependency;
import meshlint.trace.Hop;
import meshlint.trace.LayerClash;
import meshlint.trace.OutsideUrl;
import meshlint.trace.PeerDiscovery;
import meshlint.trace.Scrape;
import meshlint.trace.Trace;

/** What rules can ask about the connections that manifests intend. */
final class TraceFunctions {
  static final FactType<Dependency> DEPENDENCY = FactType.of("Dependency", Dependency.class);

  static final FactType<Trace> TRACE = FactType.of("Trace", Trace.class);
  static final FactType<Hop> HOP = FactType.of("Hop", Hop.class);
  static final FactType<Scrape> SCRAPE = FactType.of("Scrape", Scrape.class);
  static final FactType<OutsideUrl> OUTSIDE_URL = FactType.of("OutsideUrl", OutsideUrl.class);
  static final FactType<PeerDiscovery> PEER_DISCOVERY =
      FactType.of("PeerDiscovery", PeerDiscovery.class);

  static final FactType<Denial> DENIAL = FactType.of("Denial", Denial.class);

  static final FactType<LayerClash> CLASH = FactType.of("LayerClash", LayerClash.class);

  private TraceFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(HOP, "One step of a connection's way")
        .field(
            "step",
            STRING,
            "which one: `NAME`, `SERVICE`, `ENDPOINTS`, `CLIENT_PROXY`, `ROUTE`, `TLS`, `EGRESS`,"
                + " `INGRESS`, `AUTHORIZATION` or `LISTENER`",
            hop -> hop.step().name())
        .field("reason", STRING, "why the connection passes it or not, as a clause", Hop::reason)
        .field("symptom", STRING, "what the client sees where it does not pass", Hop::symptom)
        .field(
            "evidence",
            list(PLACE),
            "the places that decide, the decisive one first",
            Hop::evidence);
    c.type(TRACE, "One connection followed hop by hop to the pods of one workload")
        .field("server", optional(WORKLOAD), "the workload whose pods answer", Trace::server)
        .field("port", optional(INT), "the port that is dialled", Trace::port)
        .fact(
            "works",
            KNOWN,
            "whether it gets past every hop",
            "object.dependencies().all(d, d.traces().all(t, t.works()))",
            (facts, trace) -> trace.works())
        .fact(
            "failure",
            optional(HOP),
            "the first hop that it does not get past, if any",
            "object.dependencies().all(d, d.traces().all(t, !t.failure().hasValue()))",
            (facts, trace) -> trace.failure());
    c.type(DEPENDENCY, "A connection that the manifests say is intended")
        .field(
            "client",
            optional(WORKLOAD),
            "the workload that connects, where the input shows it",
            dependency -> dependency.client().workload())
        .field(
            "clientWords",
            STRING,
            "who connects, as a message names it",
            dependency -> dependency.client().words())
        .field(
            "service",
            optional(SERVICE),
            "the Service it connects to, where the input has it",
            dependency -> dependency.target().service())
        .field(
            "namespace",
            STRING,
            "the namespace of the Service it names",
            dependency -> dependency.target().namespace())
        .field(
            "name",
            STRING,
            "the name of the Service it names",
            dependency -> dependency.target().name())
        .field(
            "pod",
            optional(STRING),
            "the pod it names, as in `kafka-0.kafka`; only a headless Service gives pods names",
            dependency -> dependency.target().pod())
        .field("host", STRING, "the host as written", Dependency::written)
        .field(
            "form",
            STRING,
            "how much of the name is written: `NAME`, `NAMESPACE`, `SVC`, `FULL`, or `REFERENCE`"
                + " for a field that names a Service",
            dependency -> dependency.target().form().name())
        .field(
            "domain",
            STRING,
            "what stands behind `svc`; empty where nothing does",
            dependency -> dependency.target().domain())
        .field(
            "port", optional(INT), "the port it dials, where something says it", Dependency::port)
        .field(
            "portWritten",
            BOOL,
            "whether the port is written, rather than that of a URL's scheme",
            Dependency::portWritten)
        .field(
            "source",
            STRING,
            "what it was read from: `ENVIRONMENT`, `ARGUMENT`, `CONFIGURATION`, `PROBE`,"
                + " `ANNOTATION`, `PEERS`, `ROUTE`, `INGRESS`, `SCRAPE` or `WEBHOOK`",
            dependency -> dependency.source().name())
        .field(
            "confidence",
            STRING,
            "how sure it is that it is meant: `high`, `medium` or `low`",
            dependency -> dependency.confidence().word())
        .field("place", PLACE, "where the host stands", Dependency::place)
        .field(
            "from",
            OBJECT,
            "the object it was read from",
            dependency -> dependency.place().object())
        .field("portPlace", optional(PLACE), "where the port stands", Dependency::portPlace)
        .field(
            "fromInitContainer",
            BOOL,
            "whether an init container connects, before the other containers run",
            Dependency::fromInitContainer)
        .fact(
            "traces",
            list(TRACE),
            "what becomes of it, one trace for each workload that may answer",
            "object.dependencies().all(d, d.traces().all(t, t.works()))",
            (facts, dependency) -> facts.tracer().trace(dependency))
        .fact(
            "exists",
            KNOWN,
            "whether the Service it names exists",
            "object.dependencies().all(d, d.exists())",
            (facts, dependency) -> facts.dependencies().exists(dependency))
        .fact(
            "toItself",
            BOOL,
            "whether the Service it names selects the client's own pods",
            "object.dependencies().exists(d, d.toItself())",
            (facts, dependency) -> facts.dependencies().toItself(dependency));
    c.on(WORKLOAD)
        .fact(
            "dependencies",
            list(DEPENDENCY),
            "what its pods are meant to connect to, read from its environment, arguments and"
                + " ConfigMaps",
            "object.dependencies().all(d, d.exists())",
            (facts, workload) -> facts.dependencies().byClient(workload));
    c.type(OUTSIDE_URL, "A URL outside of the cluster that a workload is given to connect to")
        .field("scheme", STRING, "its scheme, in lower case", OutsideUrl::scheme)
        .field("host", STRING, "its host", OutsideUrl::host)
        .field("port", INT, "its port, written or that of the scheme", OutsideUrl::port)
        .field("place", PLACE, "where the host stands", OutsideUrl::place)
        .field("client", WORKLOAD, "the workload", OutsideUrl::client)
        .fact(
            "registered",
            ANSWER,
            "whether the client's proxy knows the host with this port",
            "object.outsideUrls().all(u, u.registered().holds())",
            (facts, url) -> url.registered(facts.mesh()))
        .fact(
            "registryPorts",
            list(HOST_PORT),
            "the ports of ServiceEntries that it dials",
            "object.outsideUrls().all(u, u.registryPorts().size() == 1)",
            (facts, url) -> url.ports(facts.mesh()));
    c.on(WORKLOAD)
        .fact(
            "outsideUrls",
            list(OUTSIDE_URL),
            "the URLs outside of the cluster in its environment, commands and arguments",
            "object.outsideUrls().size() == 0",
            (facts, workload) -> facts.dependencies().outside(workload));
    c.type(
            PEER_DISCOVERY,
            "What shows that the pods of a workload look for each other when they start")
        .field("place", PLACE, "the place that shows it", PeerDiscovery::place)
        .field(
            "service",
            SERVICE,
            "the headless Service whose records they ask for",
            PeerDiscovery::service)
        .field(
            "once",
            BOOL,
            "whether it is software known to ask only while it starts, which then goes on alone",
            PeerDiscovery::once);
    c.on(WORKLOAD)
        .fact(
            "peerDiscovery",
            optional(PEER_DISCOVERY),
            "what shows that its pods look for each other when they start",
            "object.peerDiscovery().hasValue()",
            (facts, workload) -> facts.dependencies().peerDiscovery(workload));
    c.type(SCRAPE, "A port of pods that Prometheus scrapes")
        .field(
            "scraper",
            optional(WORKLOAD),
            "the pods of Prometheus, where the input shows them",
            Scrape::scraper)
        .field("words", STRING, "who scrapes, as a message names it", Scrape::words)
        .field("server", WORKLOAD, "the workload that is scraped", Scrape::server)
        .field("podPort", INT, "its port", Scrape::podPort)
        .field("tls", BOOL, "whether Prometheus speaks TLS there", Scrape::tls)
        .field("place", PLACE, "where the port stands", Scrape::place);
    c.on(OBJECT)
        .fact(
            "scrapes",
            list(SCRAPE),
            "what a ServiceMonitor or PodMonitor makes Prometheus scrape",
            "object.scrapes().all(s, s.tls)",
            (facts, object) -> facts.dependencies().scrapes(object));
    c.on(SERVICE)
        .fact(
            "dependents",
            list(DEPENDENCY),
            "the connections that are meant to reach it or a pod behind it",
            "object.dependents().exists(d, d.pod.hasValue())",
            (facts, service) -> facts.dependencies().toService(service));
    c.type(DENIAL, "Intended connections that policies stop for one cause")
        .field(
            "sort",
            STRING,
            "what they are for: `CALL` of an application, `ENTRY` through an Ingress or gateway,"
                + " `SCRAPE` of metrics, `WEBHOOK` of the API server",
            denial -> denial.sort().name())
        .field("place", PLACE, "the field to change", Denial::place)
        .field("policy", OBJECT, "the policy", denial -> denial.place().object())
        .field(
            "direction",
            STRING,
            "`egress` where the client's policies stop them, `ingress` where the server's do",
            denial -> denial.step() == Hop.Step.EGRESS ? "egress" : "ingress")
        .field("reason", STRING, "why the first is stopped, as a clause", Denial::reason)
        .field("first", DEPENDENCY, "the first of them", Denial::first)
        .field("dependencies", list(DEPENDENCY), "all of them", Denial::dependencies);
    c.on(OBJECT)
        .fact(
            "denials",
            list(DENIAL),
            "the intended connections that it, a policy, stops; where the policy is not linted, it"
                + " stands for the first of them",
            "object.denials().size() == 0",
            (facts, object) -> facts.denials().of(object));
    c.type(CLASH, "What one of AuthorizationPolicy and NetworkPolicy allows and the other refuses")
        .field("place", PLACE, "where it is allowed", LayerClash::place)
        .field("clients", list(WORKLOAD), "the workloads that are allowed", LayerClash::clients)
        .field("server", WORKLOAD, "a workload that they are to reach", LayerClash::server)
        .field("refusal", STRING, "why they are refused, as a clause", LayerClash::refusal)
        .field("evidence", list(PLACE), "the places that refuse", LayerClash::evidence);
    c.on(OBJECT)
        .fact(
            "deniedByNetwork",
            list(CLASH),
            "the principals of an AuthorizationPolicy whose workloads NetworkPolicies keep from all"
                + " servers that it holds for, but for connections that the manifests configure",
            "object.deniedByNetwork().size() == 0",
            (facts, object) -> facts.clashes().deniedByNetwork(object));
    c.on(NetworkFunctions.POLICY)
        .fact(
            "refusedByMesh",
            list(CLASH),
            "the ingress clauses of a NetworkPolicy whose clients AuthorizationPolicies of its pods"
                + " refuse on every port, but for connections that the manifests configure",
            "object.refusedByMesh().size() == 0",
            (facts, policy) -> facts.clashes().refusedByMesh(policy));
  }
}
