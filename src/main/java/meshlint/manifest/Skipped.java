package meshlint.manifest;

/**
 * Something in the input that was read and left out on purpose, so that nothing is dropped
 * silently.
 *
 * @param path display path of the file
 * @param line the line it starts on, from 1
 * @param reason why
 */
public record Skipped(String path, int line, Reason reason) {
  /** Why a document or file was left out. */
  public enum Reason {
    /** YAML or JSON without apiVersion and kind: values files, workflows and the like. */
    NOT_KUBERNETES,
    /**
     * apiVersion and kind, but neither metadata.name nor generateName: a patch or fragment that no
     * API server would store.
     */
    NO_NAME,
    /** A Helm template that was not rendered. */
    TEMPLATE,
    /** A file that a kustomization applies as a patch: a partial object. */
    KUSTOMIZE_PATCH,
    /** A kustomization file itself. */
    KUSTOMIZATION,
    /** A file that is no text. */
    BINARY
  }
}
