#!/usr/bin/env bash
# Checks the whole stack on a machine with Docker: tests/compose/smoke.sh
# Builds the images, starts the stack, asks, crashes each server in turn under requests, restarts everything, cleans up.
# Uses a Compose project of its own, and needs the ports 3000 and 8001 (PUBLISH_PORT and EMBEDDING_PUBLISH_PORT
# name others). KEEP=1 leaves the stack running.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

export COMPOSE_PROJECT_NAME=strata-smoke
export PUBLISH_ADDRESS=127.0.0.1
export PUBLISH_PORT=${PUBLISH_PORT:-3000} EMBEDDING_PUBLISH_PORT=${EMBEDDING_PUBLISH_PORT:-8001}
PROXY=http://127.0.0.1:$PUBLISH_PORT
EMBEDDING=http://127.0.0.1:$EMBEDDING_PUBLISH_PORT
LIMIT_S=90
ADMIN_KEY=smoke-admin-key
QDRANT_KEY=smoke-qdrant-key
scratch=$(mktemp -d)
export SMOKE_CONFIG=$scratch/config
passed=0
failed=0

compose() {
  docker compose --env-file tests/compose/smoke.env -f docker-compose.yml -f tests/compose/smoke.override.yml "$@"
}

# ok <what is checked> <command…>
ok() {
  local what=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$what"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n' "$what"
  fi
}

clean_up() {
  rm -f "$scratch/go-on"
  wait
  if [ "${KEEP:-}" = 1 ]; then return; fi
  compose down --volumes --remove-orphans --timeout 20 >/dev/null 2>&1 || true
  rm -rf "$scratch"
}

# ask <question> [<argument of curl>…]: prints "<status> <x-cache>" of a chat completion.
ask() {
  curl -s -m 20 -o /dev/null -w '%{http_code} %header{x-cache}' "${@:2}" "$PROXY/v1/chat/completions" \
    -H 'content-type: application/json' \
    -d "{\"model\":\"${MODEL:-demo}\",\"messages\":[{\"role\":\"user\",\"content\":\"$1\"}]}" || true
}

# asked <wanted> <question> [<argument of curl>…]
asked() {
  local got
  got=$(ask "${@:2}")
  [ "$got" = "$1" ] || { printf '        "%s": got "%s", wanted "%s"\n' "$2" "$got" "$1" && return 1; }
}

# cached <x-cache> <question>: asks the cache alone, for answers are stored after they were given.
cached() { [ "$(ask "$2" -H 'cache-control: only-if-cached')" = "200 $1" ]; }

# Any way of answering will do.
answered() { [[ $(ask "$1") == 200\ * ]]; }

