/**
 * What the person configured: one file, overridden by environment variables, overridden by flags.
 *
 * <p>Entry type: {@link dev.zerofs.bootstrap.configuration.Configuration}. Every mistake is a
 * {@link dev.zerofs.ports.settings.SettingException} that names the key, the place and what was
 * expected. Never belongs here: what a setting does.
 */
@NullMarked
package dev.zerofs.bootstrap.configuration;

import org.jspecify.annotations.NullMarked;
