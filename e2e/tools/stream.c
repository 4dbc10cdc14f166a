/*
 * Writes what a crash of the server may not take away, and checks it.
 *
 *   stream write FILE MEBIBYTES PROGRESS       one file; fsync at the end
 *   stream check FILE MEBIBYTES
 *   stream files DIR FILES PROGRESS            small files: create, write, fsync, close, every third renamed
 *   stream files-check DIR FILES
 *
 * PROGRESS.<n> comes into being after n MiB or files.
 */
#include "check.h"

enum { PIECE = 1 << 20 };

static void fill(char *out, long length, uint64_t seed)
{
	for (long i = 0; i < length; i += 8) {
		uint64_t word = check_random(&seed);
		memcpy(out + i, &word, 8);
	}
}

static int tell(const char *progress, long n)
{
	char path[PATH_MAX];
	snprintf(path, sizeof path, "%s.%ld", progress, n);
	CHECK(close(open(path, O_CREAT | O_WRONLY, 0644)) == 0);
	PASSED;
}

static int write_file(const char *path, long pieces, const char *progress)
{
	static char piece[PIECE];
	int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0644);
	CHECK(fd >= 0);
	for (long i = 0; i < pieces; i++) {
		fill(piece, PIECE, i + 1);
		CHECK(write(fd, piece, PIECE) == PIECE);
		PASSES(tell(progress, i + 1));
	}
	CHECK(fsync(fd) == 0 && close(fd) == 0);
	PASSED;
}

static int check_file(const char *path, long pieces)
{
	static char wanted[PIECE], got[PIECE];
	int fd = open(path, O_RDONLY);
	CHECK(fd >= 0 && lseek(fd, 0, SEEK_END) == pieces * PIECE);
	for (long i = 0; i < pieces; i++) {
		fill(wanted, PIECE, i + 1);
		CHECK(pread(fd, got, PIECE, i * PIECE) == PIECE);
		if (memcmp(wanted, got, PIECE)) {
			printf("failed: MiB %ld of %s is wrong\n", i, path);
			return 1;
		}
	}
	CHECK(close(fd) == 0);
	PASSED;
}

static void small_path(char *out, const char *directory, long i, int final)
{
	sprintf(out, "%s/%s-%ld", directory, i % 3 == 2 && final ? "renamed" : "file", i);
}

static long small_content(char *out, long i)
{
	long length = 8 + i % 97 * 8;
	fill(out, length, i);
	return length;
}

static int write_files(const char *directory, long count, const char *progress)
{
	char path[PATH_MAX], to[PATH_MAX], content[1024];
	CHECK(mkdir(directory, 0755) == 0);
	for (long i = 0; i < count; i++) {
		small_path(path, directory, i, 0);
		long length = small_content(content, i);
		int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0644);
		CHECK(fd >= 0 && write(fd, content, length) == length && fsync(fd) == 0 && close(fd) == 0);
		if (i % 3 == 2) {
			small_path(to, directory, i, 1);
			CHECK(rename(path, to) == 0);
		}
		if (i % 5 == 4) {
			small_path(path, directory, i - 1, 1);
			CHECK(unlink(path) == 0);
		}
		if (i % 100 == 99)
			PASSES(tell(progress, i + 1));
	}
	PASSED;
}

static int check_files(const char *directory, long count)
{
	char path[PATH_MAX], wanted[1024], got[1024];
	long there = 0;
	for (long i = 0; i < count; i++) {
		small_path(path, directory, i, 1);
		if (i % 5 == 3 && i + 1 < count) {
			CHECK(!exists(path));
			continue;
		}
		long length = small_content(wanted, i);
		int fd = open(path, O_RDONLY);
		if (fd < 0)
			printf("failed: %s\n", path);
		CHECK(fd >= 0 && read(fd, got, sizeof got) == length && !memcmp(wanted, got, length) && close(fd) == 0);
		there++;
	}
	CHECK(entries(directory) == there);
	PASSED;
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 5 && !strcmp(argv[1], "write"))
		return write_file(argv[2], atol(argv[3]), argv[4]);
	if (argc == 4 && !strcmp(argv[1], "check"))
		return check_file(argv[2], atol(argv[3]));
	if (argc == 5 && !strcmp(argv[1], "files"))
		return write_files(argv[2], atol(argv[3]), argv[4]);
	if (argc == 4 && !strcmp(argv[1], "files-check"))
		return check_files(argv[2], atol(argv[3]));
	return 2;
}
