/**
 * What every plug-in must keep, whatever it offers.
 *
 * <p>Entry type: {@link dev.zerofs.ports.plugin.PluginContract}, extended once per plug-in. Never
 * belongs here: the contract of what is offered, which is beside its port.
 */
@NullMarked
package dev.zerofs.ports.plugin;

import org.jspecify.annotations.NullMarked;
