package io.rubato.tracing.internal.config;

import io.rubato.tracing.SamplingRule;
import io.rubato.tracing.internal.sampling.RuleParser;
import java.util.List;
import java.util.Map;

/// Everything that is set, read once at the start.
///
/// @param otel properties for the SDK's autoconfigure module, all of them checked
/// @param rules sampling rules of the environment
public record Settings(LogSettings log, ExportSettings export, List<SamplingRule> rules, Map<String, String> otel) {

    /// Reads and checks the variables; what is wrong goes to the environment's problems and has its default.
    public static Settings read(Environment environment) {
        LogSettings log = LogVariables.read(environment);
        OtelVariables variables = new OtelVariables(environment);
        ExportSettings export = ExportSettings.read(environment, variables);
        return new Settings(log, export, rules(environment), variables.properties(export));
    }

    private static List<SamplingRule> rules(Environment environment) {
        return RuleParser.parse(
                environment.get("RUBATO_SAMPLING_RULES", ""),
                wrong -> environment
                        .problems()
                        .wrongValue("RUBATO_SAMPLING_RULES", wrong, RuleParser.ACCEPTED, "no rule"));
    }
}
