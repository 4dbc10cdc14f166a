/**
 * Google Cloud Storage as an object store: {@code gs://bucket/prefix}.
 *
 * <p>Put-if-absent is an upload with {@code ifGenerationMatch=0}. Bodies carry their CRC-32C both
 * ways. What a failure means for the caller depends on the attempts before it, so {@link
 * dev.zerofs.gcs.Requests} makes every request and remembers, and {@link
 * dev.zerofs.gcs.GcsFailures} alone translates.
 *
 * <p>The client is Google's for the JSON API, which its larger storage library is built on: one
 * request per call, streams instead of copies, and neither gRPC nor a telemetry library (ADR 15).
 *
 * <p>Entry types: {@link dev.zerofs.gcs.GcsObjectStoreProvider} and {@link
 * dev.zerofs.gcs.GcsObjectStore}. Never belongs here: caching, retries beyond the policy that
 * {@link dev.zerofs.gcs.GcsSettings} states, the making of buckets.
 */
@NullMarked
package dev.zerofs.gcs;

import org.jspecify.annotations.NullMarked;
