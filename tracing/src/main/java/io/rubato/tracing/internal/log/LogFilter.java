package io.rubato.tracing.internal.log;

import io.opentelemetry.context.Context;
import io.rubato.tracing.log.LogLevel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Decides which records are written. The most specific directive that matches decides alone. Immutable but for a
/// cache; safe for concurrent use.
public final class LogFilter {
    /// More logger names than any program has; past it the answers are computed anew.
    private static final int MAX_CACHED = 10_000;

    private final List<Directive> directives;
    private final List<Directive> forSpans;
    private final Map<String, LogLevel> levels = new ConcurrentHashMap<>();

    private LogFilter(Collection<Directive> directives) {
        this.directives = directives.stream()
                .filter(directive -> !directive.asksForSpan())
                .sorted()
                .toList();
        this.forSpans =
                directives.stream().filter(Directive::asksForSpan).sorted().toList();
    }

    /// The filter of an environment: what `environment` says outranks `files`, entry by entry.
    ///
    /// @param environment text of `DYN_LOG`, empty if there is none
    /// @param defaultLevel directives of the files' `log_level`; they count where the environment has no bare level
    /// @param files targets with their levels, of the built-in defaults and the files
    public static LogFilter of(
            String environment, String defaultLevel, Map<String, LogLevel> files, DirectiveParser parser) {
        List<Directive> all = new ArrayList<>();
        all.add(Directive.of("", LogLevel.INFO));
        parser.parse(defaultLevel).forEach(directive -> add(all, directive));
        files.forEach((target, level) -> add(all, Directive.of(target, level)));
        for (Directive directive : parser.parse(environment)) {
            if (!directive.target().isEmpty() && !directive.asksForSpan()) {
                // Naming a logger in the environment means it and all below it, whatever a file says of those.
                all.removeIf(file ->
                        files.containsKey(file.target()) && file.target().startsWith(directive.target()));
            }
            add(all, directive);
        }
        return new LogFilter(all);
    }

    private static void add(List<Directive> all, Directive directive) {
        all.removeIf(directive::sameScope);
        all.add(directive);
    }

    /// True if a record of that logger and level may pass in some span: a cheap first question.
    public boolean mayPass(String target, LogLevel level) {
        return level.passes(levelOf(target))
                || forSpans.stream()
                        .anyMatch(
                                directive -> target.startsWith(directive.target()) && level.passes(directive.level()));
    }

    /// True if a record passes that is written in this context.
    public boolean passes(String target, LogLevel level, Context context) {
        if (forSpans.isEmpty()) {
            return level.passes(levelOf(target));
        }
        LoggedSpan span = LoggedSpan.of(context);
        for (Directive directive : forSpans) {
            if (target.startsWith(directive.target()) && directive.matches(span)) {
                int plain = plainDirective(target).target().length();
                return directive.target().length() >= plain
                        ? level.passes(directive.level())
                        : level.passes(levelOf(target));
            }
        }
        return level.passes(levelOf(target));
    }

    /// The most verbose level that any logger may have.
    public LogLevel mostVerbose() {
        LogLevel most = LogLevel.OFF;
        for (List<Directive> list : List.of(directives, forSpans)) {
            for (Directive directive : list) {
                most = directive.level().compareTo(most) > 0 ? directive.level() : most;
            }
        }
        return most;
    }

    /// The level of a logger outside every span that a directive names.
    public LogLevel levelOf(String target) {
        LogLevel known = levels.get(target);
        if (known == null) {
            known = plainDirective(target).level();
            if (levels.size() < MAX_CACHED) {
                levels.put(target, known);
            }
        }
        return known;
    }

    private Directive plainDirective(String target) {
        for (Directive directive : directives) {
            if (target.startsWith(directive.target())) {
                return directive;
            }
        }
        throw new IllegalStateException("no default level among " + directives);
    }
}
