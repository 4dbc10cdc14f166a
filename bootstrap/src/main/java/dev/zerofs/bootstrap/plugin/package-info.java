/**
 * Finds what can be plugged in and chooses among it by name.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.plugin.Providers}. Never belongs here: what the chosen
 * things do.
 */
@NullMarked
package dev.zerofs.bootstrap.plugin;

import org.jspecify.annotations.NullMarked;
