package io.rubato.generator.internal;

import java.util.ArrayList;
import java.util.List;

/// All flows laid out, and the instances of all services.
public final class Fleet {
    final List<Service> services;
    final List<Operation> operations;
    final List<Instance> instances;
    private final List<Flow> webShop;
    private final List<Flow> llmServing;
    final LongRuns longRuns;
    private final int instancesEach;

    /// Every service runs `instancesEach` times.
    Fleet(Dice dice, int instancesEach) {
        this.instancesEach = instancesEach;
        Layout layout = new Layout();
        List<Flow> shop = new WebShop(layout).flows();
        List<Flow> serving = new LlmServing(layout).flows();
        webShop = weighted(shop);
        llmServing = weighted(serving);
        longRuns = new LongRuns(layout, shop, serving);
        services = List.copyOf(layout.services);
        operations = List.copyOf(layout.operations);
        List<Instance> all = new ArrayList<>();
        for (Service service : services) {
            for (int number = 0; number < instancesEach; number++) {
                all.add(new Instance(service, number, all.size(), dice));
            }
        }
        instances = List.copyOf(all);
    }

    private static List<Flow> weighted(List<Flow> flows) {
        List<Flow> all = new ArrayList<>();
        for (Flow flow : flows) {
            for (int i = 0; i < flow.weight(); i++) {
                all.add(flow);
            }
        }
        return List.copyOf(all);
    }

    Operation root(Dice dice, double llmShare) {
        List<Flow> flows = dice.chance(llmShare) ? llmServing : webShop;
        return flows.get(dice.below(flows.size())).root();
    }

    Instance anyInstance(Service service, Dice dice) {
        return instances.get(service.index * instancesEach + dice.below(instancesEach));
    }
}
