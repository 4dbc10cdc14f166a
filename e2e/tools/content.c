/* Checks what programs expect of contents: sparse files, truncation, any offset and length, appending, mapping, times. */
#include "check.h"

#include <sys/mman.h>

enum { CHUNK = 65536, MODEL = 3 * CHUNK + 777 };

static long blocks_kib(const char *path) { return status(path).st_blocks / 2; }

/* Forgets what this client has cached of the file. */
static int forget(int fd)
{
	CHECK(fsync(fd) == 0 && posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED) == 0);
	PASSED;
}

static int sparse(void)
{
	const off_t size = 5ll << 30;
	char got[8], zero[8] = { 0 };
	int fd = open("sparse", O_CREAT | O_RDWR, 0644);
	CHECK(fd >= 0 && pwrite(fd, "at the start", 12, 0) == 12 && pwrite(fd, "the end.", 8, size - 8) == 8);
	PASSES(forget(fd));
	CHECK(status("sparse").st_size == size && blocks_kib("sparse") < 1024);
	CHECK(pread(fd, got, 8, size - 8) == 8 && !memcmp(got, "the end.", 8));
	CHECK(pread(fd, got, 8, size) == 0 && pread(fd, got, 8, size - 3) == 3);
	for (off_t at = 1 << 20; at < size - (1 << 20); at += 400 << 20)
		CHECK(pread(fd, got, 8, at) == 8 && !memcmp(got, zero, 8));
	CHECK(pwrite(fd, "in between", 10, 3ll << 30) == 10);
	CHECK(ftruncate(fd, (3ll << 30) + 2) == 0 && pread(fd, got, 8, 3ll << 30) == 2 && !memcmp(got, "in", 2));
	CHECK(ftruncate(fd, size) == 0);
	PASSES(forget(fd));
	CHECK(pread(fd, got, 8, 3ll << 30) == 8 && !memcmp(got, "in\0\0\0\0\0\0", 8));
	CHECK(pread(fd, got, 8, size - 8) == 8 && !memcmp(got, zero, 8));
	CHECK(ftruncate(fd, 0) == 0 && status("sparse").st_size == 0);
	PASSES(forget(fd));
	CHECK(blocks_kib("sparse") == 0);
	CHECK(close(fd) == 0 && unlink("sparse") == 0);
	PASSED;
}

/* As large as a file can be: growing, shrinking and removing must not take time by the size. */
static int enormous(void)
{
	const off_t size = INT64_MAX - 65535;
	struct timespec from, to;
	char got[4];
	int fd = open("enormous", O_CREAT | O_RDWR, 0644);
	clock_gettime(CLOCK_MONOTONIC, &from);
	CHECK(fd >= 0 && ftruncate(fd, size) == 0 && status("enormous").st_size == size && blocks_kib("enormous") == 0);
	CHECK(pwrite(fd, "end", 3, size - 3) == 3);
	PASSES(forget(fd));
	CHECK(pread(fd, got, 4, size - 3) == 3 && !memcmp(got, "end", 3));
	CHECK(ftruncate(fd, 4) == 0 && pread(fd, got, 4, 0) == 4 && !memcmp(got, "\0\0\0\0", 4));
	CHECK(ftruncate(fd, size) == 0 && pread(fd, got, 3, size - 3) == 3 && !memcmp(got, "\0\0\0", 3));
	CHECK(close(fd) == 0 && unlink("enormous") == 0);
	clock_gettime(CLOCK_MONOTONIC, &to);
	CHECK(to.tv_sec - from.tv_sec < 5);
	PASSED;
}

static int same_as_model(const char *path, const char *model, off_t size)
{
	static char got[MODEL + 1];
	int fd = open(path, O_RDONLY);
	struct stat st;
	CHECK(fd >= 0 && fstat(fd, &st) == 0 && st.st_size == size);
	PASSES(forget(fd));
	CHECK(pread(fd, got, sizeof got, 0) == size && !memcmp(got, model, size));
	CHECK(close(fd) == 0);
	PASSED;
}

/* Writes, truncations and reads at random places, compared with a buffer in memory. */
static int random_access(void)
{
	static char model[MODEL], noise[CHUNK + 100], got[CHUNK + 100];
	uint64_t state = getenv("SEED") ? strtoull(getenv("SEED"), NULL, 10) : (uint64_t)time(NULL);
	printf("  random-access: SEED=%llu\n", (unsigned long long)state);
	off_t size = 0;
	int fd = open("f", O_CREAT | O_RDWR, 0644);
	for (int i = 0; i < 600; i++) {
		off_t at = check_random(&state) % MODEL;
		if (check_random(&state) % 3 == 0) /* near a chunk's edge */
			at = at / CHUNK * CHUNK + check_random(&state) % 9;
		long length = check_random(&state) % (check_random(&state) % 4 ? 3000 : sizeof noise);
		if (at + length > MODEL)
			length = MODEL - at;
		switch (check_random(&state) % 8) {
		case 0:
			CHECK(ftruncate(fd, at) == 0);
			if (at < size)
				memset(model + at, 0, size - at);
			size = at;
			break;
		case 1:
			CHECK(pread(fd, got, length, at) == (at >= size ? 0 : at + length > size ? size - at : length));
			CHECK(at >= size || !memcmp(got, model + at, at + length > size ? size - at : length));
			break;
		case 2:
			PASSES(forget(fd));
			break;
		default:
			for (long j = 0; j < length; j += 8) {
				uint64_t word = check_random(&state);
				memcpy(noise + j, &word, 8);
			}
			CHECK(pwrite(fd, noise, length, at) == length);
			memcpy(model + at, noise, length);
			if (length > 0 && at + length > size)
				size = at + length;
		}
		if (i % 100 == 99)
			PASSES(same_as_model("f", model, size));
	}
	CHECK(close(fd) == 0);
	PASSED;
}

