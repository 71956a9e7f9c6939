package meshlint.rule;

import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.ReferenceFunctions.REFERENCE;

import java.util.List;
import meshlint.mesh.GatewayListener;
import meshlint.mesh.PolicyTarget;
import meshlint.mesh.RouteParent;
import meshlint.mesh.WaypointUse;
import meshlint.mesh.Waypoints;

/** What rules can ask about the Gateway API and about ambient mode's waypoints. */
final class GatewayApiFunctions {
  static final FactType<GatewayListener> LISTENER =
      FactType.of("GatewayListener", GatewayListener.class);
  static final FactType<RouteParent> ROUTE_PARENT = FactType.of("RouteParent", RouteParent.class);
  static final FactType<WaypointUse> WAYPOINT_USE = FactType.of("WaypointUse", WaypointUse.class);
  static final FactType<PolicyTarget> POLICY_TARGET =
      FactType.of("PolicyTarget", PolicyTarget.class);

  private GatewayApiFunctions() {}

  static void declare(Catalogue.Builder c) {
    routes(c);
    waypoints(c);
  }

  private static void routes(Catalogue.Builder c) {
    c.type(LISTENER, "A listener of a Gateway of the Gateway API")
        .about(GatewayListener::gateway)
        .field("name", STRING, "its name", GatewayListener::name)
        .field("hostname", STRING, "its hostname, `*` for all", GatewayListener::hostname)
        .field("port", INT, "its port, 0 where it has none", GatewayListener::port)
        .field("protocol", STRING, "its protocol, such as `HTTPS`", GatewayListener::protocol)
        .field("place", PLACE, "where it stands", listener -> listener.node().place())
        .field("namePlace", PLACE, "where its name stands", listener -> listener.place("name"));
    c.type(ROUTE_PARENT, "An object that a route of the Gateway API wants to attach to")
        .about(RouteParent::route)
        .field("kind", STRING, "the kind it names, such as `Gateway`", RouteParent::kind)
        .field("namespace", STRING, "the namespace it means", RouteParent::namespace)
        .field("name", STRING, "the name it names", RouteParent::name)
        .field(
            "place",
            PLACE,
            "the field that keeps it from attaching, else where the name stands",
            RouteParent::place)
        .field(
            "parent", optional(OBJECT), "the object, where the input has it", RouteParent::parent)
        .field("reason", STRING, "why it does not attach, as a clause", RouteParent::reason)
        .field("evidence", list(PLACE), "what the reason rests on", RouteParent::evidence)
        .fact(
            "exists",
            KNOWN,
            "whether there is such an object",
            "object.routeParents().all(p, p.exists())",
            (facts, parent) -> parent.exists())
        .fact(
            "takesRoute",
            KNOWN,
            "whether the parent takes the route",
            "object.routeParents().all(p, p.takesRoute())",
            (facts, parent) -> parent.attached());
    c.on(REFERENCE)
        .fact(
            "isGranted",
            KNOWN,
            "whether it may cross namespaces: a ReferenceGrant there lets it, or it stays in its own",
            "object.references().all(r, r.isGranted())",
            (facts, reference) -> facts.mesh().referenceGrants().allows(reference));
    c.on(OBJECT)
        .fact(
            "listeners",
            list(LISTENER),
            "the listeners of a Gateway of the Gateway API",
            "object.listeners().all(l, l.port > 0)",
            (facts, object) -> GatewayListener.of(object))
        .fact(
            "routeParents",
            list(ROUTE_PARENT),
            "the objects that a route of the Gateway API wants to attach to",
            "object.routeParents().all(p, p.takesRoute())",
            (facts, object) -> facts.mesh().routeParents(object));
  }

  private static void waypoints(Catalogue.Builder c) {
    c.type(WAYPOINT_USE, "A label that names a waypoint")
        .about(WaypointUse::object)
        .field("place", PLACE, "where it stands", WaypointUse::place)
        .field("namespace", STRING, "the namespace it means", WaypointUse::namespace)
        .field("name", STRING, "the name it names", WaypointUse::name)
        .field(
            "waypoint",
            optional(OBJECT),
            "the Gateway of that name, where the input has it",
            WaypointUse::waypoint)
        .field(
            "problem",
            STRING,
            "why that Gateway is no waypoint for the object, as a clause; empty where it may be one",
            WaypointUse::problem)
        .field("problemPlace", optional(PLACE), "what shows the problem", WaypointUse::problemPlace)
        .fact(
            "exists",
            KNOWN,
            "whether there is such a Gateway",
            "object.waypointUses().all(w, w.exists())",
            (facts, use) -> use.exists());
    c.type(POLICY_TARGET, "An object that a policy of Istio names as its target")
        .about(PolicyTarget::policy)
        .field("kind", STRING, "the kind it names", PolicyTarget::kind)
        .field("name", STRING, "the name it names", PolicyTarget::name)
        .field("place", PLACE, "where the name stands", PolicyTarget::place)
        .field(
            "target", optional(OBJECT), "the object, where the input has it", PolicyTarget::target)
        .fact(
            "exists",
            KNOWN,
            "whether there is such an object",
            "object.policyTargets().all(t, t.exists())",
            (facts, target) -> target.exists());
    c.on(OBJECT)
        .fact(
            "waypointUses",
            list(WAYPOINT_USE),
            "the waypoint that its own label `istio.io/use-waypoint` names, or that of its pod template;"
                + " empty for none",
            "object.waypointUses().size() == 0",
            (facts, object) -> {
              WaypointUse use = facts.mesh().waypoints().use(object);
              return use == null ? List.of() : List.of(use);
            })
        .fact(
            "isBehindWaypoint",
            KNOWN,
            "whether a label puts a waypoint before this Service or ServiceEntry: its own or its"
                + " Namespace's",
            "object.isBehindWaypoint()",
            (facts, object) -> facts.mesh().waypoints().covers(object))
        .fact(
            "isWaypoint",
            BOOL,
            "whether a Gateway of the Gateway API is a waypoint by its class",
            "!object.isWaypoint()",
            (facts, object) -> Waypoints.isWaypoint(object))
        .fact(
            "policyTargets",
            list(POLICY_TARGET),
            "the objects that a policy of Istio names in `targetRef` or `targetRefs`",
            "object.policyTargets().all(t, t.exists())",
            (facts, object) -> PolicyTarget.of(object, facts.graph()));
  }
}
