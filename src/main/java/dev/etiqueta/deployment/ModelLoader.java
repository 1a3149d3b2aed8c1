package dev.etiqueta.deployment;

import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.dvc.TrackedFiles;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelCardReader;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelLoadException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Makes models of tracked files: each {@code NAME.onnx}, with the {@code NAME.yaml} beside it as its card. */
public final class ModelLoader {

    private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);
    private static final String MODEL = ".onnx";
    private static final String CARD = ".yaml";
    private static final String MISNAMED_CARD = ".yml";

    private ModelLoader() {}

    /**
     * Loads all models of a release; each has proved itself.
     *
     * @return the models by name, in the order of their names
     * @throws dev.etiqueta.failure.ActionableException if one cannot be had or served; then none is left in memory
     */
    public static Map<String, Model> load(Release release) {
        return load(release, List.of());
    }

    /** As {@link #load(Release)}, and tells of each model. */
    static Map<String, Model> load(Release release, List<DeploymentObserver> observers) {
        TrackedFiles tracked = release.files();
        Map<String, TrackedFile> files =
                tracked.files().stream().collect(Collectors.toMap(TrackedFile::path, Function.identity()));
        Map<String, Model> models = new TreeMap<>();
        try {
            for (TrackedFile file : tracked.files()) {
                if (file.path().endsWith(MODEL)) {
                    Model model = load(file, files, release.revision(), observers);
                    Model twin = models.putIfAbsent(model.info().id().name(), model);
                    if (twin != null) {
                        model.close();
                        throw new ModelLoadException(
                                "two files are called %s"
                                        .formatted(file.path()
                                                .substring(file.path().lastIndexOf('/') + 1)),
                                "Give each model a name of its own: folders do not count.");
                    }
                }
            }
            if (models.isEmpty()) {
                throw new ModelLoadException(
                        "the tracked files hold no model: found %s, expected a NAME.onnx".formatted(files.keySet()),
                        "Export a model to ONNX into the tracked folder, then `dvc add` and `dvc push` it.");
            }
            return models;
        } catch (RuntimeException | OutOfMemoryError e) {
            models.values().forEach(Model::close);
            throw e;
        }
    }

    private static Model load(
            TrackedFile file, Map<String, TrackedFile> files, Revision revision, List<DeploymentObserver> observers) {
        String path = file.path().substring(0, file.path().length() - MODEL.length());
        ModelId id = id(path, revision.version(), file);
        long start = System.nanoTime();
        Model model;
        try {
            model = load(id, path, file, files);
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

    private static Model load(ModelId id, String path, TrackedFile file, Map<String, TrackedFile> files) {
        TrackedFile cardFile = files.get(path + CARD);
        if (cardFile == null && files.containsKey(path + MISNAMED_CARD)) {
            throw new ModelLoadException(
                    "%s%s would be left aside: a model card is called %s%s".formatted(path, MISNAMED_CARD, path, CARD),
                    "Rename the card, then `dvc add` and `dvc push` it.");
        }
        ModelCard card = cardFile == null
                ? null
                : ModelCardReader.read(cardFile.path(), cardFile.content(ModelCardReader.LONGEST));
        return Model.load(id, file.content(), card);
    }

    private static ModelId id(String path, String version, TrackedFile file) {
        try {
            return new ModelId(
                    path.substring(path.lastIndexOf('/') + 1),
                    version,
                    file.digest().hex());
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
