package dev.etiqueta.git;

/** Nobody whose signature counts has signed the revision. */
public final class UnsignedException extends GitException {

    UnsignedException(String description) {
        super(
                Reason.UNSIGNED,
                description,
                "Sign the tag (git tag -s) with a key of etiqueta.repository.allowed-signers or"
                        + " etiqueta.repository.allowed-pgp-keys; or add the signer's key there.");
    }
}
