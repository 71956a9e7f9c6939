package meshlint.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameFormTest {
  @ParameterizedTest
  @CsvSource({
    "LABEL, web-1, true",
    "LABEL, 1web, true",
    "LABEL, -web, false",
    "LABEL, web., false",
    "LABEL, Web, false",
    "LABEL, '', false",
    "LABEL_1035, web-1, true",
    "LABEL_1035, 1web, false",
    "SUBDOMAIN, web.shop, true",
    "SUBDOMAIN, web..shop, false",
    "SUBDOMAIN, web.-shop, false",
    "HOST, *.example.com, true",
    "HOST, a.*.example.com, false",
    "HOST, *, false",
    "QUALIFIED, app, true",
    "QUALIFIED, app.kubernetes.io/Name_1, true",
    "QUALIFIED, Example.com/app, false",
    "QUALIFIED, a/b/c, false",
    "QUALIFIED, /app, false",
    "LABEL_VALUE, '', true",
    "LABEL_VALUE, a_B.c-d, true",
    "LABEL_VALUE, a b, false",
    "LABEL_VALUE, -a, false",
    "PORT_NAME, http-web, true",
    "PORT_NAME, 80, false",
    "PORT_NAME, a--b, false",
    "PORT_NAME, sixteen-letters-, false",
    "PORT_NAME, abcdefghijklmnop, false",
    "OLD_VARIABLE, my-var.x, true",
    "OLD_VARIABLE, 1X, false",
    "OLD_VARIABLE, a b, false",
    "VARIABLE, 1X (y), true",
    "VARIABLE, a=b, false",
    "CONFIG_KEY, app.conf, true",
    "CONFIG_KEY, a/b, false",
    "CONFIG_KEY, ..data, false",
    "PATH_SEGMENT, system:node, true",
    "PATH_SEGMENT, a/b, false"
  })
  void fits(NameForm form, String text, boolean fits) {
    assertThat(form.fits(text)).isEqualTo(fits);
  }

  @Test
  void suggestsWhatWasProbablyMeant() {
    assertThat(NameForm.LABEL.suggestion("My_App")).isEqualTo("my-app");
    assertThat(NameForm.SUBDOMAIN.suggestion("My.App")).isEqualTo("my.app");
    assertThat(NameForm.LABEL.suggestion("-")).isNull();
    assertThat(NameForm.LABEL.suggestion("fine")).isNull();
  }

  @Test
  void saysWhenANameIsTooLong() {
    assertThat(NameForm.LABEL.complaint("a".repeat(64))).contains("64 characters", "63");
  }
}
