package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.DYN;
import static meshlint.rule.FactType.KIND;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.map;
import static meshlint.rule.FactType.optional;

import java.util.Map;
import meshlint.graph.LabelSelector;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;

/** What rules can ask about any object, and how they find others. */
final class ObjectFunctions {
  private ObjectFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(
            OBJECT,
            "An object of the input; its fields are those of the manifest, and a field that is null is"
                + " absent")
        .about(object -> object)
        .fact(
            "name",
            STRING,
            "its name",
            "object.name() != \"default\"",
            (facts, object) -> object.name())
        .fact(
            "namespace",
            STRING,
            "the namespace it lives in, also where the manifest leaves it to whoever deploys it; empty for"
                + " a cluster-scoped object",
            "object.namespace() == \"istio-system\"",
            (facts, object) -> object.namespace())
        .fact(
            "labels",
            map(STRING),
            "its own labels, empty where it has none",
            "\"team\" in object.labels()",
            (facts, object) -> strings(object, "labels"))
        .fact(
            "annotations",
            map(STRING),
            "its own annotations, empty where it has none",
            "\"owner\" in object.annotations()",
            (facts, object) -> strings(object, "annotations"))
        .fact(
            "label",
            param("key", STRING),
            optional(STRING),
            "a label of it",
            "object.label(\"app\").orValue(\"\") == object.name()",
            (facts, object, key) -> object.label(key))
        .fact(
            "annotation",
            param("key", STRING),
            optional(STRING),
            "an annotation of it",
            "object.annotation(\"owner\").hasValue()",
            (facts, object, key) -> object.annotation(key))
        .fact(
            "place",
            PLACE,
            "where its name stands",
            "object.place()",
            (facts, object) -> object.place())
        .fact(
            "earlierOfSameIdentity",
            optional(OBJECT),
            "the first object of its kind, namespace and name in the input, where that is another one",
            "!object.earlierOfSameIdentity().hasValue()",
            (facts, object) -> facts.graph().earlierOfSameIdentity(object))
        .fact(
            "saysTheSameAs",
            param("other", OBJECT),
            FactType.BOOL,
            "whether it says the same as another object",
            "!object.saysTheSameAs(objects(\"Service\")[0])",
            (facts, object, other) -> object.root().equals(other.root()))
        .fact(
            "owner",
            optional(OBJECT),
            "the controller that its ownerReferences name, where the input has it",
            "!object.owner().hasValue()",
            (facts, object) -> facts.references().owner(object));
    c.type(PLACE, "A place in a file, with the object it lies in");
    c.global(
        "objects",
        param("kind", KIND),
        list(OBJECT),
        "all objects of a kind, which is written as in `match.kinds`",
        "objects(\"NetworkPolicy\").size() > 0",
        (facts, kind) -> facts.graph().objectsOf(kind(kind)));
    c.global(
        "objects",
        param("kind", KIND),
        param("namespace", STRING),
        list(OBJECT),
        "the objects of a kind in a namespace",
        "objects(\"NetworkPolicy\", object.namespace()).size() > 0",
        (facts, kind, namespace) -> facts.graph().objectsOf(kind(kind), namespace));
    c.global(
        "objects",
        param("kind", KIND),
        param("namespace", STRING),
        param("labels", map(STRING)),
        list(OBJECT),
        "the objects of a kind in a namespace whose own labels hold all of these",
        "objects(\"ConfigMap\", object.namespace(), {\"app\": object.name()}).size() == 1",
        (facts, kind, namespace, labels) ->
            facts.graph().objectsOf(kind(kind), namespace, Map.copyOf(labels)));
    c.global(
        "objectsNamed",
        param("kind", KIND),
        param("name", STRING),
        list(OBJECT),
        "the objects of a kind with this name, of whatever namespace",
        "objectsNamed(\"Secret\", \"tls\").size() == 0",
        (facts, kind, name) -> facts.graph().objectsNamed(kind(kind), name));
    c.global(
        "matchesLabels",
        param("selector", DYN),
        param("labels", map(STRING)),
        FactType.BOOL,
        "whether a selector of a manifest (matchLabels, matchExpressions) selects what has these labels; an"
            + " empty one selects all",
        "matchesLabels(object.spec.selector, object.labels())",
        (facts, selector, labels) -> selector(selector).matches(Map.copyOf(labels)));
    c.global(
        "workloadsSelectedBy",
        param("namespace", STRING),
        param("selector", DYN),
        list(GraphFunctions.WORKLOAD),
        "the workloads of a namespace whose pods a selector of a manifest (matchLabels, matchExpressions)"
            + " selects; an empty one selects all",
        "workloadsSelectedBy(object.namespace(), object.spec.selector).size() > 0",
        (facts, namespace, selector) ->
            facts.graph().workloadsSelectedBy(namespace, selector(selector)));
    c.global(
        "find",
        param("kind", KIND),
        param("namespace", STRING),
        param("name", STRING),
        optional(OBJECT),
        "an object by its kind, namespace (empty for a cluster-scoped one) and name, where the input has"
            + " it",
        "find(\"ConfigMap\", object.namespace(), \"settings\").hasValue()",
        (facts, kind, namespace, name) -> facts.graph().find(kind(kind), namespace, name));
    c.global(
        "isPresent",
        param("kind", KIND),
        param("namespace", STRING),
        param("name", STRING),
        KNOWN,
        "whether an object exists: yes where the input has it or something that makes it, no where the"
            + " input has others of that kind in that namespace, else unknown",
        "isPresent(\"Secret\", object.namespace(), \"tls\")",
        (facts, kind, namespace, name) ->
            facts.references().isPresent(kind(kind), namespace, name));
    c.global(
        "knowsAll",
        param("kind", KIND),
        FactType.BOOL,
        "whether the input shows all objects of a kind: it has one, or is complete",
        "knowsAll(\"ServiceEntry\")",
        (facts, kind) -> facts.graph().knows(kind(kind)));
  }

  private static Kind kind(String written) {
    Kind kind = KindNames.resolve(written);
    if (kind == null) {
      throw new EvaluationException("no such kind: " + written + "; write group/Kind");
    }
    return kind;
  }

  /** A selector of a manifest. */
  static LabelSelector selector(Object written) {
    if (written instanceof MapNode node) {
      return LabelSelector.parse(node);
    }
    throw Values.mismatch("a label selector", written);
  }

  private static Map<String, String> strings(KubeObject object, String field) {
    MapNode found = object.root().mapAt("metadata", field);
    return found == null ? Map.of() : found.strings();
  }
}
