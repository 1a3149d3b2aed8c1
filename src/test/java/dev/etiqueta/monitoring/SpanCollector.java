package dev.etiqueta.monitoring;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Takes spans by OTLP over HTTP, as a collector does. */
final class SpanCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> services = new CopyOnWriteArrayList<>();

    SpanCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    String endpoint() {
        return "http://localhost:%d/v1/traces".formatted(server.getAddress().getPort());
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                    .getResourceSpansList()
                    .forEach(resource -> {
                        resource.getResource().getAttributesList().stream()
                                .filter(attribute -> attribute.getKey().equals("service.name"))
                                .forEach(attribute ->
                                        services.add(attribute.getValue().getStringValue()));
                        resource.getScopeSpansList().forEach(scope -> spans.addAll(scope.getSpansList()));
                    });
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    List<String> services() {
        return services;
    }

    List<Span> spans(Predicate<Span> wanted) {
        return spans.stream().filter(wanted).toList();
    }

    /** Those of a trace, by name. */
    Map<String, Span> trace(String id) {
        return spans(span -> hex(span.getTraceId().toByteArray()).equals(id)).stream()
                .collect(Collectors.toMap(Span::getName, span -> span));
    }

    /** What is attached to a span, as text. */
    static Map<String, String> attributes(Span span) {
        return span.getAttributesList().stream()
                .collect(Collectors.toMap(
                        attribute -> attribute.getKey(),
                        attribute -> switch (attribute.getValue().getValueCase()) {
                            case INT_VALUE -> Long.toString(attribute.getValue().getIntValue());
                            case ARRAY_VALUE ->
                                attribute.getValue().getArrayValue().getValuesList().stream()
                                        .map(value -> value.getStringValue())
                                        .toList()
                                        .toString();
                            default -> attribute.getValue().getStringValue();
                        }));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
