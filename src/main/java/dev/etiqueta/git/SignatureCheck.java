package dev.etiqueta.git;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.util.RawParseUtils;
import org.jspecify.annotations.Nullable;

/**
 * Lets a commit pass if somebody whose signature counts has signed it: the tag, where a tag was asked for, else a tag at the
 * commit or the commit itself. Only the tag's and the commit's own objects are fetched for that, and none of their files.
 */
final class SignatureCheck {

    private static final byte[] SIGNATURE_HEADER = {'g', 'p', 'g', 's', 'i', 'g'};

    private final @Nullable SshSignatures ssh;
    private final @Nullable OpenPgpSignatures openPgp;
    private final Remote remote;
    private final Store store;
    private final String url;

    SignatureCheck(AllowedSigners signers, Remote remote, Store store, String url) {
        this.ssh = signers.ssh() == null ? null : new SshSignatures(signers.ssh());
        this.openPgp = signers.openPgp() == null ? null : new OpenPgpSignatures(signers.openPgp());
        this.remote = remote;
        this.store = store;
        this.url = url;
    }

    /**
     * A commit that may be read.
     *
     * @param commit without a tag that nobody has signed
     * @param signer null where no signature is needed
     */
    record Passed(Commit commit, @Nullable String signer) {}

    /**
     * Reads the files of signers, so that a mistake in them shows at the start.
     *
     * @throws GitException if one cannot be used
     */
    void readSigners() {
        if (ssh != null) {
            ssh.readSigners(store.repository());
        }
        if (openPgp != null) {
            openPgp.readSigners();
        }
    }

    /**
     * Verifies the signature of a commit.
     *
     * @throws UnsignedException if nobody whose signature counts has signed it
     * @throws GitException if the remote cannot be asked
     */
    Passed check(Commit commit) {
        if (ssh == null && openPgp == null) {
            return new Passed(commit, null);
        }
        try (RevWalk walk = new RevWalk(store.repository())) {
            Signature ofTag = tagSignature(walk, commit);
            if (ofTag.signer() != null) {
                return new Passed(commit, ofTag.signer());
            }
            if (commit.tagAsked()) {
                throw new UnsignedException("the tag '%s' of %s does not count: %s"
                        .formatted(Text.oneLine(String.valueOf(commit.tag())), url, ofTag.reason()));
            }
            Signature ofCommit = verify(walk, commit);
            if (ofCommit.signer() != null) {
                return new Passed(commit.withoutTag(), ofCommit.signer());
            }
            throw new UnsignedException(
                    "the commit %s of %s does not count: %s".formatted(commit.shortId(), url, ofCommit.reason()));
        } catch (IOException e) {
            throw Store.unusable(store.folder(), e);
        }
    }

    private Signature tagSignature(RevWalk walk, Commit commit) throws IOException {
        String object = commit.tagObject();
        if (object == null) {
            return Signature.worthless("nobody has signed it, as it is no object of its own (git tag -s makes one)");
        }
        RevTag tag;
        try {
            tag = walk.parseTag(fetched(ObjectId.fromString(object)));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Signature.worthless("its object %s cannot be had".formatted(object));
        }
        if (!tag.getTagName().equals(commit.tag())) {
            return Signature.worthless("its object is that of the tag '%s'".formatted(Text.oneLine(tag.getTagName())));
        }
        if (!tag.getObject().name().equals(commit.id()) || tag.getTaggerIdent() == null) {
            return Signature.worthless("its object has no tagger, or points at no commit");
        }
        byte[] signature = tag.getRawGpgSignature();
        byte[] raw = tag.getRawBuffer();
        return signature == null
                ? Signature.worthless("nobody has signed it")
                : verify(Arrays.copyOf(raw, raw.length - signature.length), signature);
    }

    private Signature verify(RevWalk walk, Commit asked) throws IOException {
        RevCommit commit;
        try {
            commit = walk.parseCommit(fetched(ObjectId.fromString(asked.id())));
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return Signature.worthless("it cannot be had, or is no commit");
        }
        byte[] signature = commit.getRawGpgSignature();
        if (signature == null || commit.getCommitterIdent() == null) {
            return Signature.worthless("nobody has signed it");
        }
        return verify(withoutSignature(commit.getRawBuffer()), signature);
    }

    /** What was signed is the commit without the header that holds the signature. */
    private static byte[] withoutSignature(byte[] raw) {
        int content = RawParseUtils.headerStart(SIGNATURE_HEADER, raw, 0);
        int begin = content - SIGNATURE_HEADER.length - 1;
        int end = Math.min(raw.length, RawParseUtils.nextLfSkippingSplitLines(raw, content) + 1);
        byte[] signed = new byte[raw.length - (end - begin)];
        System.arraycopy(raw, 0, signed, 0, begin);
        System.arraycopy(raw, end, signed, begin, raw.length - end);
        return signed;
    }

    private Signature verify(byte[] data, byte[] signature) throws IOException {
        if (ssh != null && SshSignatures.isOne(signature)) {
            return ssh.verify(store.repository(), data, signature);
        }
        if (openPgp != null && OpenPgpSignatures.isOne(signature)) {
            return openPgp.verify(data, signature);
        }
        return Signature.worthless("its signature is of a kind of which no key counts");
    }

    private ObjectId fetched(ObjectId id) {
        if (!store.has(id)) {
            try {
                remote.fetch(List.of(id), Extent.OBJECTS, store);
            } catch (TooLargeException e) {
                throw new UnsignedException("an object of %s is too long to be a tag or a commit".formatted(url));
            }
        }
        return id;
    }
}
