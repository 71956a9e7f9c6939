package meshlint.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/**
 * What the API server asks of Kubernetes' own kinds beyond what its OpenAPI file says: ports and
 * names that can be, fields that exclude or need each other, lists without doubles. The facts are
 * those of {@code k8s.io/kubernetes/pkg/apis/*}{@code /validation}, as they hold when an object is
 * created; what depends on a feature gate that is off by default counts as not there.
 */
final class ServerChecks {
  /** Kinds whose names are DNS subdomains; others have rules of their own. */
  private static final Set<String> PLAIN_NAMES =
      Set.of(
          "Pod",
          "Deployment",
          "ReplicaSet",
          "DaemonSet",
          "Job",
          "CronJob",
          "ConfigMap",
          "Secret",
          "ServiceAccount",
          "PersistentVolumeClaim",
          "PersistentVolume",
          "StorageClass",
          "Ingress",
          "IngressClass",
          "NetworkPolicy",
          "HorizontalPodAutoscaler",
          "PodDisruptionBudget",
          "ReplicationController",
          "Endpoints",
          "LimitRange",
          "ResourceQuota");

  private static final Set<String> POLICY_NAMES =
      Set.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");

  private final Problems problems;
  private final PodChecks pods;
  private final ServiceChecks services;

  /** Checks for a minor version of Kubernetes. */
  ServerChecks(Problems problems, int minor) {
    this.problems = problems;
    this.pods = new PodChecks(minor);
    this.services = new ServiceChecks(minor);
  }

  /** The name of an object; one of a custom kind is a DNS subdomain. */
  void object(MapNode root, String kind, boolean custom) {
    Asked it = new Asked(root, problems);
    Asked metadata = it.in("metadata");
    if (metadata == null) {
      return;
    }
    NameForm form =
        custom || PLAIN_NAMES.contains(kind)
            ? NameForm.SUBDOMAIN
            : POLICY_NAMES.contains(kind)
                ? NameForm.PATH_SEGMENT
                : switch (kind) {
                  case "Namespace", "StatefulSet" -> NameForm.LABEL;
                  case "Service" -> services.serviceName();
                  default -> null;
                };
    if (form != null) {
      metadata.formed(form, "name");
    }
    String name = metadata.text("name");
    if (kind.equals("CronJob") && name != null && name.length() > 52 && name.length() < 254) {
      metadata.malformed(
          "name", "has " + name.length() + " characters, where 52 are allowed for a CronJob", null);
    }
  }

  /** Checks a mapping of a definition such as {@code core.v1.Container}. */
  void check(String definition, MapNode map) {
    int version = definition.indexOf('.');
    int type = definition.indexOf('.', version + 1);
    if (type < 0) {
      return;
    }
    Asked it = new Asked(map, problems);
    String name = definition.substring(type + 1);
    switch (definition.substring(0, version)) {
      case "meta" -> meta(name, it);
      case "core" -> {
        pods.check(name, it);
        services.check(name, it);
        WorkloadChecks.check(name, it);
        data(name, it);
      }
      case "networking", "discovery" -> services.check(name, it);
      case "apps", "batch", "autoscaling", "policy" -> WorkloadChecks.check(name, it);
      case "rbac" -> rbac(name, it);
      case "admissionregistration" -> webhook(name, it);
      case "apiextensions" -> definition(name, it);
      default -> {
        // Nothing is asked beyond the schema.
      }
    }
  }

  private static void meta(String type, Asked it) {
    if (type.equals("ObjectMeta")) {
      it.labels("labels");
      it.annotations("annotations");
      it.formed(NameForm.LABEL, "namespace");
    } else if (type.equals("LabelSelector")) {
      it.labels("matchLabels");
    } else if (type.equals("LabelSelectorRequirement")) {
      it.formed(NameForm.QUALIFIED, "key");
      it.oneOfValues("operator", List.of("In", "NotIn", "Exists", "DoesNotExist"), null);
      it.eachFormed(NameForm.LABEL_VALUE, "values");
      PodChecks.operands(it);
    }
  }

  // --- ConfigMaps and Secrets ----------------------------------------------------------

  private static void data(String type, Asked it) {
    if (type.equals("ConfigMap")) {
      it.keysFormed(NameForm.CONFIG_KEY, "data");
      it.keysFormed(NameForm.CONFIG_KEY, "binaryData");
      MapNode data = it.map().map("data");
      Asked binary = it.in("binaryData");
      for (int i = 0; data != null && binary != null && i < data.childCount(); i++) {
        if (binary.stands(data.keyAt(i))) {
          binary.refuses(data.keyAt(i), "is a key of data too", null);
        }
      }
    } else if (type.equals("Secret")) {
      it.keysFormed(NameForm.CONFIG_KEY, "data");
      it.keysFormed(NameForm.CONFIG_KEY, "stringData");
      String kind = it.text("type");
      switch (kind == null ? "" : kind) {
        case "kubernetes.io/tls" -> keys(it, kind, "tls.crt", "tls.key");
        case "kubernetes.io/dockerconfigjson" -> keys(it, kind, ".dockerconfigjson");
        case "kubernetes.io/dockercfg" -> keys(it, kind, ".dockercfg");
        case "kubernetes.io/ssh-auth" -> keys(it, kind, "ssh-privatekey");
        default -> {
          // Any keys.
        }
      }
    }
  }

