package meshlint.mesh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import meshlint.graph.Container;
import meshlint.graph.ObjectGraph;
import meshlint.graph.ServicePort;
import meshlint.graph.Workload;
import meshlint.manifest.Place;
import org.jspecify.annotations.Nullable;

/**
 * What an application most likely speaks on a port, whatever the port says: by the image that
 * listens there, the words of the port's name, or a number that is hardly used for anything else.
 *
 * @param protocol the protocol's name, such as {@code MySQL}
 * @param serverFirst whether clients wait for the server's first bytes
 * @param evidence what shows it
 * @param reason the same as a clause
 * @param place where that stands
 */
public record Spoken(
    String protocol, boolean serverFirst, Evidence evidence, String reason, Place place) {
  /** What shows a protocol. */
  public enum Evidence {
    /** The image of the container behind the port. */
    IMAGE,
    /** A word of the port's name. */
    NAME,
    /** The number, by itself a hint only. */
    NUMBER
  }

  /**
   * A protocol.
   *
   * @param usual the ports that are its own
   * @param other further ports, which say it only together with an image
   * @param words the words that say it in names
   * @param images the last segments of images of its servers
   */
  private record Family(
      String protocol,
      boolean serverFirst,
      Set<Integer> usual,
      Set<Integer> other,
      Set<String> words,
      Set<String> images) {}

  private static final List<Family> FAMILIES =
      List.of(
          new Family(
              "MySQL",
              true,
              Set.of(3306, 3307, 6032, 6033, 6446, 6447),
              Set.of(3308, 4000, 4006, 4008, 9030, 15306, 33306),
              Set.of("mysql", "mariadb", "proxysql", "maxscale", "mysqlrouter"),
              Set.of(
                  "mysql",
                  "mysql-server",
                  "mysql-router",
                  "mysql-cluster",
                  "mariadb",
                  "mariadb-galera",
                  "percona",
                  "percona-server",
                  "percona-xtradb-cluster",
                  "proxysql",
                  "proxysql2",
                  "maxscale",
                  "tidb",
                  "vtgate")),
          new Family(
              "SMTP",
              true,
              Set.of(25, 587),
              Set.of(1025, 2525, 3025),
              Set.of("smtp"),
              Set.of(
                  "postfix",
                  "smtp",
                  "exim",
                  "exim4",
                  "opensmtpd",
                  "mailhog",
                  "mailpit",
                  "maildev",
                  "mailcatcher",
                  "greenmail",
                  "smtp4dev",
                  "docker-mailserver")),
          new Family(
              "IMAP",
              true,
              Set.of(143),
              Set.of(3143, 31143),
              Set.of("imap"),
              Set.of("dovecot", "greenmail", "docker-mailserver")),
          new Family(
              "POP3",
              true,
              Set.of(110),
              Set.of(3110, 31110),
              Set.of("pop3"),
              Set.of("dovecot", "greenmail")),
          new Family(
              "FTP",
              true,
              Set.of(21),
              Set.of(2121),
              Set.of("ftp"),
              Set.of("vsftpd", "pure-ftpd", "proftpd", "ftpd", "docker-vsftpd")),
          new Family(
              "NATS",
              true,
              Set.of(4222),
              Set.of(6222, 7422),
              Set.of("nats"),
              Set.of("nats", "nats-streaming", "nats-server")),
          new Family(
              "VNC", true, Set.of(5900, 5901), Set.of(), Set.of("vnc", "rfb"), Set.of("vnc")),
          new Family(
              "PostgreSQL",
              false,
              Set.of(5432, 6432),
              Set.of(5433, 9999),
              Set.of("postgres", "postgresql", "pgsql", "pgbouncer"),
              Set.of(
                  "postgres",
                  "postgresql",
                  "postgresql-repmgr",
                  "postgis",
                  "timescaledb",
                  "pgbouncer",
                  "pgpool",
                  "spilo")),
          new Family(
              "Redis",
              false,
              Set.of(6379, 26379),
              Set.of(6380, 16379),
              Set.of("redis", "valkey"),
              Set.of(
                  "redis",
                  "redis-cluster",
                  "redis-sentinel",
                  "redis-stack-server",
                  "valkey",
                  "keydb")),
          new Family(
              "MongoDB",
              false,
              Set.of(27017, 27018, 27019),
              Set.of(),
              Set.of("mongo", "mongodb"),
              Set.of("mongo", "mongodb", "percona-server-mongodb", "mongodb-community-server")),
          new Family(
              "ZooKeeper",
              false,
              Set.of(2181),
              Set.of(2888, 3888),
              Set.of("zookeeper", "zk"),
              Set.of("zookeeper", "cp-zookeeper")),
          new Family(
              "Kafka",
              false,
              Set.of(9092),
              Set.of(9093, 9094, 19092, 29092),
              Set.of("kafka"),
              Set.of("kafka", "cp-kafka", "cp-server", "kafka-native")),
          new Family(
              "Cassandra",
              false,
              Set.of(9042),
              Set.of(7000, 7001),
              Set.of("cassandra", "cql"),
              Set.of("cassandra", "scylla")),
          new Family(
              "AMQP",
              false,
              Set.of(5672),
              Set.of(),
              Set.of("amqp"),
              Set.of("rabbitmq", "activemq-artemis", "qpid-dispatch")),
          new Family(
              "memcached",
              false,
              Set.of(11211),
              Set.of(),
              Set.of("memcached", "memcache"),
              Set.of("memcached")),
          new Family(
              "SQL Server",
              false,
              Set.of(1433),
              Set.of(),
              Set.of("mssql", "sqlserver"),
              Set.of("mssql-server", "server", "azure-sql-edge")),
          new Family(
              "Oracle's",
              false,
              Set.of(1521),
              Set.of(),
              Set.of(),
              Set.of("oracle-xe", "oracle-free", "oracledb")));

  /** Words that say that a port beside the main one speaks HTTP after all. */
  private static final Set<String> HTTP_WORDS =
      Set.of(
          "http",
          "https",
          "http2",
          "grpc",
          "web",
          "ui",
          "api",
          "rest",
          "admin",
          "console",
          "dashboard",
          "metrics",
          "metric",
          "exporter",
          "prometheus",
          "stats",
          "status",
          "monitor",
          "monitoring",
          "management",
          "mgmt",
          "health",
          "healthz",
          "backup",
          "sidecar",
          "proxyadmin");

  private static final Map<Integer, Family> BY_NUMBER = byNumber();
  private static final Map<String, Family> BY_WORD = byWord();
  private static final Map<String, List<Family>> BY_IMAGE = byImage();

  private static Map<Integer, Family> byNumber() {
    Map<Integer, Family> out = new HashMap<>();
    for (Family family : FAMILIES) {
      family.usual.forEach(port -> out.put(port, family));
    }
    return Map.copyOf(out);
  }

  private static Map<String, Family> byWord() {
    Map<String, Family> out = new HashMap<>();
    for (Family family : FAMILIES) {
      family.words.forEach(word -> out.put(word, family));
    }
    return Map.copyOf(out);
  }

  private static Map<String, List<Family>> byImage() {
    Map<String, List<Family>> out = new HashMap<>();
    for (Family family : FAMILIES) {
      family.images.forEach(
          image -> out.computeIfAbsent(image, k -> new ArrayList<>(1)).add(family));
    }
    return Map.copyOf(out);
  }

  /** What is spoken on a port of the registry; null where nothing shows it. */
  static @Nullable Spoken of(MeshPort port, ObjectGraph graph) {
    ServicePort service = port.servicePort();
    Spoken byImage = service == null ? null : byImage(service, graph);
    if (byImage != null) {
      return byImage;
    }
    List<String> words = words(port.name());
    if (words.stream().anyMatch(HTTP_WORDS::contains)) {
      return null;
    }
    for (String word : words) {
      Family family = BY_WORD.get(word);
      if (family != null) {
        return new Spoken(
            family.protocol,
            family.serverFirst,
            Evidence.NAME,
            "its name is " + port.name(),
            port.place("name"));
      }
    }
    return usual(port);
  }

  /** What the number of a port is used for in most clusters; null for any other number. */
  static @Nullable Spoken usual(MeshPort port) {
    Family family = BY_NUMBER.get(port.number());
    return family == null
        ? null
        : new Spoken(
            family.protocol,
            family.serverFirst,
            Evidence.NUMBER,
            port.number() + " is the usual port of " + family.protocol,
            port.node().place());
  }

  private static List<String> words(String name) {
    return List.of(name.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1));
  }

  private static @Nullable Spoken byImage(ServicePort port, ObjectGraph graph) {
    for (Workload workload : graph.workloadsOf(port.service())) {
      Integer target = port.resolveOn(workload);
      Container container = target == null ? null : listener(workload, target);
      if (container == null || target == null) {
        continue;
      }
      for (Family family : BY_IMAGE.getOrDefault(segment(container.image()), List.of())) {
        if (family.usual.contains(target) || family.other.contains(target)) {
          return new Spoken(
              family.protocol,
              family.serverFirst,
              Evidence.IMAGE,
              "container " + container.name() + " runs " + container.image(),
              container.node().placeOf("image"));
        }
      }
    }
    return null;
  }

  /** The container that listens on a port: the one that declares it, or the only one. */
  private static @Nullable Container listener(Workload workload, int port) {
    List<Container> own = new ArrayList<>();
    for (Container container : workload.containers()) {
      if (container.init() || container.name().equals(IstioLabels.PROXY_CONTAINER)) {
        continue;
      }
      if (container.ports().stream().anyMatch(declared -> declared.number() == port)) {
        return container;
      }
      own.add(container);
    }
    return own.size() == 1 ? own.get(0) : null;
  }

  /** The last segment of an image's name, without tag and digest. */
  private static String segment(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    int end = name.indexOf('@') >= 0 ? name.indexOf('@') : name.length();
    int tag = name.indexOf(':');
    return name.substring(0, tag >= 0 && tag < end ? tag : end).toLowerCase(Locale.ROOT);
  }
}
