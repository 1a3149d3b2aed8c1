package dev.etiqueta.command;

import dev.etiqueta.model.Prediction;
import java.io.IOException;
import java.nio.file.Path;

/** What puts a label on an image file. */
@FunctionalInterface
interface Labeler {

    /**
     * Labels one image.
     *
     * @throws IOException if the file cannot be read, or the image has no label
     */
    Prediction.Label label(Path file) throws IOException;
}
