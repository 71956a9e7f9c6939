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
import static meshlint.rule.FactType.optional;
import static meshlint.rule.GraphFunctions.NAMESPACE;
import static meshlint.rule.GraphFunctions.SERVICE_PORT;
import static meshlint.rule.GraphFunctions.WORKLOAD;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import meshlint.graph.Kinds;
import meshlint.network.Blockage;
import meshlint.network.Clause;
import meshlint.network.Direction;
import meshlint.network.ImpliedClause;
import meshlint.network.PeerUse;
import meshlint.network.Policy;
import meshlint.network.PolicyVerdict;
import meshlint.network.PortUse;

/** What rules can ask about what NetworkPolicies allow. */
final class NetworkFunctions {
  static final FactType<Policy> POLICY = FactType.of("NetworkPolicy", Policy.class);
  static final FactType<Clause> CLAUSE = FactType.of("PolicyClause", Clause.class);
  static final FactType<Blockage> BLOCKAGE = FactType.of("Blockage", Blockage.class);
  static final FactType<PortUse> PORT_USE = FactType.of("PortUse", PortUse.class);
  static final FactType<PolicyVerdict> VERDICT = FactType.of("PolicyVerdict", PolicyVerdict.class);

  static final FactType<PeerUse> PEER = FactType.of("PolicyPeer", PeerUse.class);

  static final FactType<ImpliedClause> IMPLIED = FactType.of("ImpliedClause", ImpliedClause.class);

