package dev.etiqueta.web;

import dev.etiqueta.model.ModelService;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is served. */
@RestController
@RequestMapping("/v1/models")
class ModelController {

    private final ModelService models;

    ModelController(ModelService models) {
        this.models = models;
    }

    /** All the models. */
    record ModelList(List<ModelDescription> models) {}

    @GetMapping
    ModelList list() {
        return new ModelList(models.models().stream().map(ModelDescription::of).toList());
    }

    @GetMapping("/{name:[^:]+}")
    ModelDescription describe(@PathVariable String name) {
        return ModelDescription.of(models.info(name));
    }
}
