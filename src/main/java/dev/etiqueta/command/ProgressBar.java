package dev.etiqueta.command;

import java.io.Console;
import java.io.PrintStream;
import java.util.Optional;

/** A bar on the terminal, and nothing where there is no terminal. */
final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 40;

    private final int total;
    private final boolean visible;
    private final PrintStream terminal = System.err;
    private int shown = -1;

    ProgressBar(int total) {
        this.total = total;
        this.visible = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
    }

    /** Shows that so many are done. */
    void show(int done) {
        int filled = (int) ((long) done * WIDTH / Math.max(1, total));
        if (visible && filled != shown) {
            shown = filled;
            terminal.print("\r[" + "#".repeat(filled) + "-".repeat(WIDTH - filled) + "] " + done + "/" + total);
            terminal.flush();
        }
    }

    /** Wipes the bar away. */
    @Override
    public void close() {
        if (visible && shown >= 0) {
            terminal.print("\r" + " ".repeat(WIDTH + 30) + "\r");
            terminal.flush();
        }
    }
}
