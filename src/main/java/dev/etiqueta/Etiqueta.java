package dev.etiqueta;

import dev.etiqueta.command.CommandLineInterface;
import dev.etiqueta.proof.Prover;
import org.springframework.boot.SpringApplication;

/** The jar: a web service, or where the first argument names one, a command. */
public final class Etiqueta {

    private Etiqueta() {}

    /** Serves, or runs a command and exits with its status. */
    public static void main(String[] arguments) {
        if (Prover.isAsked(arguments)) {
            Prover.run();
        }
        if (CommandLineInterface.isCommand(arguments)) {
            System.exit(CommandLineInterface.run(arguments));
        }
        OutOfMemory.install();
        Termination termination = Termination.install();
        SpringApplication application = new SpringApplication(EtiquetaApplication.class);
        application.setRegisterShutdownHook(false);
        application.addListeners(termination);
        try {
            application.run(arguments);
        } catch (RuntimeException e) {
            // Spring has said why.
            Termination.exit(1);
        }
    }
}
