package dev.zerofs.ports.filesystem;

/**
 * What stat(2) tells of a file.
 *
 * @param id the file
 * @param type what it is
 * @param mode permission bits, set-id and sticky: the low 12 bits
 * @param linkCount the number of names (directories: 2 + the number of subdirectories)
 * @param uid owner, unsigned 32 bits
 * @param gid group, unsigned 32 bits
 * @param sizeBytes length of the data, of a symbolic link's target, or of a directory
 * @param usedBytes what the file's data occupies; holes occupy nothing
 * @param device for block and character devices, else {@link Device#NONE}
 * @param accessedEpochNanos atime in nanoseconds since 1970
 * @param modifiedEpochNanos mtime in nanoseconds since 1970
 * @param changedEpochNanos ctime in nanoseconds since 1970; grows with every change
 */
public record Attributes(
    FileId id,
    FileType type,
    int mode,
    int linkCount,
    int uid,
    int gid,
    long sizeBytes,
    long usedBytes,
    Device device,
    long accessedEpochNanos,
    long modifiedEpochNanos,
    long changedEpochNanos) {}
