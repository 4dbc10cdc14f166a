/**
 * Tests of the S3 store: the contract suite against an S3 server in the test's own process, and
 * what failures on the wire mean.
 *
 * <p>Entry type for other modules' tests: {@link dev.zerofs.s3.S3ProxyServer}. Never belongs here:
 * what every store promises, which is in the suite.
 */
@NullMarked
package dev.zerofs.s3;

import org.jspecify.annotations.NullMarked;
