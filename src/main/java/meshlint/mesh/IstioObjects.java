package meshlint.mesh;

import org.jspecify.annotations.Nullable;

/**
 * What the objects of Istio in one world do to each other: indexes made when they are first asked
 * for.
 */
public final class IstioObjects {
  private final Mesh mesh;
  private @Nullable WildcardRivals wildcardRivals;
  private @Nullable EntryRivals entryRivals;
  private @Nullable IstioAnnotations annotations;
  private @Nullable EnvoyPatches envoyPatches;
  private @Nullable TcpEntryRivals tcpEntryRivals;
  private @Nullable RouteTargets routeTargets;
  private @Nullable GatewayHops gatewayHops;

  IstioObjects(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Wildcard hosts of VirtualServices over hosts of others with another audience. */
  public WildcardRivals wildcardRivals() {
    WildcardRivals known = wildcardRivals;
    if (known == null) {
      known = new WildcardRivals(mesh);
      wildcardRivals = known;
    }
    return known;
  }

  /** ServiceEntries that declare the same port of the same host. */
  public EntryRivals entryRivals() {
    EntryRivals known = entryRivals;
    if (known == null) {
      known = new EntryRivals(mesh);
      entryRivals = known;
    }
    return known;
  }

  /** The patches of EnvoyFilters. */
  public EnvoyPatches envoyPatches() {
    EnvoyPatches known = envoyPatches;
    if (known == null) {
      known = new EnvoyPatches(mesh);
      envoyPatches = known;
    }
    return known;
  }

  /** ServiceEntries whose TCP ports proxies cannot tell apart. */
  public TcpEntryRivals tcpEntryRivals() {
    TcpEntryRivals known = tcpEntryRivals;
    if (known == null) {
      known = new TcpEntryRivals(mesh);
      tcpEntryRivals = known;
    }
    return known;
  }

  /** Routes that lead to a gateway and not on. */
  public GatewayHops gatewayHops() {
    GatewayHops known = gatewayHops;
    if (known == null) {
      known = new GatewayHops(mesh);
      gatewayHops = known;
    }
    return known;
  }

  /** Where the routes of all VirtualServices lead. */
  public RouteTargets routeTargets() {
    RouteTargets known = routeTargets;
    if (known == null) {
      known = new RouteTargets(mesh);
      routeTargets = known;
    }
    return known;
  }

  /** Istio's annotations. */
  public IstioAnnotations annotations() {
    IstioAnnotations known = annotations;
    if (known == null) {
      known = new IstioAnnotations();
      annotations = known;
    }
    return known;
  }
}
