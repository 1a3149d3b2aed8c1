package dev.etiqueta.web;

import dev.etiqueta.inference.InferenceCatalog;
import dev.etiqueta.inference.InferenceCatalog.Configuration;
import dev.etiqueta.inference.InferenceCatalog.IndexEntry;
import dev.etiqueta.inference.InferenceCatalog.Metadata;
import dev.etiqueta.inference.InferenceCatalog.Server;
import dev.etiqueta.inference.InferenceStatistics;
import dev.etiqueta.inference.InferenceStatistics.Statistics;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What there is to ask by the Open Inference Protocol: health, metadata, statistics, and the index of models. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Open Inference Protocol")
class InferenceMetadataController {

    private static final String MODEL = InferenceController.MODEL;
    private static final String VERSION = InferenceController.VERSION;

    private final InferenceCatalog catalog;
    private final InferenceStatistics statistics;
    private final ApplicationAvailability availability;

    InferenceMetadataController(
            InferenceCatalog catalog, InferenceStatistics statistics, ApplicationAvailability availability) {
        this.catalog = catalog;
        this.statistics = statistics;
        this.availability = availability;
    }

    record ModelNames(List<String> models) {}

    record ModelState(String name, boolean ready) {}

    @GetMapping({"/v2", "/v2/"})
    @Operation(summary = "Say what the service is")
    Server server() {
        return catalog.server();
    }

    @GetMapping("/v2/health/live")
    @Operation(summary = "Say whether it answers at all")
    Map<String, Boolean> live() {
        return Map.of("live", true);
    }

    @GetMapping("/v2/health/ready")
    @Operation(summary = "Say whether it answers to predictions")
    Map<String, Boolean> ready() {
        if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            throw new RequestException(Fault.UNAVAILABLE, "the service is not ready");
        }
        return Map.of("ready", true);
    }

    @GetMapping("/v2/models")
    @Operation(summary = "Name the models")
    ModelNames names() {
        return new ModelNames(catalog.names());
    }

    @GetMapping({MODEL + "/ready", VERSION + "/ready"})
    @Operation(summary = "Say whether a model answers")
    ModelState ready(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        return new ModelState(catalog.model(name, version).id().name(), true);
    }

    @GetMapping({MODEL, VERSION})
    @Operation(summary = "Describe the inputs and outputs of a model")
    Metadata metadata(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        return catalog.metadata(name, version);
    }

    @GetMapping({MODEL + "/config", VERSION + "/config"})
    @Operation(summary = "Give the configuration of a model")
    Configuration configuration(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        return catalog.configuration(name, version);
    }

    @GetMapping("/v2/models/stats")
    @Operation(operationId = "v2AllStatistics", summary = "Show what all models answered, and how fast")
    ResponseEntity<Statistics> statistics() {
        return statistics("", null);
    }

    @GetMapping({MODEL + "/stats", VERSION + "/stats"})
    @Operation(summary = "Show what a model answered, and how fast")
    ResponseEntity<Statistics> statistics(
            @PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Statistics(catalog.models(name, version).stream()
                        .map(statistics::of)
                        .toList()));
    }

    @PostMapping("/v2/repository/index")
    @Operation(summary = "List the models with their states")
    List<IndexEntry> index() {
        return catalog.index();
    }

    @PostMapping({"/v2/repository/models/{name}/load", "/v2/repository/models/{name}/unload"})
    @Hidden
    void load(@PathVariable String name) {
        throw InferenceCatalog.notLoadedByItself();
    }
}