  private NetworkFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(POLICY, "A Kubernetes NetworkPolicy")
        .about(Policy::object)
        .ofKinds(Set.of(Kinds.NETWORK_POLICY), (facts, object) -> facts.network().policy(object));
    c.type(CLAUSE, "An entry of a NetworkPolicy's `ingress` or `egress`");
    c.type(PEER, "An entry of a clause's `from` or `to` that selects pods")
        .field("manifest", DYN, "its mapping in the manifest", use -> use.peer().node())
        .field("place", PLACE, "where it stands", use -> use.peer().node().place())
        .field("words", STRING, "it in words", use -> use.peer().toString())
        .field(
            "direction", STRING, "`ingress` or `egress`", use -> use.clause().direction().field())
        .field(
            "meantNamespace",
            optional(NAMESPACE),
            "where no namespace fits: the Namespace of the input that its namespaceSelector means but"
                + " for a slip of the pen, or by a label that only its name has the value of",
            PeerUse::meantNamespace)
        .field(
            "meantWorkload",
            optional(WORKLOAD),
            "where no pods fit: the workload that its podSelector means but for a slip of the pen",
            PeerUse::meantWorkload)
        .fact(
            "fits",
            KNOWN,
            "whether some pods fit; no only where the input shows all that could",
            "object.peers().all(p, p.fits())",
            (facts, use) -> use.fits());
    c.type(BLOCKAGE, "A NetworkPolicy that stops something that workloads need: one cause");
    c.type(PORT_USE, "A port that a NetworkPolicy opens, held against the pods behind it");
    c.type(VERDICT, "Whether the NetworkPolicies of one end let a connection through, and why");
    policy(c);
    implied(c);
    blockages(c);
    ports(c);
    verdicts(c);
  }

  private static void policy(Catalogue.Builder c) {
    c.on(POLICY)
        .fact(
            "isolates",
            param("direction", STRING),
            BOOL,
            "whether the pods it selects may do only what policies allow in a direction, `ingress` or"
                + " `egress`",
            "object.isolates(\"ingress\")",
            (facts, policy, direction) -> policy.isolates(direction(direction)))
        .fact(
            "selectedWorkloads",
            list(WORKLOAD),
            "the workloads whose pods it selects; none on the host network, where policies do not reach",
            "object.selectedWorkloads().size() > 0",
            (facts, policy) -> facts.network().workloadsOf(policy))
        .fact(
            "clauses",
            param("direction", STRING),
            list(CLAUSE),
            "its clauses of a direction, `ingress` or `egress`, that take effect",
            "object.clauses(\"ingress\").all(c, !c.allowsEveryone())",
            (facts, policy, direction) -> policy.activeClauses(direction(direction)));
    c.on(POLICY)
        .fact(
            "peers",
            list(PEER),
            "the peers of all its clauses that take effect, but for `ipBlock`s",
            "object.peers().all(p, p.fits())",
            (facts, policy) -> facts.network().peerUses(policy));
    c.on(CLAUSE)
        .field("index", INT, "its position in the list, from 0", Clause::index)
        .field("place", PLACE, "where it stands", Clause::place)
        .field(
            "portsPlace",
            PLACE,
            "where its ports stand; the clause where it names none",
            Clause::portsPlace)
        .field(
            "peersPlace",
            PLACE,
            "where its `from` or `to` stands; the clause where it names none",
            Clause::peersPlace)
        .fact(
            "allowsEveryone",
            BOOL,
            "whether it names no peers, which means all",
            "object.clauses(\"ingress\").all(c, !c.allowsEveryone())",
            (facts, clause) -> clause.peers().isEmpty())
        .fact(
            "allowsEveryPort",
            BOOL,
            "whether it names no ports, which means all",
            "object.clauses(\"ingress\").all(c, !c.allowsEveryPort())",
            (facts, clause) -> clause.ports().isEmpty())
        .fact(
            "peerWorkloads",
            list(WORKLOAD),
            "the workloads that its selectors mean for sure",
            "object.clauses(\"ingress\").all(c, c.peerWorkloads().size() > 0)",
            (facts, clause) -> facts.network().workloadsOf(clause));
  }

  private static void implied(Catalogue.Builder c) {
    c.type(IMPLIED, "A clause that admits only what another one admits too")
        .field("clause", CLAUSE, "the clause without effect", ImpliedClause::clause)
        .field("by", CLAUSE, "the other clause", ImpliedClause::by)
        .field(
            "policy",
            OBJECT,
            "the policy of the other clause",
            found -> found.by().policy().object())
        .field("words", STRING, "the other clause in words", found -> found.by().toString());
    c.on(POLICY)
        .fact(
            "impliedClauses",
            list(IMPLIED),
            "its clauses that admit only what another one admits to the same pods, in this policy or in"
                + " another",
            "object.impliedClauses().size() == 0",
            (facts, policy) -> facts.network().impliedClauses(policy));
  }

  private static void blockages(Catalogue.Builder c) {
    c.on(POLICY)
        .fact(
            "blocksIstiod",
            list(BLOCKAGE),
            "the workloads with a proxy that it keeps from istiod's port 15012",
            "object.blocksIstiod().size() == 0",
            (facts, policy) -> facts.needs().istiod(policy))
        .fact(
            "blocksDnsOfProxies",
            param("protocol", STRING),
            list(BLOCKAGE),
            "the workloads with a proxy that it keeps from cluster DNS over `UDP` or `TCP`",
            "object.blocksDnsOfProxies(\"UDP\").size() == 0",
            (facts, policy, protocol) -> facts.needs().dnsOfProxies(policy, protocol))
        .fact(
            "blocksDns",
            param("protocol", STRING),
            list(BLOCKAGE),
            "the workloads without a proxy that it keeps from cluster DNS over `UDP` or `TCP`, though it"
                + " lets them reach what is found by name",
            "object.blocksDns(\"UDP\").size() == 0",
            (facts, policy, protocol) -> facts.needs().dns(policy, protocol))
        .fact(
            "blocksProxiesAtIstiod",
            list(BLOCKAGE),
            "the workloads with a proxy that it, a policy on istiod, does not let in on 15012",
            "object.blocksProxiesAtIstiod().size() == 0",
            (facts, policy) -> facts.needs().istiodIngress(policy))
        .fact(
            "blocksWebhook",
            list(BLOCKAGE),
            "the istiod workloads whose webhook port 15017 it closes to the API server",
            "object.blocksWebhook().size() == 0",
            (facts, policy) -> facts.needs().istiodWebhook(policy))
        .fact(
            "blocksHbone",
            list(BLOCKAGE),
            "the ambient workloads for which it opens ports to the mesh but not 15008, on which the"
                + " mesh's traffic arrives",
            "object.blocksHbone().size() == 0",
            (facts, policy) ->
                Stream.concat(
                        facts.needs().hboneIngress(policy).stream(),
                        facts.needs().hboneEgress(policy).stream())
                    .toList())
        .fact(
            "blocksMetrics",
            list(BLOCKAGE),
            "the workloads whose annotations ask Prometheus to scrape a port that it closes to"
                + " Prometheus",
            "object.blocksMetrics().size() == 0",
            (facts, policy) -> facts.needs().metrics(policy))
        .fact(
            "blocksPeers",
            list(BLOCKAGE),
            "the StatefulSets whose pods it keeps from each other, one entry per peer port and"
                + " direction",
            "object.blocksPeers().size() == 0",
            (facts, policy) -> facts.needs().statefulPeers(policy));
    c.on(BLOCKAGE)
        .field("policy", POLICY, "the policy to change", Blockage::policy)
        .field(
            "direction",
            STRING,
            "the side on which the policy stands, `ingress` or `egress`",
            blockage -> blockage.direction().field())
        .field("peer", STRING, "the other end in words", Blockage::peer)
        .field("protocol", STRING, "`TCP` or `UDP`", Blockage::protocol)
        .field("port", INT, "the port of the server's pods", Blockage::port)
        .field("workloads", list(WORKLOAD), "whom it is stopped for", Blockage::workloads)
        .field(
            "others",
            list(POLICY),
            "further policies that isolate these workloads in this direction",
            Blockage::others)
        .field("reason", STRING, "why it is stopped, as a clause", Blockage::reason)
        .field("place", PLACE, "the field to change", Blockage::place);
  }

  private static void ports(Catalogue.Builder c) {
    c.on(POLICY)
        .fact(
            "portUses",
            list(PORT_USE),
            "the single ports, by number or name, that it opens on pods that the input shows",
            "object.portUses().all(u, u.listens())",
            (facts, policy) -> facts.network().portUses(policy));
    c.on(PORT_USE)
        .field("number", INT, "the number; 0 for a name", PortUse::number)
        .field("name", optional(STRING), "the name, where it has one", use -> use.port().name())
        .field("protocol", STRING, "`TCP`, `UDP` or `SCTP`", use -> use.port().protocol())
        .field(
            "direction", STRING, "`ingress` or `egress`", use -> use.clause().direction().field())
        .field("clause", CLAUSE, "the clause that opens it", PortUse::clause)
        .field("workloads", list(WORKLOAD), "the pods it is opened on", PortUse::workloads)
        .field(
            "servicePort",
            optional(SERVICE_PORT),
            "the port of a Service that has this number but leads to another one of the pods, where no"
                + " pod listens on it",
            PortUse::servicePort)
        .field(
            "podPort",
            optional(INT),
            "the port of the pods that this Service port leads to",
            PortUse::podPort)
        .field("place", PLACE, "where the number or name stands", PortUse::place)
        .fact(
            "listens",
            KNOWN,
            "whether some of the pods listens on it; unknown where one declares no ports",
            "object.portUses().all(u, u.listens())",
            (facts, use) -> use.listens());
  }

  private static void verdicts(Catalogue.Builder c) {
    c.on(WORKLOAD)
        .fact(
            "isIsolated",
            param("direction", STRING),
            KNOWN,
            "whether NetworkPolicies restrict its `ingress` or `egress`",
            "object.isIsolated(\"ingress\")",
            (facts, workload, direction) ->
                facts.network().isIsolated(workload, direction(direction)))
        .fact(
            "isolatingPolicies",
            param("direction", STRING),
            list(POLICY),
            "the NetworkPolicies that restrict its `ingress` or `egress`",
            "object.isolatingPolicies(\"ingress\").size() > 0",
            (facts, workload, direction) ->
                facts.network().isolating(workload, direction(direction)))
        .fact(
            "networkTo",
            param("server", WORKLOAD),
            param("protocol", STRING),
            param("port", INT),
            VERDICT,
            "whether NetworkPolicies let it reach a workload on a port of its pods; of the two ends, the"
                + " one that decides",
            "object.services().all(s, s.workloads().all(w, object.networkTo(w, \"TCP\", 80).allowed()))",
            (facts, workload, server, protocol, port) ->
                facts
                    .network()
                    .connection(
                        facts.network().endpoint(workload),
                        facts.network().endpoint(server),
                        protocol,
                        port.intValue())
                    .deciding());
    c.on(VERDICT)
        .field(
            "direction",
            STRING,
            "the end that was asked: `egress` is the client's, `ingress` the server's",
            verdict -> verdict.direction().field())
        .field("reason", STRING, "why, as a clause", PolicyVerdict::reason)
        .field(
            "policies",
            list(POLICY),
            "the policies that isolate that end in this direction",
            PolicyVerdict::isolating)
        .field(
            "evidence",
            list(PLACE),
            "the places that show it; for a denial the first is the one to change",
            PolicyVerdict::evidence)
        .fact(
            "allowed",
            KNOWN,
            "whether the connection gets through",
            "object.networkTo(object, \"TCP\", 80).allowed()",
            (facts, verdict) -> verdict.allowed());
  }

  private static Direction direction(String word) {
    return Arrays.stream(Direction.values())
        .filter(direction -> direction.field().equals(word))
        .findFirst()
        .orElseThrow(() -> new EvaluationException("neither `ingress` nor `egress`: " + word));
  }
}
