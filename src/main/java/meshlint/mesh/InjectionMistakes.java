package meshlint.mesh;

import java.util.ArrayList;
import java.util.List;
import meshlint.graph.Container;
import meshlint.graph.Kinds;
import meshlint.graph.Known;
import meshlint.graph.Namespace;
import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.mesh.Injection.Cause;
import meshlint.mesh.InjectionMistake.Kind;
import org.jspecify.annotations.Nullable;

/** Finds the labels and annotations about injection that do not do what they say. */
final class InjectionMistakes {
  private final Mesh mesh;
  private final List<InjectionMistake> out = new ArrayList<>();
  private final KubeObject object;

  private InjectionMistakes(Mesh mesh, KubeObject object) {
    this.mesh = mesh;
    this.object = object;
  }

  static List<InjectionMistake> of(Mesh mesh, KubeObject object) {
    InjectionMistakes found = new InjectionMistakes(mesh, object);
    Workload workload = mesh.graph().workload(object);
    if (workload != null) {
      found.workload(workload);
    } else if (object.kind().equals(Kinds.NAMESPACE)) {
      found.namespace(mesh.graph().namespace(object.name()));
    }
    return List.copyOf(found.out);
  }

  // --- namespaces ----------------------------------------------------------------

  private void namespace(Namespace namespace) {
    MapNode labels = object.root().mapAt("metadata", "labels");
    MapNode annotations = object.root().mapAt("metadata", "annotations");
    for (String key : List.of(IstioLabels.INJECTION, IstioLabels.REVISION)) {
      String asAnnotation = text(annotations, key);
      if (asAnnotation != null && text(labels, key) == null) {
        add(
            Kind.NAMESPACE_LABEL_AS_ANNOTATION,
            at(annotations, key),
            key,
            asAnnotation,
            "the injection webhooks select Namespaces by label and ignore annotations",
            Known.of(!asAnnotation.equals("disabled")),
            null);
      }
    }
    for (MapNode holder : new MapNode[] {labels, annotations}) {
      String value = text(holder, IstioLabels.INJECT);
      if (value != null) {
        add(
            Kind.POD_LABEL_ON_NAMESPACE,
            at(holder, IstioLabels.INJECT),
            IstioLabels.INJECT,
            value,
            "Istio reads sidecar.istio.io/inject on pods only",
            Known.of(value.equals("true") != injects(namespace)),
            null);
      }
    }
    if (labels != null) {
      namespaceLabels(labels);
    }
  }

  private static boolean injects(Namespace namespace) {
    String injection = namespace.label(IstioLabels.INJECTION);
    return injection == null
        ? namespace.label(IstioLabels.REVISION) != null
        : injection.equals("enabled");
  }

  private void namespaceLabels(MapNode labels) {
    String injection = text(labels, IstioLabels.INJECTION);
    String revision = text(labels, IstioLabels.REVISION);
    String dataplane = text(labels, IstioLabels.DATAPLANE_MODE);
    if (injection != null && !injection.equals("enabled") && !injection.equals("disabled")) {
      add(
          Kind.NAMESPACE_VALUE,
          at(labels, IstioLabels.INJECTION),
          IstioLabels.INJECTION,
          injection,
          "any value but \"enabled\" switches injection off for the whole Namespace",
          Known.YES,
          null);
    }
    if (injection != null && revision != null) {
      boolean enabled = injection.equals("enabled");
      add(
          Kind.TWO_NAMESPACE_LABELS,
          at(labels, IstioLabels.REVISION),
          IstioLabels.REVISION,
          revision,
          enabled
              ? "istio-injection: enabled wins, so the default control plane injects and not "
                  + revision
              : "istio-injection: " + injection + " wins, so nothing is injected",
          Known.of(!(enabled && revision.equals("default"))),
          at(labels, IstioLabels.INJECTION));
    }
    if (dataplane != null) {
      dataplane(labels, dataplane, injection, revision);
    }
    if (injection == null && revision != null) {
      unknownRevision(at(labels, IstioLabels.REVISION), revision);
    }
    if (injection != null && injection.equals("enabled")) {
      noDefault(at(labels, IstioLabels.INJECTION), IstioLabels.INJECTION, injection);
    }
  }

