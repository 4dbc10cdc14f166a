/*
 * Puts load on a mounted file system and checks every byte it reads.
 *
 *   load DIR THREADS FILES MEBIBYTES READS WORKLOAD...
 *
 *   create     FILES files of 4 KiB: open O_CREAT|O_EXCL, write, close         (files/s, the closing included)
 *   stat       each of them once, in another order, caches dropped            (calls/s)
 *   seqwrite   MEBIBYTES in all, a file per thread, 1 MiB at a time, fsync    (MB/s, the fsync included)
 *   seqread    the same, caches dropped                                       (MB/s)
 *   randread   READS blocks of 4 KiB at random places, none of them twice, caches dropped       (reads/s)
 *   remove     what the others made
 *
 * Threads share the work evenly, in directories of their own with 64 files each. Prints one line per workload: its
 * name, the threads, the rate, the longest operation in milliseconds and how much was done. Contents do not compress. A file's bytes
 * follow from thread, index and offset. Exit status 1 after any error or wrong byte.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 4096, PIECE = 1 << 20, PER_DIRECTORY = 64 };

static const char *root;
static long threads, files, bytes_per_thread, reads;
static atomic_long errors;

struct worker {
	pthread_t id;
	long number;
	double longest_s;
	uint64_t *buffer, *expected;
};

static double now_s(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void check(int good, const char *what, const char *path)
{
	if (!good && errors++ < 5)
		fprintf(stderr, "load: %s %s: %s\n", what, path, strerror(errno));
}

static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
	return x ^ (x >> 31);
}

static void fill(uint64_t *out, long bytes, uint64_t key, uint64_t offset)
{
	for (long i = 0; i < bytes / 8; i++)
		out[i] = mix(key + (offset / 8 + i) * 0x9e3779b97f4a7c15ull);
}

static uint64_t small_key(long thread, long file) { return mix(thread * 1000003 + file + 1); }
static uint64_t large_key(long thread) { return mix(~thread); }
static long share(long total) { return total / threads; }

static void directory(char *out, long thread, long file) { sprintf(out, "%s/t%ld-%ld", root, thread, file / PER_DIRECTORY); }

static void small_path(char *out, long thread, long file)
{
	directory(out, thread, file);
	sprintf(out + strlen(out), "/f%ld", file);
}

static void large_path(char *out, long thread) { sprintf(out, "%s/large-%ld-%ld", root, threads, thread); }

static void timed(struct worker *w, double began_s)
{
	double took_s = now_s() - began_s;
	if (took_s > w->longest_s)
		w->longest_s = took_s;
}

static void create(struct worker *w)
{
	char path[PATH_MAX];
	for (long i = 0; i < share(files); i++) {
		double began_s = now_s();
		if (i % PER_DIRECTORY == 0) {
			directory(path, w->number, i);
			check(mkdir(path, 0755) == 0, "mkdir", path);
		}
		fill(w->buffer, BLOCK, small_key(w->number, i), 0);
		small_path(path, w->number, i);
		int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0644);
		check(fd >= 0 && write(fd, w->buffer, BLOCK) == BLOCK, "create", path);
		check(close(fd) == 0, "close", path);
		timed(w, began_s);
	}
}

static void stat_all(struct worker *w)
{
	char path[PATH_MAX];
	struct stat st;
	long count = share(files), step = 61; /* a prime: every file once, neighbours apart */
	while (count % step == 0)
		step += 2;
	for (long i = 0, file = 0; i < count; i++, file = (file + step) % count) {
		double began_s = now_s();
		small_path(path, w->number, file);
		check(stat(path, &st) == 0 && st.st_size == BLOCK, "stat", path);
		timed(w, began_s);
	}
}

static void sequential_write(struct worker *w)
{
	char path[PATH_MAX];
	large_path(path, w->number);
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0644);
	check(fd >= 0, "create", path);
	for (long at = 0; at < bytes_per_thread; at += PIECE) {
		double began_s = now_s();
		fill(w->buffer, PIECE, large_key(w->number), at);
		check(write(fd, w->buffer, PIECE) == PIECE, "write", path);
		timed(w, began_s);
	}
	check(fsync(fd) == 0, "fsync", path);
	check(close(fd) == 0, "close", path);
}

static void read_piece(struct worker *w, int fd, long at, long length, const char *path)
{
	double began_s = now_s();
	errno = 0;
	check(pread(fd, w->buffer, length, at) == length, "read", path);
	timed(w, began_s);
	fill(w->expected, length, large_key(w->number), at);
	check(memcmp(w->buffer, w->expected, length) == 0, "wrong content in", path);
}

