package dev.etiqueta.request;

import dev.etiqueta.image.ImageException;
import dev.etiqueta.model.ModelId;

/** Is told of images that are refused, on the thread that answers: it must be quick, and must not throw. */
public interface ImageObserver {

    /**
     * An image was refused, and with it its request.
     *
     * @param model which one it was for
     */
    void refused(ModelId model, ImageException.Reason reason);
}
