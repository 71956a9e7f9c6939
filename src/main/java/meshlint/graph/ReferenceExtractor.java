package meshlint.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import meshlint.graph.Reference.Role;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** Reads the references of one object. */
final class ReferenceExtractor {
  static final Kind CLAIM = new Kind("", "PersistentVolumeClaim");
  private static final Kind AUTOSCALER = new Kind("autoscaling", "HorizontalPodAutoscaler");
  private static final Kind OLD_INGRESS = new Kind("extensions", "Ingress");
  private static final String RBAC = "rbac.authorization.k8s.io";
  private static final Set<Kind> BINDINGS =
      Set.of(new Kind(RBAC, "RoleBinding"), new Kind(RBAC, "ClusterRoleBinding"));
  private static final Set<Kind> WEBHOOKS =
      Set.of(
          Kinds.MUTATING_WEBHOOK,
          new Kind("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"));
  private static final String GATEWAY_API = "gateway.networking.k8s.io";
  private static final Set<String> ROUTES =
      Set.of("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute");

  private final KubeObject object;
  private final List<Reference> found = new ArrayList<>();

  private ReferenceExtractor(KubeObject object) {
    this.object = object;
  }

  static List<Reference> read(KubeObject object, @Nullable Workload workload) {
    ReferenceExtractor extractor = new ReferenceExtractor(object);
    if (workload != null) {
      extractor.pods(workload);
    }
    extractor.others();
    return List.copyOf(extractor.found);
  }

  private void others() {
    Kind kind = object.kind();
    MapNode spec = object.spec();
    if (kind.equals(AUTOSCALER) && spec != null) {
      scaleTarget(spec.map("scaleTargetRef"));
    } else if ((kind.equals(Kinds.INGRESS) || kind.equals(OLD_INGRESS)) && spec != null) {
      ingress(spec);
    } else if (kind.group().equals(GATEWAY_API) && ROUTES.contains(kind.name()) && spec != null) {
      route(spec);
    } else if (BINDINGS.contains(kind)) {
      binding();
    } else if (WEBHOOKS.contains(kind)) {
      for (MapNode webhook : object.root().maps("webhooks")) {
        MapNode config = webhook.map("clientConfig");
        MapNode service = config == null ? null : config.map("service");
        String namespace = service == null ? null : service.text("namespace");
        if (service != null && namespace != null) {
          Object port = service.get("port");
          add(
              Role.WEBHOOK,
              Kinds.SERVICE,
              namespace,
              service,
              "name",
              false,
              List.of(),
              port == null ? Long.valueOf(443) : port,
              service.placeOf("port"));
        }
      }
    }
  }

  // --- pods ------------------------------------------------------------------------------

  private void pods(Workload workload) {
    MapNode spec = workload.podSpec();
    if (spec == null) {
      return;
    }
    for (Container container : workload.allContainers()) {
      for (MapNode variable : container.node().maps("env")) {
        MapNode from = variable.map("valueFrom");
        if (from != null) {
          variable(Kinds.CONFIG_MAP, from.map("configMapKeyRef"));
          variable(Kinds.SECRET, from.map("secretKeyRef"));
        }
      }
      for (MapNode from : container.node().maps("envFrom")) {
        named(Role.VARIABLES, Kinds.CONFIG_MAP, from.map("configMapRef"), "name");
        named(Role.VARIABLES, Kinds.SECRET, from.map("secretRef"), "name");
      }
    }
    for (MapNode volume : spec.maps("volumes")) {
      named(Role.VOLUME, Kinds.CONFIG_MAP, volume.map("configMap"), "name");
      named(Role.VOLUME, Kinds.SECRET, volume.map("secret"), "secretName");
      named(Role.CLAIM, CLAIM, volume.map("persistentVolumeClaim"), "claimName");
      MapNode projected = volume.map("projected");
      for (MapNode source : projected == null ? List.<MapNode>of() : projected.maps("sources")) {
        named(Role.VOLUME, Kinds.CONFIG_MAP, source.map("configMap"), "name");
        named(Role.VOLUME, Kinds.SECRET, source.map("secret"), "name");
      }
    }
    for (MapNode secret : spec.maps("imagePullSecrets")) {
      named(Role.IMAGE_PULL, Kinds.SECRET, secret, "name");
    }
    String key = spec.text("serviceAccountName") != null ? "serviceAccountName" : "serviceAccount";
    add(Role.SERVICE_ACCOUNT, Kinds.SERVICE_ACCOUNT, object.namespace(), spec, key, false);
  }

  private void variable(Kind kind, @Nullable MapNode ref) {
    String key = ref == null ? null : ref.text("key");
    if (ref != null) {
      List<Reference.Key> keys =
          key == null ? List.of() : List.of(new Reference.Key(key, ref.placeOf("key")));
      add(
          Role.VARIABLE,
          kind,
          object.namespace(),
          ref,
          "name",
          optional(ref),
          keys,
          null,
          ref.placeOf("name"));
    }
  }

