#: host prepare_tree
# A tree of more than 5,000 files is the same after remounting, after kill -9 and after a clean restart of the server.

. "$LIB/guest-tree.sh"
unpack_tree
check_tree "after unpacking"
remount
check_tree "after remounting"
ask kill
ask start
remount
check_tree "after kill -9"
ask restart
remount
check_tree "after a clean restart"
step "remove"
rm -rf tree
expect "what is left" "" "$(ls -A)"
