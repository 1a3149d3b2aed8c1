package dev.etiqueta.grpc;

import dev.etiqueta.inference.InferenceCatalog;
import dev.etiqueta.inference.InferenceService;
import dev.etiqueta.inference.InferenceStatistics;
import dev.etiqueta.request.FailureLog;
import dev.etiqueta.request.LimitProperties;
import dev.etiqueta.request.RequestObserver;
import dev.etiqueta.security.CallGate;
import dev.etiqueta.security.ClientLimits;
import dev.etiqueta.server.ClientAddress;
import dev.etiqueta.server.ClientMemory;
import dev.etiqueta.server.ServerHardening;
import dev.etiqueta.server.ServerObserver;
import io.grpc.BindableService;
import io.grpc.DecompressorRegistry;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerExecutorProvider;
import org.springframework.boot.grpc.server.autoconfigure.GrpcServerProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.GlobalServerInterceptor;
import org.springframework.grpc.server.NettyGrpcServerFactory;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/** Without a port there is no service to bind, and Spring Boot starts no server. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.grpc.server.port")
class GrpcConfiguration {

    /** For a new connection to say what it is. */
    private static final long HANDSHAKE_SECONDS = 10;

    /** Of a connection: streams wait on the client for others to end. */
    private static final int MOST_CALLS = 256;

    /** Calls that a client gives up, of a connection in some seconds: to begin one costs it less than the service. */
    private static final int MOST_RESETS = 1000;

    private static final int RESET_SECONDS = 10;

    /** What is around the tensors of a message: names and shapes. */
    private static final int MESSAGE_OVERHEAD = 64 * 1024;

    @Bean
    HealthStatusManager healthStatusManager() {
        return new HealthStatusManager();
    }

    @Bean
    GrpcHealth grpcHealth(HealthStatusManager manager) {
        return new GrpcHealth(manager);
    }

    @Bean
    BindableService healthService(HealthStatusManager manager) {
        return manager.getHealthService();
    }

    @Bean
    DecompressorRegistry decompressorRegistry() {
        return DecompressorRegistry.getDefaultInstance().with(new Deflate(), true);
    }

    @Bean
    CallWorkers callWorkers() {
        return new CallWorkers();
    }

    @Bean
    GrpcServerExecutorProvider callExecutor(CallWorkers workers) {
        return workers::others;
    }

    @Bean
    CallIntakes callIntakes(ClientMemory memory, LimitProperties limits) {
        return new CallIntakes(memory, limits.time());
    }

    @Bean
    @GlobalServerInterceptor
    CallInterceptor callInterceptor(CallGate gate, ClientLimits limits, ClientAddress addresses) {
        return new CallInterceptor(gate, limits, addresses);
    }

    @Bean
    InferenceGrpcService inferenceGrpcService(
            InferenceService inference,
            InferenceCatalog catalog,
            InferenceStatistics statistics,
            CallWorkers workers,
            ClientLimits clientLimits,
            LimitProperties limits,
            FailureLog failures,
            List<RequestObserver> observers,
            ApplicationAvailability availability) {
        CallStatus status = new CallStatus(failures);
        return new InferenceGrpcService(
                catalog,
                new CatalogMessages(catalog, statistics),
                new InferenceCalls(inference, workers, status, clientLimits, limits.time(), observers),
                status,
                () -> availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Bean
    EventLoops eventLoops() {
        return new EventLoops();
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> grpcHardening(
            CallIntakes intakes, EventLoops loops, LimitProperties limits, ServerObserver observer) {
        int mostConnections = ServerHardening.mostConnections();
        int longest = Math.toIntExact(Math.min(
                Integer.MAX_VALUE,
                Math.max(limits.uploadSize().toBytes(), limits.jsonSize().toBytes()) + MESSAGE_OVERHEAD));
        return server -> server.maxInboundMessageSize(longest)
                .maxConcurrentCallsPerConnection(MOST_CALLS)
                .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
                .maxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .bossEventLoopGroup(loops.accepting())
                .workerEventLoopGroup(loops.working())
                .channelFactory(() -> new BoundedServerChannel(mostConnections, observer))
                .addStreamTracerFactory(intakes);
    }

    /** In place of Spring Boot's, by its name. */
    @Bean
    GrpcServer nettyGrpcServerLifecycle(
            NettyGrpcServerFactory factory, GrpcServerProperties properties, ApplicationEventPublisher events) {
        return new GrpcServer(factory, properties.getShutdown().getGracePeriod(), events);
    }
}
