package dev.etiqueta.git;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FilterSpec;
import org.eclipse.jgit.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A repository behind http or ssh. */
final class TransportRemote implements Remote {

    private static final Logger log = LoggerFactory.getLogger(TransportRemote.class);

    /** A fetch by ids needs no ref. This asks for a single one, where no prefix would ask for all. */
    private static final List<String> HARDLY_ANY = List.of("HEAD");

    private enum Outcome {
        DONE,
        NOT_SERVED,
        NO_FILTERS
    }

    private final Transports transports;
    private final String url;
    private final Repository store;
    private volatile boolean filters = true;

    TransportRemote(Transports transports, String url, Store store) {
        this.transports = transports;
        this.url = url;
        this.store = store.repository();
    }

    @Override
    public Refs refs(Collection<String> prefixes) {
        try (Transports.Session session = transports.open(store)) {
            try (FetchConnection connection = connect(session.transport(), prefixes)) {
                return Refs.of(connection.getRefs());
            } catch (IOException | RuntimeException e) {
                throw session.failures().of(e);
            }
        }
    }

    @Override
    public boolean fetch(Collection<ObjectId> wanted, Extent extent, Store into) throws TooLargeException {
        boolean filtered = extent.filter() != null && filters;
        Outcome outcome = attempt(wanted, extent, filtered, into);
        if (outcome == Outcome.NO_FILTERS) {
            filters = false;
            outcome = attempt(wanted, extent, false, into);
        }
        return outcome == Outcome.DONE;
    }

    private Outcome attempt(Collection<ObjectId> wanted, Extent extent, boolean filtered, Store into)
            throws TooLargeException {
        if (extent.filter() != null && !filtered) {
            warnOfTheCost(extent);
        }
        return into.receive(extent.objectBytes(filtered), incoming -> {
            try (Transports.Session session = transports.open(incoming)) {
                return receive(session, wanted, extent, filtered);
            }
        });
    }

    private static Outcome receive(
            Transports.Session session, Collection<ObjectId> wanted, Extent extent, boolean filtered)
            throws TooLargeException {
        Transport transport = session.transport();
        if (extent.isShallow()) {
            transport.setDepth(1);
        }
        try {
            transport.setFilterSpec(filtered ? FilterSpec.fromFilterLine(extent.filter()) : FilterSpec.NO_FILTER);
            try (FetchConnection connection = connect(transport, HARDLY_ANY)) {
                connection.fetch(NullProgressMonitor.INSTANCE, wants(wanted), Set.of());
                return Outcome.DONE;
            }
        } catch (IOException | RuntimeException e) {
            return outcome(session, e);
        }
    }

    private static Outcome outcome(Transports.Session session, Exception failure) throws TooLargeException {
        if (Failures.saysThatThereAreNoFilters(failure)) {
            return Outcome.NO_FILTERS;
        }
        if (Failures.saysThatItIsNotServed(failure)) {
            return Outcome.NOT_SERVED;
        }
        if (Failures.saysThatItIsTooLarge(failure)) {
            throw new TooLargeException(failure);
        }
        throw session.failures().of(failure);
    }

    private static FetchConnection connect(Transport transport, Collection<String> prefixes) throws IOException {
        FetchConnection connection = transport.openFetch(List.of(), prefixes.toArray(String[]::new));
        if (connection instanceof BasePackFetchConnection) {
            return connection;
        }
        // JGit would walk a plain folder of files object by object, through the whole history.
        connection.close();
        throw new NotSupportedException("the server speaks git's dumb protocol only");
    }

    private static List<Ref> wants(Collection<ObjectId> wanted) {
        return wanted.stream()
                .<Ref>map(id -> new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, id.name(), id))
                .toList();
    }

    private void warnOfTheCost(Extent extent) {
        log.warn(
                "{} knows no filters (uploadpack.allowFilter), so that {} is transferred",
                url,
                extent == Extent.HISTORY ? "the whole history with all files" : "every file of the commit");
    }
}
