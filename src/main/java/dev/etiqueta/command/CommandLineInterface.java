package dev.etiqueta.command;

import dev.etiqueta.evaluation.DataException;
import dev.etiqueta.failure.ActionableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The commands of the jar. Without one, it serves. */
@Command(
        name = "etiqueta",
        description = "Serves ONNX models that are versioned with DVC. Without a command, it serves.",
        mixinStandardHelpOptions = true,
        versionProvider = CommandLineInterface.Version.class,
        subcommands = {
            ServeCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            PullCommand.class,
            KeyCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class CommandLineInterface {

    /** Exit status for input that cannot be used. */
    static final int UNUSABLE = CommandLine.ExitCode.USAGE;

    private CommandLineInterface() {}

    /** Whether these arguments ask for a command, rather than for the web service. */
    public static boolean isCommand(String... arguments) {
        if (arguments.length == 0) {
            return false;
        }
        boolean property = arguments[0].startsWith("-");
        return asksForHelp(arguments) || (!property && !arguments[0].equals(ServeCommand.NAME));
    }

    /** Runs a command and gives its exit status: 0, or 1 for a bad result, or 2 for input that cannot be used. */
    public static int run(String... arguments) {
        CommandLog.quieten();
        return new CommandLine(new CommandLineInterface())
                .setExecutionExceptionHandler((e, line, result) -> explain(e, line))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    private static int explain(Exception e, CommandLine line) {
        String advice =
                switch (e) {
                    case ActionableException failure -> "\n" + failure.action();
                    case DataException data -> "";
                    case CommandException command -> "";
                    default -> {
                        LoggerFactory.getLogger(CommandLineInterface.class).error("This is a defect", e);
                        yield "";
                    }
                };
        line.getErr().println(line.getColorScheme().errorText(e.getMessage() + advice));
        return UNUSABLE;
    }

    private static boolean asksForHelp(String... arguments) {
        for (String argument : arguments) {
            switch (argument) {
                case "-h", "--help", "-V", "--version" -> {
                    return true;
                }
                default -> {}
            }
        }
        return false;
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            @Nullable String version = CommandLineInterface.class.getPackage().getImplementationVersion();
            return new String[] {"etiqueta " + (version == null ? "(not packaged)" : version)};
        }
    }
}
