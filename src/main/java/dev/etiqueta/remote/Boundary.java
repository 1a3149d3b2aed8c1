package dev.etiqueta.remote;

/**
 * What the deployer allows a remote.
 *
 * @param egress which servers may be asked
 * @param named whether the deployer has named the remote's server, and not the repository. Secrets that a server could
 *     use elsewhere, such as passwords and tokens, are sent to no other but a vendor's own
 * @param externalCredentials whether files of credentials may have a process started, or other files and addresses
 *     asked for the credentials
 */
public record Boundary(Egress egress, boolean named, boolean externalCredentials) {

    /** Of a remote that the deployer has named himself. */
    static final Boundary DEPLOYER = new Boundary(Egress.USUAL, true, false);
}
