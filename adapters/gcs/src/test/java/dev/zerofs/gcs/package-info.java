/**
 * Tests of the Google Cloud Storage store: the contract suite against a server of the JSON API in
 * the test's own process and, by request, against the real service; and what failures on the wire
 * mean.
 *
 * <p>Entry type for other modules' tests: {@link dev.zerofs.gcs.FakeGcsServer}. Never belongs here:
 * what every store promises, which is in the suite.
 */
@NullMarked
package dev.zerofs.gcs;

import org.jspecify.annotations.NullMarked;
