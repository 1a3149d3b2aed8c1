package dev.etiqueta.model;

import ai.onnxruntime.OrtException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds the loaded models and answers with them.
 *
 * <p>Callers say a model's name and fill a batch; they never hold a {@link Model}, so that one can be replaced between
 * two requests.
 */
public final class ModelService implements AutoCloseable {

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final String defaultModel;
    private final List<ModelObserver> observers;
    private final RunSupervisor supervisor = new RunSupervisor();

    /**
     * Takes over the models: it closes them.
     *
     * @param models at least one
     * @param defaultModel the name of the model that is asked where a request names none; null for the first by name
     * @param observers are told of each model, and of each answer
     * @throws UnknownModelException if no model has the default's name
     */
    public ModelService(Collection<Model> models, @Nullable String defaultModel, List<ModelObserver> observers) {
        models.forEach(model -> this.models.put(model.info().id().name(), model));
        this.defaultModel = defaultModel != null
                ? defaultModel
                : this.models.keySet().stream().sorted().findFirst().orElseThrow();
        this.observers = List.copyOf(observers);
        model(this.defaultModel);
        for (Model model : this.models.values()) {
            this.observers.forEach(observer -> observer.opened(model.info()));
        }
    }

    /** The served models. */
    public List<ModelInfo> models() {
        return models.values().stream().map(Model::info).toList();
    }

    /**
     * Describes a model.
     *
     * @throws UnknownModelException if no model has this name
     */
    public ModelInfo info(String name) {
        return model(name).info();
    }

    /** The name of the model that is asked where a request names none. */
    public String defaultModel() {
        return defaultModel;
    }

    /** Fills an empty batch with the instances of a request. */
    @FunctionalInterface
    public interface BatchFiller<E extends Exception> {

        /**
         * Adds the instances.
         *
         * @param model the model that will be asked: for its image contract and its signature
         * @param batch to be filled
         */
        void fill(Model model, Batch batch) throws E;
    }

    /**
     * Asks a model.
     *
     * @param name of the model
     * @param deadline when the run is stopped
     * @param filler provides the instances
     * @return a prediction for each instance, in their order
     * @throws UnknownModelException if no model has this name
     * @throws InstanceException if the instances do not fit the model
     * @throws DeadlineExceededException if it takes too long
     * @throws InferenceException if the runtime gives up
     * @throws E what the filler throws
     */
    public <E extends Exception> Answer predict(String name, Deadline deadline, BatchFiller<E> filler) throws E {
        Model model = model(name);
        Batch batch = model.newBatch();
        filler.fill(model, batch);
        deadline.check();
        ModelId id = model.info().id();
        if (batch.size() == 0) {
            return new Answer(id.name(), id.version(), List.of());
        }
        long start = System.nanoTime();
        List<? extends Prediction> predictions = run(model, batch, deadline);
        long nanoseconds = System.nanoTime() - start;
        for (ModelObserver observer : observers) {
            observer.predicted(id, predictions, nanoseconds);
        }
        return new Answer(id.name(), id.version(), predictions);
    }

    private List<? extends Prediction> run(Model model, Batch batch, Deadline deadline) {
        if (deadline.isNever()) {
            return model.predict(batch);
        }
        try (RunSupervisor.Run run = supervisor.begin(deadline)) {
            return model.predict(batch, run.options());
        } catch (InferenceException | InstanceException e) {
            // A run that was stopped looks like one that failed.
            deadline.check();
            throw e;
        } catch (OrtException e) {
            throw new InferenceException("a run cannot be started", e);
        }
    }

    private Model model(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new UnknownModelException(name, models.keySet());
        }
        return model;
    }

    @Override
    public void close() {
        supervisor.close();
        models.values().forEach(Model::close);
    }
}
