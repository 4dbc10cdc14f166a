/**
 * Plugs ports, adapters and the domain together with Guice, which is named here and nowhere else.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.wiring.Wiring}. Never belongs here: decisions that are
 * not "which, made of what, in which order".
 */
@NullMarked
package dev.zerofs.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
