package dev.etiqueta.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runtime sends nothing to anyone: see RATIONALE.md. */
class TelemetryTest {

    @ParameterizedTest
    @ValueSource(strings = {"linux-x64/libonnxruntime.so", "linux-aarch64/libonnxruntime.so"})
    void theRuntimeHasNoTelemetry(String library) throws IOException {
        try (InputStream in = OrtEnvironment.class.getResourceAsStream("/ai/onnxruntime/native/" + library)) {
            String content = new String(in.readAllBytes(), ISO_8859_1);

            assertThat(content).contains("ONNX");
            // The name of the switch is in every build that has something to switch off.
            assertThat(content.contains("ORT_DISABLE_TELEMETRY")).isFalse();
        }
    }
}
