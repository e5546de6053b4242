package io.rubato.query;

import static io.rubato.query.Shop.bool;
import static io.rubato.query.Shop.number;
import static io.rubato.query.Shop.real;
import static io.rubato.query.Shop.span;
import static io.rubato.query.Shop.text;
import static io.rubato.query.Shop.texts;

import io.rubato.query.memory.PlainSpan;
import io.rubato.query.memory.PlainTrace;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.AttributeValue;
import io.rubato.storage.model.Origin;
import io.rubato.storage.model.TraceId;
import java.util.List;

/// The traces of `table.tql`, which draws them: those of [Shop], an order, and one in which everything is broken.
final class TableSpans {
    static final TraceId THIRD = new TraceId(0xf00d, 0x3);
    static final TraceId FOURTH = new TraceId(0, 0xd);

    private static final Origin GATE = new Origin(
            "gate",
            List.of(text("service.name", "gate"), text("region", "eu"), number("replicas", 3)),
            "",
            "gate-lib",
            "2.0",
            List.of(),
            "");
    private static final Origin BANK =
            new Origin("bank", List.of(text("service.name", "bank"), text("region", "us")), "", "", "", List.of(), "");
    private static final Origin POST =
            new Origin("post", List.of(text("service.name", "post")), "", "mail-lib", "", List.of(), "");
    private static final Origin NONE = new Origin("", List.of(), "", "", "", List.of(), "");

    private TableSpans() {}

    static List<PlainTrace> traces() {
        return List.of(Shop.first(), Shop.second(), third(), fourth());
    }

    private static PlainTrace third() {
        return new PlainTrace(
                THIRD,
                List.of(
                        order(
                                0x21,
                                0,
                                "POST /order",
                                2,
                                1,
                                2000,
                                400,
                                GATE,
                                text("http.method", "POST"),
                                number("level", 1),
                                real("price", 9.5),
                                bool("vip", true)),
                        order(0x22, 0x21, "pay", 3, 0, 2010, 190, GATE, number("amount", 10), number("level", 2)),
                        order(0x23, 0x21, "mail", 4, 0, 2200, 10, GATE, number("amount", 30)),
                        span(
                                THIRD,
                                0x24,
                                0x22,
                                "charge",
                                2,
                                2,
                                "declined",
                                2020,
                                100,
                                BANK,
                                List.of(real("amount", 2.5), number("level", 3), texts("tags", "x", "y")),
                                List.of(
                                        Shop.event(2050, "declined", number("code", 51)),
                                        Shop.event(2060, "declined", number("code", 52))),
                                List.of()),
                        order(
                                0x25,
                                0x22,
                                "charge",
                                2,
                                1,
                                2130,
                                50,
                                BANK,
                                number("amount", 30),
                                number("level", 3),
                                texts("tags", "y"),
                                new Attribute(
                                        "sizes",
                                        new AttributeValue.Array(
                                                List.of(new AttributeValue.Int(1), new AttributeValue.Int(2))))),
                        span(
                                THIRD,
                                0x26,
                                0x23,
                                "mail",
                                5,
                                1,
                                "",
                                2300,
                                90,
                                POST,
                                List.of(text("amount", "many")),
                                List.of(),
                                List.of(new PlainSpan.Link(Shop.FIRST, 0x05, List.of(text("why", "async"))))),
                        order(0x27, 0x24, "ledger", 1, 0, 2030, 30, BANK, number("level", 4)),
                        order(
                                0x28,
                                0x21,
                                "log",
                                1,
                                0,
                                2395,
                                4,
                                GATE,
                                number("big", (1L << 53) + 1),
                                number("neg", -7))));
    }

    private static PlainSpan order(
            long id,
            long parent,
            String name,
            int kind,
            int status,
            long startMillis,
            long millis,
            Origin origin,
            Attribute... attributes) {
        return span(THIRD, id, parent, name, kind, status, "", startMillis, millis, origin, List.of(attributes));
    }

    private static PlainTrace fourth() {
        return new PlainTrace(
                FOURTH,
                List.of(
                        broken(0x31, 0x32, "a", 1, 0, 3000),
                        broken(0x32, 0x31, "b", 1, 0, 3001),
                        broken(0x33, 0x32, "c", 1, 0, 3002),
                        broken(0x34, 0x34, "self", 1, 0, 3003),
                        broken(0x35, 0x99, "lost", 1, 0, 3004),
                        broken(0x36, 0x99, "lost", 1, 0, 3005),
                        broken(0x37, 0, "root", 2, 0, 3007),
                        broken(0x38, 0, "root", 2, 0, 3006),
                        broken(0x39, 0x38, "twin", 1, 0, 3008, number("twin", 1)),
                        broken(0x39, 0x37, "twin", 1, 0, 3009, number("twin", 2)),
                        broken(0x3a, 0x39, "leaf", 1, 2, 3010)));
    }

    private static PlainSpan broken(
            long id, long parent, String name, int kind, int status, long startMillis, Attribute... attributes) {
        return span(FOURTH, id, parent, name, kind, status, "", startMillis, 10, NONE, List.of(attributes));
    }
}
