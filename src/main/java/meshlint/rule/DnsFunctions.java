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
import static meshlint.rule.GraphFunctions.SERVICE;
import static meshlint.rule.GraphFunctions.WORKLOAD;

import meshlint.dns.ClientDns;
import meshlint.dns.ClusterDns;
import meshlint.dns.Corefile;
import meshlint.dns.DnsAnswer;
import meshlint.dns.DnsService;
import meshlint.dns.DomainClaim;
import meshlint.dns.Plugin;

/** What rules can ask about how names resolve. */
final class DnsFunctions {
  static final FactType<ClusterDns> DNS = FactType.of("Dns", ClusterDns.class);
  static final FactType<DomainClaim> DOMAIN_CLAIM = FactType.of("DomainClaim", DomainClaim.class);
  static final FactType<Corefile> COREFILE = FactType.of("Corefile", Corefile.class);
  static final FactType<Plugin> PLUGIN = FactType.of("CorefilePlugin", Plugin.class);
  static final FactType<DnsAnswer> DNS_ANSWER = FactType.of("DnsAnswer", DnsAnswer.class);
  static final FactType<DnsService> DNS_SERVICE = FactType.of("DnsService", DnsService.class);
  static final FactType<ClientDns> CLIENT_DNS = FactType.of("ClientDns", ClientDns.class);

