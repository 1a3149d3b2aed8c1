package dev.etiqueta.web;

import dev.etiqueta.image.ImageContract;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.NoImageContractException;
import dev.etiqueta.request.ImageReader;
import dev.etiqueta.request.LimitProperties;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what a model gets to see: many a wrong prediction is a right one of another picture. */
@RestController
@Tag(name = "Predictions")
class DecodingController {

    static final String PATH = "/v1/models/{name}:decode";

    private final ModelService models;
    private final ImageReader images;
    private final LimitProperties limits;

    DecodingController(ModelService models, ImageReader images, LimitProperties limits) {
        this.models = models;
        this.images = images;
        this.limits = limits;
    }

    @PostMapping(
            path = PATH,
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE},
            produces = MediaType.IMAGE_PNG_VALUE)
    @Operation(
            operationId = "decode",
            summary = "Show an image as a model sees it",
            description =
                    "The image after decoding and what the model's image contract asks for. Nothing is predicted.")
    ResponseEntity<byte[]> decode(@PathVariable String name, HttpServletRequest request) throws IOException {
        ImageContract contract = contract(name);
        RequestBody body = RequestBody.of(request, limits.uploadSize().toBytes(), limits.time());
        byte[] png = PngWriter.write(images.decode(body.bytes(), contract, body.deadline()), contract);
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(png);
    }

    private ImageContract contract(String name) {
        ModelInfo model = models.info(name);
        ModelCard card = model.card();
        if (card == null || card.image() == null) {
            throw new NoImageContractException(model);
        }
        return card.image();
    }
}
