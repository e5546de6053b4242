package io.rubato.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// What a command line printed and how it ended.
record Command(int status, String out, String err) {
    static Command run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        int status = line.execute(args);
        line.getOut().flush();
        return new Command(status, out.toString(), err.toString());
    }
}
