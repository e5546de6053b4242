package io.rubato.server.internal.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.file.FileService;
import io.rubato.server.Browser;
import io.rubato.server.Running;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.codec.SpanBytesEncoder;

/// Zipkin's own page, Lens, over our API: a server beside ours has its files and passes everything else on.
@Tag("slow")
class LensTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final ClassLoader FILES = LensTest.class.getClassLoader();

    /// The names of the graph are painted; the list of its filter has them as text, once it is open.
    private static final String OPEN_FILTER = """
            <script>
              setInterval(() => {
                const input = document.querySelector('[data-testid=dependencies-graph] input');
                if (input && !document.querySelector('[role=option]')) {
                  input.dispatchEvent(new MouseEvent('mousedown', {bubbles: true}));
                }
              }, 300);
            </script>
            """;

    @TempDir
    private Path directory;

    private Browser browser;
    private Running running;
    private Server lens;
    private String page;

    @BeforeEach
    void start() throws Exception {
        browser = new Browser(Files.createDirectories(directory.resolve("browser")));
        running = Running.in(directory.resolve("data"));
        running.post(
                running.server.apiUrl().resolve("/api/v2/spans"),
                "application/json",
                SpanBytesEncoder.JSON_V2.encodeList(ZipkinApiTest.basket()));
        WebClient api = WebClient.of(running.server.apiUrl());
        lens = Server.builder()
                .port(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SessionProtocol.HTTP)
                .service("prefix:/zipkin/api", (ctx, request) -> api.execute(request))
                .service("/zipkin/config.json", (ctx, request) -> api.execute(request))
                .serviceUnder("/zipkin/static/", FileService.of(FILES, "/zipkin-lens/static/"))
                .serviceUnder("/zipkin/", (ctx, request) -> HttpResponse.of(MediaType.HTML_UTF_8, index()))
                .build();
        lens.start().join();
        page = "http://localhost:" + lens.activeLocalPort() + "/zipkin/";
    }

    private static String index() throws IOException {
        try (InputStream in = Objects.requireNonNull(FILES.getResourceAsStream("zipkin-lens/index.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("</body>", OPEN_FILTER + "</body>");
        }
    }

    @AfterEach
    void stop() {
        if (lens != null) {
            lens.stop().join();
        }
        if (running != null) {
            running.close();
        }
    }

    @Test
    void findsTraces() throws Exception {
        String document = browser.open(
                page + "?serviceName=shop&lookback=15m&limit=10&endTs=" + (System.currentTimeMillis() + 60_000), TIME);
        assertThat(document).contains("1 Result", "get /basket").containsIgnoringCase("shop");
    }

    @Test
    void showsATrace() throws Exception {
        String document = browser.open(page + "traces/" + ZipkinApiTest.TRACE, TIME);
        assertThat(document).contains("get /basket", "get /stock", "select").contains(ZipkinApiTest.TRACE);
    }

    @Test
    void showsDependencies() throws Exception {
        long end = System.currentTimeMillis() + 60_000;
        String document = browser.open(page + "dependency?startTime=" + (end - 3_600_000) + "&endTime=" + end, TIME);
        assertThat(document)
                .contains("dependencies-graph")
                .containsPattern("role=\"option\"[^>]*>postgres<")
                .contains(">stock<", ">shop<");
    }
}
