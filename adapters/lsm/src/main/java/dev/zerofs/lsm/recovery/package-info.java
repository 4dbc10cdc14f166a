/**
 * Taking a volume over: the chain of manifests, the claim of an epoch, the fences that close the
 * logs of former writers, and the replay of what is not in sorted tables yet.
 *
 * <p>Entry types: {@link dev.zerofs.lsm.recovery.ManifestChain}, {@link
 * dev.zerofs.lsm.recovery.Takeover}. Never belongs here: formats, and what happens after the store
 * is open.
 */
@NullMarked
package dev.zerofs.lsm.recovery;

import org.jspecify.annotations.NullMarked;
