package meshlint.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import meshlint.finding.Nearest;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** What {@code pkg/apis/core/validation} asks of pods and what is in them. */
final class PodChecks {
  private static final String[] VOLUME_SOURCES = {
    "awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "configMap", "csi",
    "downwardAPI", "emptyDir", "ephemeral", "fc", "flexVolume", "flocker", "gcePersistentDisk",
    "gitRepo", "glusterfs", "hostPath", "image", "iscsi", "nfs", "persistentVolumeClaim",
    "photonPersistentDisk", "portworxVolume", "projected", "quobyte", "rbd", "scaleIO", "secret",
    "storageos", "vsphereVolume"
  };

  private static final List<String> VARIABLE_FIELDS =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");

  private static final List<String> CONTAINER_RESOURCES =
      List.of("cpu", "memory", "ephemeral-storage");

  private final int minor;

  /** Checks for a minor version of Kubernetes. */
  PodChecks(int minor) {
    this.minor = minor;
  }

  /** Checks a mapping of one of the types that pods are made of. */
  void check(String type, Asked it) {
    switch (type) {
      case "PodSpec" -> pod(it);
      case "Container", "EphemeralContainer" -> container(it);
      case "ContainerPort" -> {
        it.between("containerPort", 1, 65535);
        it.between("hostPort", 0, 65535);
        it.formed(NameForm.PORT_NAME, "name");
      }
      case "EnvVar" -> variable(it);
      case "EnvVarSource" -> {
        it.exactlyOne(
            "fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
        variableField(it.in("fieldRef"));
      }
      case "EnvFromSource" -> {
        it.exactlyOne("configMapRef", "secretRef");
        it.formed(variables(), "prefix");
      }
      case "ConfigMapKeySelector", "SecretKeySelector" -> {
        it.needs("name", "");
        it.formed(NameForm.CONFIG_KEY, "key");
      }
      case "ConfigMapEnvSource", "SecretEnvSource", "ConfigMapVolumeSource" -> it.needs("name", "");
      case "SecretVolumeSource" -> it.needs("secretName", "");
      case "Probe" -> probe(it);
      case "LifecycleHandler" -> it.exactlyOne("exec", "httpGet", "tcpSocket", "sleep");
      case "HTTPGetAction", "TCPSocketAction" -> it.port("port");
      case "GRPCAction" -> it.between("port", 1, 65535);
      case "ExecAction" -> it.needs("command", "");
      case "Volume" -> {
        it.exclusive(VOLUME_SOURCES);
        it.formed(NameForm.LABEL, "name");
      }
      case "VolumeProjection" ->
          it.exclusive(
              "configMap",
              "secret",
              "downwardAPI",
              "serviceAccountToken",
              "clusterTrustBundle",
              "podCertificate");
      case "VolumeMount" -> mount(it);
      case "Toleration" -> toleration(it);
      case "TopologySpreadConstraint" -> {
        it.atLeast(1, "maxSkew");
        it.needs("topologyKey", "");
      }
      case "WeightedPodAffinityTerm", "PreferredSchedulingTerm" -> it.between("weight", 1, 100);
      case "PodAffinityTerm" -> {
        it.needs("topologyKey", "");
        it.formed(NameForm.QUALIFIED, "topologyKey");
      }
      case "NodeSelector" -> it.needs("nodeSelectorTerms", "");
      case "NodeSelectorRequirement" -> {
        it.formed(NameForm.QUALIFIED, "key");
        operands(it);
      }
      case "SecurityContext" -> securityContext(it);
      case "HostAlias" -> {
        it.address("ip");
        it.eachFormed(NameForm.SUBDOMAIN, "hostnames");
      }
      case "PodDNSConfig" -> {
        it.addresses("nameservers");
        ListNode servers = it.map().list("nameservers");
        if (servers != null && servers.size() > 3) {
          it.outOfBounds("nameservers", servers.size() + " addresses", "may be at most 3");
        }
      }
      default -> {
        // Nothing is asked of it beyond its schema.
      }
    }
  }

  private NameForm variables() {
    return minor < 32 ? NameForm.OLD_VARIABLE : NameForm.VARIABLE;
  }

  private void pod(Asked it) {
    it.needs("containers", "");
    Map<String, Asked> names = new HashMap<>();
    Asked.distinct(it.each("containers"), "name", names, c -> c.text("name"));
    Asked.distinct(it.each("initContainers"), "name", names, c -> c.text("name"));
    it.distinct("volumes", "name", volume -> volume.text("name"));
    boolean hostNetwork = Boolean.TRUE.equals(it.map().bool("hostNetwork"));
    List<Asked> ports = new ArrayList<>();
    for (Asked container : it.each("containers")) {
      ports.addAll(container.each("ports"));
    }
    Asked.distinct(ports, "hostPort", new HashMap<>(), PodChecks::hostPort);
    for (Asked port : hostNetwork ? ports : List.<Asked>of()) {
      Long host = port.number("hostPort");
      Long own = port.number("containerPort");
      if (host != null && own != null && host != 0 && !host.equals(own)) {
        port.refuses(
            "hostPort", "must equal containerPort where hostNetwork is true", "write " + own);
      }
    }
    for (Asked init : it.each("initContainers")) {
      if (!init.stands("restartPolicy")) {
        for (String field :
            List.of("livenessProbe", "readinessProbe", "startupProbe", "lifecycle")) {
          init.forbids(field, "for an init container without restartPolicy Always");
        }
      }
    }
    it.labels("nodeSelector");
    it.formed(NameForm.SUBDOMAIN, "serviceAccountName", "priorityClassName", "nodeName");
    it.formed(NameForm.LABEL, "hostname", "subdomain");
    it.atLeast(1, "activeDeadlineSeconds");
    if ("None".equals(it.text("dnsPolicy"))) {
      Asked config = it.in("dnsConfig");
      if (config == null) {
        it.needs("dnsConfig", "for dnsPolicy None");
      } else {
        config.needs("nameservers", "for dnsPolicy None");
      }
    }
    if (Boolean.TRUE.equals(it.map().bool("shareProcessNamespace"))
        && Boolean.TRUE.equals(it.map().bool("hostPID"))) {
      it.refuses("shareProcessNamespace", "may not be true where hostPID is true too", null);
    }
    it.distinct(
        "topologySpreadConstraints",
        "topologyKey and whenUnsatisfiable",
        c -> c.text("topologyKey") + "\n" + c.text("whenUnsatisfiable"));
  }

  private static @Nullable String hostPort(Asked port) {
    Long number = port.number("hostPort");
    return number == null || number == 0
        ? null
        : number
            + "/"
            + Objects.requireNonNullElse(port.text("protocol"), "TCP")
            + "/"
            + port.text("hostIP");
  }

  private static void container(Asked it) {
    it.formed(NameForm.LABEL, "name");
    it.needs("image", "");
    it.distinct("ports", "name", port -> port.text("name"));
    it.distinct("volumeMounts", "mountPath", mount -> mount.text("mountPath"));
    for (String probe : List.of("livenessProbe", "startupProbe")) {
      Asked asked = it.in(probe);
      Long threshold = asked == null ? null : asked.number("successThreshold");
      if (asked != null && threshold != null && threshold > 1) {
        asked.outOfBounds("successThreshold", threshold, "must be 1 in a " + probe);
      }
    }
    Asked readiness = it.in("readinessProbe");
    if (readiness != null) {
      readiness.forbids("terminationGracePeriodSeconds", "in a readinessProbe");
    }
    Asked resources = it.in("resources");
    if (resources != null) {
      resources(resources);
    }
  }

  private static void resources(Asked it) {
    Asked limits = it.in("limits");
    Asked requests = it.in("requests");
    for (String kind : List.of("limits", "requests")) {
      MapNode amounts = it.map().map(kind);
      for (int i = 0; amounts != null && i < amounts.childCount(); i++) {
        resource(it, kind, amounts, amounts.keyAt(i));
      }
    }
    if (limits == null || requests == null) {
      return;
    }
    MapNode asked = requests.map();
    for (int i = 0; i < asked.childCount(); i++) {
      String name = asked.keyAt(i);
      BigDecimal request = quantity(asked.valueAt(i));
      BigDecimal limit = quantity(limits.map().get(name));
      if (request == null || limit == null) {
        continue;
      }
      boolean exact = name.indexOf('/') > 0 || name.startsWith("hugepages-");
      if (request.compareTo(limit) > 0) {
        requests.refuses(name, "is more than the limit " + limits.map().text(name), null);
      } else if (exact && request.compareTo(limit) != 0) {
        requests.refuses(name, "must equal the limit " + limits.map().text(name), null);
      }
    }
  }

  private static void resource(Asked it, String kind, MapNode amounts, String name) {
    Asked values = it.in(kind);
    if (values == null || Formats.isPlaceholder(name)) {
      return;
    }
    BigDecimal amount = quantity(amounts.get(name));
    if (amount != null && amount.signum() < 0) {
      values.outOfBounds(name, Objects.requireNonNull(amounts.get(name)), "may not be negative");
    }
    if (name.indexOf('/') < 0 && !name.startsWith("hugepages-")) {
      if (!CONTAINER_RESOURCES.contains(name)) {
        String near = Nearest.of(name, CONTAINER_RESOURCES);
        it.unknownKey(
            amounts,
            name,
            "is no resource of a container: the name is none of Kubernetes' own and has no domain",
            (near == null
                    ? "use " + Words.choices(CONTAINER_RESOURCES)
                    : "did you mean " + near + "?")
                + "; other resources have a domain, as example.com/"
                + name);
      }
    } else if (amount != null && name.indexOf('/') > 0 && amount.stripTrailingZeros().scale() > 0) {
      values.outOfBounds(name, Objects.requireNonNull(amounts.get(name)), "must be a whole number");
    }
  }

  private static @Nullable BigDecimal quantity(@Nullable Object value) {
    if (value instanceof String text) {
      return Formats.isQuantity(text) ? Formats.quantity(text) : null;
    }
    return value instanceof Number number ? new BigDecimal(number.toString()) : null;
  }

  private void variable(Asked it) {
    it.formed(variables(), "name");
    if (it.has("value") && it.stands("valueFrom")) {
      it.exclusive("value", "valueFrom");
    }
  }

  private static void variableField(@Nullable Asked ref) {
    String path = ref == null ? null : ref.text("fieldPath");
    if (ref == null || path == null || path.contains("[") || VARIABLE_FIELDS.contains(path)) {
      return;
    }
    // An older name that the API server still reads.
    if (!path.equals("spec.host")) {
      ref.oneOfValues("fieldPath", VARIABLE_FIELDS, "in an environment variable");
    }
  }

  private static void probe(Asked it) {
    it.exactlyOne("exec", "httpGet", "tcpSocket", "grpc");
    it.atLeast(
        0,
        "initialDelaySeconds",
        "timeoutSeconds",
        "periodSeconds",
        "successThreshold",
        "failureThreshold");
    it.atLeast(1, "terminationGracePeriodSeconds");
  }

  private static void mount(Asked it) {
    if (it.has("subPath") && it.has("subPathExpr")) {
      it.exclusive("subPath", "subPathExpr");
    }
    for (String field : List.of("subPath", "subPathExpr")) {
      String path = it.text(field);
      if (path != null && path.startsWith("/")) {
        it.malformed(field, "is no relative path", "write " + path.substring(1));
      } else if (path != null && List.of(path.split("/", -1)).contains("..")) {
        it.malformed(field, "contains \"..\"", null);
      }
    }
  }

  private static void toleration(Asked it) {
    it.formed(NameForm.QUALIFIED, "key");
    String operator = it.text("operator");
    if ("Exists".equals(operator) && it.has("value")) {
      it.forbids("value", "for operator Exists");
    } else if (!it.has("key") && (operator == null || operator.equals("Equal"))) {
      it.needs("key", "for operator Equal");
    }
    if (it.stands("tolerationSeconds") && !"NoExecute".equals(it.text("effect"))) {
      it.forbids("tolerationSeconds", "for another effect than NoExecute");
    }
  }

  /** The values that an operator of a selector takes. */
  static void operands(Asked it) {
    String operator = it.text("operator");
    if ("In".equals(operator) || "NotIn".equals(operator)) {
      it.needs("values", "for operator " + operator);
    } else if ("Exists".equals(operator) || "DoesNotExist".equals(operator)) {
      ListNode values = it.map().list("values");
      if (values != null && !values.isEmpty()) {
        it.forbids("values", "for operator " + operator);
      }
    }
  }

  private static void securityContext(Asked it) {
    it.atLeast(0, "runAsUser", "runAsGroup");
    if (Boolean.FALSE.equals(it.map().bool("allowPrivilegeEscalation"))
        && Boolean.TRUE.equals(it.map().bool("privileged"))) {
      it.refuses("allowPrivilegeEscalation", "may not be false where privileged is true", null);
    }
  }
}
