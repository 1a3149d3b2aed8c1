package dev.etiqueta.deployment;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the models come from. */
public sealed interface ModelRepository extends AutoCloseable permits GitModels, LocalModels {

    /**
     * Fetches a revision.
     *
     * @param revision a tag, a branch, a commit or a pattern of tags; null for the configured one
     * @throws dev.etiqueta.failure.ActionableException if there is none, or its files cannot be had as DVC tracks them
     */
    Release fetch(@Nullable String revision);

    /**
     * Fetches a revision if it is another one than the one that serves, which can be told without its objects.
     *
     * @param revision as in {@link #fetch}
     * @return empty if it serves already
     * @throws dev.etiqueta.failure.ActionableException as {@link #fetch}
     */
    Optional<Release> fetchOther(@Nullable String revision, Revision serving);

    /**
     * Fetches the configured revision. Where its server cannot be asked, it is the commit that it was last time, if all
     * of it is in the cache: whoever restarts at night serves on.
     *
     * @throws dev.etiqueta.failure.ActionableException as {@link #fetch}
     */
    Release fetchAtStart();

    @Override
    void close();
}
