package io.rubato.generator.internal;

import java.util.List;

/// What runs for minutes or hours within one trace: an agent of the storefront that asks the model and
/// uses the shop's own interfaces, and a job of the search service that works through the catalog.
final class LongRuns {
    final Operation agent;
    final Operation chat;
    final Operation tool;
    final Operation reindex;
    final Operation document;

    LongRuns(Layout layout, List<Flow> shop, List<Flow> serving) {
        Service storefront = layout.service("storefront");
        Service search = layout.service("search");
        agent = layout.internal(storefront, "invoke_agent shopping-assistant", 1_000)
                .forUser()
                .with(
                        Fields.text("gen_ai.operation.name", "invoke_agent"),
                        Fields.text("gen_ai.agent.name", "shopping-assistant"),
                        Fields.text("gen_ai.conversation.id", "${cart}"));
        chat = layout.internal(storefront, "chat", 900)
                .with(
                        Fields.text("gen_ai.operation.name", "chat"),
                        Fields.text("gen_ai.request.model", "${model}"),
                        Fields.promptTokens("gen_ai.usage.input_tokens"),
                        Fields.completionTokens("gen_ai.usage.output_tokens"))
                .then(called(layout, storefront, serving));
        tool = layout.internal(storefront, "execute_tool find_products", 2_000)
                .with(
                        Fields.text("gen_ai.operation.name", "execute_tool"),
                        Fields.text("gen_ai.tool.name", "find_products"))
                .then(called(layout, storefront, shop));
        reindex = layout.internal(search, "reindex catalog", 1_000).with(Fields.flag("reindex.full", 1));
        document = layout.internal(search, "index batch", 120_000)
                .with(Fields.number("batch.documents", 1, 2_000), Fields.text("index.shard", "${#64}"));
    }

    /// The call that starts a flow's trace, made by `service`.
    private static Operation called(Layout layout, Service service, List<Flow> flows) {
        Operation server = flows.getFirst().root();
        String method = server.name.substring(0, server.name.indexOf(' '));
        String path = server.service.name.equals("gateway") ? "/product/${product}" : "/v1/chat/completions";
        return layout.call(service, new Endpoint(server, method, path));
    }
}