  private void dataplane(
      MapNode labels, String dataplane, @Nullable String injection, @Nullable String revision) {
    Place place = at(labels, IstioLabels.DATAPLANE_MODE);
    if (!dataplane.equals("ambient") && !dataplane.equals("none")) {
      add(
          Kind.DATAPLANE_VALUE,
          place,
          IstioLabels.DATAPLANE_MODE,
          dataplane,
          "only \"ambient\" puts pods into the ambient mesh",
          Known.YES,
          null);
    }
    boolean sidecars = "enabled".equals(injection) || (injection == null && revision != null);
    if (dataplane.equals("ambient") && sidecars) {
      add(
          Kind.SIDECAR_AND_AMBIENT,
          place,
          IstioLabels.DATAPLANE_MODE,
          dataplane,
          "pods that get a sidecar stay out of the ambient mesh",
          Known.YES,
          at(labels, injection != null ? IstioLabels.INJECTION : IstioLabels.REVISION));
    }
  }

  private void unknownRevision(Place place, String revision) {
    ControlPlane plane = mesh.controlPlane();
    Known exists = plane.hasRevision(revision);
    if (!exists.isYes() && plane.isShown()) {
      add(
          Kind.UNKNOWN_REVISION,
          place,
          IstioLabels.REVISION,
          revision,
          "no control plane or tag here has that name (there is "
              + String.join(", ", plane.revisions())
              + "), so nothing is injected",
          exists.not(),
          first(plane.evidence()));
    }
  }

  private void noDefault(Place place, String key, String value) {
    ControlPlane plane = mesh.controlPlane();
    if (!plane.isShown() || plane.servesDefault()) {
      return;
    }
    add(
        Kind.NO_DEFAULT_REVISION,
        place,
        key,
        value,
        "no control plane or tag here is the default one (there is "
            + String.join(", ", plane.revisions())
            + "), so nothing is injected",
        plane.isComplete() ? Known.YES : Known.UNKNOWN,
        first(plane.evidence()));
  }

  // --- workloads -----------------------------------------------------------------

  private void workload(Workload workload) {
    Injection injection = mesh.injection(workload);
    MapNode own = object.root().map("metadata");
    MapNode pods = workload.template().map("metadata");
    boolean bare = object.kind().equals(Kinds.POD);
    for (String where : List.of("labels", "annotations")) {
      MapNode onPods = pods == null ? null : pods.map(where);
      MapNode onObject = bare || own == null ? null : own.map(where);
      namespaceLabel(onPods, injection);
      namespaceLabel(onObject, injection);
      String value = text(onObject, IstioLabels.INJECT);
      if (value != null && asked(workload) == null) {
        add(
            Kind.POD_LABEL_ON_WORKLOAD,
            at(onObject, IstioLabels.INJECT),
            IstioLabels.INJECT,
            value,
            "Istio reads it on the pod template, not on the " + workload.kind() + " itself",
            otherwise(value, injection),
            null);
      }
    }
    inject(workload, injection);
    revision(workload, injection);
    autoImage(workload, injection);
    templates(workload);
    String dataplane = workload.label(IstioLabels.DATAPLANE_MODE);
    if (dataplane != null && !dataplane.equals("ambient") && !dataplane.equals("none")) {
      add(
          Kind.DATAPLANE_VALUE,
          workload.labelPlace(IstioLabels.DATAPLANE_MODE),
          IstioLabels.DATAPLANE_MODE,
          dataplane,
          "only \"ambient\" and \"none\" mean something on pods",
          Known.YES,
          null);
    }
  }

  private void namespaceLabel(@Nullable MapNode holder, Injection injection) {
    String value = text(holder, IstioLabels.INJECTION);
    if (value != null) {
      add(
          Kind.NAMESPACE_LABEL_ON_POD,
          at(holder, IstioLabels.INJECTION),
          IstioLabels.INJECTION,
          value,
          "Istio reads istio-injection on Namespaces only",
          otherwise(value.equals("disabled") ? "false" : "true", injection),
          null);
    }
  }

  /** What the pods ask of the injector; null where they say nothing. */
  private static @Nullable String asked(Workload workload) {
    String label = workload.label(IstioLabels.INJECT);
    return label != null ? label : workload.annotation(IstioLabels.INJECT);
  }

  private static Known otherwise(String asked, Injection injection) {
    return asked.equals("true")
        ? injection.state().not()
        : asked.equals("false") ? injection.sidecar().or(injection.gateway()) : Known.YES;
  }

