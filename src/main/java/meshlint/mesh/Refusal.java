package meshlint.mesh;

import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;

/**
 * A reason for which Istio's validating webhook refuses an object, beyond what the schema of its
 * kind says (pkg/config/validation/validation.go).
 *
 * @param object the object
 * @param place what to change
 * @param text what is wrong, as a sentence without its subject and full stop
 */
public record Refusal(KubeObject object, Place place, String text) {}
