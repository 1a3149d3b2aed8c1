package dev.etiqueta.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds the loaded models and answers with them.
 *
 * <p>Callers say a model's name and fill a batch; they never hold a {@link Model}, so that all of them can be replaced
 * between two requests. A request is answered to its end by the models that were served when it began.
 */
public final class ModelService implements AutoCloseable {

    private final @Nullable String wantedDefault;
    private final List<ModelObserver> observers;
    private final List<PredictionObserver> predictionObservers;
    private final RunSupervisor supervisor = new RunSupervisor();
    private final RunQueue queue = RunQueue.forProcessors();
    private volatile ServedModels served;

    /**
     * Takes over the models: it closes them.
     *
     * @param models at least one
     * @param defaultModel the name of the model that is asked where a request names none; null for the first by name
     * @param observers are told of each model
     * @param predictionObservers are told of each request
     * @throws UnknownModelException if no model has the default's name; the models then stay the caller's
     */
    public ModelService(
            Collection<Model> models,
            @Nullable String defaultModel,
            List<ModelObserver> observers,
            List<PredictionObserver> predictionObservers) {
        this(models, List.of(), defaultModel, observers, predictionObservers);
    }

    /**
     * As above, of a revision that has others, too.
     *
     * @param failed those of the revision that cannot be served
     */
    public ModelService(
            Collection<Model> models,
            List<FailedModel> failed,
            @Nullable String defaultModel,
            List<ModelObserver> observers,
            List<PredictionObserver> predictionObservers) {
        this.wantedDefault = defaultModel;
        this.observers = List.copyOf(observers);
        this.predictionObservers = List.copyOf(predictionObservers);
        this.served = open(models, failed);
    }

    /**
     * Serves other models from now on. Requests that have begun are answered by the old ones, which are closed after
     * the last of them.
     *
     * @param models at least one; taken over, as by the constructor
     * @throws UnknownModelException if none has the default's name; nothing has changed then
     */
    public void replace(Collection<Model> models) {
        replace(models, List.of());
    }

    /**
     * As above, with models of a revision that has others, too.
     *
     * @param failed those of the revision that cannot be served
     */
    public synchronized void replace(Collection<Model> models, List<FailedModel> failed) {
        ServedModels old = served;
        served = open(models, failed);
        old.release();
    }

    private ServedModels open(Collection<Model> models, List<FailedModel> failed) {
        ServedModels next = new ServedModels(models, failed, wantedDefault, observers);
        for (ModelInfo model : next.infos()) {
            observers.forEach(observer -> observer.opened(model));
        }
        return next;
    }

    /** Those that are deployed with them, and cannot be served. */
    public List<FailedModel> failed() {
        return served.failed();
    }

    /** The served models. */
    public List<ModelInfo> models() {
        return served.infos();
    }

    /**
     * Describes a model.
     *
     * @throws UnknownModelException if no model has this name
     */
    public ModelInfo info(String name) {
        return served.model(name).info();
    }

    /** The name of the model that is asked where a request names none. */
    public String defaultModel() {
        return served.model(null).info().id().name();
    }

    /** How many requests are being answered by the models that serve now. */
    public int activeRequests() {
        return served.activeRequests();
    }

