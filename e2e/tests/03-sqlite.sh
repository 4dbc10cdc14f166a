#: needs sqlite3 sqlite3
#: not ganesha forgets when it is killed what it has answered
# Thousands of sqlite transactions; the server is killed with -9 in their middle and comes back, the client goes on.

transactions=2400
[ -z "$LONG" ] || transactions=20000

# statements FROM TO: a transaction per number, and a line on standard output every hundred.
statements() {
  echo ".bail on"
  seq "$1" "$2" | awk '{
    printf "BEGIN; INSERT INTO entry VALUES (%d, hex(randomblob(60)), %d); UPDATE total SET sum = sum + %d; COMMIT;\n", $1, $1 * 7, $1
    if ($1 % 100 == 0) printf ".shell : >\"%s/sqlite.%d\"\n", ENVIRON["SHARED"], $1
  }'
}

sqlite3 test.db 'CREATE TABLE entry (id INTEGER PRIMARY KEY, noise TEXT, number INTEGER); CREATE INDEX by_number ON entry (number);
  CREATE TABLE total (sum INTEGER); INSERT INTO total VALUES (0);'
step "the first half"
statements 1 $((transactions / 2)) | sqlite3 test.db
step "the second half, with kill -9 of the server in its middle"
# Every transaction removes its journal, and sqlite takes a journal that is gone already for an error.
statements $((transactions / 2 + 1)) "$transactions" | sqlite3 test.db &
writer=$!
until [ -e "$SHARED/sqlite.$((transactions * 3 / 4 / 100 * 100))" ]; do
  kill -0 $writer 2>/dev/null || break
  sleep 0.05
done
ask kill
sleep 1
ask start
wait $writer || fail "sqlite did not survive the server's restart"
step "check"
remount
expect "integrity" ok "$(sqlite3 test.db 'PRAGMA integrity_check')"
expect "rows" "$transactions|$transactions" "$(sqlite3 test.db 'SELECT count(*), max(id) FROM entry')"
expect "sum" $((transactions * (transactions + 1) / 2)) "$(sqlite3 test.db 'SELECT sum FROM total')"
step "a write-ahead log, once more through kill -9"
sqlite3 wal.db 'PRAGMA journal_mode=WAL; CREATE TABLE entry (id INTEGER PRIMARY KEY, noise TEXT);' >"$TMPDIR/mode"
{
  seq 1 500 | awk '{ printf "INSERT INTO entry VALUES (%d, hex(randomblob(200)));\n", $1 }'
  echo ".shell : >\"$SHARED/wal\""
  seq 501 1000 | awk '{ printf "INSERT INTO entry VALUES (%d, hex(randomblob(200)));\n", $1 }'
} | sqlite3 wal.db &
writer=$!
until [ -e "$SHARED/wal" ]; do kill -0 $writer 2>/dev/null || break; sleep 0.05; done
ask kill
ask start
wait $writer || fail "sqlite did not survive the server's restart"
remount
expect "integrity" ok "$(sqlite3 wal.db 'PRAGMA integrity_check')"
expect "rows" 1000 "$(sqlite3 wal.db 'SELECT count(*) FROM entry')"
