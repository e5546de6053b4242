package io.rubato.tracing.context;

/// Foreign text made fit for one log line: printable ASCII only, cut to a readable length.
final class Quoted {
    private static final int LONGEST = 100;

    private Quoted() {}

    static String of(String text) {
        int end = Math.min(text.length(), LONGEST);
        StringBuilder out = new StringBuilder(end + 16);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            out.append(c < ' ' || c > '~' || c == '"' ? '?' : c);
        }
        return end == text.length()
                ? out.toString()
                : out.append("... ").append(text.length()).append(" chars").toString();
    }
}
