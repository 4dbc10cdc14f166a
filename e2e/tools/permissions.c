/* Checks owners, modes, groups, the sticky and the set-id bits, and special files, as root and as other users. */
#include "check.h"

#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

enum { ALICE = 1001, BOB = 1002, STAFF = 2001, GUESTS = 2002 };

static const gid_t staff[] = { STAFF };

static int as_alice(int (*run)(void)) { return as_user(ALICE, ALICE, 1, staff, run); }
static int as_bob(int (*run)(void)) { return as_user(BOB, BOB, 0, NULL, run); }

static int modes(void)
{
	static const mode_t tried[] = { 0000, 0777, 0644, 0400, 01777, 02755, 04755, 07777 };
	PASSES(put("f", "x", 0644));
	CHECK(mkdir("d", 0700) == 0);
	for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
		CHECK(chmod("f", tried[i]) == 0 && mode_of("f") == tried[i]);
		CHECK(chmod("d", tried[i]) == 0 && mode_of("d") == tried[i]);
	}
	struct timespec modified = status("f").st_mtim, changed = status("f").st_ctim;
	CHECK(chmod("f", 0600) == 0);
	CHECK(same_time(modified, status("f").st_mtim) && before(changed, status("f").st_ctim));
	CHECK(chown("f", ALICE, STAFF) == 0 && status("f").st_uid == ALICE && status("f").st_gid == STAFF);
	CHECK(chown("f", -1, GUESTS) == 0 && status("f").st_uid == ALICE && status("f").st_gid == GUESTS);
	PASSED;
}

static int stranger(void)
{
	REFUSED(EACCES, open("private", O_RDONLY));
	REFUSED(EACCES, open("readable", O_WRONLY));
	CHECK(holds("readable", "x"));
	REFUSED(EACCES, open("created", O_CREAT | O_WRONLY, 0644));
	REFUSED(EACCES, unlink("readable"));
	REFUSED(EACCES, rename("readable", "renamed"));
	REFUSED(EACCES, mkdir("made", 0755));
	REFUSED(EACCES, open("closed/file", O_RDONLY));
	CHECK(opendir("closed") == NULL && errno == EACCES);
	REFUSED(EPERM, chmod("readable", 0777));
	REFUSED(EPERM, chown("readable", BOB, -1));
	struct timespec times[2] = { { 1, 0 }, { 1, 0 } };
	REFUSED(EPERM, utimensat(AT_FDCWD, "writable", times, 0));
	CHECK(utimensat(AT_FDCWD, "writable", NULL, 0) == 0); /* now: who may write may say so */
	REFUSED(EACCES, utimensat(AT_FDCWD, "readable", NULL, 0));
	CHECK(access("readable", R_OK) == 0 && access("readable", W_OK) == -1 && access("private", R_OK) == -1);
	CHECK(access("writable", R_OK | W_OK) == 0 && access("writable", X_OK) == -1);
	PASSED;
}

static int member(void)
{
	int fd = open("of-staff", O_RDWR);
	CHECK(fd >= 0 && write(fd, "y", 1) == 1 && close(fd) == 0);
	PASSES(put("room-of-staff/mine", "x", 0640));
	CHECK(status("room-of-staff/mine").st_uid == ALICE && status("room-of-staff/mine").st_gid == ALICE);
	CHECK(chown("room-of-staff/mine", -1, STAFF) == 0 && status("room-of-staff/mine").st_gid == STAFF);
	REFUSED(EPERM, chown("room-of-staff/mine", -1, GUESTS));
	REFUSED(EPERM, chown("room-of-staff/mine", BOB, -1));
	PASSED;
}

static int not_member(void)
{
	REFUSED(EACCES, open("of-staff", O_RDWR));
	REFUSED(EACCES, open("room-of-staff/mine", O_RDONLY));
	REFUSED(EACCES, open("room-of-staff/his", O_CREAT | O_WRONLY, 0644));
	PASSED;
}

static int users(void)
{
	PASSES(put("private", "x", 0600));
	PASSES(put("readable", "x", 0644));
	PASSES(put("writable", "x", 0666));
	PASSES(put("of-staff", "x", 0660));
	CHECK(mkdir("closed", 0700) == 0 && mkdir("room-of-staff", 0700) == 0 && chmod("room-of-staff", 0770) == 0);
	PASSES(put("closed/file", "x", 0666));
	CHECK(chown("of-staff", 0, STAFF) == 0 && chown("room-of-staff", 0, STAFF) == 0);
	PASSES(as_bob(stranger));
	PASSES(as_alice(member));
	PASSES(as_bob(not_member));
	PASSED;
}

static int alice_in_shared(void)
{
	PASSES(put("shared/of-alice", "x", 0666));
	CHECK(mkdir("shared/dir-of-alice", 0777) == 0);
	int fd = open("owner-override", O_CREAT | O_RDWR, 0444); /* opened before the mode forbids it */
	CHECK(fd >= 0 && write(fd, "x", 1) == 1 && fsync(fd) == 0 && close(fd) == 0);
	REFUSED(EACCES, open("owner-override", O_WRONLY));
	PASSED;
}

