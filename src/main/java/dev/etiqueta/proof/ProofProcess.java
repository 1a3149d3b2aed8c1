package dev.etiqueta.proof;

import dev.etiqueta.failure.Blame;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ModelId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Has models prove themselves in a process of their own. A graph that never comes to an end, takes all memory or crashes
 * the native library ends that process, and not the service. Safe for several threads.
 */
public final class ProofProcess {

    /** What a small model needs with all that is around it, and more: some hundred megabytes. */
    private static final long BASE_MEMORY = 256L << 20;

    /** A model needs its weights several times while it is loaded. */
    private static final int TIMES_ITS_SIZE = 8;

    /** Of what is free, some is left for the service, whose heap may grow meanwhile. */
    private static final double SHARE_OF_FREE = 0.75;

    /** How long a model that is proved may be asked for extremes. */
    private static final Duration EXTREMES = Duration.ofSeconds(2);

    private static final long LOOKS_EVERY_MILLIS = 10;

    private final @Nullable Long maxMemory;

    /** @param maxMemory in bytes; null for what the model's size lets expect, within what is free */
    public ProofProcess(@Nullable Long maxMemory) {
        this.maxMemory = maxMemory;
    }

    /**
     * Proves a model.
     *
     * @param card as it is written; null where it has none
     * @throws ProofException if it cannot be served, takes longer or more memory than it may, or crashes
     */
    public void prove(ModelId id, byte[] onnx, byte @Nullable [] card, Deadline deadline) {
        long limit = limit(onnx.length);
        Process process = start(onnx.length);
        try {
            CompletableFuture<ProofFrames.Answer> answer = ask(process, new ProofFrames.Question(id, onnx, card));
            ProofFrames.Answer given = await(id, process, answer, limit, deadline);
            if (!given.isProved()) {
                throw new ProofException(Blame.CONTENT, given.description(), given.action());
            }
            requireNoCrash(id, process, limit);
        } finally {
            process.destroyForcibly();
        }
    }

    private long limit(long modelBytes) {
        if (maxMemory != null) {
            return maxMemory;
        }
        long expected = BASE_MEMORY + TIMES_ITS_SIZE * modelBytes;
        return Math.min(expected, Math.round(ProcessMemory.available() * SHARE_OF_FREE));
    }

    private static Process start(long modelBytes) {
        ProcessBuilder builder = new ProcessBuilder(ProofCommand.of(modelBytes))
                // What it says there is the native library's, and of no use to anybody.
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        // No secret of the service is its business.
        builder.environment().clear();
        builder.environment().put("LANG", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new ProofException(
                    Blame.SERVICE,
                    "no process can be started to prove a model: " + e.getMessage(),
                    "Allow more processes, or set etiqueta.deployment.proof.enabled=false.");
        }
    }

    /** On a thread of its own: a process that does not read would have the writer wait. */
    private static CompletableFuture<ProofFrames.Answer> ask(Process process, ProofFrames.Question question) {
        CompletableFuture<ProofFrames.Answer> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("model-proof").start(() -> {
            try {
                // Left open: the other side ends with it.
                ProofFrames.write(process.getOutputStream(), question);
                answer.complete(ProofFrames.readAnswer(process.getInputStream()));
            } catch (IOException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private static ProofFrames.Answer await(
            ModelId id, Process process, CompletableFuture<ProofFrames.Answer> answer, long limit, Deadline deadline) {
        while (true) {
            try {
                return answer.get(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                requireWithin(id, process, limit, deadline);
            } catch (ExecutionException e) {
                throw ended(id, process);
            } catch (InterruptedException e) {
                throw stopped(id);
            }
        }
    }

    /**
     * Lets it be asked for extremes for a while. That these take time or memory is no fault: some inputs say how much there
     * is to do, and each request has its limits.
     */
    private static void requireNoCrash(ModelId id, Process process, long limit) {
        Deadline end = Deadline.after(EXTREMES);
        try {
            while (!end.hasPassed() && ProcessMemory.ofProcess(process.pid()) <= limit) {
                if (process.waitFor(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                    if (process.exitValue() != 0) {
                        throw ended(id, process);
                    }
                    return;
                }
            }
        } catch (InterruptedException e) {
            throw stopped(id);
        }
    }

    private static ProofException stopped(ModelId id) {
        Thread.currentThread().interrupt();
        return new ProofException(
                Blame.SERVICE, "the proof of %s was stopped".formatted(id.name()), "Deploy it again.");
    }

    private static void requireWithin(ModelId id, Process process, long limit, Deadline deadline) {
        long memory = ProcessMemory.ofProcess(process.pid());
        if (memory > limit) {
            throw new ProofException(
                    Blame.CONTENT,
                    "%s takes more than %d MB while it is loaded and proved".formatted(id.name(), limit >> 20),
                    "Export a smaller model; or give it more, with memory of the machine and etiqueta.deployment.proof.max-memory.");
        }
        if (deadline.hasPassed()) {
            throw new ProofException(
                    Blame.CONTENT,
                    "%s has not been loaded and proved in time".formatted(id.name()),
                    "Check that its graph comes to an end; if it is just slow, give etiqueta.deployment.timeout more.");
        }
    }

    private static ProofException ended(ModelId id, Process process) {
        Optional<Integer> status = status(process);
        String how = status.map(ProofProcess::how).orElse("without an answer");
        return new ProofException(
                Blame.CONTENT,
                "%s ended the process that should prove it, %s".formatted(id.name(), how),
                "It would have ended the service: check the model with onnx.checker, and with another version of its exporter.");
    }

    private static String how(int status) {
        if (status == ProofCommand.CRASHED) {
            return "by a crash of the runtime";
        }
        return status > 128 ? "by signal %d".formatted(status - 128) : "with status %d".formatted(status);
    }

    private static Optional<Integer> status(Process process) {
        try {
            return process.waitFor(1, TimeUnit.SECONDS) ? Optional.of(process.exitValue()) : Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
