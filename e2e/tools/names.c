/* Checks what programs expect of names: rename, links, symbolic links, unlinking, directories, special names. */
#include "check.h"

static int rename_files(void)
{
	PASSES(put("a", "from a", 0644));
	PASSES(put("b", "from b", 0600));
	ino_t a = status("a").st_ino;
	int replaced = open("b", O_RDONLY), kept = open("a", O_RDWR);
	CHECK(replaced >= 0 && kept >= 0);
	struct timespec changed = status(".").st_mtim;
	CHECK(rename("a", "b") == 0);
	CHECK(!exists("a") && holds("b", "from a") && status("b").st_ino == a && mode_of("b") == 0644);
	CHECK(before(changed, status(".").st_mtim));
	char got[16];
	CHECK(pread(replaced, got, sizeof got, 0) == 6 && !memcmp(got, "from b", 6));
	CHECK(pwrite(kept, "FROM", 4, 0) == 4 && close(kept) == 0 && holds("b", "FROM a"));
	CHECK(close(replaced) == 0);
	CHECK(entries(".") == 1);
	REFUSED(ENOENT, rename("missing", "b"));
	REFUSED(ENOENT, rename("b", "missing/b"));
	CHECK(rename("b", "b") == 0 && holds("b", "FROM a"));
	CHECK(link("b", "c") == 0 && rename("b", "c") == 0); /* two names of one file: nothing happens */
	CHECK(exists("b") && exists("c") && status("b").st_nlink == 2);
	PASSED;
}

static int rename_directories(void)
{
	CHECK(!mkdir("one", 0755) && !mkdir("two", 0755) && !mkdir("one/below", 0755) && !mkdir("empty", 0755));
	PASSES(put("file", "x", 0644));
	PASSES(put("one/below/file", "deep", 0644));
	nlink_t links = status("two").st_nlink;
	CHECK(rename("one/below", "two/moved") == 0);
	CHECK(holds("two/moved/file", "deep") && status("two/moved/..").st_ino == status("two").st_ino);
	CHECK(links == 1 || (status("two").st_nlink == links + 1 && status("one").st_nlink == 2));
	REFUSED(EINVAL, rename("two", "two/moved/inside"));
	REFUSED(EINVAL, rename("two", "two/two"));
	CHECK(rename("one", "two") == -1 && (errno == ENOTEMPTY || errno == EEXIST));
	REFUSED(EISDIR, rename("file", "empty"));
	REFUSED(ENOTDIR, rename("empty", "file"));
	CHECK(rename("two/moved", "empty") == 0 && holds("empty/file", "deep") && entries("two") == 0);
	CHECK(rename("empty", "two") == 0 && holds("two/file", "deep"));
	PASSED;
}

static int hard_links(void)
{
	PASSES(put("a", "shared", 0644));
	struct timespec changed = status("a").st_ctim;
	CHECK(link("a", "b") == 0 && status("a").st_nlink == 2 && status("b").st_ino == status("a").st_ino);
	CHECK(before(changed, status("a").st_ctim));
	int fd = open("b", O_WRONLY | O_APPEND);
	CHECK(fd >= 0 && write(fd, "!", 1) == 1 && close(fd) == 0);
	CHECK(holds("a", "shared!"));
	REFUSED(EEXIST, link("a", "b"));
	CHECK(mkdir("d", 0755) == 0);
	REFUSED(EPERM, link("d", "e"));
	CHECK(link("a", "d/c") == 0 && status("d/c").st_nlink == 3);
	CHECK(unlink("a") == 0 && holds("d/c", "shared!") && status("b").st_nlink == 2);
	CHECK(unlink("d/c") == 0 && status("b").st_nlink == 1 && unlink("b") == 0);
	REFUSED(ENOENT, link("b", "a"));
	PASSED;
}

