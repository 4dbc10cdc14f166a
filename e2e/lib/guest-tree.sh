# The tree tests' common part: unpack an archive of thousands of files, compare everything.

# ganesha answers OK to setting the times of a symbolic link, and does nothing.
[ "$SERVER_NAME" != ganesha ] || export LINK_TIMES=no

# check_tree WHEN
check_tree() {
  step "compare $1"
  "$TOOLS/tree" check tree "$TREE_FILES" "$TREE_SEED" || fail "the tree differs $1"
}

unpack_tree() {
  . "$SHARED/tree.settings"
  step "unpack $TREE_FILES files"
  tar -xpf "$SHARED/tree.tar"
}
