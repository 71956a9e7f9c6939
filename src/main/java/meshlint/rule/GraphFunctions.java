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

import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.LabelSelector;
import meshlint.graph.Namespace;
import meshlint.graph.Service;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;

/** What rules can ask about how Kubernetes relates objects. */
final class GraphFunctions {
  static final FactType<Workload> WORKLOAD = FactType.of("Workload", Workload.class);
  static final FactType<Container> CONTAINER = FactType.of("Container", Container.class);
  static final FactType<Container.ContainerPort> CONTAINER_PORT =
      FactType.of("ContainerPort", Container.ContainerPort.class);
  static final FactType<Service> SERVICE = FactType.of("Service", Service.class);
  static final FactType<ServicePort> SERVICE_PORT = FactType.of("ServicePort", ServicePort.class);
  static final FactType<Namespace> NAMESPACE = FactType.of("Namespace", Namespace.class);

  private GraphFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(
            WORKLOAD,
            "What makes pods: a Deployment, StatefulSet, DaemonSet, ReplicaSet, ReplicationController,"
                + " Job, CronJob, Pod, or a custom resource with a pod template")
        .about(Workload::object)
        .ofKinds(Kinds.workloads(), (facts, object) -> facts.graph().workload(object))
        .matchable(facts -> facts.graph().workloads())
        .field("object", OBJECT, "the object", Workload::object)
        .fact(
            "podLabels",
            map(STRING),
            "the labels of its pods",
            "object.podLabels().size() > 0",
            (facts, workload) -> workload.labels())
        .fact(
            "podAnnotations",
            map(STRING),
            "the annotations of its pods",
            "object.podAnnotations().size() > 0",
            (facts, workload) -> workload.annotations())
        .fact(
            "replicas",
            INT,
            "how many pods it asks for; 1 where the manifest does not say",
            "object.replicas() > 1",
            (facts, workload) -> workload.replicas())
        .fact(
            "hostNetwork",
            BOOL,
            "whether its pods use the node's network",
            "!object.hostNetwork()",
            (facts, workload) -> workload.hostNetwork())
        .fact(
            "serviceAccount",
            STRING,
            "the ServiceAccount of its pods",
            "object.serviceAccount() != \"default\"",
            (facts, workload) -> workload.serviceAccount())
        .fact(
            "dnsPolicy",
            STRING,
            "the dnsPolicy of its pods",
            "object.dnsPolicy() == \"ClusterFirst\"",
            (facts, workload) -> workload.dnsPolicy())
        .fact(
            "runsToCompletion",
            BOOL,
            "whether it is a Job or CronJob, whose pods end",
            "!object.runsToCompletion()",
            (facts, workload) -> workload.runsToCompletion())
        .fact(
            "portsWithoutService",
            list(CONTAINER_PORT),
            "its TCP container ports that no Service leads to, but for proxies' and those that only show"
                + " metrics or health",
            "object.portsWithoutService().size() == 0",
            (facts, workload) -> facts.graph().portsWithoutService(workload))
        .fact(
            "portNames",
            list(STRING),
            "the names of its declared container ports",
            "\"http\" in object.portNames()",
            (facts, workload) -> workload.portNames())
        .fact(
            "containersPlace",
            PLACE,
            "where its containers stand",
            "object.containersPlace()",
            (facts, workload) -> workload.containersPlace())
        .fact(
            "serviceName",
            optional(STRING),
            "the Service that a StatefulSet names as its governing one, where it names one",
            "object.serviceName().hasValue()",
            (facts, workload) -> workload.isStatefulSet() ? workload.subdomain() : null)
        .fact(
            "governingService",
            optional(SERVICE),
            "the Service that a StatefulSet's `serviceName` names, where the input has it",
            "object.governingService().hasValue()",
            (facts, workload) -> facts.graph().governingService(workload))
        .fact(
            "governingServiceExists",
            KNOWN,
            "whether the Service that a StatefulSet names exists; yes where it names none",
            "object.governingServiceExists()",
            (facts, workload) -> {
              String name = workload.isStatefulSet() ? workload.subdomain() : null;
              return name == null || name.isEmpty()
                  ? Known.YES
                  : facts.graph().exists(Kinds.SERVICE, workload.namespace(), name);
            })
        .fact(
            "podSpec",
            DYN,
            "the spec of its pods",
            "has(object.podSpec().nodeName)",
            (facts, workload) -> workload.podSpec())
        .fact(
            "containers",
            list(CONTAINER),
            "the containers that run while the pod runs, sidecar containers included",
            "object.containers().all(c, c.image != \"\")",
            (facts, workload) -> workload.containers())
        .fact(
            "allContainers",
            list(CONTAINER),
            "all containers, init containers first",
            "object.allContainers().exists(c, c.init)",
            (facts, workload) -> workload.allContainers())
        .fact(
            "services",
            list(SERVICE),
            "the Services that select its pods",
            "object.services().exists(s, s.isHeadless())",
            (facts, workload) -> facts.graph().servicesOf(workload))
        .fact(
            "isSelectedBy",
            param("labels", map(STRING)),
            BOOL,
            "whether a plain map of labels, as a Service's selector, selects its pods",
            "object.isSelectedBy({\"app\": \"shop\"})",
            (facts, workload, labels) ->
                workload.selectedBy(LabelSelector.ofLabels(java.util.Map.copyOf(labels))))
        .fact(
            "labelPlace",
            param("key", STRING),
            PLACE,
            "where a label of its pods stands; the nearest place above where it is not set",
            "object.labelPlace(\"app\")",
            (facts, workload, key) -> workload.labelPlace(key))
        .fact(
            "annotationPlace",
            param("key", STRING),
            PLACE,
            "where an annotation of its pods stands; the nearest place above where it is not set",
            "object.annotationPlace(\"sidecar.istio.io/inject\")",
            (facts, workload, key) -> workload.annotationPlace(key))
        .fact(
            "inNamespace",
            NAMESPACE,
            "the namespace it lives in",
            "object.inNamespace().has(\"istio-injection\")",
            (facts, workload) -> facts.graph().namespace(workload.namespace()));

