package meshlint.dns;

import java.util.List;
import meshlint.graph.Known;
import meshlint.graph.Service;
import meshlint.manifest.Place;

/**
 * The Service that pods ask for names.
 *
 * @param service the Service
 * @param missingPorts those of {@code 53/UDP} and {@code 53/TCP} that it lacks
 * @param selectsDns whether it selects pods that serve DNS
 * @param reason why, where {@code selectsDns} is no; else empty
 * @param evidence what shows it: the selector and the workload that serves DNS
 */
public record DnsService(
    Service service,
    List<String> missingPorts,
    Known selectsDns,
    String reason,
    List<Place> evidence) {
  /** Copies the lists. */
  public DnsService {
    missingPorts = List.copyOf(missingPorts);
    evidence = List.copyOf(evidence);
  }

  /** Where its selector stands. */
  public Place selectorPlace() {
    return service.object().place("spec", "selector");
  }
}
