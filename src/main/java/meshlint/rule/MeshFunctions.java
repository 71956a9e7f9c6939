package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.GraphFunctions.WORKLOAD;

import meshlint.mesh.Injection;
import meshlint.mesh.InjectionMistake;
import meshlint.mesh.Mesh;

/** What rules can ask about what Istio makes of the objects. */
final class MeshFunctions {
  static final FactType<Mesh> MESH = FactType.of("Mesh", Mesh.class);
  static final FactType<Injection> INJECTION = FactType.of("Injection", Injection.class);
  static final FactType<InjectionMistake> INJECTION_MISTAKE =
      FactType.of("InjectionMistake", InjectionMistake.class);

  private MeshFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.variable("mesh", MESH, "what Istio makes of the objects", facts -> facts.mesh());
    mesh(c);
    injection(c);
    MeshTrafficFunctions.declare(c);
    MeshRoutingFunctions.declare(c);
    MeshAuthzFunctions.declare(c);
    IstioObjectFunctions.declare(c);
    IstioTrafficFunctions.declare(c);
    PodFunctions.declare(c);
  }

  private static void mesh(Catalogue.Builder c) {
    c.type(MESH, "The Istio mesh that the objects are part of")
        .fact(
            "isInPlay",
            BOOL,
            "whether anything shows a mesh: an object of Istio, an injection or ambient label, a proxy"
                + " in a manifest, or the configuration",
            "mesh.isInPlay()",
            (facts, mesh) -> mesh.isInPlay())
        .fact(
            "isInPlay",
            param("namespace", STRING),
            BOOL,
            "whether anything shows that this namespace is part of a mesh",
            "mesh.isInPlay(object.namespace())",
            (facts, mesh, namespace) -> mesh.isInPlay(namespace))
        .fact(
            "rootNamespace",
            STRING,
            "the namespace whose policies hold for the whole mesh",
            "object.namespace() == mesh.rootNamespace()",
            (facts, mesh) -> mesh.config().rootNamespace())
        .fact(
            "revisions",
            list(STRING),
            "the control plane revisions and tags that the input shows, `default` for the one without a"
                + " name",
            "mesh.revisions().size() > 0",
            (facts, mesh) -> mesh.controlPlane().revisions())
        .fact(
            "istioAtLeast",
            param("version", STRING),
            BOOL,
            "whether Istio is of this minor version or newer, by istiod's image in the input, else by"
                + " the configuration",
            "mesh.istioAtLeast(\"1.24\")",
            (facts, mesh, version) ->
                mesh.controlPlane().version().compareTo(meshlint.graph.Version.parse(version))
                    >= 0);
    c.on(OBJECT)
        .fact(
            "isReadByIstio",
            KNOWN,
            "whether some istiod reads this object of Istio: its label `istio.io/rev`, if it has one, is"
                + " the revision of an istiod",
            "object.isReadByIstio()",
            (facts, object) -> facts.mesh().isRead(object))
        .fact(
            "injectionMistakes",
            list(INJECTION_MISTAKE),
            "the labels and annotations of a workload or Namespace about injection that do not do what"
                + " they say",
            "object.injectionMistakes().all(m, m.kind != \"POD_VALUE\")",
            (facts, object) -> facts.mesh().injectionMistakes(object));
  }

  private static void injection(Catalogue.Builder c) {
    c.type(INJECTION, "Whether the pods of a workload are in the mesh, and why")
        .field(
            "mode",
            STRING,
            "`SIDECAR`, `GATEWAY`, `PROXYLESS`, `AMBIENT` or `NONE`",
            injection -> injection.mode().name())
        .field(
            "cause",
            STRING,
            "what decides it, such as `NAMESPACE_NOT_LABELLED` or `POD_OPTED_OUT`",
            injection -> injection.cause().name())
        .field(
            "reason",
            STRING,
            "what decides it as a clause: `Namespace shop has no injection label`",
            Injection::reason)
        .field(
            "revision",
            optional(STRING),
            "the revision or tag that injects, where one does",
            Injection::revision)
        .field(
            "evidence",
            list(PLACE),
            "the places that decide it, the decisive one first",
            Injection::evidence)
        .fact(
            "inMesh",
            KNOWN,
            "whether the pods are in the mesh in any way",
            "object.injection().inMesh()",
            (facts, injection) -> injection.state())
        .fact(
            "sidecar",
            KNOWN,
            "whether a sidecar captures their traffic",
            "object.injection().sidecar()",
            (facts, injection) -> injection.sidecar())
        .fact(
            "ambient",
            KNOWN,
            "whether ztunnel carries their traffic",
            "object.injection().ambient()",
            (facts, injection) -> injection.ambient())
        .fact(
            "gateway",
            KNOWN,
            "whether the pods are a proxy themselves, as a gateway is",
            "object.injection().gateway()",
            (facts, injection) -> injection.gateway());
    c.on(WORKLOAD)
        .fact(
            "injection",
            INJECTION,
            "whether its pods are in the mesh, and why",
            "object.injection().sidecar()",
            (facts, workload) -> facts.mesh().injection(workload));
    c.type(INJECTION_MISTAKE, "A label or annotation about injection that does not do what it says")
        .field(
            "kind",
            STRING,
            "what is wrong with it, such as `NAMESPACE_LABEL_ON_POD`",
            mistake -> mistake.kind().name())
        .field("object", OBJECT, "the object it stands on", InjectionMistake::object)
        .field("place", PLACE, "where it stands", InjectionMistake::place)
        .field("key", STRING, "the label or annotation", InjectionMistake::key)
        .field("value", STRING, "its value", InjectionMistake::value)
        .field("effect", STRING, "what Istio makes of it, as a clause", InjectionMistake::effect)
        .field("cause", optional(PLACE), "what gets in its way", InjectionMistake::cause)
        .fact(
            "harmful",
            KNOWN,
            "whether the pods end up other than it asks",
            "object.injectionMistakes().exists(m, m.harmful())",
            (facts, mistake) -> mistake.harmful());
  }
}
