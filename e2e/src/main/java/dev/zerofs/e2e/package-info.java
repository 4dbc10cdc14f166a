/**
 * What the end-to-end tests need on the Java side: stores on this machine, as processes that
 * outlive the servers under test. No part of the product.
 */
@NullMarked
package dev.zerofs.e2e;

import org.jspecify.annotations.NullMarked;
