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
import static meshlint.rule.GraphFunctions.SERVICE;
import static meshlint.rule.GraphFunctions.SERVICE_PORT;
import static meshlint.rule.GraphFunctions.WORKLOAD;

import java.util.Set;
import meshlint.finding.Nearest;
import meshlint.graph.DisruptionBudget;
import meshlint.graph.DisruptionBudgets;
import meshlint.graph.IngressPath;
import meshlint.graph.Reference;
import meshlint.graph.Service;

/** What rules can ask about fields that name or select other objects. */
final class ReferenceFunctions {
  static final FactType<Reference> REFERENCE = FactType.of("Reference", Reference.class);
  static final FactType<Reference.Key> KEY = FactType.of("ReferenceKey", Reference.Key.class);
  static final FactType<DisruptionBudget> BUDGET =
      FactType.of("PodDisruptionBudget", DisruptionBudget.class);

  static final FactType<IngressPath> INGRESS_PATH = FactType.of("IngressPath", IngressPath.class);

  private ReferenceFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(KEY, "A key of a Secret or ConfigMap that a reference wants")
        .field("name", STRING, "the key", Reference.Key::name)
        .field("place", PLACE, "where it stands", Reference.Key::place);
    references(c);
    selectors(c);
    budgets(c);
  }

  private static void references(Catalogue.Builder c) {
    c.type(REFERENCE, "A field that names another object")
        .field(
            "role",
            STRING,
            "what it is for: `VARIABLE`, `VARIABLES`, `VOLUME`, `CLAIM`, `IMAGE_PULL`,"
                + " `SERVICE_ACCOUNT`, `SCALE_TARGET`, `BACKEND`, `CERTIFICATE`, `ROLE`, `SUBJECT`"
                + " or `WEBHOOK`",
            reference -> reference.role().name())
        .field("kind", STRING, "the kind it names", reference -> reference.kind().name())
        .field(
            "namespace",
            STRING,
            "the namespace it means; empty for a cluster-scoped kind",
            Reference::namespace)
        .field("name", STRING, "the name it names", Reference::name)
        .field(
            "words",
            STRING,
            "what it names, as messages name an object",
            reference ->
                reference.kind().name()
                    + " "
                    + (reference.namespace().isEmpty() ? "" : reference.namespace() + "/")
                    + reference.name())
        .field("place", PLACE, "where the name stands", Reference::place)
        .field(
            "optional",
            BOOL,
            "whether the manifest says that it may be absent",
            Reference::optional)
        .field(
            "keys",
            list(KEY),
            "the keys of a Secret or ConfigMap that it wants one by one",
            Reference::keys)
        .field(
            "port",
            optional(STRING),
            "the port of a Service that it wants, number or name, as text",
            reference -> reference.port() == null ? null : reference.port().toString())
        .field("portPlace", PLACE, "where that stands", Reference::portPlace)
        .fact(
            "target",
            optional(OBJECT),
            "the object it names, where the input has it",
            "object.references().all(r, r.target().hasValue())",
            (facts, reference) -> facts.references().target(reference))
        .fact(
            "service",
            optional(SERVICE),
            "the Service it names, where the input has it",
            "object.references().all(r, r.service().hasValue())",
            (facts, reference) ->
                reference.kind().name().equals("Service")
                    ? facts.graph().service(reference.namespace(), reference.name())
                    : null)
        .fact(
            "servicePort",
            optional(SERVICE_PORT),
            "the port of the Service that it wants, where the Service declares it",
            "object.references().all(r, r.servicePort().hasValue())",
            (facts, reference) -> {
              Service service = facts.graph().service(reference.namespace(), reference.name());
              return service == null ? null : reference.portOf(service);
            })
        .fact(
            "exists",
            KNOWN,
            "whether the object it names exists; no only where the input has others of its kind in"
                + " that namespace and nothing that may make it",
            "object.references().all(r, r.exists())",
            (facts, reference) -> facts.references().exists(reference))
        .fact(
            "alike",
            list(REFERENCE),
            "the references of all objects to the same thing for the same purpose, in input order",
            "object.references().all(r, r.alike().size() > 0)",
            (facts, reference) -> facts.references().alike(reference))
        .field("object", OBJECT, "the object that names it", Reference::from)
        .fact(
            "known",
            list(STRING),
            "the names of the objects of that kind that the input has in that namespace",
            "object.references().all(r, r.name in r.known())",
            (facts, reference) -> facts.references().known(reference))
        .fact(
            "slip",
            optional(STRING),
            "the name among these that was surely meant, a letter or two away",
            "object.references().all(r, !r.slip().hasValue())",
            (facts, reference) ->
                Nearest.slip(reference.name(), facts.references().known(reference)))
        .fact(
            "knownKeys",
            list(STRING),
            "the keys of the Secret or ConfigMap it names, as far as the input has it",
            "object.references().all(r, r.keys.all(k, k.name in r.knownKeys()))",
            (facts, reference) -> facts.references().keys(reference))
        .fact(
            "hasKey",
            param("key", STRING),
            KNOWN,
            "whether the Secret or ConfigMap it names has a key; unknown where the input does not"
                + " have it, or where something else fills it",
            "object.references().all(r, r.keys.all(k, r.hasKey(k.name)))",
            (facts, reference, key) -> facts.references().hasKey(reference, key));
    c.type(INGRESS_PATH, "A path that an Ingress leads to a Service")
        .field("object", OBJECT, "the Ingress", IngressPath::ingress)
        .field("url", STRING, "host and path; `*` where it has no host", IngressPath::url)
        .field("service", STRING, "the Service's name", IngressPath::service)
        .field("place", PLACE, "where the path stands", IngressPath::place)
        .field("hostWritten", BOOL, "whether it has a host", IngressPath::hostWritten)
        .field(
            "classWritten",
            BOOL,
            "whether the manifests say which class the Ingress is of",
            IngressPath::classWritten)
        .field(
            "earlier",
            optional(INGRESS_PATH),
            "the first in the input of the same class, host, path and pathType, where it stands before"
                + " this one and leads elsewhere",
            IngressPath::earlier);
    c.on(OBJECT)
        .fact(
            "ingressPaths",
            list(INGRESS_PATH),
            "the paths of an Ingress, but for canaries and classes that give each Ingress a load"
                + " balancer of its own",
            "object.ingressPaths().all(p, !p.earlier.hasValue())",
            (facts, object) -> facts.references().pathsOf(object));
    c.on(WORKLOAD)
        .fact(
            "volumeNames",
            list(STRING),
            "the names of its pods' volumes, those of claim templates included",
            "\"data\" in object.volumeNames()",
            (facts, workload) -> workload.volumeNames())
        .fact(
            "mountsWithoutVolume",
            list(DYN),
            "the entries of its containers' `volumeMounts` whose volume the pods do not have, but for"
                + " volumes that Istio adds",
            "object.mountsWithoutVolume().size() == 0",
            (facts, workload) -> workload.mountsWithoutVolume());
    c.on(OBJECT)
        .fact(
            "references",
            list(REFERENCE),
            "the fields of it that name other objects of Kubernetes",
            "object.references().all(r, r.exists())",
            (facts, object) -> facts.references().of(object))
        .fact(
            "refers",
            param("other", OBJECT),
            FactType.BOOL,
            "whether a field of it names another object of Kubernetes",
            "objects(\"Ingress\").exists(i, i.refers(object))",
            (facts, object, other) -> facts.references().refers(object, other))
        .fact(
            "referrers",
            list(OBJECT),
            "the objects that name it",
            "object.referrers().size() > 0",
            (facts, object) -> facts.references().referrers(object))
        .fact(
            "owned",
            list(OBJECT),
            "the objects whose ownerReferences name it as their controller",
            "object.owned().size() == 0",
            (facts, object) -> facts.references().owned(object));
  }

  private static void selectors(Catalogue.Builder c) {
    c.global(
        "selectsWorkload",
        param("namespace", STRING),
        param("selector", DYN),
        KNOWN,
        "whether a label selector (`matchLabels`, `matchExpressions`) selects pods of some workload"
            + " of a namespace; unknown where the input does not show its workloads",
        "selectsWorkload(object.namespace(), object.spec)",
        (facts, namespace, selector) ->
            facts.graph().selectsWorkload(namespace, ObjectFunctions.selector(selector)));
    c.global(
        "selectsNamespace",
        param("selector", DYN),
        KNOWN,
        "whether a label selector selects some namespace; unknown where the labels of one are",
        "selectsNamespace(object.spec)",
        (facts, selector) ->
            facts.references().selectsNamespace(ObjectFunctions.selector(selector)));
    c.global(
        "selectsService",
        param("namespace", STRING),
        param("selector", DYN),
        KNOWN,
        "whether a label selector selects some Service of a namespace by the Service's own labels;"
            + " unknown where the input has no Service there",
        "selectsService(object.namespace(), object.spec)",
        (facts, namespace, selector) ->
            facts.references().selectsService(namespace, ObjectFunctions.selector(selector)));
    c.global(
        "selectorText",
        param("selector", DYN),
        STRING,
        "a label selector as kubectl prints it: `app=web,tier in (a,b)`",
        "selectorText(object.spec) == \"app=web\"",
        (facts, selector) -> ObjectFunctions.selector(selector).toString());
    c.global(
        "slip",
        param("namespace", STRING),
        param("selector", DYN),
        optional(WORKLOAD),
        "the workload of a namespace whose labels are those of a label selector but for a slip of"
            + " the pen",
        "slip(object.namespace(), object.spec).hasValue()",
        (facts, namespace, selector) ->
            facts.graph().slip(namespace, ObjectFunctions.selector(selector)));
  }

  private static void budgets(Catalogue.Builder c) {
    c.type(BUDGET, "A PodDisruptionBudget")
        .about(DisruptionBudget::object)
        .ofKinds(Set.of(DisruptionBudgets.KIND), (facts, object) -> facts.budgets().of(object))
        .field("object", OBJECT, "the object", DisruptionBudget::object)
        .fact(
            "budgetWorkloads",
            list(WORKLOAD),
            "the workloads whose pods it selects",
            "object.budgetWorkloads().size() > 0",
            (facts, budget) -> budget.workloads())
        .fact(
            "pods",
            INT,
            "how many pods these ask for at least, an autoscaler's minimum where there is one",
            "object.pods() > 1",
            (facts, budget) -> budget.pods())
        .fact(
            "podsWritten",
            BOOL,
            "whether the manifests say how many, rather than leaving it at the default",
            "object.podsWritten()",
            (facts, budget) -> budget.podsWritten())
        .fact(
            "evictable",
            optional(INT),
            "how many of its pods may be evicted while all are healthy, where that can be counted",
            "object.evictable().orValue(1) > 0",
            (facts, budget) -> budget.evictable())
        .fact(
            "limitPlace",
            PLACE,
            "where its `maxUnavailable` or `minAvailable` stands",
            "object.limitPlace()",
            (facts, budget) -> budget.limitPlace());
    c.on(WORKLOAD)
        .fact(
            "budgets",
            list(BUDGET),
            "the PodDisruptionBudgets that select its pods",
            "object.budgets().size() < 2",
            (facts, workload) -> facts.budgets().of(workload));
  }
}
