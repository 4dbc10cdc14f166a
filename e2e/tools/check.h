/*
 * What the checking tools share. A tool is a list of cases; each runs in a directory of its own below the working
 * directory and removes it. `tool CASE...` runs some, `tool` all. A failed CHECK is printed with its line and errno
 * and ends its case.
 */
#ifndef CHECK_H
#define CHECK_H

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct check_case {
	const char *name;
	int (*run)(void);
};

#define CHECK(condition)                                                                                           \
	do {                                                                                                       \
		errno = 0;                                                                                         \
		if (!(condition)) {                                                                                \
			int check_errno = errno;                                                                   \
			printf("failed: %s:%d (%s): %s%s%s\n", __FILE_NAME__, __LINE__, __func__, #condition,      \
			       check_errno ? ": " : "", check_errno ? strerror(check_errno) : "");                 \
			return 1;                                                                                  \
		}                                                                                                  \
	} while (0)

/* The call has to return -1 with this errno. */
#define REFUSED(error, call) CHECK((call) == -1 && errno == (error))

/* What another function checks. */
#define PASSES(call)                                                                                               \
	do {                                                                                                       \
		if (call)                                                                                          \
			return 1;                                                                                  \
	} while (0)

#define PASSED return 0

static inline uint64_t check_random(uint64_t *state)
{
	uint64_t x = (*state += 0x9e3779b97f4a7c15ull);
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
	return x ^ (x >> 31);
}

/* A new file with this content. */
static inline int put(const char *path, const char *content, mode_t mode)
{
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
	CHECK(fd >= 0);
	CHECK(write(fd, content, strlen(content)) == (ssize_t)strlen(content));
	CHECK(fchmod(fd, mode) == 0);
	CHECK(close(fd) == 0);
	PASSED;
}

/* Whether the file has exactly this content. */
static inline int holds(const char *path, const char *content)
{
	char got[4096];
	int fd = open(path, O_RDONLY);
	if (fd < 0)
		return 0;
	ssize_t n = read(fd, got, sizeof got);
	close(fd);
	return n == (ssize_t)strlen(content) && !memcmp(got, content, n);
}

static inline struct stat status(const char *path)
{
	struct stat st;
	if (lstat(path, &st))
		memset(&st, 0, sizeof st);
	return st;
}

static inline mode_t mode_of(const char *path) { return status(path).st_mode & 07777; }
static inline int exists(const char *path) { return status(path).st_mode != 0; }

static inline int before(struct timespec a, struct timespec b)
{
	return a.tv_sec < b.tv_sec || (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

static inline int same_time(struct timespec a, struct timespec b)
{
	return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

/* How many entries a directory has, `.` and `..` not counted; -1 if it cannot be read. */
static inline long entries(const char *path)
{
	DIR *d = opendir(path);
	long n = 0;
	if (!d)
		return -1;
	for (struct dirent *e; (e = readdir(d));)
		n += strcmp(e->d_name, ".") && strcmp(e->d_name, "..");
	closedir(d);
	return n;
}

/* Runs a case as another user with these groups, in a child process. */
static inline int as_user(uid_t uid, gid_t gid, size_t groups, const gid_t *list, int (*run)(void))
{
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		if (setgroups(groups, list) || setgid(gid) || setuid(uid))
			_exit(3);
		int result = run();
		fflush(stdout);
		_exit(result);
	}
	int outcome = 0;
	CHECK(child > 0 && waitpid(child, &outcome, 0) == child);
	return outcome != 0;
}

static inline int check_main(int argc, char **argv, const struct check_case *cases)
{
	int bad = 0;
	umask(022);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (const struct check_case *c = cases; c->name; c++) {
		int wanted = argc == 1;
		for (int i = 1; i < argc; i++)
			wanted |= !strcmp(argv[i], c->name);
		if (!wanted)
			continue;
		struct timespec from, to;
		char directory[64], command[96];
		snprintf(directory, sizeof directory, "case-%s", c->name);
		if (mkdir(directory, 0755) || chdir(directory)) {
			printf("failed: mkdir %s: %s\n", directory, strerror(errno));
			return 2;
		}
		clock_gettime(CLOCK_MONOTONIC, &from);
		int result = c->run();
		clock_gettime(CLOCK_MONOTONIC, &to);
		printf("  %-4s %-28s %7.2f s\n", result ? "FAIL" : "ok", c->name,
		       to.tv_sec - from.tv_sec + (to.tv_nsec - from.tv_nsec) / 1e9);
		bad |= result;
		if (chdir("..")) {
			printf("failed: chdir: %s\n", strerror(errno));
			return 2;
		}
		/* What a good case leaves has to go by rmdir or by one rm. */
		snprintf(command, sizeof command, "rm -rf %s", directory);
		if (rmdir(directory) && system(command)) {
			printf("failed: %s cannot be removed after its case\n", directory);
			bad = 1;
		}
	}
	return bad;
}

#endif