  private void named(Role role, Kind kind, @Nullable MapNode ref, String field) {
    if (ref == null) {
      return;
    }
    List<Reference.Key> keys = new ArrayList<>();
    for (MapNode item : ref.maps("items")) {
      String key = item.text("key");
      if (key != null) {
        keys.add(new Reference.Key(key, item.placeOf("key")));
      }
    }
    add(role, kind, object.namespace(), ref, field, optional(ref), keys, null, ref.placeOf(field));
  }

  private static boolean optional(MapNode ref) {
    return Boolean.TRUE.equals(ref.bool("optional"));
  }

  // --- other kinds -----------------------------------------------------------------------

  private void scaleTarget(@Nullable MapNode target) {
    String kind = target == null ? null : target.text("kind");
    if (target != null && kind != null) {
      String apiVersion = target.text("apiVersion");
      Kind wanted = Kind.of(apiVersion == null ? "apps/v1" : apiVersion, kind);
      add(Role.SCALE_TARGET, wanted, object.namespace(), target, "name", false);
    }
  }

  private void ingress(MapNode spec) {
    backend(spec.map("defaultBackend"));
    backend(spec.map("backend"));
    for (MapNode rule : spec.maps("rules")) {
      MapNode http = rule.map("http");
      for (MapNode path : http == null ? List.<MapNode>of() : http.maps("paths")) {
        backend(path.map("backend"));
      }
    }
    for (MapNode tls : spec.maps("tls")) {
      add(Role.CERTIFICATE, Kinds.SECRET, object.namespace(), tls, "secretName", false);
    }
  }

  private void backend(@Nullable MapNode backend) {
    if (backend == null) {
      return;
    }
    MapNode service = backend.map("service");
    MapNode node = service == null ? backend : service;
    MapNode port = service == null ? backend : service.map("port");
    String portKey =
        service == null
            ? "servicePort"
            : port != null && port.containsKey("number") ? "number" : "name";
    Object written = port == null ? null : port.get(portKey);
    String nameKey = service == null ? "serviceName" : "name";
    add(
        Role.BACKEND,
        Kinds.SERVICE,
        object.namespace(),
        node,
        nameKey,
        false,
        List.of(),
        written,
        port == null ? node.placeOf(nameKey) : port.placeOf(portKey));
  }

  private void route(MapNode spec) {
    for (MapNode ref : spec.maps("parentRefs")) {
      String kind = ref.text("kind");
      String group = ref.text("group");
      String namespace = ref.text("namespace");
      Kind parent =
          new Kind(
              group == null ? Kinds.GATEWAY.group() : group,
              kind == null ? Kinds.GATEWAY.name() : kind);
      String where = namespace == null ? object.namespace() : namespace;
      add(Role.PARENT, parent, where, ref, "name", false);
    }
    for (MapNode rule : spec.maps("rules")) {
      for (MapNode ref : rule.maps("backendRefs")) {
        String kind = ref.text("kind");
        String group = ref.text("group");
        String namespace = ref.text("namespace");
        if ((kind == null || kind.equals("Service")) && (group == null || group.isEmpty())) {
          add(
              Role.BACKEND,
              Kinds.SERVICE,
              namespace == null ? object.namespace() : namespace,
              ref,
              "name",
              false,
              List.of(),
              ref.get("port"),
              ref.placeOf("port"));
        }
      }
    }
  }

  private void binding() {
    MapNode role = object.root().map("roleRef");
    String kind = role == null ? null : role.text("kind");
    if (role != null && kind != null) {
      String namespace = kind.equals("ClusterRole") ? "" : object.namespace();
      add(Role.ROLE, new Kind(RBAC, kind), namespace, role, "name", false);
    }
    for (MapNode subject : object.root().maps("subjects")) {
      String namespace = subject.text("namespace");
      if ("ServiceAccount".equals(subject.text("kind")) && namespace != null) {
        add(Role.SUBJECT, Kinds.SERVICE_ACCOUNT, namespace, subject, "name", false);
      }
    }
  }

  private void add(
      Role role, Kind kind, String namespace, MapNode node, String field, boolean optional) {
    add(role, kind, namespace, node, field, optional, List.of(), null, node.placeOf(field));
  }

  private void add(
      Role role,
      Kind kind,
      String namespace,
      MapNode node,
      String field,
      boolean optional,
      List<Reference.Key> keys,
      @Nullable Object port,
      Place portPlace) {
    String name = node.text(field);
    // A name with a placeholder is filled in by whoever deploys the manifest.
    if (name == null || name.isEmpty() || name.contains("$") || name.contains("{")) {
      return;
    }
    found.add(
        new Reference(
            object,
            role,
            kind,
            namespace,
            name,
            node.placeOf(field),
            optional,
            keys,
            port,
            portPlace));
  }
}
