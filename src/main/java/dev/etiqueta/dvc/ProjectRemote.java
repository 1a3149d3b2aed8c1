package dev.etiqueta.dvc;

import dev.etiqueta.remote.Remote;
import dev.etiqueta.remote.RemoteException;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/**
 * A remote that git holds: a folder of the project itself.
 *
 * @param files of the project
 * @param folder of the remote among them
 */
record ProjectRemote(ProjectFiles files, String folder) implements Remote {

    @Override
    public InputStream open(String path) throws RemoteException {
        return files.read(folder + "/" + path)
                .map(ByteArrayInputStream::new)
                .orElseThrow(() -> new RemoteException(Reason.NOT_FOUND, address(path), "no such object", null));
    }

    @Override
    public String address(String path) {
        return files.name(folder + "/" + path);
    }
}
