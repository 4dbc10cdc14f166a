/*
 * Checks what two clients of one volume may rely on. Every client runs the same command; they meet through files in
 * MEETING, a directory outside of the volume which all of them see at once.
 *
 *   clients close-to-open CLIENT ROUNDS MEETING    what one wrote before its close, the other sees after its open
 *   clients exclusive     CLIENT ROUNDS MEETING    a lock file made with O_EXCL is never held twice
 */
#include "check.h"

static int me;
static long rounds;
static const char *meeting;

/* Waits for the other client to come to the same point. */
static int meet(const char *what, long round)
{
	char mine[PATH_MAX], other[PATH_MAX];
	snprintf(mine, sizeof mine, "%s/%s-%ld-%d", meeting, what, round, me);
	snprintf(other, sizeof other, "%s/%s-%ld-%d", meeting, what, round, !me);
	CHECK(close(open(mine, O_CREAT | O_WRONLY, 0644)) == 0);
	for (int i = 0; access(other, F_OK); i++) {
		CHECK(i < 60000);
		usleep(1000);
	}
	PASSED;
}

/* The content of a round: its length differs as well as its bytes. */
static long content(char *out, long round)
{
	long length = 1000 + round * 7919 % 200000;
	for (long i = 0; i < length; i++)
		out[i] = 'a' + (i + round) % 26;
	return length;
}

static int write_round(long round)
{
	static char bytes[256 * 1024];
	long length = content(bytes, round);
	int fd = open("shared", O_CREAT | O_TRUNC | O_WRONLY, 0644);
	CHECK(fd >= 0 && write(fd, bytes, length) == length && close(fd) == 0);
	char from[64], to[64];
	snprintf(from, sizeof from, "moving-%ld", round);
	snprintf(to, sizeof to, "moving-%ld", round + 1);
	CHECK(rename(from, to) == 0);
	PASSED;
}

static int read_round(long round)
{
	static char wanted[256 * 1024], got[256 * 1024];
	long length = content(wanted, round);
	int fd = open("shared", O_RDONLY);
	struct stat st;
	CHECK(fd >= 0 && fstat(fd, &st) == 0 && st.st_size == length);
	CHECK(pread(fd, got, sizeof got, 0) == length && !memcmp(wanted, got, length) && close(fd) == 0);
	char from[64], to[64];
	snprintf(from, sizeof from, "moving-%ld", round);
	snprintf(to, sizeof to, "moving-%ld", round + 1);
	CHECK((fd = open(to, O_RDONLY)) >= 0 && close(fd) == 0);
	REFUSED(ENOENT, open(from, O_RDONLY));
	PASSED;
}

/* The clients take turns in writing; both keep the file and its directory cached in between. */
static int close_to_open(void)
{
	if (me == 0)
		PASSES(put("moving-0", "m", 0644));
	PASSES(meet("begin", 0));
	for (long round = 0; round < rounds; round++) {
		if (round % 2 == me)
			PASSES(write_round(round));
		PASSES(meet("written", round));
		if (round % 2 != me)
			PASSES(read_round(round));
		PASSES(meet("read", round));
	}
	PASSED;
}

/* The witness is a directory outside of the volume: making it fails if the other client holds the lock too. */
static int exclusive(void)
{
	char witness[PATH_MAX];
	long waited = 0;
	snprintf(witness, sizeof witness, "%s/witness", meeting);
	PASSES(meet("exclusive", 0));
	for (long round = 0; round < rounds; round++) {
		int fd;
		while ((fd = open("lock", O_CREAT | O_EXCL | O_WRONLY, 0644)) < 0) {
			if (errno != EEXIST) {
				printf("failed: O_EXCL: %s\n", strerror(errno));
				return 1;
			}
			waited++;
			usleep(200);
		}
		CHECK(mkdir(witness, 0755) == 0);
		CHECK(write(fd, "x", 1) == 1 && close(fd) == 0);
		CHECK(rmdir(witness) == 0);
		CHECK(unlink("lock") == 0);
	}
	printf("  %ld rounds, %ld times the other client held the lock\n", rounds, waited);
	PASSED;
}

/*
 * Linux makes the verifier of an exclusive create of its clock and of the process id (RFC 1813, 3.3.8, wants it to be
 * unique among clients): of guests that booted together both can be the same, and one client's create then looks like
 * the other's, sent again. So the ids are even for one client and odd for the other.
 */
static void become_distinct(void)
{
	while (getpid() % 2 != me) {
		int status;
		pid_t child = fork();
		if (child == 0)
			continue;
		if (child < 0 || waitpid(child, &status, 0) < 0)
			exit(2);
		exit(WIFEXITED(status) ? WEXITSTATUS(status) : 2);
	}
}

int main(int argc, char **argv)
{
	if (argc != 5)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	me = atoi(argv[2]);
	become_distinct();
	rounds = atol(argv[3]);
	meeting = argv[4];
	return !strcmp(argv[1], "exclusive") ? exclusive() : close_to_open();
}
