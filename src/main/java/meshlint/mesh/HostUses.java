package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Kinds;
import meshlint.manifest.KubeObject;
import meshlint.manifest.ListNode;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.HostUse.Role;

/** Finds the hosts written in an object of Istio. */
final class HostUses {
  private HostUses() {}

  static List<HostUse> of(KubeObject object, Mesh mesh) {
    List<HostUse> out = new ArrayList<>();
    MapNode spec = object.spec();
    if (spec == null) {
      return out;
    }
    if (object.kind().equals(Kinds.VIRTUAL_SERVICE)) {
      hosts(object, spec, Role.ROUTED, mesh, out);
      for (Destination destination : VirtualRoutes.of(object, mesh).destinations()) {
        boolean mirror = destination.kind() == Destination.Kind.MIRROR;
        out.add(
            new HostUse(
                object,
                mirror ? Role.MIRROR : Role.DESTINATION,
                destination.written(),
                destination.place("host"),
                mesh.lookup(destination.written(), object.namespace()),
                destination.port(),
                destination.subset()));
      }
    } else if (object.kind().equals(Kinds.SERVICE_ENTRY)) {
      hosts(object, spec, Role.ADDED, mesh, out);
    } else if (object.kind().equals(Kinds.DESTINATION_RULE)) {
      String host = spec.text("host");
      if (host != null) {
        add(object, Role.RULE, host, spec.placeOf("host"), mesh, out);
      }
    } else if (object.kind().equals(Kinds.SIDECAR)) {
      for (EgressHost host : SidecarScope.egressHosts(object)) {
        if (host.isWellFormed()) {
          out.add(imported(host, mesh));
        }
      }
    }
    return out;
  }

  /** Here a name without a dot is not completed: it is compared as it is, and matches nothing. */
  private static HostUse imported(EgressHost host, Mesh mesh) {
    KubeObject sidecar = host.sidecar();
    String name = host.dnsName();
    HostLookup lookup = mesh.lookup(name, sidecar.namespace());
    if (name.indexOf('.') < 0 && !name.equals("*")) {
      boolean named = !host.namespace().equals("*") && !host.namespace().equals("~");
      String namespace = host.namespace().equals(".") ? sidecar.namespace() : host.namespace();
      lookup =
          new HostLookup(
              name,
              name,
              HostLookup.Outcome.NOT_COMPLETED,
              List.of(),
              named ? mesh.completeHost(name, namespace) : null,
              List.of(),
              "a Sidecar's hosts are compared as they are, so " + name + " matches no host");
    }
    return new HostUse(sidecar, Role.IMPORTED, host.written(), host.place(), lookup, null, null);
  }

  private static void hosts(
      KubeObject object, MapNode spec, Role role, Mesh mesh, List<HostUse> out) {
    ListNode hosts = spec.list("hosts");
    for (int i = 0; hosts != null && i < hosts.size(); i++) {
      if (hosts.get(i) instanceof String host) {
        add(object, role, host, hosts.placeOf(i), mesh, out);
      }
    }
  }

  private static void add(
      KubeObject object, Role role, String host, Place place, Mesh mesh, List<HostUse> out) {
    out.add(
        new HostUse(object, role, host, place, mesh.lookup(host, object.namespace()), null, null));
  }
}
