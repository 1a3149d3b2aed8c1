package dev.etiqueta.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee11.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Makes a web server hold against clients that are slow, many or no clients at all. */
public final class ServerHardening implements WebServerFactoryCustomizer<JettyServletWebServerFactory> {

    /** What a connection takes while it waits for a header, in bytes of the heap, generously. */
    private static final long HEAP_PER_CONNECTION = 128 * 1024;

    private static final PathSpec EVERYWHERE = PathSpec.from("/");

    /** For models, remotes and all else. */
    private static final long RESERVED_FILES = 256;

    private static final int FEWEST_CONNECTIONS = 64;
    private static final int MOST_CONNECTIONS = 16 * 1024;

    /** Of virtual ones there are as many as there is work. */
    private static final int MOST_THREADS = Integer.MAX_VALUE;

    private static final int SHARE_RESERVED = 4;

    /** What is read at once, in bytes: a tensor in a few steps, and not in dozens. Connections that wait hold no buffer. */
    private static final int INPUT_BUFFER = 32 * 1024;

    /** Connections that the system holds until they are accepted. */
    private static final int ACCEPT_QUEUE = 4096;

    private final ServerLimits limits;
    private final BooleanSupplier draining;
    private final ServerObserver observer;
    private final ClientMemory memory;
    private final int mostConnections;

    /**
     * For one server.
     *
     * @param draining whether clients are asked to leave
     * @param observer is told what is refused
     * @param memory of bodies and answers
     */
    public ServerHardening(
            ServerLimits limits, BooleanSupplier draining, ServerObserver observer, ClientMemory memory) {
        this(limits, draining, observer, memory, mostConnections());
    }

    ServerHardening(
            ServerLimits limits,
            BooleanSupplier draining,
            ServerObserver observer,
            ClientMemory memory,
            int mostConnections) {
        this.limits = limits;
        this.draining = draining;
        this.observer = observer;
        this.memory = memory;
        this.mostConnections = mostConnections;
    }

    @Override
    public void customize(JettyServletWebServerFactory factory) {
        ServerFolder folder = ServerFolder.create();
        factory.setDocumentRoot(folder.root().toFile());
        factory.addServerCustomizers(server -> server.addBean(folder), this::harden);
        factory.addConfigurations(new ContextHardening(folder));
        Ssl tls = factory.getSsl();
        SslBundles bundles = factory.getSslBundles();
        if (Ssl.isEnabled(tls) && tls.getBundle() != null && bundles != null) {
            factory.addServerCustomizers(new CertificateReload(tls.getBundle(), bundles));
        }
    }

    private void harden(Server server) {
        int threads = MOST_THREADS;
        if (server.getThreadPool() instanceof QueuedThreadPool pool) {
            threads = pool.getMaxThreads();
            // Where none is at hand, Jetty starts a thread for each broken connection.
            pool.setReservedThreads(threads / SHARE_RESERVED);
        }
        leaveBodiesAsTheyAre(server.getHandler());
        Handler answers = new AnswerBuffer(new RequestLogging(server.getHandler()), memory, observer);
        Handler places = Places.forReading(Places.forWork(answers, limits, observer, threads), limits, observer);
        Handler clients = new Clients(places, limits, Clients.MOST_OF_ONE);
        BodyIntake bodies = new BodyIntake(clients, limits, memory);
        Connections connections = new Connections(bodies, limits, mostConnections, observer);
        server.setHandler(connections);
        server.setErrorHandler(new ProblemHandler(observer));
        server.addBean(new Sweep(server, connections, bodies));
        for (Connector connector : server.getConnectors()) {
            connector.addBean(connections);
            configure(connector);
        }
    }

    /** The handler that compresses answers unpacks bodies as well: a small one may have no end. */
    private static void leaveBodiesAsTheyAre(Handler handler) {
        if (handler instanceof CompressionHandler compression) {
            CompressionConfig set = compression.getConfiguration(EVERYWHERE);
            CompressionConfig.Builder config = CompressionConfig.builder()
                    .decompressExcludePath("/*")
                    // Clients of the protocol ask for it, and cannot read it.
                    .compressExcludePath("/v2/*");
            set.getCompressIncludeMethods().forEach(config::compressIncludeMethod);
            set.getCompressIncludeMimeTypes().forEach(config::compressIncludeMimeType);
            compression.putConfiguration(EVERYWHERE, config.build());
        }
    }

    private void configure(Connector connector) {
        if (connector instanceof ServerConnector network) {
            network.setAcceptQueueSize(ACCEPT_QUEUE);
        }
        HttpConnectionFactory connections = connector.getConnectionFactory(HttpConnectionFactory.class);
        connections.setInputBufferSize(INPUT_BUFFER);
        HttpConfiguration http = connections.getHttpConfiguration();
        http.setSendServerVersion(false);
        // It would take 98 kB for each connection on which a header was sent.
        http.setHeaderCacheSize(0);
        http.setUriCompliance(UriCompliance.DEFAULT.with("empty segments", Violation.AMBIGUOUS_EMPTY_SEGMENT));
        // Probes ask by address, for which no certificate is made out; whom he asks is for the client to check.
        SecureRequestCustomizer tls = http.getCustomizer(SecureRequestCustomizer.class);
        if (tls != null) {
            tls.setSniHostCheck(false);
        }
        http.addCustomizer(new AnswerHeaders());
        http.addCustomizer(ServerHardening::refuseTrace);
        http.addCustomizer(this::askToLeave);
    }

    /** It would show a script the headers that proxies add, such as secrets. */
    private static Request refuseTrace(Request request, HttpFields.Mutable responseHeaders) {
        if (HttpMethod.TRACE.is(request.getMethod())) {
            throw new HttpException.RuntimeException(HttpStatus.METHOD_NOT_ALLOWED_405);
        }
        return request;
    }

    /** While it drains, clients are to open a new connection for their next request, which a load balancer leads elsewhere. */
    private Request askToLeave(Request request, HttpFields.Mutable responseHeaders) {
        if (draining.getAsBoolean()) {
            responseHeaders.put(HttpHeader.CONNECTION, "close");
        }
        return request;
    }

    /** As many as one server may have. There may be others, one for the management. */
    public static int mostConnections() {
        long most = Runtime.getRuntime().maxMemory() / HEAP_PER_CONNECTION;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            most = Math.min(most, (system.getMaxFileDescriptorCount() - RESERVED_FILES) / 2);
        }
        return Math.clamp(most, FEWEST_CONNECTIONS, MOST_CONNECTIONS);
    }

    private static final class ContextHardening extends AbstractConfiguration {

        private final ServerFolder folder;

        ContextHardening(ServerFolder folder) {
            super(new AbstractConfiguration.Builder());
            this.folder = folder;
        }

        @Override
        public void preConfigure(WebAppContext context) {
            context.setTempDirectory(folder.temporary().toFile());
        }

        @Override
        public void configure(WebAppContext context) {
            context.getServletHandler().setDecodeAmbiguousURIs(true);
            // The application's meters count these.
            context.setErrorHandler(new ProblemHandler(ServerObserver.NONE));
        }
    }
}
