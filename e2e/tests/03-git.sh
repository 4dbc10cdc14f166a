#: needs git git
#: host prepare_repository
# Clone a repository into the mount, commit, pack, and find it sound after the server's restart.

export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
export GIT_AUTHOR_NAME=Tester GIT_AUTHOR_EMAIL=tester@example.org GIT_COMMITTER_NAME=Tester GIT_COMMITTER_EMAIL=tester@example.org
step "clone"
git clone -q --no-local "$SHARED/origin.git" clone
cd clone
expect "status after the clone" "" "$(git status --porcelain)"
step "commit"
for ((n = 0; n < 5; n++)); do
  echo "change $n" >>src/package1/changed.txt
  git add -A
  git commit -q -m "change $n"
done
git mv src/package2 src/moved
git commit -q -m "move a directory"
git checkout -q -b other HEAD~3
echo other >src/other.txt
git add -A
git commit -q -m "on another branch"
git merge -q -m "merge" main
step "status"
expect "status" "" "$(git status --porcelain)"
head=$(git rev-parse HEAD)
step "gc"
git gc -q
step "fsck"
git fsck --full --strict >"$TMPDIR/fsck" 2>&1 || fail "fsck: $(head -1 "$TMPDIR/fsck")"
step "again after kill -9 and remounting"
ask kill
ask start
remount
cd clone
expect "head" "$head" "$(git rev-parse HEAD)"
expect "commits" 128 "$(git rev-list --count HEAD)"
expect "status" "" "$(git status --porcelain)"
git fsck --full --strict >"$TMPDIR/fsck" 2>&1 || fail "fsck: $(head -1 "$TMPDIR/fsck")"
git diff --quiet HEAD main -- src/moved || fail "the moved directory differs"
