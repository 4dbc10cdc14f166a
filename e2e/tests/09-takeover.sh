#: not ganesha knows no takeover
# A second server on the same volume takes it over: the first stops serving, says so and ends with a status of its own; the
# client, moved to the second, finds everything that was acknowledged.

step "write under the first server"
echo first >one
ask takeover
step "write under the second server"
remount
expect "what the first server acknowledged" first "$(cat one)"
echo second >two
remount
expect "content" second "$(cat two)"
