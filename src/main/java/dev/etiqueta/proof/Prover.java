package dev.etiqueta.proof;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.model.ExtremeInputs;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelCardReader;
import dev.etiqueta.model.ModelId;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that proves one model: it loads it as the service would, says what came of it, and ends. */
public final class Prover {

    /** Requests come first; but a proof must come to its end under full load, too. */
    private static final int NICE = 5;

    /** The status where there was no question, or nobody waits for the answer. */
    private static final int UNASKED = 2;

    private Prover() {}

    /** Whether these arguments ask for it. */
    public static boolean isAsked(String... arguments) {
        return arguments.length == 1 && arguments[0].equals(ProofCommand.ARGUMENT);
    }

    /** Proves the model that stands in the input, and ends the process. */
    public static void run() {
        OutputStream answers = new FileOutputStream(FileDescriptor.out);
        // What else is printed must not be taken for an answer.
        System.setOut(System.err);
        giveWay();
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                .setLevel(ch.qos.logback.classic.Level.OFF);
        try {
            ProofFrames.Question question = ProofFrames.readQuestion(System.in);
            endWith(System.in);
            prove(question, answers);
        } catch (IOException e) {
            Runtime.getRuntime().halt(UNASKED);
        }
        // Nothing is worth closing, and some of it may take its time.
        Runtime.getRuntime().halt(0);
    }

    /** Once it is proved, only a crash can change that. */
    private static void prove(ProofFrames.Question question, OutputStream answers) throws IOException {
        ModelId id = question.id();
        try {
            byte[] written = question.card();
            ModelCard card = written == null ? null : ModelCardReader.read(id.name() + ".yaml", written);
            Model model = Model.load(id, question.onnx(), card);
            ProofFrames.write(answers, ProofFrames.Answer.PROVED);
            ExtremeInputs.run(model);
        } catch (ActionableException e) {
            ProofFrames.write(answers, new ProofFrames.Answer(String.valueOf(e.getMessage()), e.action()));
        }
    }

    /** The one who has asked holds the other end open until the end: without him, nobody wants to know. */
    private static void endWith(InputStream asker) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                asker.read();
            } catch (IOException e) {
                // He is gone as well.
            }
            Runtime.getRuntime().halt(UNASKED);
        });
    }

    /** To the service, in time; and in memory, should the kernel need some. */
    @SuppressWarnings("restricted") // the ONNX runtime is native code, too
    private static void giveWay() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
        } catch (IOException e) {
            // No Linux.
        }
        Linker linker = Linker.nativeLinker();
        linker.defaultLookup().find("nice").ifPresent(nice -> {
            try {
                int ignored = (int)
                        linker.downcallHandle(nice, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))
                                .invokeExact(NICE);
            } catch (Throwable e) {
                throw new IllegalStateException("nice cannot be called", e);
            }
        });
    }
}
