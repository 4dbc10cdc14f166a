/**
 * How much the log tells; its form stands in {@code logback.xml}.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.logging.Logging}. Never belongs here: anything that
 * logs.
 */
@NullMarked
package dev.zerofs.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
