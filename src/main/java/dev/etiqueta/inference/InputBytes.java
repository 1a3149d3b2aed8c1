package dev.etiqueta.inference;

import static dev.etiqueta.inference.InferenceJson.require;

import dev.etiqueta.request.RequestException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the elements of an input from bytes: in little-endian order, and texts each behind its length in four bytes. */
public final class InputBytes {

    private InputBytes() {}

    /**
     * Reads all of them.
     *
     * @throws RequestException if they are not as many as the shape says
     */
    public static InferenceRequest.Input read(InputHeader header, ByteBuffer bytes) {
        ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        return header.datatype() == Datatype.BYTES ? header.with(texts(header.name(), data)) : header.with(data);
    }

    private static List<ByteBuffer> texts(String name, ByteBuffer data) {
        List<ByteBuffer> texts = new ArrayList<>();
        while (data.hasRemaining()) {
            ElementReader.requireRoomForText(name, texts.size() + 1L);
            require(
                    data.remaining() >= Integer.BYTES,
                    "the input '%s' ends in the middle of the length of its element %d",
                    name,
                    texts.size());
            long length = Integer.toUnsignedLong(data.getInt());
            require(
                    length <= data.remaining(),
                    "the element %d of the input '%s' says that it has %d bytes, and %d are left",
                    texts.size(),
                    name,
                    length,
                    data.remaining());
            texts.add(data.slice(data.position(), (int) length));
            data.position(data.position() + (int) length);
        }
        return texts;
    }
}
