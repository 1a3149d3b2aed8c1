package dev.etiqueta;

import dev.etiqueta.command.CommandLineInterface;
import org.springframework.boot.SpringApplication;

/** The jar: a web service, or where the first argument names one, a command. */
public final class Etiqueta {

    private Etiqueta() {}

    /** Serves, or runs a command and exits with its status. */
    public static void main(String[] arguments) {
        if (CommandLineInterface.isCommand(arguments)) {
            System.exit(CommandLineInterface.run(arguments));
        }
        Termination termination = Termination.install();
        SpringApplication application = new SpringApplication(EtiquetaApplication.class);
        application.setRegisterShutdownHook(false);
        application.addListeners(termination);
        application.run(arguments);
    }
}
