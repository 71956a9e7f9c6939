package meshlint.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import meshlint.manifest.KubeObject;

/**
 * Checks objects against the schemas of their kinds, as the API server of a cluster would. Kinds
 * that CustomResourceDefinitions of the input define are checked against these.
 */
public final class Validator {
  private final Schemas schemas;
  private final Versions versions;
  private final CelRules rules;
  private final ApiVersions apiVersions;
  private final Map<String, KindSchema> custom;

  private Validator(
      Schemas schemas, Versions versions, CelRules rules, Map<String, KindSchema> custom) {
    this.schemas = schemas;
    this.versions = versions;
    this.rules = rules;
    this.custom = custom;
    this.apiVersions = new ApiVersions(schemas.index(), versions);
  }

  /**
   * A validator.
   *
   * @param versions what the cluster runs
   * @param objects the objects of the input, whose CustomResourceDefinitions count; context
   *     included
   * @param rules evaluates the rules of CustomResourceDefinitions
   */
  public static Validator of(
      Schemas schemas, Versions versions, Collection<KubeObject> objects, CelRules rules) {
    Map<String, KindSchema> custom = new HashMap<>();
    Map<String, KubeObject> definitions = new HashMap<>();
    Set<String> unclear = new HashSet<>();
    for (KubeObject object : objects) {
      if (object.ref().kind().equals("CustomResourceDefinition")) {
        for (KindSchema schema : CrdReader.read(object)) {
          String key = BundleIndex.key(schema.apiVersion(), schema.kind());
          custom.put(key, schema);
          KubeObject other = definitions.put(key, object);
          if (other != null && !other.root().equals(object.root())) {
            unclear.add(key);
          }
        }
      }
    }
    // Of two definitions of one kind that differ nobody knows which holds.
    custom.keySet().removeAll(unclear);
    return new Validator(schemas, versions, rules, custom);
  }

  /** Whether there is a schema for an object. */
  public boolean knows(KubeObject object) {
    String apiVersion = object.ref().apiVersion();
    String kind = object.ref().kind();
    return schemas.find(apiVersion, kind, versions) != null
        || custom.containsKey(BundleIndex.key(apiVersion, kind));
  }

  /** What is wrong with an object, in file order; empty for one whose kind has no schema. */
  public List<SchemaProblem> validate(KubeObject object) {
    String apiVersion = object.ref().apiVersion();
    String kind = object.ref().kind();
    List<SchemaProblem> out = new ArrayList<>();
    SchemaProblem version = apiVersions.problem(object);
    if (version != null) {
      out.add(version);
    }
    KindSchema bundled = schemas.find(apiVersion, kind, versions);
    Check check = null;
    if (bundled != null) {
      check =
          new Check(
              object,
              bundled,
              schemas.releases(apiVersion, kind),
              schemas.project(apiVersion, kind),
              schemas.isCustom(apiVersion, kind),
              rules,
              versions.kubernetes());
    } else {
      KindSchema own = custom.get(BundleIndex.key(apiVersion, kind));
      if (own != null) {
        check = new Check(object, own, Releases.ONE, "", true, rules, versions.kubernetes());
      }
    }
    if (check != null) {
      out.addAll(check.run());
    }
    out.sort(Comparator.comparing(problem -> problem.place().span()));
    return out;
  }
}
