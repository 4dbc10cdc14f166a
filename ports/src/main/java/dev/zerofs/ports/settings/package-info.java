/**
 * Typed settings: what an adapter or plug-in can be told, and what it was told.
 *
 * <p>Entry types: {@link dev.zerofs.ports.settings.Setting} declares one key with its type, default
 * and description; {@link dev.zerofs.ports.settings.Settings} holds the values that the person
 * gave; {@link dev.zerofs.ports.settings.HttpEndpoint} reads the address of a service. Never
 * belongs here: files, environment variables or any other source of values.
 */
@NullMarked
package dev.zerofs.ports.settings;

import org.jspecify.annotations.NullMarked;
