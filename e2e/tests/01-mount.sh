#: memory 512M
# Both mount lines of the README as they stand, df, ls and stat, and any directory as the export.

plausible() {
  local size used available
  read -r size used available < <(df --output=size,used,avail -B1 "$1" | tail -1)
  [ "$size" -gt $((1 << 30)) ] && [ "$available" -gt $((1 << 30)) ] && [ "$used" -lt "$size" ] || fail "df $1: $size $used $available"
  read -r size used available < <(df --output=itotal,iused,iavail "$1" | tail -1)
  [ "$size" -gt 1000 ] && [ "$available" -gt 1000 ] || fail "df -i $1: $size $used $available"
}

step "the Linux line"
umount "$MNT" 2>/dev/null || { cd / && umount "$MNT"; }
attach "vers=3,nolock,tcp,$PORTS,soft"
cd "$MNT"
plausible .
expect "ls of a new volume" "" "$(ls)"
expect "type" directory "$(stat -c %F .)"
expect "owner" 0:0 "$(stat -c %u:%g .)"
[ "$(stat -c %i .)" != 0 ] || fail "the root's inode number is 0"
mkdir -m 750 dir
before=$(date +%s)
printf 'hello\n' >dir/file
after=$(date +%s)
expect "content" hello "$(cat dir/file)"
expect "ls" "dir" "$(ls)"
expect "stat" "regular file 6 644 1 0 0" "$(stat -c '%F %s %a %h %u %g' dir/file)"
expect "stat" "directory 750 2" "$(stat -c '%F %a %h' dir)"
within "modification time" $((before - 1)) $((after + 1)) "$(stat -c %Y dir/file)"
within "blocks of a small file" 1 128 "$(stat -c %b dir/file)"
[[ $(ls -la) == *" .."* ]] || fail "ls -la shows no parent"

step "a file of 8 MiB is counted by df and du"
used=$(df --output=used -B1 . | tail -1)
head -c 8388608 /dev/urandom >big
sync
cold
now=$(df --output=used -B1 . | tail -1)
# Counted in units of a MiB by this client; ganesha shares its disk with whatever else runs here.
[ "$SERVER_NAME" = ganesha ] || within "df's growth" 7340032 12000000 $((now - used))
within "du" 8192 8600 "$(du -k big | cut -f1)"
rm big

step "the macOS line"
cd /
umount "$MNT"
# nolocks is macOS's word for nolock: mount.nfs passes over words that it does not know with -s.
timeout 60 mount -s -t nfs -o "nolocks,nolock,vers=3,tcp,$PORTS,soft" "$SERVER:$EXPORT" "$MNT"
expect "content" hello "$(cat "$MNT/dir/file")"
umount "$MNT"

step "a directory of the volume as the export, with and without a slash at its end"
attach "vers=3,nolock,tcp,$PORTS,soft" "${EXPORT%/}/dir"
expect "content" hello "$(cat "$MNT/file")"
umount "$MNT"
attach "vers=3,nolock,tcp,$PORTS,soft" "${EXPORT%/}/dir/"
expect "content" hello "$(cat "$MNT/file")"
umount "$MNT"
! mount -t nfs -o "vers=3,nolock,tcp,$PORTS,soft,retry=0" "$SERVER:${EXPORT%/}/nowhere" "$MNT" || fail "a directory that does not exist was mounted"
