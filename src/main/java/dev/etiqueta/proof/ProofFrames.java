package dev.etiqueta.proof;

import dev.etiqueta.model.ModelId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/** What the two processes say to each other: the models' side is not trusted, and has bounds. */
final class ProofFrames {

    private static final int MAGIC = 0x50524f46;
    private static final int NO_CARD = -1;

    /** In characters, of a text that comes back. */
    private static final int LONGEST_TEXT = 4000;

    private ProofFrames() {}

    /** A model to prove. */
    static final class Question {

        private final ModelId id;
        private final byte[] onnx;
        private final byte @Nullable [] card;

        /** @param card its card as it is written; null where it has none */
        Question(ModelId id, byte[] onnx, byte @Nullable [] card) {
            this.id = id;
            this.onnx = onnx;
            this.card = card;
        }

        ModelId id() {
            return id;
        }

        byte[] onnx() {
            return onnx;
        }

        byte @Nullable [] card() {
            return card;
        }
    }

    /**
     * What came of it.
     *
     * @param description why it has not proved itself; empty if it has
     * @param action what to do then
     */
    record Answer(String description, String action) {

        static final Answer PROVED = new Answer("", "");

        boolean isProved() {
            return description.isEmpty();
        }
    }

    static void write(OutputStream stream, Question question) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeUTF(question.id().name());
        out.writeUTF(question.id().version());
        out.writeUTF(question.id().digest());
        out.writeInt(question.onnx().length);
        out.write(question.onnx());
        byte[] card = question.card();
        out.writeInt(card == null ? NO_CARD : card.length);
        if (card != null) {
            out.write(card);
        }
        out.flush();
    }

    static Question readQuestion(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        requireMagic(in);
        ModelId id = new ModelId(in.readUTF(), in.readUTF(), in.readUTF());
        byte[] onnx = readBytes(in, in.readInt());
        int card = in.readInt();
        return new Question(id, onnx, card == NO_CARD ? null : readBytes(in, card));
    }

    static void write(OutputStream stream, Answer answer) throws IOException {
        DataOutputStream out = new DataOutputStream(stream);
        out.writeInt(MAGIC);
        out.writeUTF(shortened(answer.description()));
        out.writeUTF(shortened(answer.action()));
        out.flush();
    }

    /** @throws IOException if it is none: there is nothing that a model's process could not say */
    static Answer readAnswer(InputStream stream) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        requireMagic(in);
        return new Answer(shortened(in.readUTF()), shortened(in.readUTF()));
    }

    private static void requireMagic(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new StreamCorruptedException("it is no frame");
        }
    }

    private static byte[] readBytes(DataInputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }
}