within_limit() {
  local deadline=$((SECONDS + LIMIT_S))
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

# Asks what is known and what is new, in turns, until go-on is gone; a line for each answer.
keep_asking() {
  while [ -e "$scratch/go-on" ]; do
    printf '%s\n' "$(ask 'What is the capital of France?')"
    printf '%s\n' "$(ask "Who wrote the book number $RANDOM about $1?")"
  done >>"$scratch/answers"
}
start_asking() {
  : >"$scratch/answers"
  touch "$scratch/go-on"
  for asker in boats trains; do keep_asking "$asker" & done
}
stop_asking() {
  rm -f "$scratch/go-on"
  wait
}
all_answered() {
  local others
  others=$(grep -vc '^200 ' "$scratch/answers") || true
  printf '        %s requests, %s not answered\n' "$(wc -l <"$scratch/answers")" "$others"
  grep -v '^200 ' "$scratch/answers" | sort | uniq -c || true
  [ "$others" = 0 ] && [ "$(wc -l <"$scratch/answers")" -gt 10 ]
}

health_is() { [[ $(curl -s -m 10 "$PROXY/health") == *"\"status\":\"$1\",\"services\""* ]]; }
container() { compose ps -aq "$1"; }
field_of() { docker inspect -f "$2" "$(container "$1")"; }
is_healthy() { [ "$(field_of "$1" '{{.State.Health.Status}}')" = healthy ]; }
runs_as_user() { [[ $(compose exec -T "$1" id -u) == [1-9]* ]]; }
has_no_capability() { compose exec -T "$1" grep -q '^CapEff:[[:space:]]*0*$' /proc/1/status; }
# A container that does not run says nothing, and must not pass for one that refuses.
root_is_read_only() { [ "$(compose exec -T "$1" sh -c 'touch /written 2>/dev/null || echo refused')" = refused ]; }
embeds() { [ "$(curl -s -m 20 "$EMBEDDING/embed" -H 'content-type: application/json' -d '{"text":"What is Rust?"}' | tr ',' '\n' | grep -c '[0-9]')" -ge 384 ]; }
is_logged() { compose exec -T proxy grep -q "$1" /app/logs/requests.log; }
counts() { curl -s -m 10 "$PROXY/metrics" | grep -q "$1"; }
status_of() { curl -s -m 10 -o /dev/null -w '%{http_code}' "$@" || true; }
knows() { field_of "$1" '{{json .Config.Env}}' | grep -q "$2"; }
knows_not() { [ -n "$(container "$1")" ] && ! knows "$@"; }
holds_no_env_file() {
  local found
  found=$(docker run --rm --network none --entrypoint find "strata-$1:${IMAGE_TAG:-local}" /app -name '.env*' -not -path '*/node_modules/*') && [ -z "$found" ]
}
qdrant_answers() {
  local got
  got=$(compose exec -T proxy node -e "fetch('http://qdrant:6333/collections', { headers: { 'api-key': '$2' } }).then((r) => console.log(r.status))")
  [ "$got" = "$1" ]
}

# When it last became so, in nanoseconds. Events of Docker: "start", "health_status: healthy".
when() {
  docker events --since "$began" --until "$(date +%s)" --filter "container=$(container "$1")" --filter "event=$2" \
    --format '{{.TimeNano}}' | tail -1
}
waited_for() { [ "$(when proxy start)" -gt "$(when "$1" 'health_status: healthy')" ]; }

# SIGKILL, and nothing brings it back until revive.
crash() { docker kill -s KILL "$(container "$1")" >/dev/null; }
revive() { docker start "$(container "$1")" >/dev/null; }

# Ends by itself, as far as Docker knows.
end_within() {
  case $1 in
    redis) compose exec -T redis redis-cli shutdown >/dev/null 2>&1 ;;
    qdrant) compose exec -T qdrant bash -c 'kill -TERM 1' ;;
    *) compose exec -T "$1" node -e "process.kill(1, 'SIGTERM')" ;;
  esac || true
}
was_restarted() { [ "$(field_of "$1" '{{.RestartCount}}')" -ge 1 ]; }

command -v docker >/dev/null || { echo 'docker is not installed' && exit 1; }
# The container's user reads it.
mkdir "$SMOKE_CONFIG" && chmod 755 "$scratch" "$SMOKE_CONFIG"
echo 'cache: { ttl: 1h }' >"$SMOKE_CONFIG/strata.yaml"
trap clean_up EXIT
compose down --volumes --remove-orphans >/dev/null 2>&1 || true

ok 'the compose file is valid' docker compose config -q
ok 'it is valid with the profile observability' docker compose --profile observability config -q
compose build
began=$(date +%s)
ok 'the stack comes up healthy' compose up -d --wait --wait-timeout "$LIMIT_S"

for service in redis qdrant embedding; do ok "the proxy was started when $service was healthy" waited_for "$service"; done
for service in proxy embedding redis qdrant; do
  ok "$service is healthy" is_healthy "$service"
  ok "$service runs as an ordinary user" runs_as_user "$service"
  ok "$service has no capabilities" has_no_capability "$service"
  ok "$service cannot write to its root filesystem" root_is_read_only "$service"
