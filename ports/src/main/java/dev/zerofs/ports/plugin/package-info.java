/**
 * What a plug-in offers, found by {@link java.util.ServiceLoader}.
 *
 * <p>Entry types: the four providers. Each names itself, declares its settings, and makes one kind
 * of port. {@link dev.zerofs.ports.plugin.PortsLevel} says whether a plug-in fits a server. Never
 * belongs here: how plug-ins are found, loaded or wired.
 */
@NullMarked
package dev.zerofs.ports.plugin;

import org.jspecify.annotations.NullMarked;
