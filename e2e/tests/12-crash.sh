#: memory 512M
#: limit 900
# Several processes at random work (create, write, fsync, truncate, rename, unlink, link, mkdir), the server killed with
# -9 in its middle and started again; then, on a cold mount, everything is as the processes were told, to the last byte.

kills=5 workers=6
[ -z "$LONG" ] || kills=50
mkdir "$SHARED/logs"

# all_done STEPS: waits until every process has done so many steps since it began.
all_done() {
  local n
  for ((n = 0; n < workers; n++)); do
    until [ -e "$SHARED/logs/done.$kill.$1.$n" ]; do
      kill -0 $working 2>/dev/null || fail "the work has ended: see above"
      sleep 0.05
    done
  done
}

for ((kill = 1; kill <= kills; kill++)); do
  step "kill $kill of $kills"
  "$TOOLS/crash" work "$kill" "$workers" "$SHARED/logs" &
  working=$!
  all_done 50
  sleep "0.$((RANDOM % 10))$((RANDOM % 10))"
  ask kill
  ask start
  all_done 75
  : >"$SHARED/logs/stop.$kill"
  wait $working || fail "the work did not survive kill $kill: see above"
  remount
  "$TOOLS/crash" check "$kill" "$workers" "$SHARED/logs" || fail "something is not as it was told after kill $kill: see above"
done