done
ok 'the embedding service answers with a vector of 384' embeds

ok 'the proxy has the secrets of .env' knows proxy "$ADMIN_KEY"
ok 'the embedding service has none' knows_not embedding 'smoke-'
ok 'Redis has none' knows_not redis 'smoke-'
ok 'Qdrant has its own' knows qdrant "$QDRANT_KEY"
ok 'Qdrant has no other' knows_not qdrant "$ADMIN_KEY"
ok 'Qdrant refuses who does not show it' qdrant_answers 401 wrong
ok 'Qdrant answers who does' qdrant_answers 200 "$QDRANT_KEY"
for image in proxy embedding; do ok "the image of $image holds no .env" holds_no_env_file "$image"; done
ok 'the admin routes are closed without the key' test "$(status_of "$PROXY/admin/stats")" = 401
ok 'the admin routes answer with it' test "$(status_of "$PROXY/admin/stats" -H "authorization: Bearer $ADMIN_KEY")" = 200
ok 'the dashboard is there' test "$(status_of "$PROXY/dashboard/")" = 200

ok 'a new question is a miss' asked '200 miss' 'What is the capital of France?'
ok 'the same question is an exact hit' within_limit cached exact-hit 'What is the capital of France?'
ok 'the same in other words is a semantic hit' within_limit cached semantic-hit 'What is the capital city of France?'
ok 'the request log says so' is_logged SEMANTIC_HIT
MODEL=gpt-4o-mini ask 'What is the capital of Norway?' >/dev/null
MODEL=gpt-4o-mini ok 'a model with a price is answered from the cache, too' within_limit cached exact-hit 'What is the capital of Norway?'
ok 'money saved is counted by the prices in the image' counts '^strata_cost_saved_dollars_total{model="gpt-4o-mini"}'
ok 'health says healthy' health_is healthy

for server in redis qdrant embedding; do
  start_asking
  crash "$server"
  ok "$server killed: a new question is answered" answered "Who wrote the book number ${RANDOM} about $server?"
  ok "$server killed: the known question is answered" answered 'What is the capital of France?'
  ok "$server killed: health says degraded" within_limit health_is degraded
  revive "$server"
  ok "$server back: it becomes healthy" within_limit is_healthy "$server"
  ok "$server back: the proxy takes it back" within_limit health_is healthy
  stop_asking
  ok "$server gone and back: no request failed" all_answered
done

for server in redis qdrant embedding proxy; do
  end_within "$server"
  ok "$server ended: it is started again" within_limit was_restarted "$server"
  ok "$server ended: it becomes healthy again" within_limit is_healthy "$server"
done
ok 'health says healthy after that' within_limit health_is healthy

# Each paraphrase is asked once only: from then on it is an exact hit.
compose down --timeout 20
ok 'the stack comes up again' compose up -d --wait --wait-timeout "$LIMIT_S"
ok 'the exact tier has survived' within_limit cached exact-hit 'What is the capital of France?'
ok 'the semantic tier has survived' within_limit cached semantic-hit "What's the capital of France?"

# Last, for it closes the door.
echo 'master_keys: [{ name: smoke, key: sk-smoke-smoke-smoke }]' >"$SMOKE_CONFIG/new.yaml"
mv "$SMOKE_CONFIG/new.yaml" "$SMOKE_CONFIG/strata.yaml"
closed() { [[ $(ask 'What is the capital of France?') == 401* ]]; }
ok 'a changed configuration file comes into force by itself' within_limit closed
ok 'a key of it opens the door' test "$(status_of "$PROXY/v1/models" -H 'authorization: Bearer sk-smoke-smoke-smoke')" = 200

compose stop --timeout 20 proxy
ok 'the proxy stops cleanly' test "$(field_of proxy '{{.State.ExitCode}}')" = 0

printf '\nImages:\n'
docker images --format '  {{.Repository}}:{{.Tag}} {{.Size}}' | grep -E 'strata-(proxy|embedding):'
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
