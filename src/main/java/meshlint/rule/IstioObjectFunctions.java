package meshlint.rule;

import static meshlint.rule.Catalogue.param;
import static meshlint.rule.FactType.BOOL;
import static meshlint.rule.FactType.INT;
import static meshlint.rule.FactType.KNOWN;
import static meshlint.rule.FactType.OBJECT;
import static meshlint.rule.FactType.PLACE;
import static meshlint.rule.FactType.STRING;
import static meshlint.rule.FactType.list;
import static meshlint.rule.FactType.map;
import static meshlint.rule.FactType.optional;
import static meshlint.rule.GraphFunctions.WORKLOAD;
import static meshlint.rule.MeshFunctions.MESH;
import static meshlint.rule.MeshRoutingFunctions.GATEWAY_CREDENTIAL;
import static meshlint.rule.MeshRoutingFunctions.GATEWAY_SERVER;
import static meshlint.rule.MeshRoutingFunctions.ROUTE_SHADOW;
import static meshlint.rule.MeshTrafficFunctions.HOST_USE;

import java.util.List;
import meshlint.manifest.Place;
import meshlint.mesh.AuthzField;
import meshlint.mesh.EntryRival;
import meshlint.mesh.EnvoyPatch;
import meshlint.mesh.IstioAnnotation;
import meshlint.mesh.IstioLabel;
import meshlint.mesh.IstioLabelCheck;
import meshlint.mesh.MeshConfigCheck;
import meshlint.mesh.MeshConfigProblem;
import meshlint.mesh.NetworkRegistry;
import meshlint.mesh.ProxyImages;
import meshlint.mesh.SubsetUses;
import meshlint.mesh.TlsSecrets;
import meshlint.mesh.WildcardRival;

/** What rules can ask about what objects of Istio do to each other. */
final class IstioObjectFunctions {
  static final FactType<WildcardRival> WILDCARD_RIVAL =
      FactType.of("WildcardRival", WildcardRival.class);
  static final FactType<EntryRival> ENTRY_RIVAL = FactType.of("EntryRival", EntryRival.class);
  static final FactType<IstioAnnotation> ANNOTATION =
      FactType.of("IstioAnnotation", IstioAnnotation.class);

  static final FactType<IstioLabel> LABEL = FactType.of("IstioLabel", IstioLabel.class);
  static final FactType<MeshConfigProblem> MESH_CONFIG_PROBLEM =
      FactType.of("MeshConfigProblem", MeshConfigProblem.class);
  static final FactType<EnvoyPatch> ENVOY_PATCH = FactType.of("EnvoyPatch", EnvoyPatch.class);

  static final FactType<NetworkRegistry> NETWORK_REGISTRY =
      FactType.of("NetworkRegistry", NetworkRegistry.class);

  private IstioObjectFunctions() {}

  static void declare(Catalogue.Builder c) {
    routes(c);
    gateways(c);
    entries(c);
    annotations(c);
    patches(c);
    config(c);
    GatewayApiFunctions.declare(c);
  }

