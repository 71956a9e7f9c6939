package meshlint.trace;

import meshlint.graph.Service;
import org.jspecify.annotations.Nullable;

/**
 * What a host name names: a Service, or one pod behind a headless one.
 *
 * @param namespace the Service's namespace
 * @param name the Service's name
 * @param service the Service; null where the world has none of that name
 * @param pod the pod's host name, for a name such as {@code kafka-0.kafka}; null for the Service
 * @param form how much of the full name is written
 * @param domain what stands behind {@code svc}, such as {@code cluster.local}; empty where nothing
 *     does
 */
public record Target(
    String namespace,
    String name,
    @Nullable Service service,
    @Nullable String pod,
    Form form,
    String domain) {
  /** How much of a Service's full name is written. */
  public enum Form {
    /** {@code web}. */
    NAME,
    /** {@code web.shop}. */
    NAMESPACE,
    /** {@code web.shop.svc}. */
    SVC,
    /** {@code web.shop.svc.cluster.local}. */
    FULL,
    /** A field of an object that names the Service, not a host name. */
    REFERENCE
  }

  /** A Service that a field of an object names. */
  static Target reference(String namespace, String name, @Nullable Service service) {
    return new Target(namespace, name, service, null, Form.REFERENCE, "");
  }

  /** {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
