package io.rubato.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The arrows between modules, and what every module keeps to.
class ArchitectureTest {
    private static final String ROOT = "io.rubato.";

    /// What each module may know of, itself apart.
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "generator", Set.of(),
            "traceql", Set.of(),
            "storage", Set.of(),
            "ui", Set.of(),
            "query", Set.of("traceql", "storage"),
            "server", Set.of("query", "traceql", "storage", "ui"),
            "cli", Set.of("generator", "traceql", "storage", "query", "ui", "server"));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.rubato");
    }

    @Test
    void everyModuleIsSeen() {
        Set<String> seen = new TreeSet<>();
        classes.forEach(type -> seen.add(module(type)));
        assertThat(seen).isEqualTo(new TreeSet<>(ARROWS.keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator", "traceql", "storage", "ui", "query", "server", "cli"})
    void modulesKnowOnlyWhatLiesBelowThem(String module) {
        Set<String> allowed = new TreeSet<>(ARROWS.getOrDefault(module, Set.of()));
        allowed.add(module);
        assertThat(dependencies(module).stream()
                        .filter(dependency -> !allowed.contains(module(dependency.getTargetClass())))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator", "traceql", "storage", "ui", "query", "server", "cli"})
    void modulesKeepOutOfTheInternalsOfOthers(String module) {
        assertThat(dependencies(module).stream()
                        .filter(dependency ->
                                !module(dependency.getTargetClass()).equals(module))
                        .filter(dependency ->
                                (dependency.getTargetClass().getPackageName() + ".").contains(".internal."))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    /// Dependencies of a module's classes on classes of ours.
    private static List<Dependency> dependencies(String module) {
        return classes.stream()
                .filter(type -> module(type).equals(module))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency ->
                        dependency.getTargetClass().getPackageName().startsWith(ROOT))
                .toList();
    }

    private static String module(JavaClass type) {
        String rest = type.getPackageName().substring(ROOT.length());
        int end = rest.indexOf('.');
        return end < 0 ? rest : rest.substring(0, end);
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(packages().stream()
                        .filter(known -> !known.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName))
                .isEmpty();
    }

    private static Set<JavaPackage> packages() {
        Set<JavaPackage> packages = new java.util.HashSet<>();
        classes.forEach(type -> packages.add(type.getPackage()));
        return packages;
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?")
                .check(classes);
    }

    @Test
    void nobodyPrintsPastTheLog() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.rubato.storage..", "io.rubato.query..", "io.rubato.traceql..", "io.rubato.server..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }
}
