package dev.etiqueta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.dvc.DvcProjectFixture;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpRequest.Builder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that cannot be served, at the start of the service. */
class FailedModelTest {

    private static final String KEY = TestKeys.bearer(TestKeys.ALL);

    @TempDir
    private Path folder;

    @Test
    void keepsTheOthersServingWhereItIsSkipped() throws Exception {
        new DvcProjectFixture(folder)
                .file("add.onnx", read("models/add"))
                .file("broken.onnx", read("hostile/modulo_by_zero"))
                .write();
        try (ServiceProcess service = ServiceProcess.start(
                        folder,
                        List.of(),
                        "--etiqueta.security.keys=" + TestKeys.FILE,
                        "--etiqueta.deployment.on-failure=skip",
                        "--etiqueta.default-model=add")
                .ready()) {
            assertThat(body(service, service.request("/v1/models").header("Authorization", KEY)))
                    .contains("\"failed\":[{\"name\":\"broken\"", "Integer modulo by zero");
            assertThat(body(service, service.request("/actuator/health").header("Authorization", KEY)))
                    .contains("\"status\":\"DEGRADED\"", "Integer modulo by zero");
            assertThat(body(service, service.request("/actuator/prometheus").header("Authorization", KEY)))
                    .contains("\nmodel_failed 1.0");
            HttpResponse<String> refused = send(
                    service,
                    service.request("/v1/models/broken:predict")
                            .header("Authorization", KEY)
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofString("{\"instances\": [1]}")));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.body()).contains("Integer modulo by zero");
        }
    }

    @Test
    void endsTheStartWhereItIsNot() throws Exception {
        new DvcProjectFixture(folder)
                .file("add.onnx", read("models/add"))
                .file("broken.onnx", read("hostile/modulo_by_zero"))
                .write();
        try (ServiceProcess service = ServiceProcess.start(folder, List.of())) {
            assertThat(service.exitStatus()).isEqualTo(1);
            assertThat(service.log()).contains("APPLICATION FAILED TO START", "Integer modulo by zero");
        }
    }

    @Test
    void endsTheStartWhenItsTimeIsOver() throws Exception {
        new DvcProjectFixture(folder)
                .file("endless.onnx", read("hostile/endless_loop"))
                .write();
        try (ServiceProcess service = ServiceProcess.start(folder, List.of(), "--etiqueta.deployment.timeout=2s")) {
            assertThat(service.exitStatus()).as(service.log()).isEqualTo(1);
            assertThat(service.log()).contains("APPLICATION FAILED TO START", "etiqueta.deployment.timeout");
        }
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = FailedModelTest.class.getResourceAsStream("/" + name + ".onnx")) {
            return in.readAllBytes();
        }
    }

    private static String body(ServiceProcess service, Builder request) throws Exception {
        return send(service, request).body();
    }

    private static HttpResponse<String> send(ServiceProcess service, Builder request) throws Exception {
        return service.http().send(request.build(), BodyHandlers.ofString());
    }
}
