#: clients 2
#: memory 512M
#: not ganesha forgets when it is killed what it has answered
# Two kernel clients at once: close-to-open consistency, lock files made with O_EXCL, the server killed in between.

rounds=60
[ -z "$LONG" ] || rounds=600
step "close to open"
"$TOOLS/clients" close-to-open "$CLIENT" "$rounds" "$SHARED" || fail "close-to-open: see above"
step "lock files"
"$TOOLS/clients" exclusive "$CLIENT" $((rounds * 5)) "$SHARED" || fail "lock files: see above"
step "lock files through kill -9 of the server"
mkdir -p "$SHARED/again"
"$TOOLS/clients" exclusive "$CLIENT" $((rounds * 10)) "$SHARED/again" &
locking=$!
if [ "$CLIENT" = 0 ]; then
  sleep 1
  ask kill
  ask start
fi
wait $locking || fail "lock files through kill -9: see above"
