/**
 * Amazon S3 and what speaks its protocol as an object store: {@code s3://bucket/prefix}.
 *
 * <p>Put-if-absent is a PUT with {@code If-None-Match: *}. What a failure means for the caller
 * depends on what went over the wire before it, the SDK's own retries included, so an {@link
 * dev.zerofs.s3.Attempts} watches every attempt below the SDK, and {@link dev.zerofs.s3.S3Failures}
 * alone translates.
 *
 * <p>Entry types: {@link dev.zerofs.s3.S3ObjectStoreProvider} and {@link
 * dev.zerofs.s3.S3ObjectStore}. Never belongs here: caching, retries beyond the SDK's policy that
 * {@link dev.zerofs.s3.S3Settings} states, the making of buckets.
 */
@NullMarked
package dev.zerofs.s3;

import org.jspecify.annotations.NullMarked;