    c.type(CONTAINER, "A container of a workload's pods")
        .standsAt(Container::node, Kinds.POD, "spec", "containers", "[]")
        .field("name", STRING, "its name", Container::name)
        .field("image", STRING, "its image, empty where the manifest has none", Container::image)
        .field("init", BOOL, "whether it stands under `initContainers`", Container::init)
        .field("manifest", DYN, "its mapping in the manifest", Container::node)
        .fact(
            "ports",
            list(CONTAINER_PORT),
            "its declared ports",
            "object.containers().all(c, c.ports().all(p, p.number > 1023))",
            (facts, container) -> container.ports());

    c.type(CONTAINER_PORT, "A port that a container declares")
        .standsAt(
            Container.ContainerPort::node, Kinds.POD, "spec", "containers", "[]", "ports", "[]")
        .field("name", optional(STRING), "its name", Container.ContainerPort::name)
        .field("number", INT, "its number", Container.ContainerPort::number)
        .field("protocol", STRING, "`TCP`, `UDP` or `SCTP`", Container.ContainerPort::protocol)
        .fact(
            "place",
            PLACE,
            "where it stands",
            "object.containers()[0].ports()[0].place()",
            (facts, port) -> port.node().place());

    c.type(SERVICE, "A core Service")
        .about(Service::object)
        .ofKinds(Set.of(Kinds.SERVICE), (facts, object) -> facts.graph().service(object))
        .field("object", OBJECT, "the object", Service::object)
        .fact(
            "podSelector",
            map(STRING),
            "its selector, empty where it has none",
            "object.podSelector().size() > 0",
            (facts, service) -> service.selector())
        .fact(
            "isHeadless",
            BOOL,
            "whether its clusterIP is None, so that DNS answers with the pods' own addresses",
            "object.isHeadless()",
            (facts, service) -> service.isHeadless())
        .fact(
            "isExternalName",
            BOOL,
            "whether it is only a DNS alias",
            "!object.isExternalName()",
            (facts, service) -> service.isExternalName())
        .fact(
            "hasSelector",
            BOOL,
            "whether it selects pods",
            "object.hasSelector()",
            (facts, service) -> service.hasSelector())
        .fact(
            "servicePorts",
            list(SERVICE_PORT),
            "its ports",
            "object.servicePorts().size() > 0",
            (facts, service) -> service.ports())
        .fact(
            "workloads",
            list(WORKLOAD),
            "the workloads whose pods it selects",
            "object.workloads().all(w, w.replicas() > 1)",
            (facts, service) -> facts.graph().workloadsOf(service))
        .fact(
            "selectsWorkload",
            KNOWN,
            "whether it selects pods of some workload; unknown where the input shows no workload of that"
                + " namespace",
            "object.selectsWorkload()",
            (facts, service) -> facts.graph().selectsWorkload(service))
        .fact(
            "likelyMeant",
            optional(WORKLOAD),
            "the workload that a Service without workloads seems to mean: its labels are the selector's but for"
                + " a slip of the pen, or no Service selects it and it has such a label or port",
            "object.likelyMeant().hasValue()",
            (facts, service) -> facts.graph().likelyMeant(service))
        .fact(
            "publishesNotReady",
            BOOL,
            "whether DNS and Istio see its pods before they are ready",
            "object.publishesNotReady()",
            (facts, service) -> service.publishesNotReady())
        .fact(
            "clusterIpPlace",
            PLACE,
            "where `clusterIP` stands",
            "object.clusterIpPlace()",
            (facts, service) -> service.clusterIpPlace());

