package io.rubato.server.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rubato.server.config.ConfigException;
import io.rubato.server.config.RuleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleFilesTest {
    private static final String GOOD = """
            # Prometheus' form, with window.
            groups:
              - name: serving
                interval: 30s
                window: 5m
                query_offset: 15s
                limit: 100
                labels: {team: serving, tier: one}
                rules:
                  - record: job:latency:p95
                    expr: >-
                      { name = "http-request" }
                      | quantile_over_time(duration, 0.95) by(resource.service.name)
                    labels: {tier: two}
                  - alert: Slow
                    expr: '{ name = "http-request" } | avg_over_time(duration) by(span.service.name, resource.service.name) > 2s'
                    window: 1m
                    for: 1m30s
                    keep_firing_for: 10m
                    labels:
                      severity: page
                    annotations:
                      summary: '{{ $labels.resource_service_name }}: {{ $value }}'
              - name: usual
            """;

    @TempDir
    private Path directory;

    private List<RuleGroup> read(String text) throws ConfigException {
        return RuleReader.read(Path.of("rules.yaml"), text, RuleSettings.DEFAULT);
    }

    @Test
    void aFileIsReadWhole() throws ConfigException {
        List<RuleGroup> groups = read(GOOD);
        assertThat(groups).hasSize(2);
        RuleGroup group = groups.getFirst();
        assertThat(group.id()).isEqualTo("rules.yaml;serving");
        assertThat(group.interval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(group.offset()).isEqualTo(Duration.ofSeconds(15));
        assertThat(group.limit()).isEqualTo(100);
        Rule.Recording recording = (Rule.Recording) group.rules().getFirst();
        assertThat(recording.name()).isEqualTo("job:latency:p95");
        assertThat(recording.query().text())
                .isEqualTo(
                        "{ name = \"http-request\" } | quantile_over_time(duration, 0.95) by(resource.service.name)");
        assertThat(recording.window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(recording.labels()).hasToString("{team=serving, tier=two}");
        Rule.Alerting alerting = (Rule.Alerting) group.rules().getLast();
        assertThat(alerting.window()).isEqualTo(Duration.ofMinutes(1));
        assertThat(alerting.holds()).isEqualTo(Duration.ofSeconds(90));
        assertThat(alerting.keepsFiring()).isEqualTo(Duration.ofMinutes(10));
        assertThat(alerting.labels().keySet()).containsExactly("severity", "team", "tier");
        assertThat(alerting.annotations().keySet()).containsExactly("summary");
        RuleGroup usual = groups.getLast();
        assertThat(usual.interval()).isEqualTo(RuleSettings.DEFAULT.evaluationInterval());
        assertThat(usual.offset()).isEqualTo(RuleSettings.DEFAULT.queryOffset());
        assertThat(read(GOOD)).isEqualTo(groups);
    }

    @Test
    void theExampleIsGoodAndThePageShowsIt() throws Exception {
        String text = Files.readString(Path.of("..", "deploy", "rules", "serving.yaml"));
        String page = Files.readString(Path.of("..", "docs", "how-to-rules.md"));
        List<RuleGroup> groups = read(text);
        assertThat(groups).hasSize(1);
        int begin = page.indexOf("groups:");
        List<RuleGroup> shown = read(page.substring(begin, page.indexOf("```", begin)));
        assertThat(shown.getFirst().rules()).hasSize(2);
        assertThat(groups.getFirst().rules()).containsAll(shown.getFirst().rules());
    }

    @Test
    void anEmptyFileHasNoRules() throws ConfigException {
        assertThat(read("")).isEmpty();
        assertThat(read("# nothing\ngroups:\n")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'groups: 5'                  | '1: groups is ''5'', expected a list of groups'
            '- a'                        | '1: the file is a list, expected a mapping of keys to values'
            'groups: [{name: a'          | '1: not YAML: '
            'rules: []'                  | '1: rules is unknown, expected one of groups'
            '~interval: soon'            | '4: groups[0].interval is ''soon'', expected a duration such as 30s or 5m, at least 1s'
            '~interval: 10ms'            | '4: groups[0].interval is ''10ms'', expected a duration such as 30s or 5m, at least 1s'
            '~limit: -1'                 | '4: groups[0].limit is ''-1'', expected an integer, at least 0'
            '~intervall: 1m'             | '4: groups[0].intervall is unknown, expected one of name, source_tenants, interval, window, query_offset, limit, labels, rules; did you mean interval?'
            '~name: again'               | '4: groups[0].name is given twice, expected once'
            '~labels: {__a: x}'          | '4: groups[0].labels.__a is no name that can be given, expected letters, digits and _, neither __ nor a digit first, and in labels not alertname or alertstate'
            '~rules: [{expr: "{}"}]'     | '4: groups[0].rules[0].alert is missing, expected either record or alert'
            '+record: a, alert: a'       | '5: groups[0].rules[0].record is beside alert, expected either record or alert'
            '+record: a'                 | '5: groups[0].rules[0].expr is missing, expected a TraceQL metrics query'
            '+record: a, expr: ""'       | '5: groups[0].rules[0].expr is empty, expected a TraceQL metrics query'
            '+record: a-b, expr: "{} | rate()"'      | '5: groups[0].rules[0].record is ''a-b'', expected a name of letters, digits, _ and : that does not begin with rubato_, jvm_, process_, traces_ or ALERTS'
            '+record: rubato_x, expr: "{} | rate()"' | '5: groups[0].rules[0].record is ''rubato_x'', expected a name'
            '+record: a, for: 1m, expr: "{} | rate()"' | '5: groups[0].rules[0].for is unknown, expected one of record, expr, window, labels'
            '+record: a, expr: "{ foo"'              | '5: groups[0].rules[0].expr is not TraceQL: '
            '+record: a, expr: "{ .foo = 1 }"'       | '5: groups[0].rules[0].expr finds spans, expected a metrics query such as { status = error } | rate()'
            '+record: a, expr: "{} | rate() by(.a.b, .a_b)"' | '5: groups[0].rules[0].expr two labels are called _a_b, one of them .a_b, expected names that differ in letters, digits or scope'
            '+record: a, expr: "{} | rate()", labels: {b: "{{ $value }}"}' | '5: groups[0].rules[0].labels.b has {{ }}, expected plain text: only alerts have templates'
            '+alert: a, expr: "{} | rate()"'         | '5: groups[0].rules[0].expr has no condition, expected a comparison at its end, such as | rate() > 5'
            '+alert: a, expr: "{} | rate() > 1", labels: {alertname: b}' | '5: groups[0].rules[0].labels.alertname is no name'
            '+alert: a, expr: "{} | rate() > 1", labels: {b: "{{ $labels.c }}"}' | '5: groups[0].rules[0].labels.b has {{ $labels.c }}, expected a label of the query: it has none'
            '+alert: a, expr: "{} | rate() by(name) > 1", annotations: {b: "{{ $labels.c }}"}' | '5: groups[0].rules[0].annotations.b has {{ $labels.c }}, expected a label of the query: name'
            '+alert: a, expr: "{} | rate() > 1", annotations: {b: "{{ humanize $value }}"}' | '5: groups[0].rules[0].annotations.b has {{ humanize $value }}, expected {{ $labels.NAME }} or {{ $value }}'
            '+alert: a, expr: "{} | rate() > 1", annotations: {b: "{{ $value"}' | '5: groups[0].rules[0].annotations.b has {{ without }}'
            '+alert: a, expr: "{} | rate() > 1", annotations: {b: [c]}' | '5: groups[0].rules[0].annotations.b is a list, expected text'
            '+alert: a, expr: "{} | rate() > 1", for: -1m' | '5: groups[0].rules[0].for is ''-1m'', expected a duration such as 30s or 5m, at least 0s'
            """)
    void whatIsWrongIsOneLine(String written, String expected) {
        String group = "groups:\n  -\n    name: a\n    ";
        String text = written.startsWith("~")
                ? group + written.substring(1)
                : written.startsWith("+") ? group + "rules:\n      - {" + written.substring(1) + "}" : written;
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules.yaml:" + expected)
                .hasMessageNotContaining("\n");
    }

    @Test
    void twoGroupsOfOneNameAreAFault() {
        assertThatThrownBy(() -> read("groups:\n- name: a\n- name: b\n- name: a\n"))
                .hasMessage("rules.yaml:4: groups[2].name is 'a', as of a group above, expected another");
    }

    @Test
    void aFileThatCannotBeReadIsAFault() throws IOException {
        Path file = directory.resolve("none.yaml");
        RuleFiles before = RuleFiles.read(List.of(file));
        assertThatThrownBy(() -> before.check(RuleSettings.DEFAULT))
                .hasMessage(file + ": no such file, expected rules");
        Files.write(file, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> RuleFiles.read(List.of(file)).check(RuleSettings.DEFAULT))
                .hasMessage(file + ": not UTF-8, expected a YAML file");
        assertThat(RuleFiles.read(List.of(file))).isNotEqualTo(before);
    }

    @Test
    void templatesStandForLabelsAndTheNumber() {
        LabelSet labels = LabelSet.EMPTY.and(java.util.Map.of("a", "x{{ $value }}", "b", "y"));
        assertThat(Template.parse("{{ $labels.a }}-{{$labels.b}}-{{- $labels.c -}}-{{ $value }}, 100% }}")
                        .expand(labels, 0.25))
                .isEqualTo("x{{ $value }}-y--0.25, 100% }}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, 0", "3, 3", "0.1, 0.1", "1e10, 10000000000", "1e-9, 1.0E-9", "Infinity, +Inf", "NaN, NaN"
    })
    void numbersAreText(double number, String text) {
        assertThat(Numbers.text(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resource.service.name                    | service_name
            resource.service.name, span.service.name | resource_service_name, span_service_name
            .service.name, span.http.method          | service_name, http_method
            name, .name                              | name, _name
            parent.span.a, span.a                    | parent_span_a, span_a
            parent.a                                 | a
            .a.b, .a_b, c                            |
            rootServiceName, span:id, trace:id       | rootServiceName, span_id, trace_id
            __bucket, p                              | bucket, p
            span."a b"                               | a_b
            .5xx                                     | _5xx
            """)
    void labelsHaveNamesThatPrometheusTakes(String keys, String names) {
        List<String> list = List.of(keys.split(", "));
        if (names == null) {
            assertThatThrownBy(() -> LabelNames.of(list)).isInstanceOf(RuleException.class);
        } else {
            assertThat(LabelNames.of(list).values()).containsExactly(names.split(", "));
        }
    }
}
