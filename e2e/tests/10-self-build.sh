#: long
#: memory 4G
#: limit 1800
#: needs mvn maven
#: needs git git
#: host prepare_self_build
# The project hosts itself: cloned into the mount and built there.

export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
. "$SHARED/self.settings" # MAVEN_REPOSITORY, HEAD
step "clone"
git clone -q --no-local "$SHARED/self.git" zerofs
cd zerofs
expect "head" "$HEAD" "$(git rev-parse HEAD)"
step "mvn -o package"
export MAVEN_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData"
mvn -o -q -B -ntp -Dmaven.repo.local="$MAVEN_REPOSITORY" -DskipTests -Dquick package >"$TMPDIR/log" 2>&1 || { tail -30 "$TMPDIR/log"; fail "the build failed"; }
step "run what was built"
bootstrap/target/quick/zerofs-*/bin/zerofs version
git status --porcelain >"$TMPDIR/status"
expect "git status after the build" "" "$(<"$TMPDIR/status")"
