package io.rubato.tracing.internal.config;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.autoconfigure.spi.internal.DefaultConfigProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What autoconfigure reads in place of the environment: only the checked values, and parts found by `loader`.
public final class CheckedProperties implements ConfigProperties {
    private final ConfigProperties values;
    private final ComponentLoader loader;

    public CheckedProperties(Map<String, String> values, ComponentLoader loader) {
        this.values = DefaultConfigProperties.createFromMap(values);
        this.loader = loader;
    }

    @Override
    public @Nullable String getString(String name) {
        return values.getString(name);
    }

    @Override
    public @Nullable Boolean getBoolean(String name) {
        return values.getBoolean(name);
    }

    @Override
    public @Nullable Integer getInt(String name) {
        return values.getInt(name);
    }

    @Override
    public @Nullable Long getLong(String name) {
        return values.getLong(name);
    }

    @Override
    public @Nullable Double getDouble(String name) {
        return values.getDouble(name);
    }

    @Override
    public @Nullable Duration getDuration(String name) {
        return values.getDuration(name);
    }

    @Override
    public List<String> getList(String name) {
        return values.getList(name);
    }

    @Override
    public Map<String, String> getMap(String name) {
        return values.getMap(name);
    }

    @Override
    public ComponentLoader getComponentLoader() {
        return loader;
    }
}
