package dev.etiqueta.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.etiqueta.grpc.message.InferTensorContents;
import dev.etiqueta.grpc.message.ModelInferResponse;
import dev.etiqueta.grpc.message.ModelInferResponse.InferOutputTensor;
import dev.etiqueta.inference.Datatype;
import dev.etiqueta.inference.InferenceAnswer;
import dev.etiqueta.inference.InferenceWriter;
import dev.etiqueta.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes answers as messages. */
final class AnswerMessages {

    private AnswerMessages() {}

    /** @param contents whether elements are in fields by their type, where all types have one; else they are raw bytes */
    static ModelInferResponse write(InferenceAnswer answer, boolean contents) {
        boolean typed = contents
                && answer.outputs().stream()
                        .map(InferenceAnswer.Output::datatype)
                        .noneMatch(type -> type == Datatype.FP16 || type == Datatype.BF16);
        ModelInferResponse.Builder response = ModelInferResponse.newBuilder()
                .setModelName(answer.by().name())
                .setModelVersion(answer.by().version());
        if (answer.id() != null) {
            response.setId(answer.id());
        }
        for (InferenceAnswer.Output output : answer.outputs()) {
            InferOutputTensor.Builder tensor = response.addOutputsBuilder()
                    .setName(output.tensor().name())
                    .setDatatype(output.datatype().name())
                    .addAllShape(output.tensor().shape());
            if (typed) {
                tensor.setContents(contents(output));
            } else {
                // Nobody else has these bytes.
                response.addRawOutputContents(UnsafeByteOperations.unsafeWrap(InferenceWriter.bytes(output.tensor())));
            }
        }
        return response.build();
    }

    private static InferTensorContents contents(InferenceAnswer.Output output) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        Tensor tensor = output.tensor();
        if (tensor.data() == null) {
            tensor.text().forEach(text -> contents.addBytesContents(ByteString.copyFromUtf8(text)));
            return contents.build();
        }
        ByteBuffer data = tensor.data().duplicate().order(ByteOrder.nativeOrder());
        while (data.hasRemaining()) {
            switch (output.datatype()) {
                case BOOL -> contents.addBoolContents(data.get() != 0);
                case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(data.get()));
                case UINT16 -> contents.addUintContents(Short.toUnsignedInt(data.getShort()));
                case UINT32 -> contents.addUintContents(data.getInt());
                case UINT64 -> contents.addUint64Contents(data.getLong());
                case INT8 -> contents.addIntContents(data.get());
                case INT16 -> contents.addIntContents(data.getShort());
                case INT32 -> contents.addIntContents(data.getInt());
                case INT64 -> contents.addInt64Contents(data.getLong());
                case FP32 -> contents.addFp32Contents(data.getFloat());
                case FP64 -> contents.addFp64Contents(data.getDouble());
                case FP16, BF16, BYTES -> throw new IllegalStateException("they are written elsewhere");
            }
        }
        return contents.build();
    }
}
