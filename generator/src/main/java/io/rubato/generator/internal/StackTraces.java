package io.rubato.generator.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The exceptions a service throws: a few types, each from a few places. The frames repeat exactly, as
/// real ones do; only the message differs.
final class StackTraces {
    private static final List<String> JAVA_FRAMES = List.of(
            "org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:885)",
            "jakarta.servlet.http.HttpServlet.service(HttpServlet.java:658)",
            "org.apache.catalina.core.ApplicationFilterChain.internalDoFilter(ApplicationFilterChain.java:193)",
            "org.apache.catalina.core.StandardWrapperValve.invoke(StandardWrapperValve.java:167)",
            "org.apache.catalina.core.StandardContextValve.invoke(StandardContextValve.java:90)",
            "org.apache.catalina.connector.CoyoteAdapter.service(CoyoteAdapter.java:344)",
            "org.apache.coyote.http11.Http11Processor.service(Http11Processor.java:397)",
            "org.apache.tomcat.util.net.NioEndpoint$SocketProcessor.doRun(NioEndpoint.java:1774)",
            "java.base/java.lang.Thread.run(Thread.java:1583)");
    private static final List<String> MESSAGES = List.of(
            "connection to 10.42.7.${#200}:5432 refused after ${#3000} ms",
            "deadline exceeded for request ${request}",
            "no stock left for ${product}",
            "card of ${user} declined by issuer",
            "value ${#1000} out of range");
    private static final List<String> CLASSES =
            List.of("Repository", "Service", "Client", "Handler", "Pool", "Mapper", "Validator");

    /// One exception.
    record Thrown(TypeName typeName, Template message, Frames framesText) {
        byte[] type() {
            return typeName.bytes;
        }

        byte[] frames() {
            return framesText.bytes;
        }
    }

    private static final class TypeName {
        private final byte[] bytes;

        TypeName(String name) {
            bytes = Utf8.bytes(name);
        }
    }

    private static final class Frames {
        private final byte[] bytes;

        Frames(String text) {
            bytes = Utf8.bytes(text);
        }
    }

    private final List<Thrown> all = new ArrayList<>();

    StackTraces(Service service, Dice dice) {
        for (String message : MESSAGES) {
            for (int place = 0; place < 2; place++) {
                TypeName type = new TypeName(typeName(service, all.size()));
                all.add(new Thrown(type, Template.of(message), new Frames(frames(service, dice))));
            }
        }
    }

    Thrown draw(Dice dice) {
        return all.get(dice.skewed(all.size()));
    }

    private static String typeName(Service service, int number) {
        return switch (service.language) {
            case JAVA ->
                List.of(
                                "java.sql.SQLTransientConnectionException",
                                "java.util.concurrent.TimeoutException",
                                "com.rubato.shop.OutOfStockException",
                                "com.rubato.shop.PaymentDeclinedException",
                                "java.lang.IllegalArgumentException")
                        .get(number / 2);
            case NODE -> number < 4 ? "FetchError" : "TypeError";
            case GO -> number < 4 ? "*net.OpError" : "*errors.errorString";
            case PYTHON -> number < 4 ? "asyncio.TimeoutError" : "ValueError";
            case RUST -> number < 4 ? "hyper::Error" : "anyhow::Error";
        };
    }

    private static String frames(Service service, Dice dice) {
        String unit = service.name.replace("-", "");
        StringBuilder text = new StringBuilder();
        int own = 8 + dice.below(10);
        for (int i = 0; i < own; i++) {
            String owner = CLASSES.get(dice.below(CLASSES.size()));
            text.append(frame(service.language, unit, owner, 20 + dice.below(400)));
        }
        if (service.language == Language.JAVA) {
            for (String frame : JAVA_FRAMES) {
                text.append("\n\tat ").append(frame);
            }
        }
        return text.toString();
    }

    private static String frame(Language language, String unit, String owner, int line) {
        String lower = owner.toLowerCase(Locale.ROOT);
        return switch (language) {
            case JAVA ->
                "\n\tat com.rubato.shop." + unit + "." + owner + ".call" + line % 7 + "(" + owner + ".java:" + line
                        + ")";
            case NODE -> "\n    at " + owner + ".call (/app/dist/" + unit + "/" + lower + ".js:" + line + ":17)";
            case GO -> "\ngithub.com/rubato/" + unit + "." + owner + "\n\t/src/" + unit + "/" + lower + ".go:" + line;
            case PYTHON ->
                "\n  File \"/app/" + unit + "/" + lower + ".py\", line " + line
                        + ", in call\n    return await self.next(request)";
            case RUST -> "\n   " + unit + "::" + lower + "::call\n             at ./src/" + lower + ".rs:" + line;
        };
    }
}