static int appending(void)
{
	int one = open("f", O_CREAT | O_WRONLY | O_APPEND, 0644), two = open("f", O_WRONLY | O_APPEND);
	char line[32];
	CHECK(one >= 0 && two >= 0);
	for (int i = 0; i < 100; i++) {
		snprintf(line, sizeof line, "line number %03d\n", i);
		CHECK(write(i % 2 ? one : two, line, 16) == 16);
	}
	CHECK(close(one) == 0 && close(two) == 0 && status("f").st_size == 1600);
	int fd = open("f", O_RDONLY);
	for (int i = 0; i < 100; i++) {
		char got[16];
		snprintf(line, sizeof line, "line number %03d\n", i);
		CHECK(read(fd, got, 16) == 16 && !memcmp(got, line, 16));
	}
	CHECK(close(fd) == 0);
	fd = open("f", O_WRONLY | O_TRUNC);
	CHECK(fd >= 0 && status("f").st_size == 0 && write(fd, "", 0) == 0 && close(fd) == 0 && holds("f", ""));
	PASSED;
}

static int synchronous(void)
{
	static const int flags[] = { O_SYNC, O_DSYNC, O_DIRECT, O_DIRECT | O_SYNC };
	char *aligned;
	CHECK(posix_memalign((void **)&aligned, 4096, 2 * CHUNK) == 0);
	for (int i = 0; i < 4; i++) {
		char path[16];
		snprintf(path, sizeof path, "f%d", i);
		memset(aligned, 'a' + i, 2 * CHUNK);
		int fd = open(path, O_CREAT | O_RDWR | flags[i], 0644);
		CHECK(fd >= 0 && pwrite(fd, aligned, 2 * CHUNK, 4096) == 2 * CHUNK && fdatasync(fd) == 0);
		memset(aligned, 0, 2 * CHUNK);
		CHECK(pread(fd, aligned, CHUNK, CHUNK) == CHUNK);
		for (int j = 0; j < CHUNK; j++)
			CHECK(aligned[j] == 'a' + i);
		CHECK(close(fd) == 0 && status(path).st_size == 2 * CHUNK + 4096);
	}
	free(aligned);
	PASSED;
}

static int mapping(void)
{
	const long size = 4 * CHUNK;
	int fd = open("f", O_CREAT | O_RDWR, 0644);
	CHECK(fd >= 0 && ftruncate(fd, size) == 0);
	char *map = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	CHECK(map != MAP_FAILED);
	for (long i = 0; i < size; i += 1000)
		map[i] = 'm';
	CHECK(msync(map, size, MS_SYNC) == 0 && munmap(map, size) == 0);
	PASSES(forget(fd));
	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	CHECK(map != MAP_FAILED);
	for (long i = 0; i < size; i++)
		CHECK(map[i] == (i % 1000 ? 0 : 'm'));
	CHECK(munmap(map, size) == 0 && close(fd) == 0);
	PASSED;
}

static int times(void)
{
	PASSES(put("f", "x", 0644));
	struct timespec set[2] = { { 1111111111, 123456789 }, { 1222222222, 987654321 } };
	CHECK(utimensat(AT_FDCWD, "f", set, 0) == 0);
	struct stat st = status("f");
	CHECK(same_time(st.st_atim, set[0]) && same_time(st.st_mtim, set[1]) && before(set[1], st.st_ctim));
	set[0] = (struct timespec){ 0, UTIME_OMIT };
	set[1] = (struct timespec){ 1, 1 };
	CHECK(utimensat(AT_FDCWD, "f", set, 0) == 0 && same_time(status("f").st_mtim, set[1]));
	CHECK(status("f").st_atim.tv_sec == 1111111111);
	time_t now = time(NULL);
	CHECK(utimensat(AT_FDCWD, "f", NULL, 0) == 0 && labs(status("f").st_mtim.tv_sec - now) < 5);
	for (int i = 0; i < 20; i++) { /* every write shows, however fast they follow each other */
		st = status("f");
		int fd = open("f", O_WRONLY);
		CHECK(fd >= 0 && write(fd, "y", 1) == 1 && close(fd) == 0);
		CHECK(before(st.st_mtim, status("f").st_mtim) && before(st.st_ctim, status("f").st_ctim));
	}
	st = status(".");
	PASSES(put("g", "x", 0644));
	CHECK(before(st.st_mtim, status(".").st_mtim) && before(st.st_ctim, status(".").st_ctim));
	st = status(".");
	CHECK(unlink("g") == 0 && before(st.st_mtim, status(".").st_mtim));
	st = status("f");
	CHECK(rename("f", "h") == 0 && same_time(st.st_mtim, status("h").st_mtim));
	CHECK(truncate("h", 0) == 0 && before(st.st_mtim, status("h").st_mtim));
	PASSED;
}

/* The protocol counts unsigned seconds since 1970: times go on after January 2038. */
static int late_times(void)
{
	PASSES(put("f", "x", 0644));
	/* The client itself takes the nanoseconds from the very last second. */
	struct timespec set[2] = { { 2147483648, 5 }, { 4294967294, 999999999 } };
	CHECK(utimensat(AT_FDCWD, "f", set, 0) == 0);
	CHECK(same_time(status("f").st_atim, set[0]) && same_time(status("f").st_mtim, set[1]));
	PASSED;
}

int main(int argc, char **argv)
{
	static const struct check_case cases[] = {
		{ "sparse", sparse }, { "enormous", enormous }, { "random-access", random_access }, { "appending", appending },
		{ "synchronous", synchronous }, { "mapping", mapping }, { "times", times }, { "late-times", late_times }, { 0 },
	};
	return check_main(argc, argv, cases);
}
