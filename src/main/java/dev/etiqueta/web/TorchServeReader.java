package dev.etiqueta.web;

import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Model;
import dev.etiqueta.request.ImageReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** Reads bodies as TorchServe does: what says that it is a form or JSON is that, and all else is one image. */
final class TorchServeReader {

    /** The name of the parts that hold images. */
    static final String FIELD = "data";

    private final ImageReader images;
    private final MultipartReader forms;
    private final JsonReader json;

    TorchServeReader(ImageReader images, MultipartReader forms, JsonReader json) {
        this.images = images;
        this.forms = forms;
        this.json = json;
    }

    /**
     * Whether a body of this type is JSON.
     *
     * @param contentType what says so; null where nothing does
     */
    static boolean isJson(@Nullable String contentType) {
        return is(contentType, MediaType.APPLICATION_JSON);
    }

    private static boolean is(@Nullable String contentType, MediaType expected) {
        try {
            return contentType != null && MediaType.parseMediaType(contentType).isCompatibleWith(expected);
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    void read(@Nullable String contentType, RequestBody body, Model model, Batch batch) throws IOException {
        if (isJson(contentType)) {
            json.read(body, model, batch);
        } else if (contentType != null && is(contentType, MediaType.MULTIPART_FORM_DATA)) {
            forms.read(contentType, body, model, batch);
        } else {
            model.imageContract();
            images.add(body.bytes(), "", null, model, batch, body.deadline());
        }
    }
}
