package dev.etiqueta.model;

import java.io.IOException;
import java.io.InputStream;

/** The models of src/test/python/models.py. */
public final class ModelFiles {

    private ModelFiles() {}

    public static byte[] onnx(String name) {
        try (InputStream in = ModelFiles.class.getResourceAsStream("/models/" + name + ".onnx")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Model load(String name) {
        return load(name, null);
    }

    static Model load(String name, @org.jspecify.annotations.Nullable ModelCard card) {
        return Model.load(new ModelId(name, "test", "0".repeat(32)), onnx(name), card);
    }
}