static int symbolic_links(void)
{
	char longest[4001], got[4096];
	memset(longest, 'x', sizeof longest - 1);
	for (size_t i = 100; i < sizeof longest - 1; i += 101)
		longest[i] = '/';
	longest[4000] = 0;
	PASSES(put("file", "content", 0644));
	CHECK(symlink("file", "l") == 0 && holds("l", "content"));
	CHECK(S_ISLNK(status("l").st_mode) && status("l").st_size == 4);
	CHECK(symlink("nowhere", "dangling") == 0 && open("dangling", O_RDONLY) == -1);
	CHECK(symlink("\xff\xfe \n", "bytes") == 0 && readlink("bytes", got, sizeof got) == 4 && !memcmp(got, "\xff\xfe \n", 4));
	CHECK(symlink(longest, "long") == 0 && readlink("long", got, sizeof got) == 4000 && !memcmp(got, longest, 4000));
	CHECK(symlink("loop2", "loop1") == 0 && symlink("loop1", "loop2") == 0);
	REFUSED(ELOOP, open("loop1", O_RDONLY));
	REFUSED(EEXIST, symlink("file", "l"));
	REFUSED(EINVAL, readlink("file", got, sizeof got));
	CHECK(lchown("l", 12, 34) == 0 && status("l").st_uid == 12 && status("file").st_uid == 0);
	CHECK(rename("l", "dangling") == 0 && holds("dangling", "content"));
	CHECK(unlink("dangling") == 0 && exists("file"));
	PASSED;
}

static int unlink_while_open(void)
{
	PASSES(put("f", "0123456789", 0644));
	int fd = open("f", O_RDWR);
	char got[32];
	CHECK(fd >= 0 && unlink("f") == 0 && !exists("f"));
	CHECK(pread(fd, got, sizeof got, 0) == 10 && !memcmp(got, "0123456789", 10));
	CHECK(pwrite(fd, "more", 4, 10) == 4 && fsync(fd) == 0 && pread(fd, got, sizeof got, 0) == 14);
	PASSES(put("f", "another", 0644));
	struct stat st;
	CHECK(fstat(fd, &st) == 0 && st.st_size == 14 && st.st_ino != status("f").st_ino);
	CHECK(close(fd) == 0 && holds("f", "another"));
	CHECK(entries(".") == 1);
	CHECK(unlink("f") == 0);
	REFUSED(ENOENT, unlink("f"));
	PASSED;
}

static int directories(void)
{
	CHECK(mkdir("d", 0755) == 0);
	REFUSED(EEXIST, mkdir("d", 0755));
	REFUSED(ENOENT, mkdir("missing/d", 0755));
	PASSES(put("d/f", "x", 0644));
	CHECK(rmdir("d") == -1 && (errno == ENOTEMPTY || errno == EEXIST));
	REFUSED(ENOTDIR, rmdir("d/f"));
	REFUSED(EISDIR, unlink("d"));
	REFUSED(EISDIR, open("d", O_WRONLY));
	REFUSED(ENOTDIR, open("d/f", O_RDONLY | O_DIRECTORY));
	REFUSED(ENOTDIR, mkdir("d/f/g", 0755));
	CHECK(unlink("d/f") == 0 && rmdir("d") == 0);
	REFUSED(ENOENT, rmdir("d"));
	char top[PATH_MAX], deep[PATH_MAX];
	CHECK(getcwd(top, sizeof top) != NULL);
	for (int i = 0; i < 60; i++)
		CHECK(mkdir("a-directory-with-a-long-name", 0755) == 0 && chdir("a-directory-with-a-long-name") == 0);
	CHECK(getcwd(deep, sizeof deep) != NULL && strlen(deep) == strlen(top) + 60 * 29);
	for (int i = 0; i < 60; i++)
		CHECK(chdir("..") == 0 && rmdir("a-directory-with-a-long-name") == 0);
	CHECK(getcwd(deep, sizeof deep) != NULL && !strcmp(top, deep));
	PASSED;
}

