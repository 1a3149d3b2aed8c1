package dev.etiqueta.command;

import dev.etiqueta.security.Key;
import dev.etiqueta.security.Role;
import dev.etiqueta.security.Token;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an API key. It is written down nowhere: the caller gets the token, the service the line with its hash. */
@Command(
        name = "key",
        description = {
            "Makes an API key. The first line of the output is the token, for whoever asks: it is not shown again. The"
                    + " second line is for the file that etiqueta.security.keys names."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:here it is", "2:the name or a role cannot be used"})
final class KeyCommand implements Runnable {

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            split = ",",
            description = "what it is for: ${COMPLETION-CANDIDATES}; several are separated by commas")
    private Set<Role> roles = EnumSet.noneOf(Role.class);

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "who uses it, as the audit and the limits know them")
    private String name = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        Token token = Token.random();
        Key key;
        try {
            key = new Key(name, roles, token.hash());
        } catch (IllegalArgumentException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(token.secret());
        out.println(key);
        out.flush();
    }
}
