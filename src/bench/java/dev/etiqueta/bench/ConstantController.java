package dev.etiqueta.bench;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An answer without a question: what HTTP, Spring and Jackson cost by themselves. */
@RestController
class ConstantController {

    record Constant(String label, double probability) {}

    @GetMapping("/constant")
    Constant constant() {
        return new Constant("3", 0.75);
    }
}
