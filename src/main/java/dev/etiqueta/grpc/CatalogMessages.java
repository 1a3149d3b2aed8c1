package dev.etiqueta.grpc;

import dev.etiqueta.grpc.message.DataType;
import dev.etiqueta.grpc.message.InferStatistics;
import dev.etiqueta.grpc.message.ModelConfig;
import dev.etiqueta.grpc.message.ModelConfigRequest;
import dev.etiqueta.grpc.message.ModelConfigResponse;
import dev.etiqueta.grpc.message.ModelInput;
import dev.etiqueta.grpc.message.ModelMetadataRequest;
import dev.etiqueta.grpc.message.ModelMetadataResponse;
import dev.etiqueta.grpc.message.ModelMetadataResponse.TensorMetadata;
import dev.etiqueta.grpc.message.ModelOutput;
import dev.etiqueta.grpc.message.ModelStatistics;
import dev.etiqueta.grpc.message.ModelStatisticsRequest;
import dev.etiqueta.grpc.message.ModelStatisticsResponse;
import dev.etiqueta.grpc.message.RepositoryIndexRequest;
import dev.etiqueta.grpc.message.RepositoryIndexResponse;
import dev.etiqueta.grpc.message.RepositoryIndexResponse.ModelIndex;
import dev.etiqueta.grpc.message.ServerMetadataResponse;
import dev.etiqueta.grpc.message.StatisticDuration;
import dev.etiqueta.inference.InferenceCatalog;
import dev.etiqueta.inference.InferenceCatalog.Configuration;
import dev.etiqueta.inference.InferenceCatalog.IndexEntry;
import dev.etiqueta.inference.InferenceCatalog.Metadata;
import dev.etiqueta.inference.InferenceCatalog.Server;
import dev.etiqueta.inference.InferenceCatalog.TensorDescription;
import dev.etiqueta.inference.InferenceStatistics;
import dev.etiqueta.inference.InferenceStatistics.OfModel;
import dev.etiqueta.inference.InferenceStatistics.Total;
import dev.etiqueta.inference.InferenceStatistics.Totals;
import java.util.Objects;

/** Writes what there is to ask as messages. */
final class CatalogMessages {

    private final InferenceCatalog catalog;
    private final InferenceStatistics statistics;

    CatalogMessages(InferenceCatalog catalog, InferenceStatistics statistics) {
        this.catalog = catalog;
        this.statistics = statistics;
    }

    ServerMetadataResponse server() {
        Server server = catalog.server();
        return ServerMetadataResponse.newBuilder()
                .setName(server.name())
                .setVersion(server.version())
                .addAllExtensions(server.extensions())
                .build();
    }

    ModelMetadataResponse metadata(ModelMetadataRequest asked) {
        Metadata metadata = catalog.metadata(asked.getName(), asked.getVersion());
        return ModelMetadataResponse.newBuilder()
                .setName(metadata.name())
                .addAllVersions(metadata.versions())
                .setPlatform(metadata.platform())
                .addAllInputs(metadata.inputs().stream()
                        .map(CatalogMessages::describe)
                        .toList())
                .addAllOutputs(metadata.outputs().stream()
                        .map(CatalogMessages::describe)
                        .toList())
                .build();
    }

    private static TensorMetadata describe(TensorDescription tensor) {
        return TensorMetadata.newBuilder()
                .setName(tensor.name())
                .setDatatype(tensor.datatype())
                .addAllShape(tensor.shape())
                .build();
    }

    ModelConfigResponse configuration(ModelConfigRequest asked) {
        Configuration configuration = catalog.configuration(asked.getName(), asked.getVersion());
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setName(configuration.name())
                .setPlatform(configuration.platform())
                .setBackend(configuration.backend())
                .setMaxBatchSize(configuration.maxBatchSize());
        configuration
                .input()
                .forEach(input -> config.addInput(ModelInput.newBuilder()
                        .setName(input.name())
                        .setDataType(DataType.valueOf(input.dataType()))
                        .addAllDims(input.dims())));
        configuration
                .output()
                .forEach(output -> config.addOutput(ModelOutput.newBuilder()
                        .setName(output.name())
                        .setDataType(DataType.valueOf(output.dataType()))
                        .addAllDims(output.dims())));
        return ModelConfigResponse.newBuilder().setConfig(config).build();
    }

    ModelStatisticsResponse statistics(ModelStatisticsRequest asked) {
        ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
        catalog.models(asked.getName(), asked.getVersion())
                .forEach(model -> response.addModelStats(write(statistics.of(model))));
        return response.build();
    }

    private static ModelStatistics write(OfModel model) {
        Totals totals = model.inferenceStats();
        return ModelStatistics.newBuilder()
                .setName(model.name())
                .setVersion(model.version())
                .setInferenceCount(model.inferenceCount())
                .setExecutionCount(model.executionCount())
                .setInferenceStats(InferStatistics.newBuilder()
                        .setSuccess(write(totals.success()))
                        .setFail(write(totals.fail()))
                        .setQueue(write(totals.queue()))
                        .setComputeInput(write(totals.computeInput()))
                        .setComputeInfer(write(totals.computeInfer()))
                        .setComputeOutput(write(totals.computeOutput()))
                        .setCacheHit(write(totals.cacheHit()))
                        .setCacheMiss(write(totals.cacheMiss())))
                .build();
    }

    private static StatisticDuration write(Total total) {
        return StatisticDuration.newBuilder()
                .setCount(total.count())
                .setNs(total.ns())
                .build();
    }

    RepositoryIndexResponse index(RepositoryIndexRequest asked) {
        RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
        for (IndexEntry entry : catalog.index()) {
            if (entry.reason() == null || !asked.getReady()) {
                response.addModels(ModelIndex.newBuilder()
                        .setName(entry.name())
                        .setVersion(entry.version())
                        .setState(entry.state())
                        .setReason(Objects.requireNonNullElse(entry.reason(), "")));
            }
        }
        return response.build();
    }
}
