package meshlint.schema;

import java.util.LinkedHashSet;
import java.util.Set;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import meshlint.manifest.Node;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/** The problems of one object, and the words in which they say where they are. */
final class Problems {
  /** How a sentence ends that says what the API server does not accept. */
  static final String REFUSED = ": the API server refuses the object";

  private final KubeObject object;

  /** A set: what the schema says the API server may say again. */
  private final Set<SchemaProblem> all = new LinkedHashSet<>();

  /** How many alternatives are being tried; problems in them are not reported. */
  private int trying;

  Problems(KubeObject object) {
    this.object = object;
  }

  KubeObject object() {
    return object;
  }

  /** The problems, in no certain order. */
  Set<SchemaProblem> all() {
    return all;
  }

  /** Keeps no problem until {@link #resume}. */
  void pause() {
    trying++;
  }

  void resume() {
    trying--;
  }

  boolean isPaused() {
    return trying > 0;
  }

  void add(String code, String message, @Nullable String hint, Place place) {
    if (trying == 0) {
      all.add(new SchemaProblem(code, message, hint, place));
    }
  }

  /** {@code spec.ports[0].port of Service shop/web}. */
  String where(Node parent, Object key) {
    return parent.path().child(key) + " of " + object.ref();
  }

  /** The same for a mapping; of the whole object only its name. */
  String where(MapNode map) {
    return map.parent() == null ? object.ref().toString() : map.path() + " of " + object.ref();
  }
}
