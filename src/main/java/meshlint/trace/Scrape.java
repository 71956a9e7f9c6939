package meshlint.trace;

import meshlint.graph.Workload;
import meshlint.manifest.KubeObject;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * A port of pods that Prometheus scrapes, which it dials by the pods' own addresses.
 *
 * @param monitor the ServiceMonitor or PodMonitor that says so
 * @param scraper the pods of Prometheus; null where the input does not show them
 * @param words who scrapes, as a message names it
 * @param server the workload that is scraped
 * @param podPort its port
 * @param tls whether Prometheus speaks TLS there
 * @param place where the port stands in the monitor
 */
public record Scrape(
    KubeObject monitor,
    @Nullable Workload scraper,
    String words,
    Workload server,
    int podPort,
    boolean tls,
    Place place) {}
