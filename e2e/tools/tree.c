/*
 * Makes a tree of files that follows from a seed, and checks one: every byte, mode, owner, link count and time to the
 * nanosecond, and that nothing else is there.
 *
 *   tree make  DIR FILES SEED
 *   tree check DIR FILES SEED        with LINK_TIMES=no the times of symbolic links are passed over
 *
 * Each directory has up to 24 files and up to 3 directories below it. Of 100 entries about 4 are symbolic links and 3
 * are second names of another file. Most files are small, as in source trees; one in 400 has a few hundred KiB.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_PER_DIRECTORY = 24, FANOUT = 3, LONGEST = 1 << 20, COMPLAINTS = 20 };

enum kind { PLAIN, SYMLINK, SECOND_NAME };

struct entry {
	enum kind kind;
	long original;          /* of a second name: the index of the file */
	mode_t mode;
	uid_t uid;
	gid_t gid;
	long size_bytes;
	struct timespec mtime;
	uint64_t key;           /* of the content */
};

static const char *root;
static long files, seed, wrong;
static int without_link_times;

static uint64_t scramble(uint64_t x)
{
	x += 0x9e3779b97f4a7c15ull;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
	return x ^ (x >> 31);
}

static void complain(const char *path, const char *what)
{
	if (wrong++ < COMPLAINTS)
		fprintf(stderr, "failed: %s: %s%s%s\n", path, what, errno ? ": " : "", errno ? strerror(errno) : "");
}

static void must(int good, const char *path, const char *what)
{
	if (good)
		return;
	complain(path, what);
	exit(2);
}

static long directory_of(long file) { return file / FILES_PER_DIRECTORY; }
static long directories(void) { return directory_of(files - 1) + 1; }

/* The directory's path; 0 is the root, the children of d are 3d+1 to 3d+3. */
static void directory_path(char *out, long directory)
{
	if (directory == 0) {
		strcpy(out, root);
		return;
	}
	directory_path(out, (directory - 1) / FANOUT);
	sprintf(out + strlen(out), "/dir-%ld", directory);
}

static void file_path(char *out, long file)
{
	static const char *const endings[] = { ".c", ".h", ".java", "", ".md", ".o" };
	directory_path(out, directory_of(file));
	sprintf(out + strlen(out), "/file-%ld%s", file, endings[scramble(seed ^ file * 7) % 6]);
}

static struct timespec some_time(uint64_t key)
{
	return (struct timespec){ .tv_sec = 1000000000 + key % 600000000, .tv_nsec = scramble(key) % 1000000000 };
}

static struct entry describe(long file)
{
	static const mode_t modes[] = { 0644, 0644, 0644, 0755, 0600, 0444, 0400, 0664, 04755, 02750, 0000, 0777 };
	uint64_t key = scramble(seed * 1000003ull + file);
	struct entry e = { .key = key, .original = -1, .mtime = some_time(key) };
	e.kind = key % 100 < 4 ? SYMLINK : PLAIN;
	if (key % 100 >= 97 && file % FILES_PER_DIRECTORY > 0) { /* the name of the file before it, if that is a plain one */
		struct entry before = describe(file - 1);
		if (before.kind == PLAIN) {
			before.kind = SECOND_NAME;
			before.original = file - 1;
			return before;
		}
	}
	e.mode = modes[scramble(key + 1) % 12];
	e.uid = scramble(key + 2) % 4 ? 0 : 1000 + key % 7;
	e.gid = scramble(key + 3) % 4 ? 0 : 100 + key % 5;
	uint64_t draw = scramble(key + 4);
	if (draw % 400 == 0)
		e.size_bytes = 200000 + draw / 400 % 500000;
	else if (draw % 5 == 0)
		e.size_bytes = draw / 5 % 65537 + (draw % 3 ? 0 : 65535);
	else
		e.size_bytes = draw / 5 % 9000;
	return e;
}

static int names_of(long file)
{
	return file + 1 < files && (file + 1) % FILES_PER_DIRECTORY && describe(file + 1).kind == SECOND_NAME ? 2 : 1;
}

/* In each 512 bytes the first half is one repeated word, which compresses, and the second half does not. */
static void content(char *out, const struct entry *e)
{
	uint64_t plain = 0x2020202020202020ull | (e->key & 0x0f0f0f0f0f0f0f0full);
	for (long at = 0; at < e->size_bytes; at += 8) {
		uint64_t word = at % 512 < 256 ? plain : scramble(e->key + at);
		memcpy(out + at, &word, e->size_bytes - at < 8 ? e->size_bytes - at : 8);
	}
}

static void target(char *out, const struct entry *e)
{
	sprintf(out, "../dir-%lu/to-somewhere-%016lx", (unsigned long)(e->key % 50), (unsigned long)e->key);
}

static mode_t directory_mode(long directory)
{
	static const mode_t modes[] = { 0755, 0755, 0750, 0700, 02775, 01777 };
	return modes[scramble(seed ^ (directory + 77)) % 6];
}

static struct timespec directory_mtime(long directory) { return some_time(scramble(seed * 31 + directory)); }

static void set_mtime(const char *path, struct timespec mtime)
{
	struct timespec times[2] = { mtime, mtime };
	must(!utimensat(AT_FDCWD, path, times, AT_SYMLINK_NOFOLLOW), path, "utimensat");
}

