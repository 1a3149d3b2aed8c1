package dev.etiqueta.web;

import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.ImageDecoder;
import dev.etiqueta.image.ImageException;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.Model;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Adds encoded images to a batch, and says which one it was that could not be decoded. */
final class ImageReader {

    private final ImageDecoder decoder;
    private final DecodingMemory memory;
    private final int maxInstances;
    private final List<ImageObserver> observers;

    ImageReader(ImageDecoder decoder, DecodingMemory memory, int maxInstances, List<ImageObserver> observers) {
        this.decoder = decoder;
        this.memory = memory;
        this.maxInstances = maxInstances;
        this.observers = List.copyOf(observers);
    }

    /** Adds the image that is the whole body. */
    void read(RequestBody body, Model model, Batch batch) throws IOException {
        // Asked before the body is read: a model that takes no images says so at once.
        model.imageContract();
        add(body.bytes(), "", null, model, batch, body.deadline());
    }

    /** The samples of the image that is the whole body, as a model with this contract gets them. */
    byte[] decode(RequestBody body, ImageContract contract) throws IOException {
        try {
            return memory.decode(decoder.open(body.bytes(), contract), body.deadline());
        } catch (ImageException e) {
            throw new ProblemException(status(e.reason()), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Adds one of many images.
     *
     * @param place where it stands in the request, for the message; empty where it stands alone
     * @param fileName as the client calls it, if it does
     * @param deadline by which it is decoded, or the request given up
     */
    void add(byte[] encoded, String place, @Nullable String fileName, Model model, Batch batch, Deadline deadline) {
        requireRoom(batch);
        try {
            batch.addImage(memory.decode(decoder.open(encoded, model.imageContract()), deadline));
        } catch (ImageException e) {
            observers.forEach(observer -> observer.refused(model.info().id(), e.reason()));
            String prefix = place.isEmpty() ? "" : place + (fileName == null ? ": " : " '" + fileName + "': ");
            ProblemException problem = new ProblemException(status(e.reason()), prefix + e.getMessage());
            if (!place.isEmpty()) {
                problem.with("position", batch.size());
            }
            if (fileName != null) {
                problem.with("fileName", fileName);
            }
            throw problem;
        }
    }

    /** @throws ProblemException if the batch has all the instances that a request may have */
    void requireRoom(Batch batch) {
        if (batch.size() >= maxInstances) {
            throw new ProblemException(
                            HttpStatus.CONTENT_TOO_LARGE,
                            "the request has more than the %d instances that are accepted; send the rest in another one"
                                    .formatted(maxInstances))
                    .with("limit", maxInstances);
        }
    }

    private static HttpStatus status(ImageException.Reason reason) {
        return switch (reason) {
            case NOT_AN_IMAGE, UNSUPPORTED -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
            case DAMAGED -> HttpStatus.BAD_REQUEST;
            case TOO_MANY_PIXELS -> HttpStatus.CONTENT_TOO_LARGE;
            case WRONG_SIZE -> HttpStatus.UNPROCESSABLE_CONTENT;
        };
    }
}
