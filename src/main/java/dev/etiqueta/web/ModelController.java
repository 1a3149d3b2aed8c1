package dev.etiqueta.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.etiqueta.model.FailedModel;
import dev.etiqueta.model.ModelService;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is served. */
@RestController
@RequestMapping(path = "/v1/models", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Models")
class ModelController {

    private final ModelService models;

    ModelController(ModelService models) {
        this.models = models;
    }

    /**
     * All the models.
     *
     * @param failed those of the same revision that cannot be served, with the reason
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ModelList(List<ModelDescription> models, List<FailedModel> failed) {}

    @GetMapping
    @Operation(summary = "List what is served")
    ModelList list() {
        return new ModelList(models.models().stream().map(ModelDescription::of).toList(), models.failed());
    }

    @GetMapping("/{name:[^:]+}")
    @Operation(summary = "Describe a model")
    ModelDescription describe(@PathVariable String name) {
        return ModelDescription.of(models.info(name));
    }
}