  private static void routes(Catalogue.Builder c) {
    c.on(ROUTE_SHADOW)
        .field(
            "isAfterCatchAll",
            BOOL,
            "whether what takes its traffic is a route without a match",
            shadow -> !shadow.byPlace().path().segments().contains("match"));
    c.type(WILDCARD_RIVAL, "A host of a VirtualService under a wildcard with another audience")
        .about(WildcardRival::object)
        .field("written", STRING, "the host as written", WildcardRival::written)
        .field("place", PLACE, "where it stands", WildcardRival::place)
        .field("other", OBJECT, "the VirtualService with the wildcard", WildcardRival::other)
        .field("otherPlace", PLACE, "where the wildcard stands", WildcardRival::otherPlace)
        .field("wildcard", STRING, "the wildcard", WildcardRival::wildcard);
    c.on(OBJECT)
        .fact(
            "wildcardRivals",
            list(WILDCARD_RIVAL),
            "the hosts of a VirtualService under a wildcard of another one that is exported otherwise",
            "object.wildcardRivals().size() == 0",
            (facts, object) -> facts.mesh().objects().wildcardRivals().of(object));
    c.on(HOST_USE)
        .fact(
            "hostWorkloads",
            list(WORKLOAD),
            "the workloads behind the host",
            "object.hostUses().all(h, h.hostWorkloads().size() > 0)",
            (facts, use) -> SubsetUses.workloads(use, facts.mesh()))
        .fact(
            "selectsPods",
            param("labels", map(STRING)),
            KNOWN,
            "whether these labels select some of the pods behind the host",
            "object.hostUses().all(h, h.selectsPods({\"version\": \"v1\"}))",
            (facts, use, labels) ->
                SubsetUses.selectsPods(use, java.util.Map.copyOf(labels), facts.mesh()));
    c.on(MESH)
        .fact(
            "injectsByDefault",
            BOOL,
            "whether the injector of the input takes Namespaces without a label too",
            "!mesh.injectsByDefault()",
            (facts, mesh) -> mesh.controlPlane().injector().enabledByDefault())
        .fact(
            "hasConfig",
            param("path", list(STRING)),
            BOOL,
            "whether the mesh config sets a key that is not empty",
            "mesh.hasConfig([\"defaultProviders\", \"tracing\"])",
            (facts, mesh, path) -> {
              Object found = mesh.config().get(path.toArray(String[]::new));
              return found != null && !(found instanceof List<?> items && items.isEmpty());
            })
        .fact(
            "configPlaces",
            param("path", list(STRING)),
            list(PLACE),
            "where the input sets a key of the mesh config; empty where it does not",
            "mesh.configPlaces([\"extensionProviders\"]).size() == 0",
            (facts, mesh, path) -> {
              Place place = mesh.config().place(path.toArray(String[]::new));
              return place == null ? List.of() : List.of(place);
            })
        .fact(
            "providerType",
            param("name", STRING),
            STRING,
            "the type of an extension provider of the mesh config, such as `zipkin`; empty for one that"
                + " it does not have",
            "mesh.providerType(\"jaeger\") == \"zipkin\"",
            (facts, mesh, name) -> mesh.config().extensionProviders().getOrDefault(name, ""))
        .fact(
            "configText",
            param("path", list(STRING)),
            STRING,
            "the value of a key of the mesh config; empty where nothing sets it",
            "mesh.configText([\"defaultConfig\", \"image\", \"imageType\"]) == \"\"",
            (facts, mesh, path) -> {
              Object found = mesh.config().get(path.toArray(String[]::new));
              return found == null ? "" : found.toString();
            });
  }

  private static void gateways(Catalogue.Builder c) {
    c.on(GATEWAY_CREDENTIAL)
        .fact(
            "likelySecret",
            optional(OBJECT),
            "the Secret, for Istio's own gateways also the one in Istio's namespace",
            "object.gatewayCredentials().all(c, c.likelySecret().hasValue())",
            (facts, credential) -> TlsSecrets.secret(credential, facts.mesh()))
        .fact(
            "problem",
            optional(STRING),
            "what keeps proxies from using the Secret, as a clause",
            "object.gatewayCredentials().all(c, !c.problem().hasValue())",
            (facts, credential) -> TlsSecrets.problem(credential, facts.mesh()));
    c.on(GATEWAY_SERVER)
        .fact(
            "isUsualPort",
            BOOL,
            "whether the ingress gateway of Istio's charts serves the port, where the Gateway selects that"
                + " gateway and the input does not show it; true for any other Gateway",
            "object.gatewayServers().all(s, s.isUsualPort())",
            (facts, server) -> facts.mesh().isUsualPort(server));
    c.on(OBJECT)
        .fact(
            "selectsUsualGateway",
            BOOL,
            "whether an Istio Gateway selects by a label of the gateways that Istio's charts install, or"
                + " by none",
            "object.selectsUsualGateway()",
            (facts, object) -> TlsSecrets.selectsUsual(object));
  }

