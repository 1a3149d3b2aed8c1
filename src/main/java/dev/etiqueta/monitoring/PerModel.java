package dev.etiqueta.monitoring;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of each model. Those of a version that serves no more are kept until the next one but one opens: what they
 * counted last is then scraped, and many deployments do not add up to many meters.
 */
final class PerModel<T> {

    private final Function<ModelInfo, T> register;
    private final Consumer<T> remove;
    private final Map<ModelId, Entry<T>> entries = new ConcurrentHashMap<>();
    private final Set<ModelId> closed = new HashSet<>();

    /**
     * Meters that come and go with their models.
     *
     * @param register makes them
     * @param remove takes them out of the registry again
     */
    PerModel(Function<ModelInfo, T> register, Consumer<T> remove) {
        this.register = register;
        this.remove = remove;
    }

    private static final class Entry<T> {

        private final T meters;

        /** The same version may be loaded twice, for as long as the one takes over from the other. */
        private int users;

        Entry(T meters) {
            this.meters = meters;
        }
    }

    /** The meters of a model; null for one that is unknown. Takes no lock. */
    @Nullable
    T get(ModelId model) {
        Entry<T> entry = entries.get(model);
        return entry == null ? null : entry.meters;
    }

    /** To be called before the model is asked. */
    synchronized void opened(ModelInfo model) {
        for (ModelId id : Set.copyOf(closed)) {
            if (!id.version().equals(model.id().version())) {
                closed.remove(id);
                Entry<T> old = entries.remove(id);
                if (old != null) {
                    remove.accept(old.meters);
                }
            }
        }
        closed.remove(model.id());
        entries.computeIfAbsent(model.id(), id -> new Entry<>(register.apply(model))).users++;
    }

    /** To be called when the model has given its last answer. */
    synchronized void closed(ModelInfo model) {
        Entry<T> entry = entries.get(model.id());
        if (entry != null && --entry.users == 0) {
            closed.add(model.id());
        }
    }
}
