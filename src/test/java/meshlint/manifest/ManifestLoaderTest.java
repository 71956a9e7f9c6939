package meshlint.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import meshlint.source.InputFile;
import meshlint.source.InputFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestLoaderTest {
  @TempDir Path folder = Path.of("");

  private static LoadResult load(String text) {
    return ManifestLoader.loadText("test.yaml", text);
  }

  private static List<String> names(LoadResult result) {
    return result.objects().stream().map(KubeObject::toString).toList();
  }

  private static List<Skipped.Reason> reasons(LoadResult result) {
    return result.skipped().stream().map(Skipped::reason).toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  private List<InputFile> find(String... arguments) {
    return InputFiles.find(List.of(arguments), folder, InputStream.nullInputStream()).files();
  }

  private LoadResult loadFolder() {
    return ManifestLoader.load(find("."), LoadOptions.DEFAULT);
  }

  private static String object(String kind, String name) {
    return "apiVersion: v1\nkind: " + kind + "\nmetadata:\n  name: " + name + "\n";
  }

  // --- documents ---------------------------------------------------------------

  @Test
  void documentsOfOneFile() {
    LoadResult result =
        load(
            """
            # only a comment
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: a, namespace: shop}
            ...
            # between
            --- # a comment on the marker
            apiVersion: v1
            kind: Service
            metadata: {name: b}
            ---
            ---
            --- {apiVersion: v1, kind: Service, metadata: {name: c}}
            ---
            """);

    assertThat(names(result))
        .containsExactly("Service shop/a", "Service default/b", "Service default/c");
    assertThat(result.problems()).isEmpty();
    assertThat(result.skipped()).isEmpty();
    assertThat(result.objects().get(0).namespaceWritten()).isTrue();
    assertThat(result.objects().get(1).namespaceWritten()).isFalse();
  }

  @Test
  void directivesBelongToTheDocumentBehindThem() {
    LoadResult result =
        load(
            "%YAML 1.1\n---\n"
                + object("Service", "a")
                + "...\n%YAML 1.2\n---\n"
                + object("Pod", "b"));

    assertThat(names(result)).containsExactly("Service default/a", "Pod default/b");
    assertThat(result.problems()).isEmpty();
  }

  @Test
  void aBrokenDocumentLeavesItsNeighboursAlone() {
    LoadResult result =
        load(object("Service", "a") + "---\nkind: Pod\n  bad: [\n---\n" + object("Service", "b"));

    assertThat(names(result)).containsExactly("Service default/a", "Service default/b");
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).code()).isEqualTo("yaml-syntax");
    assertThat(result.problems().get(0).span()).hasToString("test.yaml:7:3");
    assertThat(result.objects().get(1).place()).hasToString("test.yaml:12:9");
  }

  @Test
  void anUnclosedQuoteEndsWithItsDocument() {
    LoadResult result = load("a: \"never closed\n---\n" + object("Service", "b"));

    assertThat(names(result)).containsExactly("Service default/b");
    assertThat(result.problems()).hasSize(1);
  }

  @Test
  void aMarkerInsideBlockTextIsIndentedAndNoMarker() {
    LoadResult result =
        load(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: a}
            data:
              x: |
                ---
                not: an end
                ...
            """);

    assertThat(names(result)).containsExactly("ConfigMap default/a");
    assertThat(result.objects().get(0).root().map("data"))
        .hasToString("{x: ---\nnot: an end\n...\n}");
  }

  @Test
  void emptyFilesAreFine() {
    for (String text : List.of("", "\n", "# c\n", "---\n", "---\n---\n", "null\n", "\uFEFF", " ")) {
      LoadResult result = load(text);
      assertThat(result.objects()).isEmpty();
      assertThat(result.problems()).isEmpty();
      assertThat(result.skipped()).isEmpty();
      assertThat(result.files()).isEqualTo(1);
    }
  }

  @Test
  void byteOrderMarksMayStartAnyDocument() {
    LoadResult result =
        load(
            "\uFEFF"
                + object("Service", "a")
                + "---\n\uFEFF"
                + object("Service", "b")
                + "---\n# Source: c/templates/c.yaml\n\uFEFF"
                + object("Service", "c")
                + "\uFEFF---\n"
                + object("Service", "d"));

    assertThat(names(result))
        .containsExactly(
            "Service default/a", "Service default/b", "Service default/c", "Service default/d");
    assertThat(result.objects().get(2).helmSource()).isEqualTo("c/templates/c.yaml");
    assertThat(result.objects().get(0).place()).hasToString("test.yaml:4:9");
  }

  @Test
  void helmSourceIsThatOfTheDocument() {
    LoadResult result =
        load(
            "---\n# Source: shop/templates/a.yaml\n"
                + object("Service", "a")
                + "---\n"
                + object("Service", "b"));

    assertThat(result.objects().get(0).helmSource()).isEqualTo("shop/templates/a.yaml");
    assertThat(result.objects().get(1).helmSource()).isNull();
  }

  @Test
  void duplicateKeys() {
    LoadResult result = load(object("Service", "a") + "spec:\n  x: 1\n  z: 2\n  x: 3\n");

    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).code()).isEqualTo("duplicate-key");
    assertThat(result.problems().get(0).span()).hasToString("test.yaml:8:3");
    assertThat(result.problems().get(0).message())
        .isEqualTo(
            "key \"x\" stands twice in one mapping: Kubernetes uses this value and drops the one on line 6");
    assertThat(result.objects().get(0).spec()).hasToString("{x: 3, z: 2}");
  }

  @Test
  void duplicateKeysOfOtherFilesAreNotSaid() {
    LoadResult result = load("a: 1\na: 2\n");

    assertThat(result.problems()).isEmpty();
    assertThat(reasons(result)).containsExactly(Skipped.Reason.NOT_KUBERNETES);
  }

  // --- kinds of input -----------------------------------------------------------

  @Test
  void listsAndArraysAreUnfolded() {
    LoadResult result =
        load(
            """
            apiVersion: v1
            kind: List
            items:
            - apiVersion: apps/v1
              kind: Deployment
              metadata: {name: a}
            - apiVersion: v1
              kind: PodList
              items:
              - metadata: {name: b}
              - metadata: {name: c, namespace: shop}
            ---
            - apiVersion: v1
              kind: Service
              metadata: {name: d}
            - - apiVersion: v1
                kind: Service
                metadata: {name: e}
            ---
            apiVersion: v1
            kind: List
            items: []
            ---
            apiVersion: v1
            kind: List
            items:
            """);

    assertThat(names(result))
        .containsExactly(
            "Deployment default/a",
            "Pod default/b",
            "Pod shop/c",
            "Service default/d",
            "Service default/e");
    KubeObject pod = result.objects().get(1);
    assertThat(pod.ref().apiVersion()).isEqualTo("v1");
    assertThat(pod.root().string("kind")).isEqualTo("Pod");
    assertThat(pod.place("kind")).hasToString("test.yaml:8:9");
    assertThat(pod.place("metadata", "name").path()).hasToString("metadata.name");
    assertThat(result.skipped()).isEmpty();
  }

  @Test
  void json() {
    LoadResult result =
        ManifestLoader.loadText(
            "a.json",
            """
            {
            	"apiVersion": "v1",
            	"kind": "Service",
            	"metadata": {"name": "a", "labels": {"e": "\\ud83d\\ude80", "🚀": "x\\ty"}},
            	"spec": {"ports": [{"port": 80, "w": 1.5, "big": 1e3, "neg": -1, "t": true, "n": null}, []]}
            }
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "b"}}
            """);

    assertThat(names(result)).containsExactly("Service default/a", "Service default/b");
    KubeObject first = result.objects().get(0);
    assertThat(first.root().map("spec"))
        .hasToString("{ports: [{port: 80, w: 1.5, big: 1000, neg: -1, t: true}, []]}");
    assertThat(first.label("e")).isEqualTo("🚀");
    assertThat(first.label("🚀")).isEqualTo("x\ty");
    assertThat(first.place("metadata", "labels", "🚀").span().text()).isEqualTo("\"x\\ty\"");
    assertThat(first.place("spec", "ports", 0, "port")).hasToString("a.json:5:30");
    assertThat(result.problems()).isEmpty();
  }

  @Test
  void jsonAndYamlGiveTheSameTree() throws SyntaxException {
    String text = "{\"a\": [1, -2.5, \"x\", {\"b\": null, \"c\": {}}], \"d\": \"\\u00e9\\n\"}";

    MapNode yaml = Trees.map(text);
    String known =
        "{\"apiVersion\": \"v1\", \"kind\": \"X\", \"metadata\": {\"name\": \"x\"}, \"v\": ";
    LoadResult json = load(known + text + "}");

    assertThat(json.objects().get(0).root().map("v")).isEqualTo(yaml);
  }

  @Test
  void otherFilesAreCountedNotReported() {
    LoadResult result =
        load(
            "replicas: 3\nimage: {tag: x}\n---\njust text\n---\n- op: add\n---\nkind: Pod\n---\napiVersion: 1\nkind: Pod\n");

    assertThat(result.objects()).isEmpty();
    assertThat(result.problems()).isEmpty();
    assertThat(reasons(result)).containsOnly(Skipped.Reason.NOT_KUBERNETES).hasSize(5);
    assertThat(result.skipped().get(1).line()).isEqualTo(4);
  }

  @Test
  void brokenTextThatIsNoManifestIsNotReported() {
    assertThat(load("server {\n\tlisten 80;\n}\n").problems()).isEmpty();
    assertThat(load("a: 1\n? {x: y}\n: 2\n").problems()).isEmpty();
    assertThat(load("a: 1\n${more_keys}\nb: 2\n").problems()).isEmpty();
    assertThat(load("{\n  // JSON with comments\n  \"a\": 1\n}\n").problems()).isEmpty();
    assertThat(load("a: [1\nb: 2\n").problems()).hasSize(1);
  }

  // --- objects ------------------------------------------------------------------

  @Test
  void namesOfObjects() {
    LoadResult result =
        load(
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {generateName: run-}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: 123, namespace: 0x10, labels: {a: 1, b: yes, c: x}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {labels: {a: b}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: text
            ---
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            clusterDomain: example.org
            """);

    assertThat(names(result))
        .containsExactly("Job default/run-*", "Pod 16/123", "KubeletConfiguration default/");
    assertThat(result.objects().get(1).label("a")).isNull();
    assertThat(result.objects().get(1).label("c")).isEqualTo("x");
    assertThat(reasons(result)).containsExactly(Skipped.Reason.NO_NAME, Skipped.Reason.NO_NAME);
  }

  @Test
  void clusterScopedKindsHaveNoNamespace() {
    LoadResult result =
        load(
            """
            apiVersion: example.org/v1
            kind: Fleet
            metadata: {name: a, namespace: shop}
            ---
            apiVersion: example.org/v1
            kind: Ship
            metadata: {name: b}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: fleets.example.org}
            spec: {group: example.org, scope: Cluster, names: {kind: Fleet}}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: c}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: d}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: e}
            ---
            apiVersion: other.org/v1
            kind: Namespace
            metadata: {name: f}
            """);

    assertThat(names(result))
        .containsExactly(
            "Fleet a",
            "Ship default/b",
            "CustomResourceDefinition fleets.example.org",
            "ClusterRole c",
            "Namespace d",
            "GatewayClass e",
            "Namespace default/f");
  }

  @Test
  void theDefaultNamespaceIsAnOption() {
    InputFile file =
        InputFile.ofBytes("a.yaml", object("Service", "a").getBytes(StandardCharsets.UTF_8));

    LoadResult result = ManifestLoader.load(List.of(file), new LoadOptions("shop"));

    assertThat(names(result)).containsExactly("Service shop/a");
  }

  @Test
  void contextIsKnownButNotLinted() throws IOException {
    write("app/a.yaml", object("Service", "a"));
    write("platform/b.yaml", object("Service", "b") + "---\nkind: [\n");

    LoadResult result =
        ManifestLoader.load(find("app"), find("platform", "app"), LoadOptions.DEFAULT);

    assertThat(names(result)).containsExactly("Service default/a", "Service default/b");
    assertThat(result.objects()).extracting(KubeObject::linted).containsExactly(true, false);
    assertThat(result.problems()).isEmpty();
  }

  // --- templates ------------------------------------------------------------------

  @Test
  void templateSourcesAreLeftOut() {
    String conditional =
        "{{- if .Values.enabled }}\n"
            + object("Service", "a")
            + "{{- end }}\n---\n"
            + object("Pod", "b");
    assertThat(reasons(load(conditional))).containsExactly(Skipped.Reason.TEMPLATE);
    assertThat(load(conditional).objects()).isEmpty();

    for (String name :
        List.of(
            "{{ .Release.Name }}-a",
            "'{{ .Release.Name }}'",
            "{{ include \"a.name\" . }}",
            "a-{{ .Values.x }}",
            "{{ app }}",
            "\"{{ app }}\"")) {
      LoadResult result = load(object("Service", name));
      assertThat(result.objects()).as(name).isEmpty();
      assertThat(result.problems()).as(name).isEmpty();
      assertThat(reasons(result)).as(name).containsExactly(Skipped.Reason.TEMPLATE);
    }
    assertThat(reasons(load(object("Service", "a") + "spec:\n{% if x %}\n  a: 1\n{% endif %}\n")))
        .containsExactly(Skipped.Reason.TEMPLATE);
    assertThat(
            reasons(load(object("Service", "a") + "spec:\n  replicas: {{ .Values.replicas }}\n")))
        .containsExactly(Skipped.Reason.TEMPLATE);
    assertThat(reasons(load(object("Service", "a") + "spec:\n  image: x:{{ .Values.tag }}\n")))
        .containsExactly(Skipped.Reason.TEMPLATE);
  }

  @Test
  void renderedManifestsMayHoldTemplateText() {
    LoadResult result =
        load(
            """
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata: {name: a}
            spec:
              summary: "{{ $labels.pod }} is down"
              plain: pod {{ $labels.pod }} is down
              note: set {{ .Values.x }} to change this
              path: '{{workflow.parameters.path}}'
              text: |
                {{- if .Values.x }}
                {{ include "x" . }}
                {{- end }}
            """);

    assertThat(names(result)).containsExactly("PrometheusRule default/a");
    assertThat(result.skipped()).isEmpty();
    assertThat(result.problems()).isEmpty();
  }

  @Test
  void textThatIsHandedOnMayHoldTheActionsOfAChart() {
    LoadResult result =
        load(
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: a
              annotations: {note: "{{ .Values.note }}"}
            spec:
              containers:
              - name: main
                image: x
                args: ["http://grafana:{{ .Values.port }}"]
                env:
                - {name: TEMPLATE, value: "{{ .Release.Name }}"}
            """);

    assertThat(names(result)).containsExactly("Pod default/a");
    assertThat(result.skipped()).isEmpty();
    assertThat(reasons(load(object("Pod", "a") + "spec:\n  nodeName: '{{ .Values.node }}'\n")))
        .containsExactly(Skipped.Reason.TEMPLATE);
  }

  @Test
  void aChartsTemplatesFolderHoldsTemplates() throws IOException {
    String text = object("ConfigMap", "a") + "data:\n  x: \"{{ .anything }}\"\n";
    write("chart/Chart.yaml", "name: x\n");
    write("chart/templates/sub/a.yaml", text);
    write("chart/templates/static.yaml", object("Service", "static"));
    write("other/templates/a.yaml", text);

    LoadResult result = loadFolder();

    assertThat(names(result)).containsExactly("Service default/static", "ConfigMap default/a");
    assertThat(reasons(result)).contains(Skipped.Reason.TEMPLATE);
  }

  // --- kustomize ------------------------------------------------------------------

  @Test
  void filesThatAKustomizationAppliesAsPatchesAreLeftOut() throws IOException {
    for (String name : List.of("resource", "merge", "json", "path", "both", "component/part")) {
      write("app/" + name + ".yaml", object("Service", name));
    }
    write(
        "app/overlay/kustomization.yaml",
        """
        resources: [../resource.yaml, ../both.yaml]
        patchesStrategicMerge:
        - ../merge.yaml
        - |
          apiVersion: v1
          kind: Service
        patchesJson6902:
        - path: ../json.yaml
        patches:
        - path: ../path.yaml
        - path: ../both.yaml
        - patch: "- op: add"
        """);
    write(
        "app/component/kustomization.yml",
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: part.yaml}]\n");
    write("app/deleted.yaml", object("Service", "deleted") + "$patch: delete\n");
    write(
        "flux.yaml",
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: f}\n");

    LoadResult result = loadFolder();

    assertThat(names(result))
        .containsExactly(
            "Service default/both", "Service default/resource", "Kustomization default/f");
    assertThat(reasons(result))
        .containsOnly(Skipped.Reason.KUSTOMIZATION, Skipped.Reason.KUSTOMIZE_PATCH)
        .hasSize(7);
  }

  // --- bytes ----------------------------------------------------------------------

  @Test
  void everyUnicodeEncodingGivesTheSameObjects() {
    String text = object("Service", "a") + "x: é🚀\n";
    for (String charset : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      for (String mark : List.of("", "\uFEFF")) {
        byte[] bytes = (mark + text).getBytes(java.nio.charset.Charset.forName(charset));
        LoadResult result =
            ManifestLoader.load(List.of(InputFile.ofBytes("a.yaml", bytes)), LoadOptions.DEFAULT);
        assertThat(names(result)).as(charset + mark.length()).containsExactly("Service default/a");
        assertThat(result.objects().get(0).root().string("x")).isEqualTo("é🚀");
      }
    }
  }

  @Test
  void aDocumentWithOtherBytesIsAProblemAndTheOthersAreRead() {
    String text =
        object("Service", "a")
            + "---\n"
            + object("Service", "b")
            + "x: caf\u00e9\n---\n"
            + object("Pod", "c");

    LoadResult result =
        ManifestLoader.load(
            List.of(InputFile.ofBytes("a.yaml", text.getBytes(StandardCharsets.ISO_8859_1))),
            LoadOptions.DEFAULT);

    assertThat(names(result)).containsExactly("Service default/a", "Pod default/c");
    assertThat(result.problems()).hasSize(1);
    assertThat(result.problems().get(0).span()).hasToString("a.yaml:10:7");
    assertThat(result.problems().get(0).message()).contains("no UTF-8 text");
  }

  @Test
  void binaryFilesAreCounted() {
    byte[] bytes = new byte[5000];
    new Random(7).nextBytes(bytes);

    LoadResult result =
        ManifestLoader.load(List.of(InputFile.ofBytes("a.yaml", bytes)), LoadOptions.DEFAULT);

    assertThat(reasons(result)).containsExactly(Skipped.Reason.BINARY);
  }

  @Test
  void aFileThatVanishesIsAnErrorAndTheOthersAreRead() throws IOException {
    write("a.yaml", object("Service", "a"));
    write("b.yaml", object("Service", "b"));
    List<InputFile> files = find("a.yaml", "b.yaml");
    Files.delete(folder.resolve("a.yaml"));

    LoadResult result = ManifestLoader.load(files, LoadOptions.DEFAULT);

    assertThat(names(result)).containsExactly("Service default/b");
    assertThat(result.unreadable()).hasToString("[a.yaml: no such file or folder]");
  }

  @Test
  void anyTextGivesAResultWhosePlacesLieInTheFile() {
    String seed =
        """
        # Source: a/b.yaml
        apiVersion: v1
        kind: List
        items:
        - &a {apiVersion: v1, kind: Pod, metadata: {name: &n "x\\t🚀", labels: {a: *n}}}
        - <<: *a
          spec: |-
            text # no comment
             more
          list: [1, 'two', ~, 0x3, !!str 4, "five
            six"]
        --- # é
        ? key
        : >+
          folded

        ...
        {"json": [true, 1.5e3, "\\u00e9"]}
        """;
    Random random = new Random(42);
    String alphabet = "\t\n\r -:#&*!|>'\"%@`[]{},?<~\u0000\uFEFF\u2028🚀éx1\\";
    int read = 0;
    for (int round = 0; round < 3000; round++) {
      StringBuilder text = new StringBuilder(seed);
      for (int change = random.nextInt(6); change >= 0 && text.length() > 1; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          default -> text.setLength(Math.max(1, random.nextInt(10) == 0 ? at : text.length()));
        }
      }
      LoadResult result = load(text.toString());
      for (LoadProblem problem : result.problems()) {
        assertThat(problem.span().end()).isLessThanOrEqualTo(problem.span().file().length());
      }
      for (KubeObject object : result.objects()) {
        read++;
        assertPlacesLieIn(object.root(), object.file().length());
      }
    }
    assertThat(read).isGreaterThan(100);
  }

  @Test
  void anyBytesGiveAResult() {
    Random random = new Random(7);
    byte[] seed =
        (object("Service", "a") + "---\n" + object("Pod", "é🚀")).getBytes(StandardCharsets.UTF_8);
    int problems = 0;
    for (int round = 0; round < 500; round++) {
      byte[] bytes = seed.clone();
      for (int change = 0; change <= round % 20; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      LoadResult result =
          ManifestLoader.load(List.of(InputFile.ofBytes("a.yaml", bytes)), LoadOptions.DEFAULT);
      problems += result.problems().size();
    }
    assertThat(problems).isGreaterThan(100);
  }

  private static void assertPlacesLieIn(Node node, int length) {
    assertThat(node.span().end()).isLessThanOrEqualTo(length);
    for (int i = 0; i < node.childCount(); i++) {
      assertThat(node.valueSpanAt(i).end()).isLessThanOrEqualTo(length);
      assertThat(node.placeOf(node.keyAt(i)).span().end()).isLessThanOrEqualTo(length);
      if (node.valueAt(i) instanceof Node child) {
        assertThat(child.parent()).isSameAs(node);
        assertPlacesLieIn(child, length);
      }
    }
  }
}