  private static void entries(Catalogue.Builder c) {
    c.global(
        "istioMatches",
        param("pattern", STRING),
        param("text", STRING),
        BOOL,
        "whether a text of a policy, as `shop`, `shop-*`, `*-test` or `*`, stands for a text",
        "istioMatches(\"shop-*\", object.namespace())",
        (facts, pattern, text) -> AuthzField.matches(pattern, text));
    c.type(ENTRY_RIVAL, "A port of a ServiceEntry's host that another one declares too")
        .about(EntryRival::object)
        .field("host", STRING, "the host", EntryRival::host)
        .field("port", INT, "the port", EntryRival::port)
        .field("protocol", STRING, "the protocol here, in capitals", EntryRival::protocol)
        .field("place", PLACE, "where it stands", EntryRival::place)
        .field("other", OBJECT, "the other ServiceEntry", EntryRival::other)
        .field("otherProtocol", STRING, "the protocol there", EntryRival::otherProtocol)
        .field("otherPlace", PLACE, "where that stands", EntryRival::otherPlace)
        .field("isConflict", BOOL, "whether the protocols differ", EntryRival::isConflict);
    c.on(OBJECT)
        .fact(
            "entryRivals",
            list(ENTRY_RIVAL),
            "the ports of a ServiceEntry that one before it in the input declares too",
            "object.entryRivals().size() == 0",
            (facts, object) -> facts.mesh().objects().entryRivals().of(object));
  }

  private static void annotations(Catalogue.Builder c) {
    c.type(NETWORK_REGISTRY, "A cluster that the mesh networks take endpoints from")
        .about(NetworkRegistry::object)
        .field("network", STRING, "the network", NetworkRegistry::network)
        .field("registry", STRING, "the cluster's name", NetworkRegistry::registry)
        .field("place", PLACE, "where it is named", NetworkRegistry::place)
        .field(
            "isKnownRegistry",
            BOOL,
            "whether it is Istio's own, or has a remote Secret in the input",
            NetworkRegistry::known);
    c.on(OBJECT)
        .fact(
            "networkRegistries",
            list(NETWORK_REGISTRY),
            "the clusters that the mesh networks in a ConfigMap take endpoints from",
            "object.networkRegistries().all(r, r.isKnownRegistry)",
            (facts, object) -> NetworkRegistry.of(object, facts.mesh()));
    c.on(WORKLOAD)
        .fact(
            "expectedProxyImage",
            optional(STRING),
            "the image that its Namespace's injector gives proxies, without a variant, where the input"
                + " shows it",
            "!object.expectedProxyImage().hasValue()",
            (facts, workload) -> ProxyImages.expected(workload, facts.mesh()))
        .fact(
            "injectorConfig",
            optional(OBJECT),
            "the ConfigMap of the injector that its Namespace asks for, where the input has it",
            "!object.injectorConfig().hasValue()",
            (facts, workload) -> ProxyImages.injector(workload, facts.mesh()));
    c.type(ANNOTATION, "An annotation of Istio's on an object or its pod template")
        .about(IstioAnnotation::object)
        .field("key", STRING, "its name", IstioAnnotation::key)
        .field("value", STRING, "its value", IstioAnnotation::value)
        .field("place", PLACE, "where it stands", IstioAnnotation::place)
        .field("on", STRING, "the kind of what carries it", IstioAnnotation::on)
        .field("isKnownKey", BOOL, "whether Istio knows the name", IstioAnnotation::known)
        .field("kinds", list(STRING), "the kinds it may stand on", IstioAnnotation::kinds)
        .field("status", STRING, "`Alpha`, `Beta`, `Stable` or empty", IstioAnnotation::status)
        .field("deprecated", BOOL, "whether Istio discourages it", IstioAnnotation::deprecated)
        .field(
            "isMisplaced", BOOL, "whether its kind may not have it", IstioAnnotation::isMisplaced)
        .field(
            "problem", optional(STRING), "what is wrong with the value", IstioAnnotation::problem)
        .field("similar", optional(STRING), "a known annotation alike", IstioAnnotation::similar);
    c.type(LABEL, "A label of Istio's that does not do what it says")
        .about(IstioLabel::object)
        .field("key", STRING, "its name", IstioLabel::key)
        .field("value", STRING, "its value", IstioLabel::value)
        .field("place", PLACE, "where it stands", IstioLabel::place)
        .field("on", STRING, "the kind of what carries it", IstioLabel::on)
        .field(
            "fault",
            STRING,
            "`ANNOTATION` (Istio reads an annotation of that name), `MISPLACED`, `SLIP` or `VALUE`",
            label -> label.fault().name())
        .field(
            "right",
            list(STRING),
            "the right name, the values that it may have, or the kinds that it may stand on",
            IstioLabel::right);
    c.on(OBJECT)
        .fact(
            "istioLabelFaults",
            list(LABEL),
            "Istio's labels on it and on its pod template that do not do what they say",
            "object.istioLabelFaults().size() == 0",
            (facts, object) ->
                IstioLabelCheck.of(object, facts.graph(), facts.mesh().objects().annotations()))
        .fact(
            "istioAnnotations",
            list(ANNOTATION),
            "Istio's annotations on it and on its pod template",
            "object.istioAnnotations().all(a, a.isKnownKey)",
            (facts, object) -> facts.mesh().objects().annotations().of(object, facts.graph()));
  }

