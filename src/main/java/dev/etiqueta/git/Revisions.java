package dev.etiqueta.git;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/** Finds the commit that a revision means, with as little asked of the remote as each form of a revision allows. */
final class Revisions {

    private static final Pattern FULL = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-fA-F]{4,39}");
    private static final List<String> TAGS = List.of(Constants.R_TAGS);
    private static final List<String> TIPS = List.of(Constants.R_HEADS, Constants.R_TAGS);
    private static final String ACTION = "Name a tag, a branch or a commit of the repository; push it if it is new.";

    private final Remote remote;
    private final Store store;
    private final String url;

    Revisions(Remote remote, Store store, String url) {
        this.remote = remote;
        this.store = store;
        this.url = url;
    }

    /** The commit that 40 hexadecimal digits mean, if it is here with its tree; null for every other revision. */
    @Nullable
    Commit here(@Nullable String revision) {
        if (revision == null || !FULL.matcher(revision).matches()) {
            return null;
        }
        ObjectId id = id(revision);
        return store.treeOf(id) == null ? null : new Commit(id.name(), null);
    }

    /** @param revision null for the remote's HEAD */
    Commit resolve(@Nullable String revision) {
        if (revision == null || revision.equals(Constants.HEAD)) {
            return head();
        }
        if (TagPattern.isPattern(revision)) {
            return newest(revision);
        }
        if (FULL.matcher(revision).matches()) {
            return commit(id(revision), remote.refs(TAGS));
        }
        if (!Repository.isValidRefName(Constants.R_TAGS + revision)) {
            throw unknown("'%s' is no name of a tag or branch, and no commit".formatted(Text.oneLine(revision)));
        }
        return named(revision);
    }

    private Commit head() {
        Refs refs = remote.refs(List.of(Constants.HEAD, Constants.R_TAGS));
        ObjectId head = refs.target(Constants.HEAD);
        if (head == null) {
            throw new UnknownRevisionException(
                    "%s has no default branch, or no commit on it".formatted(url), ACTION, refs.examples());
        }
        return commit(head, refs);
    }

    private Commit newest(String pattern) {
        TagPattern matching = pattern(pattern);
        Refs refs = remote.refs(TAGS);
        for (String tag : refs.tags()) {
            ObjectId target = refs.target(Constants.R_TAGS + tag);
            if (target != null && matching.matches(tag) && TagVersion.of(tag).isPresent()) {
                return refs.commit(target, tag, true);
            }
        }
        throw new UnknownRevisionException(
                "no tag of %s that matches '%s' ends in a version such as v1.2.0".formatted(url, Text.oneLine(pattern)),
                "Push such a tag, or widen the pattern.",
                refs.examples());
    }

    private TagPattern pattern(String pattern) {
        try {
            return new TagPattern(pattern);
        } catch (IllegalArgumentException e) {
            throw unknown(String.valueOf(e.getMessage()));
        }
    }

    private Commit named(String name) {
        boolean digits = ABBREVIATED.matcher(name).matches();
        Refs refs = remote.refs(digits ? TIPS : prefixes(name));
        String tag = name.startsWith(Constants.R_TAGS) ? name.substring(Constants.R_TAGS.length()) : name;
        ObjectId tagged = refs.target(Constants.R_TAGS + tag);
        if (tagged != null) {
            return refs.commit(tagged, tag, true);
        }
        ObjectId branch = refs.target(name.startsWith(Constants.R_REFS) ? name : Constants.R_HEADS + name);
        if (branch != null) {
            return commit(branch, digits ? refs : remote.refs(TAGS));
        }
        if (digits) {
            return abbreviated(name.toLowerCase(Locale.ROOT), refs);
        }
        throw unknown("%s has no tag and no branch '%s'".formatted(url, Text.oneLine(name)));
    }

    private static List<String> prefixes(String name) {
        return name.startsWith(Constants.R_REFS)
                ? List.of(name)
                : List.of(Constants.R_TAGS + name, Constants.R_HEADS + name);
    }

    /** First among the tips, then among the commits that are here, and only then in the whole history. */
    private Commit abbreviated(String digits, Refs refs) {
        Collection<ObjectId> found = startingWith(digits, refs.tips());
        if (found.isEmpty()) {
            found = store.commits(digits);
        }
        if (found.isEmpty() && !refs.tips().isEmpty()) {
            fetchHistory(refs);
            found = store.commits(digits);
        }
        if (found.size() == 1) {
            return commit(found.iterator().next(), refs);
        }
        throw new UnknownRevisionException(
                found.isEmpty()
                        ? "%s has no tag, no branch and no commit '%s'".formatted(url, digits)
                        : "'%s' is the beginning of several commits of %s: %s".formatted(digits, url, names(found)),
                found.isEmpty() ? ACTION : "Give more digits of the commit.",
                found.isEmpty() ? refs.examples() : List.of());
    }

    private void fetchHistory(Refs refs) {
        try {
            remote.fetch(refs.tips(), Extent.HISTORY, store);
        } catch (TooLargeException e) {
            throw new GitException(
                    GitException.Reason.FAILED,
                    "the history of %s has a commit that is too long to be one".formatted(url),
                    "Give a tag, a branch or all 40 digits of the commit.",
                    e);
        }
    }

    private static Collection<ObjectId> startingWith(String digits, Collection<ObjectId> ids) {
        return ids.stream().filter(id -> id.name().startsWith(digits)).toList();
    }

    private static String names(Collection<ObjectId> commits) {
        TreeSet<String> names = new TreeSet<>();
        commits.forEach(commit -> names.add(commit.name()));
        return String.join(", ", names.stream().limit(10).toList());
    }

    private UnknownRevisionException unknown(String description) {
        return new UnknownRevisionException(
                description, ACTION, remote.refs(TIPS).examples());
    }

    private static Commit commit(ObjectId id, Refs refs) {
        return refs.commit(id, refs.tagAt(id), false);
    }

    private static ObjectId id(String digits) {
        return ObjectId.fromString(digits.toLowerCase(Locale.ROOT));
    }
}