static void make_file(long file, char *buffer)
{
	char path[PATH_MAX], other[PATH_MAX];
	struct entry e = describe(file);
	file_path(path, file);
	if (e.kind == SECOND_NAME) {
		file_path(other, e.original);
		must(!link(other, path), path, "link");
		return;
	}
	if (e.kind == SYMLINK) {
		target(other, &e);
		must(!symlink(other, path), path, "symlink");
		must(!lchown(path, e.uid, e.gid), path, "lchown");
	} else {
		int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
		must(fd >= 0, path, "create");
		content(buffer, &e);
		must(write(fd, buffer, e.size_bytes) == e.size_bytes, path, "write");
		must(!fchown(fd, e.uid, e.gid) && !fchmod(fd, e.mode), path, "chown, chmod");
		must(!close(fd), path, "close");
	}
	set_mtime(path, e.mtime);
}

static void make(char *buffer)
{
	char path[PATH_MAX];
	for (long d = 0; d < directories(); d++) {
		directory_path(path, d);
		must(!mkdir(path, 0700) || (d == 0 && errno == EEXIST), path, "mkdir");
	}
	for (long f = 0; f < files; f++)
		make_file(f, buffer);
	for (long d = directories() - 1; d >= 0; d--) {
		directory_path(path, d);
		must(!chmod(path, directory_mode(d)), path, "chmod");
		set_mtime(path, directory_mtime(d));
	}
}

static int same_time(struct timespec a, struct timespec b) { return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec; }

static void check_content(const char *path, const struct entry *e, char *wanted, char *got)
{
	int fd = open(path, O_RDONLY);
	if (fd < 0) {
		complain(path, "open");
		return;
	}
	long length = 0;
	for (ssize_t n; (n = read(fd, got + length, LONGEST - length)) != 0; length += n)
		if (n < 0) {
			complain(path, "read");
			break;
		}
	close(fd);
	content(wanted, e);
	errno = 0;
	if (length != e->size_bytes || memcmp(wanted, got, length))
		complain(path, "wrong content");
}

static void check_file(long file, char *wanted, char *got)
{
	char path[PATH_MAX], expected[PATH_MAX], there[PATH_MAX];
	struct stat st;
	struct entry e = describe(file);
	file_path(path, file);
	if (lstat(path, &st)) {
		complain(path, "lstat");
		return;
	}
	errno = 0;
	if (!same_time(st.st_mtim, e.mtime) && !(e.kind == SYMLINK && without_link_times))
		complain(path, "wrong modification time");
	if (st.st_uid != e.uid || st.st_gid != e.gid)
		complain(path, "wrong owner");
	if (e.kind == SYMLINK) {
		target(expected, &e);
		ssize_t n = readlink(path, there, sizeof there);
		if (!S_ISLNK(st.st_mode) || n != (ssize_t)strlen(expected) || memcmp(expected, there, n))
			complain(path, "wrong symbolic link");
		return;
	}
	if (st.st_mode != (S_IFREG | e.mode))
		complain(path, "wrong type or mode");
	if (st.st_nlink != (nlink_t)names_of(e.kind == SECOND_NAME ? e.original : file))
		complain(path, "wrong link count");
	if (st.st_size != e.size_bytes)
		complain(path, "wrong size");
	check_content(path, &e, wanted, got);
}

static void check_directory(long directory)
{
	char path[PATH_MAX];
	struct stat st;
	directory_path(path, directory);
	DIR *stream = opendir(path);
	if (!stream || fstat(dirfd(stream), &st)) {
		complain(path, "opendir");
		return;
	}
	long expected = files - directory * FILES_PER_DIRECTORY, found = 0, below = 0;
	if (expected > FILES_PER_DIRECTORY)
		expected = FILES_PER_DIRECTORY;
	for (long child = directory * FANOUT + 1; child <= directory * FANOUT + FANOUT; child++)
		below += child < directories();
	while (errno = 0, readdir(stream))
		found++;
	if (errno)
		complain(path, "readdir");
	closedir(stream);
	if (found != expected + below + 2)
		complain(path, "wrong number of entries");
	if (st.st_nlink != (nlink_t)below + 2 && st.st_nlink != 1)
		complain(path, "wrong link count");
	if (st.st_mode != (S_IFDIR | directory_mode(directory)))
		complain(path, "wrong mode");
	if (!same_time(st.st_mtim, directory_mtime(directory)))
		complain(path, "wrong modification time");
}

int main(int argc, char **argv)
{
	if (argc != 5 || (strcmp(argv[1], "make") && strcmp(argv[1], "check"))) {
		fprintf(stderr, "usage: tree make|check DIR FILES SEED\n");
		return 2;
	}
	root = argv[2];
	files = atol(argv[3]);
	seed = atol(argv[4]);
	without_link_times = getenv("LINK_TIMES") && !strcmp(getenv("LINK_TIMES"), "no");
	umask(0);
	char *one = malloc(LONGEST + 8), *two = malloc(LONGEST + 8);
	if (!strcmp(argv[1], "make")) {
		make(one);
		return 0;
	}
	for (long d = 0; d < directories(); d++)
		check_directory(d);
	for (long f = 0; f < files; f++)
		check_file(f, one, two);
	if (wrong)
		fprintf(stderr, "failed: %ld things differ in %s\n", wrong, root);
	return wrong != 0;
}
