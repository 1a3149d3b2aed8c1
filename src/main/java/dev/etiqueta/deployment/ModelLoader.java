package dev.etiqueta.deployment;

import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.dvc.TrackedFiles;
import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.FailedModel;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelCardReader;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelLoadException;
import dev.etiqueta.proof.ProofProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Makes models of tracked files: each {@code NAME.onnx}, with the {@code NAME.yaml} beside it as its card. */
public final class ModelLoader {

    private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);
    private static final String MODEL = ".onnx";
    private static final String CARD = ".yaml";
    private static final String MISNAMED_CARD = ".yml";

    /** Of the heap, for all else that goes on. */
    private static final long HEAP_RESERVE = 16L << 20;

    private final List<DeploymentObserver> observers;
    private final OnFailure onFailure;
    private final @Nullable ProofProcess proof;

    /**
     * Loads models.
     *
     * @param observers are told of each
     * @param proof has each prove itself first; null where it does so only here
     */
    ModelLoader(List<DeploymentObserver> observers, OnFailure onFailure, @Nullable ProofProcess proof) {
        this.observers = List.copyOf(observers);
        this.onFailure = onFailure;
        this.proof = proof;
    }

    /**
     * Loads all models of a release; each has proved itself.
     *
     * @return the models by name, in the order of their names
     * @throws dev.etiqueta.failure.ActionableException if one cannot be had or served; then none is left in memory
     */
    public static Map<String, Model> load(Release release) {
        return new ModelLoader(List.of(), OnFailure.REFUSE, null)
                .load(release, Deadline.never())
                .models();
    }

    /**
     * Loads all models of a release, or where that is wanted, those that can be served.
     *
     * @throws dev.etiqueta.failure.ActionableException if one cannot, or none; then none is left in memory
     */
    LoadedModels load(Release release, Deadline deadline) {
        return load(release, deadline, proof);
    }

    /** Loads a release again that has served: it has proved itself, and whoever rolls back is in a hurry. */
    LoadedModels reload(Release release, Deadline deadline) {
        return load(release, deadline, null);
    }

    private LoadedModels load(Release release, Deadline deadline, @Nullable ProofProcess apart) {
        TrackedFiles tracked = release.files();
        Map<String, TrackedFile> files =
                tracked.files().stream().collect(Collectors.toMap(TrackedFile::path, Function.identity()));
        Map<String, Model> models = new TreeMap<>();
        List<FailedModel> failed = new ArrayList<>();
        try {
            for (TrackedFile file : models(tracked)) {
                try {
                    Model model = load(file, files, release.revision(), deadline, apart);
                    models.put(model.info().id().name(), model);
                } catch (ActionableException e) {
                    failed.add(skipped(file, release.revision(), e, deadline));
                }
            }
            if (models.isEmpty()) {
                throw none(failed, files);
            }
            return new LoadedModels(models, failed);
        } catch (RuntimeException | Error e) {
            models.values().forEach(Model::close);
            throw e;
        }
    }

    private static List<TrackedFile> models(TrackedFiles tracked) {
        Set<String> names = new HashSet<>();
        List<TrackedFile> models = tracked.files().stream()
                .filter(file -> file.path().endsWith(MODEL))
                .toList();
        for (TrackedFile file : models) {
            String name = file.path().substring(file.path().lastIndexOf('/') + 1);
            if (!names.add(name)) {
                throw new ModelLoadException(
                        "two files are called %s".formatted(name),
                        "Give each model a name of its own: folders do not count.");
            }
        }
        return models;
    }

    /** What only the model itself is to blame for, the others need not suffer from. */
    private FailedModel skipped(TrackedFile file, Revision revision, ActionableException e, Deadline deadline) {
        if (onFailure == OnFailure.REFUSE || !e.blame().isFinal() || deadline.hasPassed()) {
            throw e;
        }
        String name = withoutFolder(withoutSuffix(file.path()));
        DeploymentLog.with(log.atError(), revision)
                .addKeyValue("model", name)
                .log("{} is left out: {}. {}", name, e.getMessage(), e.action());
        return new FailedModel(name, revision.version(), String.valueOf(e.getMessage()));
    }

    private static ModelLoadException none(List<FailedModel> failed, Map<String, TrackedFile> files) {
        if (!failed.isEmpty()) {
            return new ModelLoadException(
                    "none of the models can be served: " + failed.getFirst().reason(),
                    "Deploy a revision of which one can.");
        }
        return new ModelLoadException(
                "the tracked files hold no model: found %s, expected a NAME.onnx"
                        .formatted(files.keySet().stream().limit(10).toList()),
                "Export a model to ONNX into the tracked folder, then `dvc add` and `dvc push` it.");
    }

    private Model load(
            TrackedFile file,
            Map<String, TrackedFile> files,
            Revision revision,
            Deadline deadline,
            @Nullable ProofProcess apart) {
        String path = withoutSuffix(file.path());
        ModelId id = id(path, revision, file);
        long start = System.nanoTime();
        Model model;
        try {
            model = load(id, path, file, files, deadline, apart);
        } catch (RuntimeException | OutOfMemoryError e) {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            observers.forEach(observer -> observer.loadFailed(id, took));
            throw e;
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        observers.forEach(observer -> observer.loaded(model.info(), took));
        log(model.info(), revision, took.toMillis());
        return model;
    }

    private Model load(
            ModelId id,
            String path,
            TrackedFile file,
            Map<String, TrackedFile> files,
            Deadline deadline,
            @Nullable ProofProcess apart) {
        TrackedFile cardFile = files.get(path + CARD);
        if (cardFile == null && files.containsKey(path + MISNAMED_CARD)) {
            throw new ModelLoadException(
                    "%s%s would be left aside: a model card is called %s%s".formatted(path, MISNAMED_CARD, path, CARD),
                    "Rename the card, then `dvc add` and `dvc push` it.");
        }
        byte[] written = cardFile == null ? null : cardFile.content(ModelCardReader.LONGEST);
        ModelCard card = written == null ? null : ModelCardReader.read(path + CARD, written);
        byte[] onnx = file.content(roomInHeap());
        if (apart != null) {
            apart.prove(id, onnx, written, deadline);
        }
        return Model.load(id, onnx, card);
    }

    /** A model that does not fit into the heap is refused before it is read: it would end the service. */
    private static long roomInHeap() {
        Runtime heap = Runtime.getRuntime();
        long free = heap.maxMemory() - heap.totalMemory() + heap.freeMemory();
        return Math.max(HEAP_RESERVE, free - HEAP_RESERVE);
    }

    private static String withoutSuffix(String path) {
        return path.substring(0, path.length() - MODEL.length());
    }

    private static String withoutFolder(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static ModelId id(String path, Revision revision, TrackedFile file) {
        try {
            return new ModelId(
                    withoutFolder(path), revision.version(), file.digest().hex(), revision.signers());
        } catch (IllegalArgumentException e) {
            throw new ModelLoadException("%s: %s".formatted(file.path(), e.getMessage()), "Rename the file.", e);
        }
    }

    private static void log(ModelInfo model, Revision revision, long milliseconds) {
        String proof = model.proof() == null
                ? "it has no card, and is served as plain tensors"
                : "%d golden examples came out within %s"
                        .formatted(model.proof().examples(), model.proof().maxDeviation());
        LoggingEventBuilder line = DeploymentLog.with(log.atInfo(), revision.tag(), revision.commit());
        DeploymentLog.with(line, model.id())
                .log(
                        "Loaded {} version {} md5 {} in {} ms; {}",
                        model.id().name(),
                        model.id().version(),
                        model.id().digest(),
                        milliseconds,
                        proof);
        if (model.card() != null && model.card().golden().isEmpty()) {
            DeploymentLog.with(log.atWarn(), model.id())
                    .log(
                            "{} has no golden examples, and is served unproved",
                            model.id().name());
        }
    }
}