  /** The keys that a Secret of a type must have; one without data is filled in by somebody. */
  private static void keys(Asked it, @Nullable String type, String... keys) {
    Asked data = it.in("data");
    Asked texts = it.in("stringData");
    if (data == null && texts == null) {
      return;
    }
    for (String key : keys) {
      boolean there =
          (data != null && data.map().containsKey(key))
              || (texts != null && texts.map().containsKey(key));
      if (!there) {
        (data == null ? java.util.Objects.requireNonNull(texts) : data)
            .needs(key, "of a Secret of type " + type);
        return;
      }
    }
  }

  // --- RBAC ------------------------------------------------------------------------------

  private void rbac(String type, Asked it) {
    String kind = problems.object().ref().kind();
    boolean clusterWide = kind.startsWith("Cluster");
    switch (type) {
      case "RoleRef" -> {
        it.oneOfValues("apiGroup", List.of("rbac.authorization.k8s.io"), null);
        it.oneOfValues(
            "kind",
            clusterWide ? List.of("ClusterRole") : List.of("Role", "ClusterRole"),
            clusterWide ? "in a ClusterRoleBinding" : null);
      }
      case "Subject" -> subject(it, clusterWide);
      case "PolicyRule" -> {
        it.needs("verbs", "");
        ListNode urls = it.map().list("nonResourceURLs");
        if (urls != null && !urls.isEmpty()) {
          if (!clusterWide) {
            it.forbids("nonResourceURLs", "in a Role");
          } else if (it.stands("resources")) {
            it.exclusive("resources", "nonResourceURLs");
          }
        } else if (it.stands("resources") || !it.stands("apiGroups")) {
          it.needs(it.stands("resources") ? "apiGroups" : "resources", "");
        } else {
          it.needs("resources", "");
        }
      }
      default -> {
        // Nothing is asked of it beyond its schema.
      }
    }
  }

  private static void subject(Asked it, boolean clusterWide) {
    it.oneOfValues("kind", List.of("ServiceAccount", "User", "Group"), null);
    String kind = it.text("kind");
    if ("ServiceAccount".equals(kind)) {
      it.formed(NameForm.SUBDOMAIN, "name");
      if (it.has("apiGroup")) {
        it.forbids("apiGroup", "for a ServiceAccount");
      }
      if (clusterWide) {
        it.needs("namespace", "of a ServiceAccount in a ClusterRoleBinding");
      }
    } else if (kind != null) {
      it.oneOfValues("apiGroup", List.of("rbac.authorization.k8s.io"), "for kind " + kind);
    }
  }

  // --- webhooks --------------------------------------------------------------------------

  private static void webhook(String type, Asked it) {
    switch (type) {
      case "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration" ->
          Asked.distinct(it.each("webhooks"), "name", new HashMap<>(), hook -> hook.text("name"));
      case "MutatingWebhook", "ValidatingWebhook" -> {
        it.between("timeoutSeconds", 1, 30);
        it.oneOfValues("sideEffects", List.of("None", "NoneOnDryRun"), null);
        String name = it.text("name");
        if (name != null && (!NameForm.SUBDOMAIN.fits(name) || name.split("\\.", -1).length < 3)) {
          it.malformed("name", "is no domain name of at least three parts", null);
        }
      }
      case "WebhookClientConfig" -> {
        it.exactlyOne("service", "url");
        String url = it.text("url");
        if (url != null && !url.startsWith("https://")) {
          it.malformed("url", "does not start with https://", null);
        }
      }
      case "ServiceReference" -> it.between("port", 1, 65535);
      default -> {
        // Nothing is asked of it beyond its schema.
      }
    }
  }

  // --- CustomResourceDefinitions ----------------------------------------------------------

  private static void definition(String type, Asked it) {
    switch (type) {
      case "CustomResourceDefinition" -> {
        Asked metadata = it.in("metadata");
        Asked spec = it.in("spec");
        Asked names = spec == null ? null : spec.in("names");
        String plural = names == null ? null : names.text("plural");
        String group = spec == null ? null : spec.text("group");
        String name = metadata == null ? null : metadata.text("name");
        String expected = plural + "." + group;
        if (metadata != null
            && plural != null
            && group != null
            && name != null
            && !name.equals(expected)) {
          metadata.malformed(
              "name", "is not spec.names.plural and spec.group", "write " + expected);
        }
      }
      case "CustomResourceDefinitionSpec" -> {
        it.oneOfValues("scope", List.of("Namespaced", "Cluster"), null);
        List<Asked> versions = it.each("versions");
        long stored =
            versions.stream()
                .filter(version -> Boolean.TRUE.equals(version.map().bool("storage")))
                .count();
        if (!versions.isEmpty() && stored != 1) {
          it.refuses(
              "versions",
              "has " + stored + " versions with storage true, where exactly one is asked for",
              null);
        }
        it.distinct("versions", "name", version -> version.text("name"));
      }
      case "CustomResourceDefinitionVersion" -> {
        Asked schema = it.in("schema");
        if (schema == null) {
          it.needs("schema", "");
        } else {
          schema.needs("openAPIV3Schema", "");
        }
      }
      case "JSONSchemaProps" ->
          it.oneOfValues(
              "type", List.of("object", "array", "string", "integer", "number", "boolean"), null);
      default -> {
        // Nothing is asked of it beyond its schema.
      }
    }
  }
}
