package dev.etiqueta.grpc;

import com.google.protobuf.ByteString;
import dev.etiqueta.grpc.message.InferParameter;
import dev.etiqueta.grpc.message.InferTensorContents;
import dev.etiqueta.grpc.message.ModelInferRequest;
import dev.etiqueta.grpc.message.ModelInferRequest.InferInputTensor;
import dev.etiqueta.grpc.message.ModelInferRequest.InferRequestedOutputTensor;
import dev.etiqueta.inference.InferenceRequest;
import dev.etiqueta.inference.InputBytes;
import dev.etiqueta.inference.InputHeader;
import dev.etiqueta.model.ElementType;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads requests from messages. */
final class RequestMessages {

    private RequestMessages() {}

    /** Whether the elements of its answer are to be in fields by their type, as those of the request are. */
    static boolean wantsContents(ModelInferRequest request) {
        return request.getRawInputContentsCount() == 0
                && request.getInputsList().stream().anyMatch(InferInputTensor::hasContents);
    }

    /** @throws RequestException if it is none */
    static InferenceRequest read(ModelInferRequest message) {
        int raw = message.getRawInputContentsCount();
        require(
                raw == 0 || raw == message.getInputsCount(),
                "raw_input_contents has %d entries for %d inputs; send one for each, or none",
                raw,
                message.getInputsCount());
        List<InferenceRequest.Input> inputs = new ArrayList<>();
        for (int i = 0; i < message.getInputsCount(); i++) {
            inputs.add(input(message, i));
        }
        List<InferenceRequest.Output> outputs =
                message.getOutputsList().stream().map(RequestMessages::output).toList();
        return new InferenceRequest(message.getId().isEmpty() ? null : message.getId(), true, inputs, outputs);
    }

    private static InferenceRequest.Input input(ModelInferRequest message, int index) {
        InferInputTensor input = message.getInputs(index);
        requireNoSharedMemory(input.getParametersMap(), input.getName());
        InputHeader header = InputHeader.of(input.getName(), input.getDatatype(), input.getShapeList());
        if (message.getRawInputContentsCount() == 0) {
            return contents(header, input.getContents());
        }
        require(
                !input.hasContents(),
                "the input '%s' has contents beside raw_input_contents; send one of the two",
                header.name());
        ByteString raw = message.getRawInputContents(index);
        return InputBytes.read(header, raw.asReadOnlyByteBuffer());
    }

    private static void requireNoSharedMemory(Map<String, InferParameter> parameters, String name) {
        require(
                parameters.keySet().stream().noneMatch(parameter -> parameter.startsWith("shared_memory")),
                "the tensor '%s' is in shared memory, which nobody else's service can reach; send its data",
                name);
    }

    private static InferenceRequest.Input contents(InputHeader header, InferTensorContents contents) {
        return switch (header.datatype()) {
            case BYTES ->
                header.with(contents.getBytesContentsList().stream()
                        .map(ByteString::asReadOnlyByteBuffer)
                        .toList());
            case FP16, BF16 ->
                throw new RequestException(
                        Fault.INVALID,
                        "the input '%s' is of %s, which is there as raw_input_contents only"
                                .formatted(header.name(), header.datatype()));
            default -> header.with(numbers(header, contents));
        };
    }

    private static ByteBuffer numbers(InputHeader header, InferTensorContents contents) {
        return switch (header.datatype()) {
            case BOOL -> {
                ByteBuffer data = header.room(contents.getBoolContentsCount());
                for (int i = 0; i < contents.getBoolContentsCount(); i++) {
                    data.put((byte) (contents.getBoolContents(i) ? 1 : 0));
                }
                yield data.flip();
            }
            case INT8, INT16, INT32 -> {
                ByteBuffer data = header.room(contents.getIntContentsCount());
                for (int i = 0; i < contents.getIntContentsCount(); i++) {
                    put(data, header, i, contents.getIntContents(i));
                }
                yield data.flip();
            }
            case UINT8, UINT16, UINT32 -> {
                ByteBuffer data = header.room(contents.getUintContentsCount());
                for (int i = 0; i < contents.getUintContentsCount(); i++) {
                    put(data, header, i, Integer.toUnsignedLong(contents.getUintContents(i)));
                }
                yield data.flip();
            }
            case INT64 -> {
                ByteBuffer data = header.room(contents.getInt64ContentsCount());
                for (int i = 0; i < contents.getInt64ContentsCount(); i++) {
                    data.putLong(contents.getInt64Contents(i));
                }
                yield data.flip();
            }
            case UINT64 -> {
                ByteBuffer data = header.room(contents.getUint64ContentsCount());
                for (int i = 0; i < contents.getUint64ContentsCount(); i++) {
                    data.putLong(contents.getUint64Contents(i));
                }
                yield data.flip();
            }
            case FP32 -> {
                ByteBuffer data = header.room(contents.getFp32ContentsCount());
                for (int i = 0; i < contents.getFp32ContentsCount(); i++) {
                    data.putFloat(contents.getFp32Contents(i));
                }
                yield data.flip();
            }
            case FP64 -> {
                ByteBuffer data = header.room(contents.getFp64ContentsCount());
                for (int i = 0; i < contents.getFp64ContentsCount(); i++) {
                    data.putDouble(contents.getFp64Contents(i));
                }
                yield data.flip();
            }
            case FP16, BF16, BYTES -> throw new IllegalStateException("they are read elsewhere");
        };
    }

    /** Into the bytes that its type has, if it is one of its values. */
    private static void put(ByteBuffer data, InputHeader header, int index, long value) {
        ElementType type = header.datatype().type();
        require(
                value >= type.least() && value <= type.greatest(),
                "the input '%s' has '%d' as its element %d, which is none of %s",
                header.name(),
                value,
                index,
                header.datatype());
        switch (type.bytes()) {
            case Byte.BYTES -> data.put((byte) value);
            case Short.BYTES -> data.putShort((short) value);
            default -> data.putInt((int) value);
        }
    }

    private static InferenceRequest.Output output(InferRequestedOutputTensor output) {
        requireNoSharedMemory(output.getParametersMap(), output.getName());
        InferParameter classes = output.getParametersMap().get("classification");
        return new InferenceRequest.Output(output.getName(), null, classes == null ? 0 : count(classes));
    }

    private static int count(InferParameter classes) {
        long count =
                switch (classes.getParameterChoiceCase()) {
                    case INT64_PARAM -> classes.getInt64Param();
                    case UINT64_PARAM -> classes.getUint64Param();
                    default -> 0;
                };
        require(count > 0 && count <= Integer.MAX_VALUE, "\"classification\" is not a number of classes");
        return (int) count;
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static void require(boolean condition, String otherwise, Object... about) {
        if (!condition) {
            throw new RequestException(Fault.INVALID, otherwise.formatted(about));
        }
    }
}
