package io.rubato.generator.internal;

import java.util.List;

/// Disaggregated LLM serving of 7 services: a gateway, a front end that routes by KV cache, a prefill
/// worker and a decode worker, each with its engine. Span names and attributes are those of NVIDIA
/// Dynamo and vLLM.
final class LlmServing {
    static final String NAMESPACE = "llm";
    private static final String VERSION = "0.9.1";

    private final Layout layout;
    private final Service gateway;
    private final Service frontend;
    private final Service router;
    private final Service prefill;
    private final Service decode;
    private final Service prefillEngine;
    private final Service decodeEngine;

    LlmServing(Layout layout) {
        this.layout = layout;
        gateway = layout.service("llm-gateway", NAMESPACE, "1.31.2", Language.GO);
        frontend = layout.service("dynamo-frontend", NAMESPACE, VERSION, Language.RUST);
        router = layout.service("dynamo-router", NAMESPACE, VERSION, Language.RUST);
        prefill = layout.service("dynamo-worker-prefill", NAMESPACE, VERSION, Language.RUST);
        decode = layout.service("dynamo-worker-decode", NAMESPACE, VERSION, Language.RUST);
        prefillEngine = layout.service("vllm-prefill", NAMESPACE, "0.15.1", Language.PYTHON);
        decodeEngine = layout.service("vllm-decode", NAMESPACE, "0.15.1", Language.PYTHON);
    }

    List<Flow> flows() {
        return List.of(
                new Flow(request("/v1/chat/completions", true), 75),
                new Flow(request("/v1/completions", true), 15),
                new Flow(request("/v1/embeddings", false), 10));
    }

    private Operation request(String path, boolean generates) {
        Operation http = rust(frontend, "http-request", "dynamo_runtime::logging", 700)
                .with(
                        Fields.text("method", "POST"),
                        Fields.text("uri", path),
                        Fields.text("version", "HTTP/1.1"),
                        Fields.text("trace_id", "${trace}"),
                        Fields.parentId(),
                        Fields.requestId(),
                        Fields.userId(),
                        Fields.text("model", "${model}"),
                        Fields.promptTokens("input_tokens"))
                .errors(0.0064);
        http.then(
                rust(frontend, "tokenize", "dynamo_llm::preprocessor", 900).with(Fields.promptTokens("input_tokens")));
        if (generates) {
            http.with(Fields.completionTokens("output_tokens")).then(prefillRouting(), decodeRouting());
        } else {
            http.then(selectWorker(frontend), handlePayload(prefill, "prefill", embed()));
        }
        Endpoint edge = layout.endpoint(gateway, "POST", path, path, 400);
        Operation out = layout.call(gateway, new Endpoint(http, "POST", path));
        edge.server()
                .forUser()
                .with(
                        Fields.text("client.address", "${client}"),
                        Fields.flag("gen_ai.request.stream", 0.8),
                        Fields.oneOf("api.tier", "free", "pro", "enterprise"))
                .then(out);
        return edge.server();
    }

    /// A span of a Rust process, with what `tracing-opentelemetry` adds to every span.
    private Operation rust(Service service, String name, String target, long selfMicros) {
        return layout.operation(service, service.language.framework, Kind.INTERNAL, name, selfMicros)
                .with(
                        Fields.text("code.module.name", target),
                        Fields.integer("code.line.number", 100 + name.length() * 13L),
                        Fields.threadId(),
                        Fields.threadName("tokio-runtime-worker-"),
                        Fields.text("target", target),
                        Fields.busy(),
                        Fields.idle())
                .events(Events.plain("SPAN_FIRST_ENTRY", 0));
    }

    private Operation prefillRouting() {
        return rust(frontend, "prefill_routing", "dynamo_llm::kv_router::prefill_router", 250)
                .then(selectWorker(frontend), handlePayload(prefill, "prefill", prefillRequest()));
    }

    private Operation decodeRouting() {
        return rust(frontend, "router.route_request", "dynamo_runtime::pipeline::network", 200)
                .with(Fields.oneOf("router_mode", "kv", "round_robin", "direct"), Fields.number("worker_id", 0, 16))
                .then(handlePayload(decode, "backend", decodeRequest()));
    }

