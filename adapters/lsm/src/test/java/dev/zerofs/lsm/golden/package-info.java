/**
 * Golden files: objects as a release wrote them, which every later one must read.
 *
 * <p>They lie in {@code src/test/resources/golden}, named by kind and format version. Those of
 * uncompressed content must also be written again byte for byte, until the format version changes.
 */
@NullMarked
package dev.zerofs.lsm.golden;

import org.jspecify.annotations.NullMarked;
