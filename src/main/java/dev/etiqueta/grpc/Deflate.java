package dev.etiqueta.grpc;

import io.grpc.Decompressor;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;

/** Unpacks messages that came with {@code deflate}, which some clients offer, and gRPC's own library does not have. */
final class Deflate implements Decompressor {

    @Override
    public String getMessageEncoding() {
        return "deflate";
    }

    @Override
    public InputStream decompress(InputStream packed) {
        return new InflaterInputStream(packed);
    }
}