    c.type(SERVICE_PORT, "A port of a Service")
        .standsAt(ServicePort::node, Kinds.SERVICE, "spec", "ports", "[]")
        .about(port -> port.service().object())
        .field("service", SERVICE, "the Service", ServicePort::service)
        .field("name", optional(STRING), "its name", ServicePort::name)
        .field("port", INT, "the port that clients dial", ServicePort::port)
        .field("protocol", STRING, "`TCP`, `UDP` or `SCTP`", ServicePort::protocol)
        .field(
            "targetNumber",
            optional(INT),
            "the targetPort where it is a number or absent (then it is the port)",
            ServicePort::targetNumber)
        .field(
            "targetName",
            optional(STRING),
            "the targetPort where it is a name",
            ServicePort::targetName)
        .field("appProtocol", optional(STRING), "its appProtocol", ServicePort::appProtocol)
        .fact(
            "resolveOn",
            param("workload", WORKLOAD),
            optional(INT),
            "the pod port that it reaches on a workload; none where it is a name that no container"
                + " declares",
            "object.servicePorts().all(p, object.workloads().all(w, p.resolveOn(w).hasValue()))",
            (facts, port, workload) -> port.resolveOn(workload))
        .fact(
            "place",
            param("field", STRING),
            PLACE,
            "where a field of it stands; the port where it is not set",
            "object.servicePorts()[0].place(\"targetPort\")",
            (facts, port, field) -> port.place(field));

    c.type(
            NAMESPACE,
            "A namespace that some object lives in, that the input defines, or that the configuration"
                + " names")
        .field("name", STRING, "its name", Namespace::name)
        .field(
            "object",
            optional(OBJECT),
            "the Namespace object, where the input has it",
            Namespace::object)
        .field("labels", map(STRING), "its labels as far as they are known", Namespace::labels)
        .fact(
            "label",
            param("key", STRING),
            optional(STRING),
            "a label, where it is known to be set",
            "object.inNamespace().label(\"istio-injection\").orValue(\"\") == \"enabled\"",
            (facts, namespace, key) -> namespace.label(key))
        .fact(
            "has",
            param("key", STRING),
            KNOWN,
            "whether a label is set; unknown where the input does not have the Namespace",
            "object.inNamespace().has(\"istio-injection\")",
            (facts, namespace, key) -> namespace.has(key))
        .fact(
            "labelPlace",
            param("key", STRING),
            optional(PLACE),
            "where a label stands; none where the input does not have the Namespace",
            "object.inNamespace().labelPlace(\"istio-injection\").hasValue()",
            (facts, namespace, key) -> namespace.labelPlace(key));
    c.global(
        "services",
        param("namespace", STRING),
        list(SERVICE),
        "the Services of a namespace",
        "services(object.namespace()).exists(s, s.isHeadless())",
        (facts, namespace) -> facts.graph().servicesIn(namespace));
    c.global(
        "services",
        list(SERVICE),
        "all Services",
        "services().exists(s, s.isHeadless())",
        facts -> facts.graph().services());
    c.global(
        "workloads",
        param("namespace", STRING),
        list(WORKLOAD),
        "the workloads of a namespace",
        "workloads(object.namespace()).exists(w, w.hostNetwork())",
        (facts, namespace) -> facts.graph().workloadsIn(namespace));
    c.global(
        "workloads",
        list(WORKLOAD),
        "all workloads; a Pod or ReplicaSet whose owner is in the input is left out",
        "workloads().exists(w, w.hostNetwork())",
        facts -> facts.graph().workloads());
    c.global(
        "namespaceNamed",
        param("name", STRING),
        NAMESPACE,
        "a namespace by name",
        "namespaceNamed(\"istio-system\").has(\"istio-injection\")",
        (facts, name) -> facts.graph().namespace(name));
  }
}
