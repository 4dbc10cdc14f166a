#: not ganesha forgets when it is killed what it has answered
# A large file is being written while the server is killed with -9 and comes back, twice; every byte is there in the end,
# and after fsync also when the next kill follows at once.

mebibytes=192
[ -z "$LONG" ] || mebibytes=1024
step "write $mebibytes MiB through two kills"
"$TOOLS/stream" write file $mebibytes "$SHARED/progress" &
writer=$!
for part in 4 2; do
  until [ -e "$SHARED/progress.$((mebibytes / part))" ]; do
    kill -0 $writer 2>/dev/null || fail "the writer ended early"
    sleep 0.05
  done
  ask kill
  ask start
done
wait $writer || fail "writing: see above"
step "kill after the fsync"
ask kill
ask start
remount
step "compare"
"$TOOLS/stream" check file $mebibytes || fail "the content is wrong"
step "small files, each synced, through a kill: what was synced is there"
"$TOOLS/stream" files small 4000 "$SHARED/small" &
writer=$!
until [ -e "$SHARED/small.1000" ]; do sleep 0.05; done
ask kill
ask start
wait $writer || fail "writing small files: see above"
remount
"$TOOLS/stream" files-check small 4000 || fail "small files are missing or wrong"