static int bob_in_shared(void)
{
	CHECK(holds("shared/of-alice", "x"));
	CHECK(unlink("shared/of-alice") == -1 && (errno == EPERM || errno == EACCES));
	CHECK(rename("shared/of-alice", "shared/of-bob") == -1 && (errno == EPERM || errno == EACCES));
	CHECK(rmdir("shared/dir-of-alice") == -1 && (errno == EPERM || errno == EACCES));
	PASSES(put("shared/of-bob", "x", 0644));
	CHECK(rename("shared/of-bob", "shared/of-alice") == -1 && (errno == EPERM || errno == EACCES));
	CHECK(rename("shared/of-bob", "shared/still-of-bob") == 0 && unlink("shared/still-of-bob") == 0);
	PASSED;
}

static int alice_cleans_up(void)
{
	CHECK(rename("shared/of-alice", "shared/renamed") == 0 && unlink("shared/renamed") == 0 && rmdir("shared/dir-of-alice") == 0);
	PASSED;
}

static int sticky(void)
{
	CHECK(chmod(".", 0777) == 0 && mkdir("shared", 0755) == 0 && chmod("shared", 01777) == 0);
	PASSES(as_alice(alice_in_shared));
	PASSES(as_bob(bob_in_shared));
	PASSES(as_alice(alice_cleans_up));
	PASSED;
}

static int alice_under_set_gid(void)
{
	PASSES(put("team/file", "x", 0644));
	CHECK(status("team/file").st_gid == GUESTS);
	CHECK(mkdir("team/below", 0755) == 0 && status("team/below").st_gid == GUESTS && (mode_of("team/below") & S_ISGID));
	CHECK(symlink("x", "team/link") == 0 && status("team/link").st_gid == GUESTS);
	/* Not a member of the file's group, so she cannot give herself that group's rights. */
	CHECK(chmod("team/file", 02755) == 0 && mode_of("team/file") == 0755);
	PASSED;
}

static int bob_writes(void)
{
	int fd = open("set-id", O_WRONLY);
	CHECK(fd >= 0 && write(fd, "changed", 7) == 7 && fsync(fd) == 0 && close(fd) == 0);
	PASSED;
}

static int set_id(void)
{
	CHECK(mkdir("team", 0755) == 0 && chown("team", 0, GUESTS) == 0 && chmod("team", 02777) == 0 && mode_of("team") == 02777);
	PASSES(as_alice(alice_under_set_gid));
	PASSES(put("set-id", "x", 06777));
	CHECK(chown("set-id", ALICE, STAFF) == 0 && mode_of("set-id") == 0777);
	CHECK(chmod("set-id", 06777) == 0 && mode_of("set-id") == 06777);
	PASSES(as_bob(bob_writes));
	CHECK(holds("set-id", "changed") && mode_of("set-id") == 0777);
	PASSED;
}

static int special_files(void)
{
	CHECK(mkfifo("fifo", 0640) == 0 && S_ISFIFO(status("fifo").st_mode) && mode_of("fifo") == 0640);
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		int fd = open("fifo", O_WRONLY);
		_exit(write(fd, "through", 7) == 7 ? 0 : 1);
	}
	int fd = open("fifo", O_RDONLY), outcome;
	char got[16];
	CHECK(fd >= 0 && read(fd, got, sizeof got) == 7 && !memcmp(got, "through", 7) && close(fd) == 0);
	CHECK(waitpid(child, &outcome, 0) == child && outcome == 0);
	CHECK(mknod("null", S_IFCHR | 0666, makedev(1, 3)) == 0 && mknod("disk", S_IFBLK | 0600, makedev(259, 70000)) == 0);
	CHECK(S_ISCHR(status("null").st_mode) && status("null").st_rdev == makedev(1, 3));
	CHECK(S_ISBLK(status("disk").st_mode) && status("disk").st_rdev == makedev(259, 70000));
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "socket" };
	int socket_fd = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(socket_fd >= 0 && bind(socket_fd, (struct sockaddr *)&address, sizeof address) == 0);
	CHECK(S_ISSOCK(status("socket").st_mode) && close(socket_fd) == 0);
	CHECK(rename("fifo", "fifo2") == 0 && link("null", "null2") == 0 && status("null2").st_nlink == 2);
	CHECK(!unlink("fifo2") && !unlink("null") && !unlink("null2") && !unlink("disk") && !unlink("socket"));
	PASSED;
}

int main(int argc, char **argv)
{
	static const struct check_case cases[] = {
		{ "modes", modes }, { "users", users }, { "sticky", sticky }, { "set-id", set_id }, { "special-files", special_files }, { 0 },
	};
	return check_main(argc, argv, cases);
}
