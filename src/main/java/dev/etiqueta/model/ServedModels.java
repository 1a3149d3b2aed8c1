package dev.etiqueta.model;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The models that are served together. They are closed when the service and the last request have released them. */
final class ServedModels {

    private final Map<String, Model> models = new TreeMap<>();
    private final List<FailedModel> failed;
    private final Model defaultModel;
    private final List<ModelObserver> observers;

    /** One lease is the service's own; at 0 they are closed, and stay so. */
    private final AtomicInteger leases = new AtomicInteger(1);

    /**
     * Models that serve together.
     *
     * @param failed those of the same revision that cannot be served
     * @throws UnknownModelException if none has the default's name
     */
    ServedModels(
            Collection<Model> models,
            List<FailedModel> failed,
            @Nullable String defaultModel,
            List<ModelObserver> observers) {
        this.failed = List.copyOf(failed);
        models.forEach(model -> this.models.put(model.info().id().name(), model));
        this.observers = observers;
        this.defaultModel =
                defaultModel == null ? this.models.values().iterator().next() : defaultOf(defaultModel);
    }

    private Model defaultOf(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new UnknownModelException(name, models.keySet());
        }
        return model;
    }

    /** Those of the revision that cannot be served. */
    List<FailedModel> failed() {
        return failed;
    }

    /** In the order of their names. */
    List<ModelInfo> infos() {
        return models.values().stream().map(Model::info).toList();
    }

    /**
     * Finds a model.
     *
     * @param name null for the default one
     * @throws UnknownModelException if no model has this name
     * @throws FailedModelException if it cannot be served
     */
    Model model(@Nullable String name) {
        if (name == null) {
            return defaultModel;
        }
        Model model = models.get(name);
        if (model == null) {
            for (FailedModel other : failed) {
                if (other.name().equals(name)) {
                    throw new FailedModelException(other);
                }
            }
            throw new UnknownModelException(name, models.keySet());
        }
        return model;
    }

    /** Keeps them open until {@link #release}; false if they are closed already. */
    boolean lease() {
        int current = leases.get();
        while (current > 0) {
            int seen = leases.compareAndExchange(current, current + 1);
            if (seen == current) {
                return true;
            }
            current = seen;
        }
        return false;
    }

    /** The leases that are not the service's own. */
    int activeRequests() {
        return Math.max(0, leases.get() - 1);
    }

    void release() {
        if (leases.decrementAndGet() == 0) {
            for (Model model : models.values()) {
                model.close();
                observers.forEach(observer -> observer.closed(model.info()));
            }
        }
    }
}
