/*
 * Checks a large directory: listed again and again while other entries come, go and change their names, it has to show
 * every entry that stays exactly once; and removing entries while listing removes them all.
 *
 *   bigdir ENTRIES LISTINGS
 */
#include "check.h"

static long staying;

static void name_of(char *out, long i) { sprintf(out, "d/stays-%06ld-%s", i, i % 7 ? "x" : "a-somewhat-longer-name"); }

/* One file and many names of it: a name is as much an entry as a file is, and cheaper to make. */
static int fill(void)
{
	char name[64];
	CHECK(mkdir("d", 0755) == 0);
	PASSES(put("original", "x", 0644));
	for (long i = 0; i < staying; i++) {
		name_of(name, i);
		if (i % 4)
			CHECK(link("original", name) == 0);
		else
			CHECK(mknod(name, S_IFREG | 0644, 0) == 0);
	}
	PASSED;
}

/* Until its parent ends it: entries come, change their names and go. */
static void churn(void)
{
	char from[64], to[64];
	for (long i = 0;; i++) {
		sprintf(from, "d/comes-%ld", i);
		sprintf(to, "d/%s-%ld", i % 2 ? "a-renamed" : "z-renamed", i);
		if (mknod(from, S_IFREG | 0644, 0) || rename(from, to))
			_exit(1);
		sprintf(to, "d/%s-%ld", (i - 9) % 2 ? "a-renamed" : "z-renamed", i - 9);
		if (i >= 9 && unlink(to))
			_exit(1);
	}
}

static int list(char *seen, long *others)
{
	memset(seen, 0, staying);
	DIR *d = opendir("d");
	CHECK(d != NULL);
	long index;
	*others = 0;
	while (errno = 0, 1) {
		struct dirent *e = readdir(d);
		if (!e)
			break;
		if (sscanf(e->d_name, "stays-%ld", &index) == 1 && index >= 0 && index < staying)
			CHECK(seen[index]++ == 0);
		else
			++*others;
	}
	CHECK(errno == 0 && closedir(d) == 0);
	for (long i = 0; i < staying; i++)
		CHECK(seen[i] == 1);
	PASSED;
}

static int remove_while_listing(void)
{
	char name[320];
	DIR *d = opendir("d");
	CHECK(d != NULL);
	for (struct dirent *e; (e = readdir(d));) {
		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		sprintf(name, "d/%s", e->d_name);
		CHECK(unlink(name) == 0);
	}
	CHECK(closedir(d) == 0);
	CHECK(rmdir("d") == 0);
	CHECK(status("original").st_nlink == 1 && unlink("original") == 0);
	PASSED;
}

static int list_under_churn(long listings)
{
	char *seen = malloc(staying);
	long others = 0;
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		churn();
	int bad = 0, outcome;
	for (long i = 0; i < listings && !bad; i++) {
		bad = list(seen, &others);
		printf("  listing %ld: %ld entries stay, %ld were others\n", i, staying, others);
	}
	int early = waitpid(child, &outcome, WNOHANG);
	kill(child, SIGKILL);
	waitpid(child, &outcome, 0);
	free(seen);
	CHECK(early == 0);
	return bad;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	staying = atol(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	return fill() || list_under_churn(atol(argv[2])) || remove_while_listing();
}
