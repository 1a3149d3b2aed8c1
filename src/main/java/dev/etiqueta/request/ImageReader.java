package dev.etiqueta.request;

import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.ImageDecoder;
import dev.etiqueta.image.ImageException;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds encoded images to a batch, and says which one it was that could not be decoded. */
public final class ImageReader {

    private final ImageDecoder decoder;
    private final DecodingMemory memory;
    private final int maxInstances;
    private final List<ImageObserver> observers;

    public ImageReader(ImageDecoder decoder, DecodingMemory memory, int maxInstances, List<ImageObserver> observers) {
        this.decoder = decoder;
        this.memory = memory;
        this.maxInstances = maxInstances;
        this.observers = List.copyOf(observers);
    }

    /** The samples of an image, as a model with this contract gets them. */
    public byte[] decode(byte[] encoded, ImageContract contract, Deadline deadline) {
        try {
            return memory.decode(decoder.open(encoded, contract), deadline);
        } catch (ImageException e) {
            throw new RequestException(fault(e.reason()), String.valueOf(e.getMessage()));
        }
    }

    /**
     * Adds an image.
     *
     * @param place where it stands in the request, for the message; empty where it stands alone
     * @param fileName as the client calls it, if it does
     * @param deadline by which it is decoded, or the request given up
     */
    public void add(
            byte[] encoded, String place, @Nullable String fileName, Model model, Batch batch, Deadline deadline) {
        requireRoom(batch);
        try {
            batch.addImage(memory.decode(decoder.open(encoded, model.imageContract()), deadline));
        } catch (ImageException e) {
            observers.forEach(observer -> observer.refused(model.info().id(), e.reason()));
            String prefix = place.isEmpty() ? "" : place + (fileName == null ? ": " : " '" + fileName + "': ");
            RequestException problem = new RequestException(fault(e.reason()), prefix + e.getMessage());
            if (!place.isEmpty()) {
                problem.with("position", batch.size());
            }
            if (fileName != null) {
                problem.with("fileName", fileName);
            }
            throw problem;
        }
    }

    /**
     * Lets one more be added.
     *
     * @throws RequestException if the batch has all the instances that a request may have
     */
    public void requireRoom(Batch batch) {
        if (batch.size() >= maxInstances) {
            throw new RequestException(
                            Fault.TOO_LARGE,
                            "the request has more than the %d instances that are accepted; send the rest in another one"
                                    .formatted(maxInstances))
                    .with("limit", maxInstances);
        }
    }

    private static Fault fault(ImageException.Reason reason) {
        return switch (reason) {
            case NOT_AN_IMAGE, UNSUPPORTED -> Fault.UNSUPPORTED;
            case DAMAGED -> Fault.INVALID;
            case TOO_MANY_PIXELS -> Fault.TOO_LARGE;
            case WRONG_SIZE -> Fault.UNPROCESSABLE;
        };
    }
}