  private static void patches(Catalogue.Builder c) {
    c.type(ENVOY_PATCH, "A patch of an EnvoyFilter")
        .about(EnvoyPatch::object)
        .field("place", PLACE, "where its operation stands", EnvoyPatch::place)
        .field("operation", STRING, "its operation, such as `INSERT_BEFORE`", EnvoyPatch::operation)
        .field("applyTo", STRING, "what it changes, such as `HTTP_FILTER`", EnvoyPatch::applyTo)
        .field(
            "filter",
            STRING,
            "the filter that it brings, else the one that it looks for",
            EnvoyPatch::filter)
        .field(
            "isIgnored",
            BOOL,
            "whether Istio leaves it out, as what it changes has no such operation",
            EnvoyPatch::isIgnored)
        .field(
            "isRelative",
            BOOL,
            "whether it does something only where what it looks for is there already",
            EnvoyPatch::isRelative)
        .field(
            "earlierVersioned",
            optional(PLACE),
            "where a patch before it, for the same filter, is limited to some proxy versions",
            EnvoyPatch::earlierVersioned);
    c.on(OBJECT)
        .fact(
            "envoyPatches",
            list(ENVOY_PATCH),
            "the patches of an EnvoyFilter",
            "object.envoyPatches().all(p, !p.isIgnored)",
            (facts, object) -> facts.mesh().objects().envoyPatches().of(object));
  }

  private static void config(Catalogue.Builder c) {
    c.type(
            MESH_CONFIG_PROBLEM,
            "Something in a mesh config that istiod does not take as it is meant")
        .field("path", STRING, "the field", MeshConfigProblem::path)
        .field("place", PLACE, "where it stands", MeshConfigProblem::place)
        .field(
            "isRefused",
            BOOL,
            "whether istiod refuses the whole config for it; else it ignores the field",
            MeshConfigProblem::refused)
        .field("reason", STRING, "what is wrong with it, as a clause", MeshConfigProblem::reason)
        .field("meant", STRING, "the word surely meant, empty for none", MeshConfigProblem::meant);
    c.on(OBJECT)
        .fact(
            "meshConfigProblems",
            list(MESH_CONFIG_PROBLEM),
            "what istiod does not take of the mesh config in a ConfigMap `istio`, an IstioOperator or an"
                + " Istio",
            "object.meshConfigProblems().size() == 0",
            (facts, object) -> MeshConfigCheck.of(object, facts.mesh()));
  }
}
