/*
 * Random work by several processes while the server is killed, and a check of what is there afterwards.
 *
 *   crash work  SEED WORKERS LOGS   works in the directories w0, w1, ... until the file LOGS/stop.SEED exists, and makes
 *                                   files LOGS/done.SEED.STEPS.WORKER on its way
 *   crash check SEED WORKERS LOGS   compares every name, size, link count and byte with what was acknowledged
 *
 * LOGS is a directory outside of the volume. There each worker has a log of what it was told, for people, and its state,
 * for its next run and the check. A call that returned counts; a call under way when the server dies returns later, as
 * on any hard mount. Files are closed after every change, so all that is in the state must be stable.
 */
#include "check.h"

#define NAMES 24
#define DIRECTORIES 3
#define FILE_MAX 150000
#define TELL_EVERY 25

struct file {
	int links;
	int size;
	unsigned char data[FILE_MAX];
};

struct state {
	int directory[DIRECTORIES];
	int name[NAMES]; /* the file's number plus 1, or 0 */
	struct file file[NAMES];
};

static struct state *state;
static uint64_t seed;
static FILE *trail;
static long steps;

/* A name lives in one of the directories, if its number says so, or beside them. */
static int directory_of(int name) { return name % (DIRECTORIES + 1); }

static int reachable(int name)
{
	int directory = directory_of(name);
	return directory == DIRECTORIES || state->directory[directory];
}

static const char *path(int name)
{
	static char text[4][32];
	static int next;
	char *out = text[next++ % 4];
	if (directory_of(name) == DIRECTORIES)
		snprintf(out, 32, "n%d", name);
	else
		snprintf(out, 32, "d%d/n%d", directory_of(name), name);
	return out;
}

static unsigned below(unsigned limit) { return check_random(&seed) % limit; }

static struct file *file_of(int name) { return &state->file[state->name[name] - 1]; }

/* A random name that has (or has not) a file; -1 if none was found. */
static int pick(int taken)
{
	for (int i = 0; i < 64; i++) {
		int name = below(NAMES);
		if (reachable(name) && !state->name[name] == !taken)
			return name;
	}
	return -1;
}

static void forget(int name)
{
	file_of(name)->links--;
	state->name[name] = 0;
}

/* What a call that changes names was told: done, also if it was repeated to the next server. */
static int told(int result, const char *what, const char *one, const char *other)
{
	int error = result ? errno : 0;
	fprintf(trail, "%s %s %s: %s\n", what, one, other, error ? strerror(error) : "done");
	if (error) {
		printf("failed: %s %s %s: %s\n", what, one, other, strerror(error));
		return 1;
	}
	PASSED;
}

static int make(void)
{
	int name = pick(0), number = 0;
	if (name < 0)
		PASSED;
	while (state->file[number].links)
		number++;
	int fd = open(path(name), O_CREAT | O_EXCL | O_WRONLY, 0644);
	PASSES(told(fd < 0, "create", path(name), ""));
	CHECK(close(fd) == 0);
	state->name[name] = number + 1;
	state->file[number].links = 1;
	state->file[number].size = 0;
	PASSED;
}

static int put_bytes(void)
{
	static unsigned char bytes[FILE_MAX];
	int name = pick(1);
	if (name < 0)
		PASSED;
	struct file *file = file_of(name);
	int length = 1 + below(below(6) ? 5000 : 100000);
	int offset = below(3) ? below(file->size + 1) : below(FILE_MAX);
	if (offset + length > FILE_MAX)
		offset = FILE_MAX - length;
	for (int i = 0; i < length; i++)
		bytes[i] = check_random(&seed);
	int fd = open(path(name), O_WRONLY);
	PASSES(told(fd < 0, "open", path(name), ""));
	CHECK(pwrite(fd, bytes, length, offset) == length);
	if (below(2))
		CHECK(fsync(fd) == 0);
	CHECK(close(fd) == 0);
	fprintf(trail, "wrote %d bytes at %d of %s\n", length, offset, path(name));
	if (offset > file->size)
		memset(file->data + file->size, 0, offset - file->size);
	memcpy(file->data + offset, bytes, length);
	if (offset + length > file->size)
		file->size = offset + length;
	PASSED;
}

static int cut(void)
{
	int name = pick(1);
	if (name < 0)
		PASSED;
	struct file *file = file_of(name);
	int size = below(4) ? below(20000) : 0;
	PASSES(told(truncate(path(name), size), "truncate", path(name), ""));
	if (size > file->size)
		memset(file->data + file->size, 0, size - file->size);
	file->size = size;
	PASSED;
}

static int move(void)
{
	int from = pick(1), to = below(2) ? pick(1) : pick(0);
	if (from < 0 || to < 0)
		PASSED;
	PASSES(told(rename(path(from), path(to)), "rename", path(from), path(to)));
	if (state->name[from] == state->name[to])
		PASSED; /* two names of one file stay */
	if (state->name[to])
		forget(to);
	state->name[to] = state->name[from];
	state->name[from] = 0;
	PASSED;
}

static int drop(void)
{
	int name = pick(1);
	if (name < 0)
		PASSED;
	PASSES(told(unlink(path(name)), "unlink", path(name), ""));
	forget(name);
	PASSED;
}

