package io.rubato.tracing.context;

/// Who serves: recorded on the spans of a worker under the names that Dynamo uses.
///
/// @param namespace what the deployment is called
/// @param component what the worker does, such as `prefill`
/// @param instanceId the worker's own number in hexadecimal
public record WorkerIdentity(String namespace, String component, String instanceId) {}
