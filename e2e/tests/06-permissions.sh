# chmod, chown, groups, sticky, set-user-id, set-group-id, fifos, sockets and devices, as root and as others.
chmod 755 .
"$TOOLS/permissions" || fail "see the cases above"
