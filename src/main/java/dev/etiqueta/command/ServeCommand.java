package dev.etiqueta.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stands in the help; the main class serves by itself. */
@Command(
        name = ServeCommand.NAME,
        description = {
            "Serves the models over HTTP. This is what happens without a command, too.",
            "Properties are given as --NAME=VALUE, such as --server.port=9090, or as environment variables."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable {

    static final String NAME = "serve";

    @Parameters(arity = "0..*", paramLabel = "--NAME=VALUE", description = "properties of the service")
    private List<String> properties = List.of();

    @Override
    public void run() {
        throw new IllegalStateException("the main class serves, with " + properties);
    }
}
