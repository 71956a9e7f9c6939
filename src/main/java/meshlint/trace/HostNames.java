package meshlint.trace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import meshlint.graph.ObjectGraph;
import meshlint.graph.Service;
import org.jspecify.annotations.Nullable;

/** The host names of a world's Services, as applications write them. */
final class HostNames {
  private static final Pattern ORDINAL = Pattern.compile("[a-z0-9-]*[a-z0-9]-\\d{1,4}");
  private static final Pattern DOT = Pattern.compile("\\.");

  private final ObjectGraph graph;
  private final Set<String> names = new HashSet<>();
  private final Map<String, Map<String, Service>> byVariable = new HashMap<>();

  HostNames(ObjectGraph graph) {
    this.graph = graph;
    for (Service service : graph.services()) {
      names.add(service.name());
      if (!service.isHeadless() && !service.isExternalName()) {
        byVariable
            .computeIfAbsent(service.namespace(), k -> new HashMap<>())
            .putIfAbsent(variable(service.name()), service);
      }
    }
    for (String external : graph.settings().externalServices()) {
      names.add(external.substring(external.indexOf('/') + 1));
    }
  }

  /**
   * Whether a name can be that of a Service or its pod in some namespace: a quick test for {@link
   * HostScanner}.
   */
  boolean mayName(String host) {
    if (host.contains(".svc")) {
      return true;
    }
    int dot = host.indexOf('.');
    if (dot < 0) {
      return names.contains(host);
    }
    int second = host.indexOf('.', dot + 1);
    if (second < 0) {
      return names.contains(host.substring(0, dot)) || names.contains(host.substring(dot + 1));
    }
    return host.indexOf('.', second + 1) < 0 && names.contains(host.substring(dot + 1, second));
  }

  /**
   * What a name means to a client.
   *
   * @param namespace the client's namespace, in which short names are looked up
   * @return null where it names nothing that is known to be a Service
   */
  @Nullable Target resolve(String host, String namespace) {
    String[] labels = DOT.split(host, -1);
    for (String label : labels) {
      if (label.isEmpty()) {
        return null;
      }
    }
    int svc = List.of(labels).indexOf("svc");
    if (svc == 2 || svc == 3) {
      String domain = String.join(".", List.of(labels).subList(svc + 1, labels.length));
      return new Target(
          labels[svc - 1],
          labels[svc - 2],
          graph.service(labels[svc - 1], labels[svc - 2]),
          svc == 3 ? labels[0] : null,
          domain.isEmpty() ? Target.Form.SVC : Target.Form.FULL,
          domain);
    }
    return switch (labels.length) {
      case 1 -> find(namespace, labels[0], null, Target.Form.NAME);
      case 2 -> {
        Target service = find(labels[1], labels[0], null, Target.Form.NAMESPACE);
        yield service == null && ORDINAL.matcher(labels[0]).matches()
            ? find(namespace, labels[1], labels[0], Target.Form.NAME)
            : service;
      }
      case 3 ->
          ORDINAL.matcher(labels[0]).matches()
              ? find(labels[2], labels[1], labels[0], Target.Form.NAMESPACE)
              : null;
      default -> null;
    };
  }

  private @Nullable Target find(
      String namespace, String name, @Nullable String pod, Target.Form form) {
    Service service = graph.service(namespace, name);
    boolean external = graph.settings().externalServices().contains(namespace + "/" + name);
    return service == null && !external
        ? null
        : new Target(namespace, name, service, pod, form, "");
  }

  /**
   * The Service whose address Kubernetes puts into {@code NAME_SERVICE_HOST} of the pods of its
   * namespace; null where the variable is none of these.
   */
  @Nullable Service ofVariable(String variable, String namespace) {
    String suffix = "_SERVICE_HOST";
    return variable.endsWith(suffix)
        ? byVariable
            .getOrDefault(namespace, Map.of())
            .get(variable.substring(0, variable.length() - suffix.length()))
        : null;
  }

  private static String variable(String service) {
    return service.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
