#: uses takeover
#: not ganesha knows no takeover
#: may-log POSSIBLE LOSS|ServerProcess: replaced
# A second server on the same volume takes it over: the first stops serving and ends with a status of its own. What the
# first had acknowledged and uploaded is there.

step "write under the first server"
echo first >one
sleep 3 # its bucket follows its journal within a second; taking over from another journal counts as losing that machine
step "a second server takes over while this client goes on writing"
(until [ -e "$SHARED/taken" ]; do touch poke && sleep 0.2; done) &
poking=$!
ask takeover
: >"$SHARED/taken"
wait $poking || fail "the client did not ride through"
remount
expect "what the first server acknowledged" first "$(cat one)"
echo second >two
remount
expect "content" second "$(cat two)"

step "a third one takes over while the second is stalled, as by a suspended machine"
sleep 3
(while [ ! -e "$SHARED/taken-again" ]; do touch poke && sleep 0.2; done) &
poking=$!
ask takeover_stalled
: >"$SHARED/taken-again"
wait $poking || fail "the client did not ride through"
remount
expect "what the second server acknowledged" second "$(cat two)"
echo third >three
remount
expect "content" third "$(cat three)"
