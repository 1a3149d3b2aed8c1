package dev.etiqueta.deployment;

import dev.etiqueta.model.ModelInfo;
import java.time.Instant;
import java.util.List;

/**
 * Models that serve, or have served.
 *
 * @param revision which ones
 * @param models as they were loaded
 * @param since when they began to serve
 */
public record Deployment(Revision revision, List<ModelInfo> models, Instant since) {

    public Deployment {
        models = List.copyOf(models);
    }
}
