# A directory of 20,000 entries, listed while entries come and go.
entries=20000
[ -z "$LONG" ] || entries=60000
"$TOOLS/bigdir" "$entries" 5 || fail "see above"
