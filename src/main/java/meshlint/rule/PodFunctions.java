package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.GraphFunctions.CONTAINER;
import static meshlint.rule.GraphFunctions.WORKLOAD;
import static meshlint.rule.MeshTrafficFunctions.ANSWER;

import meshlint.graph.LoopbackBind;
import meshlint.graph.Probe;

/** What rules can ask about how pods start, listen and are probed. */
final class PodFunctions {
  static final FactType<Probe> PROBE = FactType.of("Probe", Probe.class);
  static final FactType<LoopbackBind> LOOPBACK_BIND =
      FactType.of("LoopbackBind", LoopbackBind.class);

  private PodFunctions() {}

  static void declare(Catalogue.Builder c) {
    c.type(PROBE, "A probe of a container that connects to a port")
        .field("container", CONTAINER, "the container", Probe::container)
        .field("name", STRING, "the field, such as `readinessProbe`", Probe::name)
        .field("handler", STRING, "`HTTP`, `TCP` or `GRPC`", probe -> probe.handler().name())
        .field(
            "port",
            optional(INT),
            "the port's number; none where it is a name that the container does not declare",
            Probe::port)
        .field("portName", optional(STRING), "the port's name, where it has one", Probe::portName)
        .field("place", PLACE, "where the port stands", Probe::place);
    c.type(LOOPBACK_BIND, "A setting that makes a container listen on loopback only")
        .field("container", CONTAINER, "the container", LoopbackBind::container)
        .field("place", PLACE, "where the address stands", LoopbackBind::place)
        .field("written", STRING, "the address as written", LoopbackBind::written)
        .field(
            "port", optional(INT), "the port that goes with it, if any does", LoopbackBind::port);
    c.on(WORKLOAD)
        .fact(
            "probes",
            list(PROBE),
            "the probes of its containers that connect to a port of the container",
            "object.probes().all(p, p.port.hasValue())",
            (facts, workload) -> workload.probes())
        .fact(
            "loopbackBinds",
            list(LOOPBACK_BIND),
            "the settings that make its containers listen on loopback only",
            "object.loopbackBinds().size() == 0",
            (facts, workload) -> workload.loopbackBinds())
        .fact(
            "reachesLoopback",
            param("podPort", INT),
            ANSWER,
            "whether what arrives on a port reaches an app that listens on loopback only",
            "object.reachesLoopback(8080).holds()",
            (facts, workload, port) -> facts.mesh().reachesLoopback(workload, port.intValue()))
        .fact(
            "nativeSidecar",
            ANSWER,
            "whether its sidecar, if it has one, is one of Kubernetes' own, which starts before the other"
                + " init containers and ends with the app",
            "object.nativeSidecar().holds()",
            (facts, workload) -> facts.mesh().nativeSidecar(workload))
        .fact(
            "quitsSidecar",
            BOOL,
            "whether its app tells its sidecar to end, as far as its command shows",
            "object.quitsSidecar()",
            (facts, workload) -> facts.mesh().quitsSidecar(workload))
        .fact(
            "rewritesProbes",
            ANSWER,
            "whether the kubelet's probes go to the agent of its sidecar, if it has one",
            "object.rewritesProbes().holds()",
            (facts, workload) -> facts.mesh().rewritesProbes(workload));
  }
}
