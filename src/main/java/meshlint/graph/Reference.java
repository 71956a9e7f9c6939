package meshlint.graph;

import java.util.List;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A field of an object that names another object.
 *
 * @param from the object with the field
 * @param role what the field is for
 * @param kind the kind it names
 * @param namespace the namespace it means; empty for a cluster-scoped kind
 * @param name the name it names
 * @param place where the name stands
 * @param optional whether the manifest says that it may be absent
 * @param keys the keys of a Secret or ConfigMap that it wants; mostly none
 * @param port the port of a Service that it wants, a {@link Long} or a name; null where it wants
 *     none
 * @param portPlace where that stands; the name's place where it wants none
 */
public record Reference(
    KubeObject from,
    Role role,
    Kind kind,
    String namespace,
    String name,
    Place place,
    boolean optional,
    List<Key> keys,
    @Nullable Object port,
    Place portPlace) {
  /** Copies the keys. */
  public Reference {
    keys = List.copyOf(keys);
  }

  /** What a reference is for. */
  public enum Role {
    /** The value of one environment variable. */
    VARIABLE,
    /** All environment variables of a Secret or ConfigMap. */
    VARIABLES,
    /** A volume, projected or not. */
    VOLUME,
    /** The claim behind a volume. */
    CLAIM,
    /** Credentials for the image registry. */
    IMAGE_PULL,
    /** The pods' ServiceAccount. */
    SERVICE_ACCOUNT,
    /** What an autoscaler scales. */
    SCALE_TARGET,
    /** The Service behind an Ingress or a Gateway API route. */
    BACKEND,
    /** The Gateway or Service that a Gateway API route attaches to. */
    PARENT,
    /** The certificate of an Ingress. */
    CERTIFICATE,
    /** The role of a binding. */
    ROLE,
    /** The ServiceAccount that a binding gives a role. */
    SUBJECT,
    /** The Service that the API server calls. */
    WEBHOOK
  }

  /**
   * A key of a Secret or ConfigMap.
   *
   * @param name the key
   * @param place where it stands
   */
  public record Key(String name, Place place) {}

  /** The number of the port it wants; null where it names one or wants none. */
  public @Nullable Integer portNumber() {
    return port instanceof Long number ? Integer.valueOf(number.intValue()) : null;
  }

  /** The port of a Service that it wants; null where the Service does not declare it. */
  public @Nullable ServicePort portOf(Service service) {
    for (ServicePort candidate : service.ports()) {
      boolean same =
          port instanceof Long number
              ? candidate.port() == number
              : port != null && port.equals(candidate.name());
      if (same) {
        return candidate;
      }
    }
    return null;
  }
}