    private Operation selectWorker(Service from) {
        Operation find = rust(router, "kv_router.find_matches", "dynamo_llm::kv_router::indexer", 220)
                .with(Fields.number("overlap_blocks", 0, 256));
        Operation schedule = rust(router, "kv_router.schedule", "dynamo_llm::kv_router::scheduler", 90)
                .with(Fields.real("kv.load", 3, 0, 1));
        Operation select = rust(router, "kv_router.select_worker", "dynamo_llm::kv_router", 150)
                .with(Fields.number("worker_id", 0, 16), Fields.number("dp_rank", 0, 4), Fields.requestId())
                .errors(0.016)
                .then(rust(router, "kv_router.compute_block_hashes", "dynamo_llm::kv_router", 110), find, schedule);
        return layout.operation(from, from.language.client, Kind.CLIENT, "kv_router.route", 120)
                .with(
                        Fields.text("rpc.system", "nats"),
                        Fields.text("rpc.method", "select_worker"),
                        Fields.text("messaging.destination.name", "dynamo_router.select"),
                        Fields.peerPort(),
                        Fields.threadId())
                .then(select);
    }

    private Operation handlePayload(Service worker, String component, Operation engine) {
        return rust(worker, "handle_payload", "dynamo_runtime::pipeline::network::ingress", 300)
                .with(
                        Fields.text("trace_id", "${trace}"),
                        Fields.parentId(),
                        Fields.requestId(),
                        Fields.text("component", component),
                        Fields.text("endpoint", "generate"),
                        Fields.text("namespace", "dynamo"),
                        Fields.number("instance_id", 7_587_000, 40))
                .errors(0.008)
                .then(generate(worker, component).then(engine));
    }

    private Operation generate(Service worker, String component) {
        Operation generate = rust(worker, "engine.generate", "dynamo_llm::engines", 200)
                .with(
                        Fields.text("disagg_role", component.equals("prefill") ? "prefill" : "decode"),
                        Fields.text("model", "${model}"),
                        Fields.promptTokens("input_tokens"))
                .events(Events.log("dispatch to engine, queue depth ${#64}", "dynamo_llm::engines", 0.01));
        if (!component.equals("prefill")) {
            generate.with(Fields.oneOf("finish_reason", "stop", "length", "cancelled"))
                    .then(rust(worker, "kv_transfer", "dynamo_llm::block_manager::transfer", 2_600)
                            .with(Fields.number("kv.blocks", 1, 512), Fields.flag("kv.rdma", 0.9))
                            .errors(0.0192));
        }
        return generate;
    }

    private Operation engine(Service service, long selfMicros) {
        return layout.operation(service, service.language.framework, Kind.SERVER, "llm_request", selfMicros)
                .with(
                        Fields.text("gen_ai.response.model", "${model}"),
                        Fields.text("gen_ai.request.id", "cmpl-${request}"),
                        Fields.promptTokens("gen_ai.usage.prompt_tokens"),
                        Fields.real("gen_ai.request.temperature", 1, 0, 1.2),
                        Fields.sometimes(0.4, Fields.real("gen_ai.request.top_p", 2, 0.8, 1)),
                        Fields.seconds("gen_ai.latency.time_in_queue", 0.04),
                        Fields.seconds("gen_ai.latency.e2e", 1));
    }

    private Operation prefillRequest() {
        return engine(prefillEngine, 55_000)
                .marks()
                .with(
                        Fields.integer("gen_ai.request.max_tokens", 1),
                        Fields.seconds("gen_ai.latency.time_in_model_prefill", 0.93))
                .errors(0.0128)
                .then(forward(prefillEngine, "model_forward prefill", 30_000));
    }

    private Operation decodeRequest() {
        return engine(decodeEngine, 600_000)
                .perToken()
                .links(Operation.Link.MARKED)
                .with(
                        Fields.number("gen_ai.request.max_tokens", 256, 4_096),
                        Fields.completionTokens("gen_ai.usage.completion_tokens"),
                        Fields.seconds("gen_ai.latency.time_to_first_token", 0.06),
                        Fields.seconds("gen_ai.latency.time_in_model_decode", 0.9),
                        Fields.texts("gen_ai.response.finish_reasons", "stop"))
                .events(Events.tokenStream())
                .errors(0.016);
    }

    private Operation embed() {
        return engine(prefillEngine, 12_000)
                .with(Fields.text("gen_ai.operation.name", "embeddings"))
                .then(forward(prefillEngine, "model_forward embed", 9_000));
    }

    private Operation forward(Service engine, String name, long selfMicros) {
        return layout.operation(engine, engine.name, Kind.INTERNAL, name, selfMicros)
                .with(
                        Fields.number("gpu.id", 0, 8),
                        Fields.number("batch.size", 1, 64),
                        Fields.real("gpu.utilization", 2, 0.3, 1),
                        Fields.promptTokens("batch.tokens"),
                        Fields.flag("cuda.graph", 0.7));
    }
}
