/**
 * What the end-to-end tests need on the Java side: an S3 store on this machine, as a process that
 * outlives the servers under test. No part of the product.
 */
@NullMarked
package dev.zerofs.e2e;

import org.jspecify.annotations.NullMarked;