static int join(void)
{
	int from = pick(1), to = pick(0);
	if (from < 0 || to < 0)
		PASSED;
	PASSES(told(link(path(from), path(to)), "link", path(from), path(to)));
	state->name[to] = state->name[from];
	file_of(to)->links++;
	PASSED;
}

static int directory(void)
{
	char text[16];
	int number = below(DIRECTORIES), used = 0;
	snprintf(text, sizeof text, "d%d", number);
	if (!state->directory[number]) {
		PASSES(told(mkdir(text, 0755), "mkdir", text, ""));
		state->directory[number] = 1;
		PASSED;
	}
	for (int name = number; name < NAMES; name += DIRECTORIES + 1)
		used += state->name[name] != 0;
	if (used) {
		CHECK(rmdir(text) == -1 && errno == ENOTEMPTY);
		PASSED;
	}
	PASSES(told(rmdir(text), "rmdir", text, ""));
	state->directory[number] = 0;
	PASSED;
}

static int step(void)
{
	unsigned dice = below(100);
	steps++;
	if (dice < 20)
		return make();
	if (dice < 55)
		return put_bytes();
	if (dice < 63)
		return cut();
	if (dice < 75)
		return move();
	if (dice < 85)
		return drop();
	if (dice < 93)
		return join();
	return directory();
}

static int same_file(int name)
{
	static unsigned char bytes[FILE_MAX + 1];
	struct stat st = status(path(name));
	struct file *file = file_of(name);
	if (!S_ISREG(st.st_mode) || st.st_size != file->size || (int)st.st_nlink != file->links) {
		printf("failed: %s: mode %o, %ld bytes, %ld links, expected a file of %d bytes, %d links\n", path(name),
		       st.st_mode, (long)st.st_size, (long)st.st_nlink, file->size, file->links);
		return 1;
	}
	int fd = open(path(name), O_RDONLY), length = 0, n;
	CHECK(fd >= 0);
	while ((n = read(fd, bytes + length, sizeof bytes - length)) > 0)
		length += n;
	CHECK(n == 0 && close(fd) == 0);
	if (length != file->size || memcmp(bytes, file->data, length)) {
		printf("failed: %s has other bytes than were written\n", path(name));
		return 1;
	}
	PASSED;
}

static int same_names(void)
{
	long wanted[DIRECTORIES + 1] = { 0 };
	for (int name = 0; name < NAMES; name++) {
		if (state->name[name]) {
			wanted[directory_of(name)]++;
			PASSES(same_file(name));
		}
	}
	for (int i = 0; i < DIRECTORIES; i++) {
		char text[16];
		snprintf(text, sizeof text, "d%d", i);
		wanted[DIRECTORIES] += state->directory[i];
		long found = entries(text);
		if (found != (state->directory[i] ? wanted[i] : -1)) {
			printf("failed: %s has %ld names, expected %ld\n", text, found, state->directory[i] ? wanted[i] : -1);
			return 1;
		}
	}
	CHECK(entries(".") == wanted[DIRECTORIES]);
	PASSED;
}

/* Says by a file's name that so much is done: names reach the other side at once. */
static int tell(const char *logs, const char *round, int number)
{
	char file[PATH_MAX];
	snprintf(file, sizeof file, "%s/done.%s.%ld.%d", logs, round, steps, number);
	CHECK(close(open(file, O_CREAT | O_WRONLY, 0644)) == 0);
	PASSED;
}

static int work(const char *logs, const char *round, int number)
{
	char stop[PATH_MAX];
	snprintf(stop, sizeof stop, "%s/stop.%s", logs, round);
	while (access(stop, F_OK)) {
		PASSES(step());
		fflush(trail);
		if (steps % TELL_EVERY == 0)
			PASSES(tell(logs, round, number));
	}
	printf("  %ld steps\n", steps);
	PASSED;
}

/* The state on disk is written anew as a whole: only this process reads it, and its successors. */
static int worker(int number, const char *what, const char *round, const char *logs)
{
	char own[16], file[PATH_MAX];
	snprintf(own, sizeof own, "w%d", number);
	snprintf(file, sizeof file, "%s/state.%d", logs, number);
	seed = strtoull(round, NULL, 10) * 1000 + number;
	state = calloc(1, sizeof *state);
	CHECK(state != NULL);
	int fd = open(file, O_RDWR | O_CREAT, 0644);
	ssize_t n = read(fd, state, sizeof *state);
	CHECK(n == 0 || n == (ssize_t)sizeof *state);
	snprintf(file, sizeof file, "%s/log.%d", logs, number);
	CHECK((trail = fopen(file, "a")) != NULL);
	if (n == 0)
		CHECK(mkdir(own, 0755) == 0);
	CHECK(chdir(own) == 0);
	if (!strcmp(what, "check"))
		return same_names();
	PASSES(work(logs, round, number));
	CHECK(pwrite(fd, state, sizeof *state, 0) == (ssize_t)sizeof *state && close(fd) == 0);
	PASSED;
}

int main(int argc, char **argv)
{
	int bad = 0, outcome;
	if (argc != 5)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 0; i < atoi(argv[3]); i++) {
		fflush(stdout);
		if (fork() == 0)
			exit(worker(i, argv[1], argv[2], argv[4]));
	}
	while (wait(&outcome) > 0)
		bad |= outcome != 0;
	return bad;
}
