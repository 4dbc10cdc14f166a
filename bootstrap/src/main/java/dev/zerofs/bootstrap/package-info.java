/**
 * The program: reads the configuration, plugs everything together, runs it.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.Main}. Never belongs here: behaviour; that is the
 * domain's and the adapters'.
 */
@NullMarked
package dev.zerofs.bootstrap;

import org.jspecify.annotations.NullMarked;
