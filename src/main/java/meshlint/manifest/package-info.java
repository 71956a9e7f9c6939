/** YAML and JSON text to Kubernetes objects whose every field knows its place. */
@NullMarked
package meshlint.manifest;

import org.jspecify.annotations.NullMarked;
