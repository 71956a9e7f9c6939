package meshlint.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import meshlint.finding.ObjectRef;
import meshlint.manifest.Kind;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * Checks objects against the schemas of their kinds, as the API server of a cluster would. A kind
 * that a CustomResourceDefinition of the input defines is checked against that definition, also
 * where the bundle knows the kind: which release of Istio or the Gateway API a cluster has is what
 * its definitions say.
 */
public final class Validator {
  private final Schemas schemas;
  private final Versions versions;
  private final CelRules rules;
  private final ApiVersions apiVersions;
  private final Definitions definitions;
  private final TreeSet<String> unevaluated = new TreeSet<>();
  private final Set<ObjectRef> unreadable = new HashSet<>();

  /** What is wrong with definitions: asked for when they are linted and when they are used. */
  private final Map<KubeObject, List<SchemaProblem>> ofDefinitions = new HashMap<>();

  private Validator(Schemas schemas, Versions versions, CelRules rules) {
    this.schemas = schemas;
    this.versions = versions;
    this.rules = rules;
    this.apiVersions = new ApiVersions(schemas.index(), versions);
    this.definitions = new Definitions(schemas.metadata(versions), this::isRefused);
  }

  /**
   * A validator.
   *
   * @param versions what the cluster runs
   * @param objects the objects of the input, whose CustomResourceDefinitions count; context
   *     included
   * @param extra schemas that hold before all others
   * @param rules evaluates the rules of CustomResourceDefinitions
   */
  public static Validator of(
      Schemas schemas,
      Versions versions,
      Collection<KubeObject> objects,
      ExtraSchemas extra,
      CelRules rules) {
    Validator validator = new Validator(schemas, versions, rules);
    Definitions definitions = validator.definitions;
    for (KubeObject object : objects) {
      if (isDefinition(object)) {
        definitions.add(object, false);
      }
    }
    extra.definitions().forEach(object -> definitions.add(object, true));
    extra.schemas().forEach(definitions::add);
    return validator;
  }

  private static boolean isDefinition(KubeObject object) {
    return object.ref().kind().equals("CustomResourceDefinition");
  }

  /** Whether there is a schema for an object. */
  public boolean knows(KubeObject object) {
    String apiVersion = object.ref().apiVersion();
    String kind = object.ref().kind();
    return schemas.find(apiVersion, kind, versions) != null
        || definitions.find(apiVersion, kind) != null;
  }

  /** The rules of definitions that could not be evaluated on some object so far, sorted. */
  public List<String> unevaluated() {
    return List.copyOf(unevaluated);
  }

  /**
   * The objects so far of which a part cannot be read, for a mapping or a list of mappings is
   * written as something else: what the cluster has in its place is unknown.
   */
  public Set<ObjectRef> unreadable() {
    return Set.copyOf(unreadable);
  }

  /** What is wrong with an object, in file order; empty for one whose kind has no schema. */
  public List<SchemaProblem> validate(KubeObject object) {
    if (!isDefinition(object)) {
      return check(object);
    }
    List<SchemaProblem> known = ofDefinitions.get(object);
    if (known == null) {
      known = check(object);
      ofDefinitions.put(object, known);
    }
    return known;
  }

  /** Whether a definition cannot be read; a field too many does not keep it from being stored. */
  private boolean isRefused(KubeObject definition) {
    for (SchemaProblem problem : validate(definition)) {
      if (problem.code().startsWith("value-")
          || problem.code().equals(SchemaProblem.FIELD_MISSING)) {
        return true;
      }
    }
    return false;
  }

  private List<SchemaProblem> check(KubeObject object) {
    String apiVersion = object.ref().apiVersion();
    String kind = object.ref().kind();
    List<SchemaProblem> out = new ArrayList<>();
    SchemaProblem version = version(object);
    if (version != null) {
      out.add(version);
    }
    Check check = null;
    KindSchema own = definitions.find(apiVersion, kind);
    KindSchema bundled = own == null ? schemas.find(apiVersion, kind, versions) : null;
    if (own != null) {
      check = new Check(object, own, Releases.ONE, "", true, rules, versions.kubernetes());
    } else if (bundled != null) {
      check =
          new Check(
              object,
              bundled,
              schemas.releases(apiVersion, kind),
              schemas.project(apiVersion, kind),
              schemas.isCustom(apiVersion, kind),
              rules,
              versions.kubernetes());
    }
    if (check != null) {
      for (SchemaProblem problem : check.run()) {
        // Of an API version that the cluster lacks, newer fields are no news.
        if (version == null || !problem.code().equals(SchemaProblem.FIELD_TOO_NEW)) {
          out.add(problem);
        }
      }
      unevaluated.addAll(check.unevaluated());
      if (check.isUnreadable()) {
        unreadable.add(object.ref());
      }
    }
    out.sort(Comparator.comparing(problem -> problem.place().span()));
    return out;
  }

  /** What is wrong with the API version: by the definition of the kind, or else by the bundle. */
  private @Nullable SchemaProblem version(KubeObject object) {
    String apiVersion = object.ref().apiVersion();
    Kind kind = object.kind();
    List<String> served = definitions.served(kind);
    if (served == null) {
      return apiVersions.problem(object);
    }
    Place place = object.root().placeOf("apiVersion");
    if (!served.isEmpty() && !served.contains(apiVersion)) {
      return new SchemaProblem(
          SchemaProblem.API_VERSION_UNKNOWN,
          object.ref()
              + ": the CustomResourceDefinition of "
              + kind.name()
              + " serves no "
              + apiVersion
              + ", so the API server does not know the object",
          "use " + Words.choices(ApiVersions.newestFirst(served)),
          place);
    }
    String deprecation = definitions.deprecation(apiVersion, object.ref().kind());
    if (deprecation == null) {
      return null;
    }
    String why = deprecation.isEmpty() ? "a later release drops it" : deprecation;
    return new SchemaProblem(
        SchemaProblem.API_VERSION_DEPRECATED,
        object.ref() + ": " + apiVersion + " is deprecated by its CustomResourceDefinition, " + why,
        null,
        place);
  }
}
