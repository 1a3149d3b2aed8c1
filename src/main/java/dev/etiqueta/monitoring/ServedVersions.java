package dev.etiqueta.monitoring;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The meters of each model that serves, or did. Those of a version that serves no more are kept until the next one but
 * one opens: what it counted last is then scraped, and many deployments do not add up to many meters.
 *
 * @param <T> the meters of one model
 */
final class ServedVersions<T> {

    private final Function<ModelInfo, T> create;
    private final Consumer<T> remove;
    private final Map<ModelId, Entry<T>> entries = new ConcurrentHashMap<>();
    private final Set<ModelId> closed = new HashSet<>();

    /**
     * For one kind of meters.
     *
     * @param create registers the meters of a model
     * @param remove takes them out of the registry
     */
    ServedVersions(Function<ModelInfo, T> create, Consumer<T> remove) {
        this.create = create;
        this.remove = remove;
    }

    /** As {@link dev.etiqueta.model.ModelObserver#opened}. */
    synchronized void opened(ModelInfo model) {
        for (ModelId id : closed) {
            if (sameTags(id, model.id())) {
                entries.remove(id);
            } else if (!id.version().equals(model.id().version())) {
                Optional.ofNullable(entries.remove(id)).ifPresent(old -> remove.accept(old.meters));
            }
        }
        closed.removeIf(id -> !entries.containsKey(id) || id.equals(model.id()));
        entries.computeIfAbsent(model.id(), id -> new Entry<>(create.apply(model))).users++;
    }

    /** As {@link dev.etiqueta.model.ModelObserver#closed}. */
    synchronized void closed(ModelInfo model) {
        Entry<T> entry = entries.get(model.id());
        if (entry == null || --entry.users > 0) {
            return;
        }
        if (entries.keySet().stream().anyMatch(id -> sameTags(id, model.id()))) {
            entries.remove(model.id());
        } else {
            closed.add(model.id());
        }
    }

    /** Where a git tag was moved. What the registry has under these tags is then the newer model's. */
    private static boolean sameTags(ModelId one, ModelId other) {
        return !one.equals(other)
                && one.name().equals(other.name())
                && one.version().equals(other.version());
    }

    /** The meters of a model, or null if there are none. */
    @Nullable
    T find(ModelId model) {
        Entry<T> entry = entries.get(model);
        return entry == null ? null : entry.meters;
    }

    private static final class Entry<T> {

        private final T meters;

        /** The same version may be loaded twice, for as long as the one takes over from the other. */
        private int users;

        Entry(T meters) {
            this.meters = meters;
        }
    }
}
