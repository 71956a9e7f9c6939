package meshlint.schema;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import meshlint.manifest.ListNode;

/**
 * What the API server asks of workloads, what scales and guards them, and what they are stored in.
 */
final class WorkloadChecks {
  /** Time zones that Go knows and Java's list of regions leaves out. */
  private static final Set<String> OLD_ZONES = Set.of("EST", "HST", "MST", "ROC", "Factory");

  private static final String[] PERSISTENT_SOURCES = {
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume"
  };

  private WorkloadChecks() {}

  /** Checks a mapping of one of the types of these kinds. */
  static void check(String type, Asked it) {
    switch (type) {
      case "DeploymentSpec" -> {
        it.atLeast(
            0, "replicas", "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds");
        Long deadline = it.number("progressDeadlineSeconds");
        Long ready = it.number("minReadySeconds");
        if (deadline != null && ready != null && deadline <= ready) {
          it.outOfBounds("progressDeadlineSeconds", deadline, "must be more than minReadySeconds");
        }
        controller(it);
      }
      case "StatefulSetSpec" -> {
        it.atLeast(0, "replicas", "minReadySeconds");
        it.formed(NameForm.SUBDOMAIN, "serviceName");
        controller(it);
      }
      case "DaemonSetSpec", "ReplicaSetSpec" -> {
        it.atLeast(0, "replicas", "minReadySeconds");
        controller(it);
      }
      case "DeploymentStrategy" -> {
        if ("Recreate".equals(it.text("type"))) {
          it.forbids("rollingUpdate", "for type Recreate");
        }
      }
      case "StatefulSetUpdateStrategy" -> {
        if ("OnDelete".equals(it.text("type"))) {
          it.forbids("rollingUpdate", "for type OnDelete");
        }
      }
      case "RollingUpdateDeployment" -> {
        it.countOrPercent("maxUnavailable", true);
        it.countOrPercent("maxSurge", false);
        if (isZero(it, "maxUnavailable") && isZero(it, "maxSurge")) {
          it.refuses("maxUnavailable", "may not be 0 where maxSurge is 0 too", null);
        }
      }
      case "RollingUpdateDaemonSet" -> {
        it.countOrPercent("maxUnavailable", true);
        it.countOrPercent("maxSurge", true);
      }
      case "RollingUpdateStatefulSetStrategy" -> it.atLeast(0, "partition");
      case "JobSpec" -> job(it);
      case "CronJobSpec" -> cronJob(it);
      case "HorizontalPodAutoscalerSpec" -> {
        it.atLeast(1, "minReplicas", "maxReplicas");
        Long min = it.number("minReplicas");
        Long max = it.number("maxReplicas");
        if (min != null && max != null && max > 0 && min > max) {
          it.outOfBounds("minReplicas", min, "may be at most maxReplicas, which is " + max);
        }
      }
      case "MetricSpec" -> metric(it);
      case "HPAScalingRules" -> it.between("stabilizationWindowSeconds", 0, 3600);
      case "HPAScalingPolicy" -> {
        it.atLeast(1, "value");
        it.between("periodSeconds", 1, 1800);
      }
      case "PodDisruptionBudgetSpec" -> {
        if (it.exclusive("minAvailable", "maxUnavailable")) {
          it.countOrPercent("minAvailable", true);
          it.countOrPercent("maxUnavailable", true);
        }
      }
      case "PersistentVolumeClaimSpec" -> claim(it);
      case "PersistentVolumeSpec" -> {
        it.exactlyOne(PERSISTENT_SOURCES);
        it.needs("accessModes", "");
        Asked capacity = it.in("capacity");
        if (capacity == null) {
          it.needs("capacity", "");
        } else {
          capacity.needs("storage", "");
          positive(capacity);
        }
        it.formed(NameForm.SUBDOMAIN, "storageClassName");
      }
      case "LimitRangeItem" -> {
        String kind = it.text("type");
        if (kind != null && kind.indexOf('/') < 0) {
          it.oneOfValues("type", List.of("Pod", "Container", "PersistentVolumeClaim"), null);
        }
      }
      default -> {
        // Nothing is asked of it beyond its schema.
      }
    }
  }

