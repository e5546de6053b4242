package io.rubato.generator.internal;

import java.util.ArrayList;
import java.util.List;

/// One service of the generated system: its name, what it is written in, and the instrumentation
/// scopes its spans come from.
final class Service {
    final int index;
    final String name;
    final String namespace;
    final String version;
    final Language language;
    private final List<byte[]> scopes = new ArrayList<>();
    private final List<String> scopeNames = new ArrayList<>();

    Service(int index, String name, String namespace, String version, Language language) {
        this.index = index;
        this.name = name;
        this.namespace = namespace;
        this.version = version;
        this.language = language;
    }

    /// The number of the scope of this name in this service; the first call adds it.
    int scope(String scopeName) {
        int known = scopeNames.indexOf(scopeName);
        if (known >= 0) {
            return known;
        }
        ProtoBuffer scope = new ProtoBuffer(128);
        scope.textField(1, scopeName);
        scope.textField(2, scopeName.equals(name) ? version : language.scopeVersion);
        if (language == Language.NODE) {
            new Key("deployment.bundle").text(scope, Key.OF_SCOPE, Utf8.bytes("esm"));
        }
        scopes.add(scope.toBytes());
        scopeNames.add(scopeName);
        return scopes.size() - 1;
    }

    /// The encoded `InstrumentationScope` of a number.
    byte[] encodedScope(int scope) {
        return scopes.get(scope);
    }

    int scopeCount() {
        return scopes.size();
    }
}
