package meshlint.mesh;

import meshlint.manifest.MapNode;
import meshlint.manifest.Place;
import meshlint.source.Span;

/**
 * Something in a mesh config that istiod does not take as it is meant.
 *
 * @param path the field, such as {@code outboundTrafficPolicy.mode}
 * @param node the mapping that has the field
 * @param key the field's name in it
 * @param refused whether istiod refuses the whole config for it; else it ignores the field
 * @param reason what is wrong with it, as a clause
 * @param meant the word that was surely meant; empty where none is near
 */
public record MeshConfigProblem(
    String path, MapNode node, String key, boolean refused, String reason, String meant) {
  /** Where it stands in its object; a mesh config that is a file of its own has none. */
  public Place place() {
    return refused ? node.placeOf(key) : node.placeOfKey(key);
  }

  /** Where it stands in its file. */
  public Span span() {
    int index = node.indexOf(key);
    return refused ? node.valueSpanAt(index) : node.keySpanAt(index);
  }
}