  private static boolean isZero(Asked it, String field) {
    Object value = it.map().get(field);
    return Long.valueOf(0).equals(value) || "0%".equals(value);
  }

  /** What holds for everything that keeps pods running. */
  private static void controller(Asked it) {
    Asked selector = it.in("selector");
    if (selector != null && selector.map().isEmpty()) {
      it.refuses("selector", "may not be empty", "write the labels of the template's pods");
    }
    Asked template = it.in("template");
    Asked pod = template == null ? null : template.in("spec");
    if (pod != null) {
      pod.oneOfValues("restartPolicy", List.of("Always"), "in a workload that keeps pods running");
      pod.forbids("activeDeadlineSeconds", "in a workload that keeps pods running");
    }
  }

  private static void job(Asked it) {
    it.atLeast(
        0,
        "parallelism",
        "completions",
        "activeDeadlineSeconds",
        "backoffLimit",
        "ttlSecondsAfterFinished");
    Asked template = it.in("template");
    Asked pod = template == null ? null : template.in("spec");
    if (pod != null) {
      String policy = pod.text("restartPolicy");
      if (!pod.has("restartPolicy")) {
        pod.needs("restartPolicy", "of a Job, OnFailure or Never");
      } else if ("Always".equals(policy)) {
        pod.oneOfValues("restartPolicy", List.of("OnFailure", "Never"), "in a Job");
      }
    }
    if ("Indexed".equals(it.text("completionMode"))) {
      it.needs("completions", "for completionMode Indexed");
    }
  }

  private static void cronJob(Asked it) {
    it.atLeast(
        0, "startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit");
    String schedule = it.text("schedule");
    if (schedule != null && schedule.contains("TZ")) {
      it.malformed("schedule", "names a time zone", "write the zone in timeZone");
    } else if (schedule != null) {
      String complaint = Cron.complaint(schedule);
      if (complaint != null) {
        it.malformed("schedule", complaint, null);
      }
    }
    String zone = it.text("timeZone");
    if (zone != null && !isZone(zone)) {
      it.malformed("timeZone", "is no time zone such as Europe/Berlin", null);
    }
    Asked template = it.in("jobTemplate");
    Asked job = template == null ? null : template.in("spec");
    if (job != null) {
      job.forbids("selector", "in a CronJob: it is generated");
    }
  }

  private static boolean isZone(String zone) {
    return ZoneId.getAvailableZoneIds().contains(zone)
        || OLD_ZONES.contains(zone)
        || zone.startsWith("posix/")
        || zone.startsWith("right/");
  }

  private static void metric(Asked it) {
    String type = it.text("type");
    String field =
        switch (type == null ? "" : type) {
          case "Object" -> "object";
          case "Pods" -> "pods";
          case "Resource" -> "resource";
          case "External" -> "external";
          case "ContainerResource" -> "containerResource";
          default -> null;
        };
    if (field == null) {
      return;
    }
    List<String> others = new ArrayList<>();
    for (String name : List.of("object", "pods", "resource", "external", "containerResource")) {
      if (!name.equals(field) && it.stands(name)) {
        others.add(name);
      }
    }
    if (!others.isEmpty()) {
      it.forbids(others.get(0), "for type " + type);
    } else {
      it.needs(field, "for type " + type);
    }
  }

  private static void claim(Asked it) {
    it.needs("accessModes", "");
    ListNode modes = it.map().list("accessModes");
    if (modes != null && modes.size() > 1 && modes.contains("ReadWriteOncePod")) {
      it.refuses("accessModes", "may hold nothing beside ReadWriteOncePod", null);
    }
    Asked resources = it.in("resources");
    Asked requests = resources == null ? null : resources.in("requests");
    if (resources == null) {
      it.needs("resources", "");
    } else if (requests == null) {
      resources.needs("requests", "");
    } else {
      requests.needs("storage", "");
      positive(requests);
    }
    it.formed(NameForm.SUBDOMAIN, "storageClassName");
  }

  private static void positive(Asked requests) {
    String text = requests.map().text("storage");
    if (text != null && Formats.isQuantity(text) && Formats.quantity(text).signum() <= 0) {
      requests.outOfBounds("storage", text, "must be more than 0");
    }
  }
}
