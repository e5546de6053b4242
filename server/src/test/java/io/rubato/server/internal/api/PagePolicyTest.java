package io.rubato.server.internal.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PagePolicyTest {
    /// The hash is that of the example in the specification of CSP.
    @Test
    void scriptsInThePageRunByTheirHashAndNoOthers() {
        String page = "<script>alert('Hello, world.');</script><script type=\"module\" src=\"/a.js\"></script>";
        assertThat(PagePolicy.of(page.getBytes(UTF_8)))
                .contains("script-src 'self' 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=';")
                .contains("frame-ancestors 'none'")
                .doesNotContain("script-src 'self' 'unsafe-inline'");
    }
}
