/**
 * The rules of the house, checked against the classes that the build has just made: who may see
 * whom, which calls are banned where, what things may not be called. Entry type: {@link
 * dev.zerofs.architecture.Rooms}, the classes by room.
 *
 * <p>A rule that stands in the way is changed here, in the open, and not worked around. Never
 * belongs here: what the formatter, the compiler or Checkstyle already sees.
 */
@NullMarked
package dev.zerofs.architecture;

import org.jspecify.annotations.NullMarked;