  private void inject(Workload workload, Injection injection) {
    String asked = asked(workload);
    boolean byLabel = workload.label(IstioLabels.INJECT) != null;
    Place place =
        byLabel
            ? workload.labelPlace(IstioLabels.INJECT)
            : workload.annotationPlace(IstioLabels.INJECT);
    boolean wants = "true".equals(asked) || workload.label(IstioLabels.REVISION) != null;
    if (asked != null && !asked.equals("true") && !asked.equals("false")) {
      add(
          Kind.POD_VALUE,
          place,
          IstioLabels.INJECT,
          asked,
          "only \"true\" and \"false\" mean something, anything else is as if it were not there",
          Known.YES,
          null);
      return;
    }
    if (!wants && injection.cause() != Cause.HOST_NETWORK) {
      return;
    }
    Place written = asked != null ? place : workload.labelPlace(IstioLabels.REVISION);
    String key = asked != null ? IstioLabels.INJECT : IstioLabels.REVISION;
    String value = asked != null ? asked : workload.label(IstioLabels.REVISION);
    Kind kind =
        switch (injection.cause()) {
          case ANNOTATION_WITHOUT_LABEL -> Kind.ANNOTATION_ONLY;
          case NAMESPACE_DISABLED, VALUE_NOT_RECOGNISED -> Kind.BLOCKED_BY_NAMESPACE;
          case IGNORED_NAMESPACE -> Kind.IGNORED_NAMESPACE;
          case NO_DEFAULT_REVISION -> Kind.NO_DEFAULT_REVISION;
          case HOST_NETWORK -> wants ? Kind.HOST_NETWORK : null;
          default -> null;
        };
    // A Namespace without a default control plane is said once, on the Namespace.
    boolean onNamespace =
        kind == Kind.NO_DEFAULT_REVISION
            && mesh.graph().namespace(workload.namespace()).label(IstioLabels.INJECTION) != null;
    if (kind != null && !onNamespace) {
      add(
          kind,
          written,
          key,
          value == null ? "" : value,
          injection.reason(),
          Known.YES,
          cause(injection, written));
    }
  }

  private static @Nullable Place cause(Injection injection, Place written) {
    for (Place place : injection.evidence()) {
      if (!place.equals(written)) {
        return place;
      }
    }
    return null;
  }

  private void revision(Workload workload, Injection injection) {
    String revision = workload.label(IstioLabels.REVISION);
    if (revision == null) {
      return;
    }
    Place place = workload.labelPlace(IstioLabels.REVISION);
    Namespace namespace = mesh.graph().namespace(workload.namespace());
    if (injection.cause() == Cause.NAMESPACE_ENABLED
        || injection.cause() == Cause.NAMESPACE_REVISION) {
      String used = injection.revision() == null ? "default" : injection.revision();
      if (!used.equals(revision)) {
        add(
            Kind.REVISION_IGNORED,
            place,
            IstioLabels.REVISION,
            revision,
            "the label of Namespace " + namespace.name() + " decides, which means " + used,
            Known.YES,
            first(injection.evidence()));
      }
    } else if (namespace.label(IstioLabels.REVISION) == null
        && namespace.label(IstioLabels.INJECTION) == null) {
      unknownRevision(place, revision);
    }
  }

  private void autoImage(Workload workload, Injection injection) {
    Container proxy = workload.container(IstioLabels.PROXY_CONTAINER);
    if (proxy != null && proxy.image().equals("auto") && !injection.state().isYes()) {
      add(
          Kind.AUTO_IMAGE,
          proxy.node().placeOf("image"),
          "image",
          "auto",
          "only the injector replaces the image \"auto\", and " + injection.reason(),
          injection.state().not(),
          first(injection.evidence()));
    }
  }

  private void templates(Workload workload) {
    String templates = workload.annotation(IstioLabels.TEMPLATES);
    if (templates == null) {
      return;
    }
    for (String template : templates.split(",", -1)) {
      Known exists = mesh.controlPlane().injector().hasTemplate(template.strip());
      if (!exists.isYes()) {
        add(
            Kind.UNKNOWN_TEMPLATE,
            workload.annotationPlace(IstioLabels.TEMPLATES),
            IstioLabels.TEMPLATES,
            template.strip(),
            "the injector has no template of that name, so creating the pods fails",
            exists.not(),
            null);
      }
    }
  }

  // --- helpers -------------------------------------------------------------------

  private void add(
      Kind kind,
      Place place,
      String key,
      String value,
      String effect,
      Known harmful,
      @Nullable Place cause) {
    out.add(new InjectionMistake(kind, object, place, key, value, effect, harmful, cause));
  }

  private static @Nullable String text(@Nullable MapNode holder, String key) {
    return holder == null ? null : holder.text(key);
  }

  private Place at(@Nullable MapNode holder, String key) {
    return holder == null ? object.place() : holder.placeOf(key);
  }

  private static @Nullable Place first(List<Place> places) {
    return places.isEmpty() ? null : places.get(0);
  }
}
