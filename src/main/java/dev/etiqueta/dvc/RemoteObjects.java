package dev.etiqueta.dvc;

import dev.etiqueta.failure.Blame;
import dev.etiqueta.remote.ObjectReader;
import dev.etiqueta.remote.Remote;
import dev.etiqueta.remote.RemoteException;
import dev.etiqueta.remote.RemoteReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a remote. It is opened for the first of them; what is read after {@link #close}, which is rare, opens
 * it for itself.
 */
final class RemoteObjects implements ObjectSource, AutoCloseable {

    private final String name;
    private final Supplier<Remote> opener;
    private final @Nullable String importedFrom;
    private @Nullable Remote remote;
    private boolean closed;

    /**
     * Objects that are read when they are asked for.
     *
     * @param name what the project calls the remote
     * @param opener opens it
     * @param importedFrom see {@link TrackedOutput}
     */
    RemoteObjects(String name, Supplier<Remote> opener, @Nullable String importedFrom) {
        this.name = name;
        this.opener = opener;
        this.importedFrom = importedFrom;
    }

    /** Does nothing: there is no place nearer than the remote. */
    @Override
    public void fetch(ObjectRequest wanted) {}

    @Override
    public byte[] read(ObjectRequest wanted) {
        return read(wanted, in -> in.readAllBytes());
    }

    /**
     * Hands an object to a receiver; if the connection breaks, from the start again.
     *
     * @param receiver reads to the end, where the content is verified
     * @throws DvcException if it cannot be had, or is not what its digest promises
     */
    synchronized <T> T read(ObjectRequest wanted, ObjectReader<T> receiver) {
        try {
            return readFromAnyPlace(wanted, receiver);
        } finally {
            if (closed) {
                close();
            }
        }
    }

    private <T> T readFromAnyPlace(ObjectRequest wanted, ObjectReader<T> receiver) {
        RemoteException first = null;
        for (String path : wanted.id().paths()) {
            try {
                return new RemoteReader(open(), wanted.time().remaining())
                        .read(
                                path,
                                in -> receiver.read(
                                        new VerifyingInputStream(in, wanted.id(), wanted.limit(), wanted.time())));
            } catch (RemoteException e) {
                first = first == null ? e : first;
                if (e.reason() != RemoteException.Reason.NOT_FOUND && e.reason() != RemoteException.Reason.FORBIDDEN) {
                    throw explain(wanted, e);
                }
            } catch (CorruptObjectException e) {
                throw corrupt(wanted, open().address(path), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw explain(wanted, first);
    }

    private Remote open() {
        if (remote == null) {
            remote = opener.get();
        }
        return remote;
    }

    private static DvcException corrupt(ObjectRequest wanted, String address, CorruptObjectException e) {
        return new DvcException(
                "%s is corrupt: the object %s %s".formatted(wanted.file(), address, e.getMessage()),
                "Delete that object and `dvc push` it again from a clone whose `dvc status` is clean.",
                e);
    }

    private DvcException explain(ObjectRequest wanted, @Nullable RemoteException failure) {
        if (failure == null) {
            throw new IllegalStateException("every object has a place");
        }
        String found =
                "%s (md5 %s): %s at %s".formatted(wanted.file(), wanted.id(), failure.getMessage(), failure.address());
        return switch (failure.reason()) {
            case NOT_FOUND ->
                new DvcException(
                        Blame.ACCESS,
                        "the remote '%s' does not have %s".formatted(name, found),
                        importedFrom == null
                                ? "Was `dvc push` forgotten? Run it where the file was added, then try again."
                                : "It was imported from %s, whose remote holds it: deploy from there, or add it here."
                                        .formatted(importedFrom),
                        failure);
            case FORBIDDEN ->
                new DvcException(
                        Blame.ACCESS,
                        "the remote '%s' refuses to give %s".formatted(name, found),
                        "Check the credentials: etiqueta.remote.options. A store that may not be listed also says so of an"
                                + " object that it does not have: was `dvc push` forgotten?",
                        failure);
            case UNREACHABLE, UNAVAILABLE ->
                new DvcException(
                        Blame.SERVER,
                        "the remote '%s' cannot be reached for %s".formatted(name, found),
                        "Check its URL and the network; etiqueta.remote.url gives it another URL.",
                        failure);
            case FAILED ->
                new DvcException(
                        Blame.ACCESS,
                        "the remote '%s' fails to give %s".formatted(name, found),
                        "Check its URL and its options: etiqueta.remote.url, etiqueta.remote.options.",
                        failure);
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (remote != null) {
            remote.close();
            remote = null;
        }
    }
}