static int directory_entries(void)
{
	CHECK(mkdir("d", 0755) == 0);
	PASSES(put("d/one", "1", 0644));
	PASSES(put("d/two", "2", 0644));
	DIR *d = opendir("d");
	CHECK(d != NULL);
	int dots = 0, found = 0;
	for (struct dirent *e; (e = readdir(d));) {
		char path[512];
		snprintf(path, sizeof path, "d/%s", e->d_name);
		CHECK(e->d_ino == status(path).st_ino);
		dots += !strcmp(e->d_name, ".") || !strcmp(e->d_name, "..");
		found++;
	}
	CHECK(dots == 2 && found == 4);
	PASSES(put("d/three", "3", 0644));
	rewinddir(d);
	for (found = 0; readdir(d); found++)
		;
	CHECK(found == 5);
	rewinddir(d);
	CHECK(readdir(d) && readdir(d) && readdir(d));
	long here = telldir(d);
	char next[256];
	strcpy(next, readdir(d)->d_name);
	CHECK(readdir(d) != NULL);
	seekdir(d, here);
	CHECK(!strcmp(readdir(d)->d_name, next));
	CHECK(closedir(d) == 0);
	PASSED;
}

static int odd_names(void)
{
	char longest[258];
	memset(longest, 'n', sizeof longest);
	longest[255] = 0;
	PASSES(put(longest, "x", 0644));
	CHECK(mkdir("d", 0755) == 0);
	longest[0] = 'm';
	CHECK(mkdir(longest, 0755) == 0 && rename(longest, "d/moved") == 0);
	longest[255] = 'n';
	longest[256] = 0;
	REFUSED(ENAMETOOLONG, open(longest, O_CREAT | O_WRONLY, 0644));
	REFUSED(ENAMETOOLONG, mkdir(longest, 0755));
	static const char *const names[] = { "\xff\xfe\x80", "\xc3\x28", "new\nline", " ", "  spaces  ", "back\\slash", "quote\"'",
		"*?[]", "-rf", ".hidden", "...", "..a", "tab\t", "\x01\x7f", "Case", "case", "caf\xc3\xa9", "cafe\xcc\x81" };
	const int count = sizeof names / sizeof *names;
	for (int i = 0; i < count; i++)
		PASSES(put(names[i], names[i], 0644));
	int seen[sizeof names / sizeof *names] = { 0 };
	DIR *d = opendir(".");
	for (struct dirent *e; (e = readdir(d));)
		for (int i = 0; i < count; i++)
			seen[i] += !strcmp(e->d_name, names[i]);
	closedir(d);
	for (int i = 0; i < count; i++)
		CHECK(seen[i] == 1 && holds(names[i], names[i]) && unlink(names[i]) == 0);
	PASSED;
}

static int exclusive_create(void)
{
	int fd = open("f", O_CREAT | O_EXCL | O_RDWR, 0640);
	CHECK(fd >= 0 && mode_of("f") == 0640 && status("f").st_size == 0);
	REFUSED(EEXIST, open("f", O_CREAT | O_EXCL | O_RDWR, 0640));
	CHECK(close(fd) == 0 && mkdir("d", 0755) == 0 && symlink("nowhere", "l") == 0);
	REFUSED(EEXIST, open("d", O_CREAT | O_EXCL | O_RDWR, 0640));
	REFUSED(EEXIST, open("l", O_CREAT | O_EXCL | O_RDWR, 0640));
	fd = open("locked", O_CREAT | O_WRONLY, 0000); /* writable through this descriptor although its mode says no */
	CHECK(fd >= 0 && write(fd, "x", 1) == 1 && close(fd) == 0 && mode_of("locked") == 0);
	PASSED;
}

int main(int argc, char **argv)
{
	static const struct check_case cases[] = {
		{ "rename-files", rename_files }, { "rename-directories", rename_directories }, { "hard-links", hard_links },
		{ "symbolic-links", symbolic_links }, { "unlink-while-open", unlink_while_open }, { "directories", directories },
		{ "directory-entries", directory_entries }, { "odd-names", odd_names }, { "exclusive-create", exclusive_create }, { 0 },
	};
	return check_main(argc, argv, cases);
}
