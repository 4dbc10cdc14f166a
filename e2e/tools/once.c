/*
 * Makes and removes names without end while the server is killed. Every call must come out as if nothing had happened: a
 * call that was carried out and whose reply died with the server is repeated by the client, and would fail if it were
 * carried out again.
 *
 *   once PROCESSES UNTIL    that many at once, each in a directory of its own, until the file UNTIL is there
 */
#include "check.h"

static int round_of_names(void)
{
	CHECK(mkdir("directory", 0755) == 0);
	CHECK(put("file", "x", 0644) == 0);
	CHECK(link("file", "second") == 0);
	CHECK(rename("second", "directory/moved") == 0);
	CHECK(symlink("file", "symlink") == 0);
	CHECK(mkfifo("fifo", 0600) == 0);
	CHECK(chmod("file", 0600) == 0 && mode_of("file") == 0600);
	CHECK(status("file").st_nlink == 2);
	CHECK(rename("fifo", "symlink") == 0);
	CHECK(unlink("symlink") == 0);
	CHECK(unlink("directory/moved") == 0);
	CHECK(rmdir("directory") == 0);
	CHECK(status("file").st_nlink == 1);
	CHECK(unlink("file") == 0);
	CHECK(entries(".") == 0);
	PASSED;
}

static int process(int number, const char *until)
{
	char directory[32];
	long rounds = 0;
	snprintf(directory, sizeof directory, "process-%d", number);
	CHECK(mkdir(directory, 0755) == 0 && chdir(directory) == 0);
	while (access(until, F_OK)) {
		PASSES(round_of_names());
		rounds++;
	}
	CHECK(chdir("..") == 0 && rmdir(directory) == 0);
	printf("  process %d: %ld rounds\n", number, rounds);
	PASSED;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	int bad = 0, processes = atoi(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = 0; i < processes; i++)
		if (fork() == 0)
			_exit(process(i, argv[2]));
	for (int outcome; wait(&outcome) > 0;)
		bad |= outcome;
	return bad != 0;
}
