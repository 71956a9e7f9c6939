package meshlint.report;

import meshlint.manifest.Skipped;

/** Why something was left out, in words. */
public final class SkippedText {
  private SkippedText() {}

  /** What these are, behind their number: {@code 2 unrendered templates}. */
  public static String of(Skipped.Reason reason, int count) {
    String s = count == 1 ? "" : "s";
    return switch (reason) {
      case NOT_KUBERNETES -> "without apiVersion and kind";
      case NO_NAME -> "without a name";
      case TEMPLATE -> "unrendered template" + s;
      case KUSTOMIZE_PATCH -> "Kustomize patch" + (count == 1 ? "" : "es");
      case KUSTOMIZATION -> "kustomization" + s;
      case BINARY -> "binary file" + s;
    };
  }
}
