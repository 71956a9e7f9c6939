package meshlint.mesh;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import meshlint.graph.Kinds;
import meshlint.graph.LabelSelector;
import meshlint.manifest.KubeObject;
import meshlint.manifest.MapNode;
import org.jspecify.annotations.Nullable;

/** What is in the Secrets that Gateways serve TLS with (pilot/pkg/credentials/kube/secrets.go). */
public final class TlsSecrets {
  private TlsSecrets() {}

  /**
   * Whether a Gateway selects by a label of the gateways that Istio's charts install, or by none.
   */
  public static boolean selectsUsual(KubeObject gateway) {
    MapNode selector = gateway.root().mapAt("spec", "selector");
    return selector == null
        || selector.isEmpty()
        || Attachments.isUsual(LabelSelector.ofLabels(selector.strings()));
  }

  /**
   * The Secret of a Gateway's server: the one that was found, or for Istio's own gateways, where
   * the input does not show them, the one in Istio's namespace.
   */
  public static @Nullable KubeObject secret(GatewayCredential credential, Mesh mesh) {
    KubeObject found = credential.secret();
    KubeObject gateway = credential.server().gateway();
    if (found == null && mesh.attachment(gateway).workloads().isEmpty() && selectsUsual(gateway)) {
      return mesh.graph().find(Kinds.SECRET, mesh.config().istioNamespace(), credential.name());
    }
    return found;
  }

  /** What keeps proxies from using a Gateway's Secret; null where nothing seems to. */
  public static @Nullable String problem(GatewayCredential credential, Mesh mesh) {
    KubeObject secret = secret(credential, mesh);
    return secret == null ? null : problem(secret, credential.server().tlsMode());
  }

  /** What keeps proxies from using a Secret, as a clause; null where nothing seems to. */
  static @Nullable String problem(KubeObject secret, String mode) {
    MapNode data = secret.root().map("data");
    MapNode plain = secret.root().map("stringData");
    if ((data == null || data.isEmpty()) && (plain == null || plain.isEmpty())) {
      // Manifests often leave the content out.
      return secret.root().containsKey("data") || secret.root().containsKey("stringData")
          ? "it is empty"
          : null;
    }
    String certificateKey = has(data, plain, "cert") ? "cert" : "tls.crt";
    String keyKey = has(data, plain, "cert") ? "key" : "tls.key";
    if (mode.equals("OPTIONAL_MUTUAL") || mode.equals("MUTUAL") || !isCaOnly(data, plain)) {
      for (String wanted : List.of(certificateKey, keyKey)) {
        if (!has(data, plain, wanted)) {
          return "it has no key " + wanted;
        }
      }
    }
    byte[] certificate = content(data, plain, certificateKey);
    byte[] key = content(data, plain, keyKey);
    if (certificate == null || isPlaceholder(certificate)) {
      return null;
    }
    String broken = certificateProblem(certificateKey, certificate);
    if (broken != null) {
      return broken;
    }
    return key == null || isPlaceholder(key) || text(key).contains("PRIVATE KEY-----")
        ? null
        : "its " + keyKey + " is no PEM private key";
  }

  /** A Secret with nothing but the certificate of an authority, for checking clients. */
  private static boolean isCaOnly(@Nullable MapNode data, @Nullable MapNode plain) {
    return has(data, plain, "ca.crt") && !has(data, plain, "tls.crt") && !has(data, plain, "cert");
  }

  private static boolean has(@Nullable MapNode data, @Nullable MapNode plain, String key) {
    return (data != null && data.containsKey(key)) || (plain != null && plain.containsKey(key));
  }

  private static byte @Nullable [] content(
      @Nullable MapNode data, @Nullable MapNode plain, String key) {
    String text = plain == null ? null : plain.text(key);
    if (text != null) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    String encoded = data == null ? null : data.text(key);
    if (encoded == null) {
      return null;
    }
    try {
      return Base64.getMimeDecoder().decode(encoded);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** Text that something fills in later: {@code <your certificate>}, {@code ${CERT}}, nothing. */
  private static boolean isPlaceholder(byte[] content) {
    String text = text(content).strip();
    return text.isEmpty()
        || text.startsWith("<")
        || text.startsWith("$")
        || text.contains("{{")
        || text.matches(
            "(?is).{0,80}(replace|change|your|todo|dummy|placeholder|example|xxx|\\.\\.\\.).{0,80}");
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private static @Nullable String certificateProblem(String key, byte[] content) {
    Collection<? extends Certificate> chain;
    try {
      chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content));
    } catch (CertificateException broken) {
      return "its " + key + " is no PEM certificate";
    }
    if (chain.isEmpty()) {
      return "its " + key + " is no PEM certificate";
    }
    Instant now = Instant.now();
    for (Certificate certificate : chain) {
      if (certificate instanceof X509Certificate x509) {
        Instant end = x509.getNotAfter().toInstant();
        if (end.isBefore(now)) {
          return "its certificate ran out on " + end.toString().substring(0, 10);
        }
      }
    }
    return null;
  }
}
