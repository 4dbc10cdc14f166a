/**
 * Azure Blob Storage as an object store: {@code azure://container/prefix}.
 *
 * <p>Put-if-absent is a Put Blob with {@code If-None-Match: *}. Bodies carry their MD5 both ways.
 * What a failure means for the caller depends on what went over the wire before it, the SDK's own
 * retries included, so an {@link dev.zerofs.azure.Attempts} watches every attempt below the SDK's
 * retry policy, and {@link dev.zerofs.azure.AzureFailures} alone translates.
 *
 * <p>Entry types: {@link dev.zerofs.azure.AzureObjectStoreProvider} and {@link
 * dev.zerofs.azure.AzureObjectStore}. Never belongs here: caching, retries beyond the SDK's policy
 * that {@link dev.zerofs.azure.AzureSettings} states, the making of containers.
 */
@NullMarked
package dev.zerofs.azure;

import org.jspecify.annotations.NullMarked;
