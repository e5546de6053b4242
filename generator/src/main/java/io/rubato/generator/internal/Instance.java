package io.rubato.generator.internal;

/// One running process of a service: its encoded `Resource` and how its spans differ from those of its
/// siblings.
final class Instance {
    final Service service;
    final int number;
    /// Index over the instances of all services.
    final int index;
    final byte[] resource;
    final int firstThread;

    Instance(Service service, int number, int index, Dice dice) {
        this.service = service;
        this.number = number;
        this.index = index;
        this.firstThread = 20 + dice.below(60);
        this.resource = resource(service, number, dice);
    }

    private static byte[] resource(Service service, int number, Dice dice) {
        ProtoBuffer out = new ProtoBuffer(1024);
        String pod = service.name + "-" + hex(dice, 9) + "-" + hex(dice, 5);
        int node = dice.below(40);
        text(out, "service.name", service.name);
        text(out, "service.namespace", service.namespace);
        text(out, "service.version", service.version);
        text(out, "service.instance.id", uuid(dice));
        text(out, "deployment.environment.name", number == 4 ? "canary" : "production");
        text(out, "telemetry.sdk.name", "opentelemetry");
        text(out, "telemetry.sdk.language", service.language.sdkName());
        text(out, "telemetry.sdk.version", service.language.sdkVersion);
        text(out, "host.name", "node-" + node + ".eu-central.example.net");
        text(out, "host.arch", "amd64");
        text(out, "os.type", "linux");
        text(out, "k8s.cluster.name", "prod-eu");
        text(out, "k8s.namespace.name", service.namespace);
        text(out, "k8s.deployment.name", service.name);
        text(out, "k8s.pod.name", pod);
        text(out, "k8s.pod.uid", uuid(dice));
        text(out, "k8s.node.name", "node-" + node);
        text(out, "container.id", hex(dice, 64));
        text(out, "cloud.region", "eu-central-1");
        text(out, "process.runtime.description", service.language.runtime);
        new Key("process.pid").integer(out, Key.OF_RESOURCE, 1 + dice.below(60));
        return out.toBytes();
    }

    private static void text(ProtoBuffer out, String key, String value) {
        new Key(key).text(out, Key.OF_RESOURCE, Utf8.bytes(value));
    }

    private static String hex(Dice dice, int digits) {
        StringBuilder text = new StringBuilder(digits);
        while (text.length() < digits) {
            text.append(Integer.toHexString(dice.below(16)));
        }
        return text.toString();
    }

    private static String uuid(Dice dice) {
        ProtoBuffer out = new ProtoBuffer(40);
        Trace.uuid(out, dice);
        return new String(out.toBytes(), java.nio.charset.StandardCharsets.US_ASCII);
    }
}
