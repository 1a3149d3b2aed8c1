package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployer;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the meters show, for those who are not Prometheus: it is on the port of the predictions, as the page is. */
@RestController
@Tag(name = "Models")
class StatisticsController {

    private final ModelService models;
    private final Deployer deployer;
    private final PrometheusMeterRegistry registry;

    StatisticsController(ModelService models, Deployer deployer, PrometheusMeterRegistry registry) {
        this.models = models;
        this.deployer = deployer;
        this.registry = registry;
    }

    @GetMapping(path = "/v1/models/{name}/statistics", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "statistics",
            summary = "Show what a model predicted, and how fast",
            description = "A snapshot of the meters since this process began to serve the version. Counts only grow:"
                    + " the difference of two snapshots is what happened between them.")
    ResponseEntity<ModelStatistics> statistics(@PathVariable String name) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(statistics(models.info(name)));
    }

    private ModelStatistics statistics(ModelInfo model) {
        StatisticsReader meters = new StatisticsReader(registry, model.id());
        ModelCard card = model.card();
        Instant since = deployer.status().current().since();
        return new ModelStatistics(
                model.id().name(),
                model.id().version(),
                model.id().digest(),
                since,
                meters.requests(models.activeRequests()),
                meters.stages(),
                card == null ? null : meters.predictions(card),
                meters.scores(),
                meters.refused(),
                meters.drift(),
                card == null ? null : meters.feedback());
    }
}