  private DnsFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.variable("dns", DNS, "how names resolve in the cluster", facts -> facts.dns());
    dns(c);
    corefile(c);
    service(c);
    client(c);
  }

  private static void dns(Catalogue.Builder c) {
    c.type(DNS, "The DNS of the cluster")
        .fact(
            "domain",
            STRING,
            "the cluster's DNS domain: what the Corefile answers, else what kubelet or kubeadm is"
                + " told, else the configuration's, else `cluster.local`",
            "dns.domain() == \"cluster.local\"",
            (facts, dns) -> dns.domain())
        .fact(
            "isClusterDomain",
            param("domain", STRING),
            KNOWN,
            "whether names of Services resolve under a domain",
            "dns.isClusterDomain(\"cluster.local\")",
            (facts, dns, domain) -> dns.isClusterDomain(domain))
        .fact(
            "domainClaims",
            list(DOMAIN_CLAIM),
            "every place where the Corefile, kubelet or kubeadm names the cluster's domain",
            "dns.domainClaims().all(c, c.domain == dns.domain())",
            (facts, dns) -> dns.domainClaims())
        .fact(
            "answer",
            param("name", STRING),
            DNS_ANSWER,
            "what the cluster's DNS says to a full name, if what it names exists",
            "dns.answer(\"web.shop.svc.cluster.local\").fromCluster()",
            (facts, dns, name) -> dns.answer(name))
        .fact(
            "service",
            optional(DNS_SERVICE),
            "the Service that pods ask for names, where the input has it",
            "dns.service().hasValue()",
            (facts, dns) -> dns.service());

    c.type(DOMAIN_CLAIM, "A place that says what the cluster's DNS domain is")
        .field("domain", STRING, "the domain it says", DomainClaim::domain)
        .field(
            "source",
            STRING,
            "what says it: `COREFILE`, `KUBELET`, `KUBEADM` or `KUBE_DNS`",
            claim -> claim.source().name())
        .field("words", STRING, "what says it, in words", claim -> claim.source().words())
        .field("place", PLACE, "where it stands", DomainClaim::place);

    c.type(DNS_ANSWER, "What the cluster's DNS says to a query for a name")
        .field(
            "by",
            STRING,
            "who answers: `KUBERNETES`, `OVERRIDE`, `FORWARDED`, `UPSTREAM`, `NOBODY` or `UNKNOWN`",
            answer -> answer.by().name())
        .field("name", STRING, "the name after the Corefile's rewrites", DnsAnswer::name)
        .field("reason", STRING, "why, as a clause", DnsAnswer::reason)
        .field(
            "evidence",
            list(PLACE),
            "the lines of the Corefile that decide it, the decisive one first",
            DnsAnswer::evidence)
        .fact(
            "fromCluster",
            KNOWN,
            "whether the cluster's Services and pods are behind the answer",
            "dns.answer(\"web.shop.svc.cluster.local\").fromCluster()",
            (facts, answer) -> answer.fromCluster());
  }

  private static void corefile(Catalogue.Builder c) {
    c.on(OBJECT)
        .fact(
            "corefile",
            optional(COREFILE),
            "the Corefile of the cluster's DNS, where this ConfigMap holds it",
            "object.corefile().hasValue()",
            (facts, object) -> facts.dns().corefile(object));
    c.type(COREFILE, "The configuration of the cluster's CoreDNS")
        .field("place", PLACE, "where it stands", Corefile::place)
        .fact(
            "plugins",
            param("name", STRING),
            list(PLUGIN),
            "the plugins of a name in all server blocks",
            "dns.corefiles().all(c, c.plugins(\"kubernetes\").size() > 0)",
            (facts, corefile, name) -> corefile.plugins(name))
        .fact(
            "zones",
            list(STRING),
            "the domains that its kubernetes plugins serve",
            "dns.corefiles().all(c, c.zones().size() == 1)",
            (facts, corefile) -> corefile.kubernetesZones().keySet())
        .fact(
            "answerForDomain",
            param("domain", STRING),
            DNS_ANSWER,
            "what it says to the names of Services under a domain, whichever Service is meant",
            "dns.corefiles().all(c, c.answerForDomain(dns.domain()).fromCluster())",
            (facts, corefile, domain) -> corefile.answerForDomain(domain))
        .fact(
            "isPartial",
            BOOL,
            "whether an import of it is not in the input, or a zone is a placeholder",
            "dns.corefiles().all(c, !c.isPartial())",
            (facts, corefile) -> corefile.isPartial())
        .fact(
            "noendpoints",
            optional(PLACE),
            "where plugin kubernetes is told to leave out endpoints, so that headless Services and"
                + " pod names do not resolve",
            "dns.corefiles().all(c, !c.noendpoints().hasValue())",
            (facts, corefile) -> corefile.hidesEndpoints());
    c.on(DNS)
        .fact(
            "corefiles",
            list(COREFILE),
            "the Corefiles of the cluster's DNS",
            "dns.corefiles().size() < 2",
            (facts, dns) -> dns.corefiles());
    c.type(PLUGIN, "A plugin in a Corefile")
        .field("name", STRING, "its name", Plugin::name)
        .field("arguments", list(STRING), "the words behind its name", Plugin::words)
        .field("place", PLACE, "where its name stands", Plugin::place);
  }

  private static void service(Catalogue.Builder c) {
    c.type(DNS_SERVICE, "The Service that pods ask for names")
        .field("service", SERVICE, "the Service", DnsService::service)
        .field(
            "missingPorts",
            list(STRING),
            "those of `53/UDP` and `53/TCP` that it lacks",
            DnsService::missingPorts)
        .field(
            "reason", STRING, "why it selects no DNS pods, where it does not", DnsService::reason)
        .field("evidence", list(PLACE), "the pods that serve DNS instead", DnsService::evidence)
        .field("selectorPlace", PLACE, "where its selector stands", DnsService::selectorPlace)
        .fact(
            "selectsDns",
            KNOWN,
            "whether it selects pods that serve DNS",
            "dns.service().value().selectsDns()",
            (facts, service) -> service.selectsDns());
    c.on(SERVICE)
        .fact(
            "clusterDns",
            optional(DNS_SERVICE),
            "what is known about it as the cluster's DNS Service, where it is that",
            "object.clusterDns().hasValue()",
            (facts, service) -> {
              DnsService dns = facts.dns().service();
              return dns != null && dns.service().equals(service) ? dns : null;
            });
  }

  private static void client(Catalogue.Builder c) {
    c.type(CLIENT_DNS, "How the pods of a workload resolve names")
        .field(
            "policy",
            STRING,
            "the effective dnsPolicy; `ClusterFirst` on the host network is `Default`",
            ClientDns::policy)
        .field(
            "searches", list(STRING), "the domains a short name is tried with", ClientDns::searches)
        .field("ndots", INT, "names with fewer dots are searched first", ClientDns::ndots)
        .field("reason", STRING, "why, as a clause", ClientDns::reason)
        .field("evidence", list(PLACE), "the fields that decide it", ClientDns::evidence)
        .fact(
            "asksCluster",
            KNOWN,
            "whether they ask the cluster's DNS, so that names of Services can resolve",
            "object.clientDns().asksCluster()",
            (facts, client) -> client.asksCluster())
        .fact(
            "candidates",
            param("name", STRING),
            list(STRING),
            "the full names that a name is tried as, in order",
            "object.clientDns().candidates(\"web\").size() > 1",
            (facts, client, name) -> client.candidates(name));
    c.on(WORKLOAD)
        .fact(
            "clientDns",
            CLIENT_DNS,
            "how its pods resolve names",
            "object.clientDns().asksCluster()",
            (facts, workload) -> facts.dns().client(workload));
  }
}
