#: needs stress-ng stress-ng
#: limit 420
# stress-ng's file-system stressors, which verify what they do, four kinds at once.

seconds=5
[ -z "$LONG" ] || seconds=40
groups=(
  "access chdir chmod chown" "copy-file dentry dir dirdeep" "dirmany dup fallocate fpunch" "fstat getdent handle hdd"
  "inode-flags iomix io lease" "link locka lockf mknod" "open readahead rename revio" "seek sendfile symlink sync-file"
  "touch utime filename"
)
bad=
for group in "${groups[@]}"; do
  options=()
  for stressor in $group; do options+=("--$stressor" 1); done
  status=0
  stress-ng --temp-path "$MNT" "${options[@]}" --timeout "$seconds" --verify --hdd-bytes 16m --iomix-bytes 16m --seek-size 8m \
    --readahead-bytes 16m --dirdeep-inodes 2000 --dentries 200 >"$TMPDIR/log" 2>&1 || status=$?
  case $status in
    0 | 4) step "ok    $group" ;; # 4: one of them does not apply here
    *)
      step "FAIL  $group: status $status"
      grep -v -E 'dispatching|setting to|successful run|passed:|skipped:' "$TMPDIR/log" | head -5
      bad+=" $group"
      ;;
  esac
done
[ -z "$bad" ] || fail "stressors:$bad"
expect "what is left" "" "$(ls -A)"
