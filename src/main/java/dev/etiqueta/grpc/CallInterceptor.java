package dev.etiqueta.grpc;

import com.google.protobuf.MessageLite;
import dev.etiqueta.security.AccessException;
import dev.etiqueta.security.CallGate;
import dev.etiqueta.security.ClientLimits;
import dev.etiqueta.security.Role;
import dev.etiqueta.server.ClientAddress;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** What comes before each call: its id, who calls and what he may, and how often. */
final class CallInterceptor implements ServerInterceptor {

    private static final Metadata.Key<String> AUTHORIZATION = key("authorization");
    private static final Metadata.Key<String> FORWARDED = key("x-forwarded-for");
    private static final Metadata.Key<String> ENCODING = key("grpc-encoding");
    private static final String NOT_ENCODED = "identity";

    private final CallGate gate;
    private final ClientLimits limits;
    private final ClientAddress addresses;

    CallInterceptor(CallGate gate, ClientLimits limits, ClientAddress addresses) {
        this.gate = gate;
        this.limits = limits;
        this.addresses = addresses;
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        long now = System.nanoTime();
        String id = GuardedCall.id(headers);
        GuardedCall<Q, A> guarded = new GuardedCall<>(call, id);
        CallIntake intake = CallIntake.current();
        intake.of(guarded);
        List<Role> roles = InferenceGrpcService.roles(call.getMethodDescriptor().getFullMethodName());
        try {
            String caller = gate.admit(headers.get(AUTHORIZATION), subject(call), roles);
            String client = caller == null ? address(call, headers) : caller;
            Context context = Context.current().withValue(Call.KEY, new Call(id, client, now));
            String encoding = headers.get(ENCODING);
            boolean packed = encoding != null && !encoding.equals(NOT_ENCODED);
            ClientLimits.Work work = roles.isEmpty() || !limits.exist() ? null : begin(client);
            Listener<Q> listener = new Listener<>(intake, packed, work);
            listener.begin(() -> Contexts.interceptCall(context, guarded, headers, next));
            return listener;
        } catch (AccessException e) {
            return refuse(guarded, CallStatus.of(e));
        } catch (StatusRuntimeException e) {
            return refuse(guarded, e);
        }
    }

    private ClientLimits.Work begin(String client) {
        ClientLimits.Excess excess = limits.ask(client);
        if (excess != null) {
            throw CallStatus.of(excess);
        }
        ClientLimits.Work work = limits.begin(client);
        if (work.excess() != null) {
            work.close();
            throw CallStatus.of(work.excess());
        }
        return work;
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(GuardedCall<Q, A> call, StatusRuntimeException e) {
        call.close(e.getStatus(), Objects.requireNonNullElseGet(e.getTrailers(), Metadata::new));
        return new ServerCall.Listener<>() {};
    }

    private String address(ServerCall<?, ?> call, Metadata headers) {
        InetAddress address =
                call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR) instanceof InetSocketAddress internet
                        ? internet.getAddress()
                        : null;
        Iterable<String> forwarded = headers.getAll(FORWARDED);
        return addresses.client(address, forwarded == null ? List.of() : asList(forwarded));
    }

    private static List<String> asList(Iterable<String> all) {
        List<String> list = new ArrayList<>();
        all.forEach(list::add);
        return list;
    }

    /** Null where the client has shown no certificate. */
    private static @Nullable X500Principal subject(ServerCall<?, ?> call) {
        SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        try {
            return session != null && session.getPeerPrincipal() instanceof X500Principal subject ? subject : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** Counts what a message takes that came compressed, and ends what was begun. */
    private static final class Listener<Q> extends ForwardingServerCallListener<Q> {

        private final CallIntake intake;
        private final boolean packed;
        private ClientLimits.@Nullable Work work;
        private ServerCall.Listener<Q> next = new ServerCall.Listener<>() {};

        Listener(CallIntake intake, boolean packed, ClientLimits.@Nullable Work work) {
            this.intake = intake;
            this.packed = packed;
            this.work = work;
        }

        /** If the call cannot begin, it is not under way either. */
        void begin(Supplier<ServerCall.Listener<Q>> call) {
            try {
                next = call.get();
            } catch (RuntimeException e) {
                end();
                throw e;
            }
        }

        @Override
        protected ServerCall.Listener<Q> delegate() {
            return next;
        }

        @Override
        public void onMessage(Q message) {
            if (intake.isRefused()) {
                return;
            }
            if (packed && message instanceof MessageLite sized) {
                intake.unpacked(sized.getSerializedSize());
            }
            super.onMessage(message);
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        private void end() {
            if (work != null) {
                work.close();
                work = null;
            }
        }
    }
}
