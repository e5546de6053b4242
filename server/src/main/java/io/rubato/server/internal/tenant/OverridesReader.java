package io.rubato.server.internal.tenant;

import io.rubato.server.config.ConfigException;
import io.rubato.server.internal.config.YamlDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Reads the file of tenants' limits, as Tempo 3 has it (in sections) or Tempo 2 (flat), or a mix: under `overrides` an
/// entry for each tenant, `*` for those that have none. What an entry does not say is as usual.
final class OverridesReader {
    private final YamlDocument document;
    private final TenantLimits usual;
    private final List<String> warnings = new ArrayList<>();

    OverridesReader(YamlDocument document, TenantLimits usual) {
        this.document = document;
        this.usual = usual;
    }

    /// By tenant.
    ///
    /// @throws ConfigException at the first thing that cannot be meant
    Map<String, TenantLimits> read() throws ConfigException {
        Map<String, TenantLimits> limits = new HashMap<>();
        if (document.root().isEmpty()) {
            return limits;
        }
        for (NodeTuple top : entries(document.root().get(), "the file")) {
            if (!key(top).equals("overrides")) {
                warn(top.getKeyNode(), key(top) + " is unknown and ignored, expected overrides");
            } else if (!YamlDocument.isNull(top.getValueNode())) {
                for (NodeTuple tenant : entries(top.getValueNode(), "overrides")) {
                    add(tenant, limits);
                }
            }
        }
        return limits;
    }

    /// One line each.
    List<String> warnings() {
        return warnings;
    }

    private void add(NodeTuple entry, Map<String, TenantLimits> limits) throws ConfigException {
        String tenant = key(entry);
        Node where = entry.getKeyNode();
        if (!tenant.equals(Overrides.OTHERS) && !TenantNames.isValid(tenant)) {
            throw error(where, "overrides: '" + YamlDocument.oneLine(tenant) + "' cannot be a tenant");
        }
        TenantLimits found = YamlDocument.isNull(entry.getValueNode())
                ? usual
                : section(entry.getValueNode(), "overrides." + tenant, "", usual);
        if (limits.put(tenant, found) != null) {
            throw error(where, "overrides." + tenant + " is given twice, expected once");
        }
    }

    private TenantLimits section(Node node, String tenant, String path, TenantLimits before) throws ConfigException {
        TenantLimits limits = before;
        for (NodeTuple entry : entries(node, tenant + path)) {
            String below = path + "." + key(entry);
            Node value = entry.getValueNode();
            OverrideKey known = OverrideKey.find(below.substring(1));
            if (YamlDocument.isNull(value)) {
                continue;
            }
            if (known != null) {
                limits = apply(known, value, tenant + below, limits);
            } else if (OverrideKey.isSection(below.substring(1)) && value instanceof MappingNode) {
                limits = section(value, tenant, below, limits);
            } else {
                warn(entry.getKeyNode(), tenant + below + " has no effect here");
            }
        }
        return limits;
    }

    private TenantLimits apply(OverrideKey key, Node value, String path, TenantLimits limits) throws ConfigException {
        if (!(value instanceof ScalarNode scalar)) {
            throw error(value, path + " is " + YamlDocument.describe(value) + ", expected " + key.expected());
        }
        try {
            return key.apply(limits, scalar.getValue());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw error(
                    value, path + " is '" + YamlDocument.oneLine(scalar.getValue()) + "', expected " + key.expected());
        }
    }

    private List<NodeTuple> entries(Node node, String what) throws ConfigException {
        if (node instanceof MappingNode mapping) {
            return mapping.getValue();
        }
        throw error(node, what + " is " + YamlDocument.describe(node) + ", expected a mapping");
    }

    private String key(NodeTuple entry) throws ConfigException {
        if (entry.getKeyNode() instanceof ScalarNode key) {
            return key.getValue();
        }
        throw error(entry.getKeyNode(), "a key is " + YamlDocument.describe(entry.getKeyNode()) + ", expected a name");
    }

    private ConfigException error(Node node, String message) {
        return new ConfigException(document.where(node) + ": " + message);
    }

    private void warn(Node node, String message) {
        warnings.add(document.where(node) + ": " + message);
    }
}