static void sequential_read(struct worker *w)
{
	char path[PATH_MAX];
	large_path(path, w->number);
	int fd = open(path, O_RDONLY);
	check(fd >= 0, "open", path);
	for (long at = 0; at < bytes_per_thread; at += PIECE)
		read_piece(w, fd, at, PIECE, path);
	close(fd);
}

static void random_read(struct worker *w)
{
	char path[PATH_MAX];
	large_path(path, w->number);
	int fd = open(path, O_RDONLY);
	check(fd >= 0 && posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM) == 0, "open", path);
	const long blocks = bytes_per_thread / BLOCK;
	long step = blocks * 0.6180339887;
	for (long a = step | 1, b;; a += 2) { /* the next odd number without a common factor */
		long x = a, y = blocks;
		while (y)
			b = x % y, x = y, y = b;
		if (x == 1) {
			step = a;
			break;
		}
	}
	long block = mix(w->number + 5) % blocks;
	for (long i = 0; i < share(reads) && i < blocks; i++, block = (block + step) % blocks)
		read_piece(w, fd, block * BLOCK, BLOCK, path);
	close(fd);
}

static void remove_all(struct worker *w)
{
	char path[PATH_MAX];
	for (long i = 0; i < share(files); i++) {
		small_path(path, w->number, i);
		unlink(path);
		if (i % PER_DIRECTORY == PER_DIRECTORY - 1 || i + 1 == share(files)) {
			directory(path, w->number, i);
			rmdir(path);
		}
	}
	large_path(path, w->number);
	unlink(path);
}

static const struct workload {
	const char *name;
	void (*run)(struct worker *);
	int cold;
	enum { FILES, BYTES, READS } counts;
} workloads[] = {
	{ "create", create, 0, FILES }, { "stat", stat_all, 1, FILES }, { "seqwrite", sequential_write, 0, BYTES },
	{ "seqread", sequential_read, 1, BYTES }, { "randread", random_read, 1, READS }, { "remove", remove_all, 0, FILES },
};

static void drop_caches(void)
{
	sync();
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
	check(fd >= 0 && write(fd, "3", 1) == 1, "drop", "caches");
	close(fd);
}

static const struct workload *current;
static pthread_barrier_t start;

static void *work(void *argument)
{
	pthread_barrier_wait(&start);
	current->run(argument);
	return NULL;
}

static double amount(const struct workload *w)
{
	switch (w->counts) {
	case FILES: return share(files) * threads;
	case BYTES: return bytes_per_thread * threads / 1e6;
	default: return share(reads) * threads;
	}
}

static void run(const struct workload *w)
{
	struct worker workers[64] = { 0 };
	current = w;
	if (w->cold)
		drop_caches();
	pthread_barrier_init(&start, NULL, threads + 1);
	for (long t = 0; t < threads; t++) {
		workers[t].number = t;
		workers[t].buffer = malloc(PIECE);
		workers[t].expected = malloc(PIECE);
		pthread_create(&workers[t].id, NULL, work, &workers[t]);
	}
	double began_s = now_s(), longest_s = 0;
	pthread_barrier_wait(&start);
	for (long t = 0; t < threads; t++) {
		pthread_join(workers[t].id, NULL);
		if (workers[t].longest_s > longest_s)
			longest_s = workers[t].longest_s;
		free(workers[t].buffer);
		free(workers[t].expected);
	}
	printf("%s %ld %.1f %.1f %.0f\n", w->name, threads, amount(w) / (now_s() - began_s), longest_s * 1e3, amount(w));
	fflush(stdout);
}

int main(int argc, char **argv)
{
	if (argc < 7)
		return 2;
	root = argv[1];
	threads = atol(argv[2]);
	files = atol(argv[3]);
	bytes_per_thread = atol(argv[4]) / threads * PIECE;
	reads = atol(argv[5]);
	if (threads < 1 || threads > 64)
		return 2;
	for (int i = 6; i < argc; i++) {
		const struct workload *w = workloads, *end = w + sizeof workloads / sizeof *workloads;
		while (w < end && strcmp(w->name, argv[i]))
			w++;
		if (w == end) {
			fprintf(stderr, "load: no workload %s\n", argv[i]);
			return 2;
		}
		run(w);
	}
	return errors != 0;
}
