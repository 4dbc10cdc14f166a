#: not ganesha forgets when it is killed what it has answered
# Many processes make, move and remove names while the server is killed with -9 again and again. A client repeats what was
# not answered; whatever had been carried out before must be answered as the first time.

kills=6
[ -z "$LONG" ] || kills=40
step "names through $kills kills"
"$TOOLS/once" 24 "$SHARED/enough" &
working=$!
for ((n = 0; n < kills; n++)); do
  sleep 2
  kill -0 $working 2>/dev/null || break
  ask kill
  ask start
done
: >"$SHARED/enough"
wait $working || fail "a call failed: see above"
remount
expect "what is left" "" "$(ls -A)"