    /** How many of them wait for their turn to run. */
    public int queuedRequests() {
        return queue.length();
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
     * @param name of the model; null for the default one
     * @param deadline when the run is stopped
     * @param filler provides the instances
     * @return a prediction for each instance, in their order
     * @throws UnknownModelException if no model has this name
     * @throws InstanceException if the instances do not fit the model
     * @throws DeadlineExceededException if it takes too long
     * @throws InferenceException if the runtime gives up
     * @throws E what the filler throws
     */
    public <E extends Exception> Answer predict(@Nullable String name, Deadline deadline, BatchFiller<E> filler)
            throws E {
        ServedModels leased = lease();
        try {
            return predict(leased.model(name), deadline, filler);
        } finally {
            leased.release();
        }
    }

    /** Makes what a graph is asked as a whole. */
    @FunctionalInterface
    public interface TensorSource<E extends Exception> {

        /**
         * Makes it.
         *
         * @param model the model that will be asked
         */
        TensorRequest of(Model model) throws E;
    }

    /**
     * Asks a graph as a whole.
     *
     * @param name of the model
     * @param deadline when the run is stopped
     * @param source provides the tensors
     * @throws UnknownModelException if no model has this name
     * @throws InstanceException if the tensors do not fit the model
     * @throws DeadlineExceededException if it takes too long
     * @throws InferenceException if the runtime gives up
     * @throws E what the source throws
     */
    public <E extends Exception> TensorAnswer infer(String name, Deadline deadline, TensorSource<E> source) throws E {
        ServedModels leased = lease();
        try {
            Model model = leased.model(name);
            ModelId id = model.info().id();
            long begin = System.nanoTime();
            TensorRequest request = source.of(model);
            if (request.images() == null) {
                request.requireFit(model.info().signature());
            }
            deadline.check();
            long read = System.nanoTime() - begin;
            int instances = request.instances(model.info().signature());
            for (PredictionObserver observer : predictionObservers) {
                observer.read(id, instances, read);
            }
            TensorAnswer answer =
                    runInTurn(model, deadline, options -> model.infer(request, options), TensorAnswer::predictions);
            Batch images = request.images();
            if (images != null) {
                for (PredictionObserver observer : predictionObservers) {
                    observer.answered(id, images);
                }
            }
            return answer;
        } finally {
            leased.release();
        }
    }

    /** The models of this moment, which are not closed before they are released. */
    private ServedModels lease() {
        while (true) {
            ServedModels current = served;
            if (current.lease()) {
                return current;
            }
            // They were replaced, and closed, after the first line: the next ones are there by now.
            if (current == served) {
                throw new IllegalStateException("the models are closed");
            }
        }
    }

    private <E extends Exception> Answer predict(Model model, Deadline deadline, BatchFiller<E> filler) throws E {
        long begin = System.nanoTime();
        Batch batch = model.newBatch();
        filler.fill(model, batch);
        deadline.check();
        ModelId id = model.info().id();
        if (batch.size() == 0) {
            return new Answer(model.info(), List.of());
        }
        long read = System.nanoTime() - begin;
        for (PredictionObserver observer : predictionObservers) {
            observer.read(id, batch.size(), read);
        }
        List<? extends Prediction> predictions =
                runInTurn(model, deadline, options -> model.predict(batch, options), Function.identity());
        for (PredictionObserver observer : predictionObservers) {
            observer.answered(id, batch);
        }
        return new Answer(model.info(), predictions);
    }

    /** What a run does; without options, nothing stops it. */
    private interface Work<T> {
        T run(@Nullable RunOptions options);
    }

    private <T> T runInTurn(
            Model model, Deadline deadline, Work<T> work, Function<T, List<? extends Prediction>> predictions) {
        ModelId id = model.info().id();
        long waited = queue.enter(deadline);
        try {
            for (PredictionObserver observer : predictionObservers) {
                observer.queued(id, waited);
            }
            long start = System.nanoTime();
            T answer = run(deadline, work);
            long nanoseconds = System.nanoTime() - start;
            for (PredictionObserver observer : predictionObservers) {
                observer.predicted(id, predictions.apply(answer), nanoseconds);
            }
            return answer;
        } finally {
            queue.leave();
        }
    }

    private <T> T run(Deadline deadline, Work<T> work) {
        if (deadline.isNever()) {
            return work.run(null);
        }
        try (RunSupervisor.Run run = supervisor.begin(deadline)) {
            return work.run(run.options());
        } catch (InferenceException | InstanceException e) {
            // A run that was stopped looks like one that failed.
            deadline.check();
            throw e;
        } catch (OrtException e) {
            throw new InferenceException("a run cannot be started", e);
        }
    }

    @Override
    public synchronized void close() {
        supervisor.close();
        served.release();
    }
}
