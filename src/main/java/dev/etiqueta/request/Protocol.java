package dev.etiqueta.request;

import java.util.Locale;

/** In what way models are asked. */
public enum Protocol {
    /** Images and instances over HTTP. */
    V1,
    /** The Open Inference Protocol over HTTP. */
    V2,
    /** The same over gRPC. */
    GRPC,
    /** As TorchServe has it, over HTTP. */
    TORCHSERVE;

    /** The name in lower case, as meters have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
