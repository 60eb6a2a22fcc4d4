#!/usr/bin/env bash
# Checks the whole stack on a machine with Docker: tests/compose/smoke.sh
# Builds the images, starts the stack, asks, crashes each server in turn, restarts everything, cleans up.
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
passed=0
failed=0

compose() { docker compose -f docker-compose.yml -f tests/compose/smoke.override.yml "$@"; }

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
  if [ "${KEEP:-}" != 1 ]; then compose down --volumes --remove-orphans --timeout 20 >/dev/null 2>&1 || true; fi
}

# Prints "<status> <x-cache>" of a chat completion.
ask() {
  curl -s -m 20 -o /dev/null -w '%{http_code} %header{x-cache}' "$PROXY/v1/chat/completions" \
    -H 'content-type: application/json' \
    -d "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"$1\"}]}" || true
}

asked() {
  local got
  got=$(ask "$1")
  [ "$got" = "$2" ] || { printf '        "%s": got "%s", wanted "%s"\n' "$1" "$got" "$2" && return 1; }
}

# Any way of answering will do.
answered() { [[ $(ask "$1") == 200\ * ]]; }

within_limit() {
  local deadline=$((SECONDS + LIMIT_S))
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.5
  done
}

health_is() { [[ $(curl -s -m 10 "$PROXY/health") == *"\"status\":\"$1\",\"services\""* ]]; }
container() { compose ps -aq "$1"; }
is_healthy() { [ "$(docker inspect -f '{{.State.Health.Status}}' "$(container "$1")")" = healthy ]; }
runs_as_user() { [ "$(compose exec -T "$1" id -u)" != 0 ]; }
has_no_capability() { compose exec -T "$1" grep -q '^CapEff:[[:space:]]*0*$' /proc/1/status; }
root_is_read_only() { ! compose exec -T "$1" sh -c 'touch /written' 2>/dev/null; }
embeds() { [ "$(curl -s -m 20 "$EMBEDDING/embed" -H 'content-type: application/json' -d '{"text":"What is Rust?"}' | tr ',' '\n' | grep -c '[0-9]')" -ge 384 ]; }
is_logged() { compose exec -T proxy grep -q "$1" /app/logs/requests.log; }

# SIGKILL, and nothing brings it back until revive.
crash() { docker kill -s KILL "$(container "$1")" >/dev/null; }
revive() { docker start "$(container "$1")" >/dev/null; }

command -v docker >/dev/null || { echo 'docker is not installed' && exit 1; }
trap clean_up EXIT
compose down --volumes --remove-orphans >/dev/null 2>&1 || true

ok 'the compose file is valid' compose config -q
ok 'it is valid with the profile observability' compose --profile observability config -q
compose build
ok 'the stack comes up healthy' compose up -d --wait --wait-timeout "$LIMIT_S"

for service in proxy embedding redis qdrant; do
  ok "$service is healthy" is_healthy "$service"
  ok "$service runs as an ordinary user" runs_as_user "$service"
  ok "$service has no capabilities" has_no_capability "$service"
  ok "$service cannot write to its root filesystem" root_is_read_only "$service"
done
ok 'the embedding service answers with a vector of 384' embeds

ok 'a new question is a miss' asked 'What is the capital of France?' '200 miss'
sleep 1
ok 'the same question is an exact hit' asked 'What is the capital of France?' '200 exact-hit'
ok 'the same in other words is a semantic hit' asked 'What is the capital city of France?' '200 semantic-hit'
ok 'the request log says so' is_logged SEMANTIC_HIT
ok 'health says healthy' health_is healthy

for server in redis qdrant embedding; do
  crash "$server"
  ok "$server killed: a new question is answered" answered "Who wrote the book number ${RANDOM} about $server?"
  ok "$server killed: the known question is answered" answered 'What is the capital of France?'
  ok "$server killed: health says degraded" within_limit health_is degraded
  revive "$server"
  ok "$server back: it becomes healthy" within_limit is_healthy "$server"
  ok "$server back: the proxy takes it back" within_limit health_is healthy
done

# Each paraphrase is asked once only: from then on it is an exact hit.
compose down --timeout 20
ok 'the stack comes up again' compose up -d --wait --wait-timeout "$LIMIT_S"
ok 'the exact tier has survived' asked 'What is the capital of France?' '200 exact-hit'
ok 'the semantic tier has survived' asked "What's the capital of France?" '200 semantic-hit'

compose stop --timeout 20 proxy
ok 'the proxy stops cleanly' test "$(docker inspect -f '{{.State.ExitCode}}' "$(container proxy)")" = 0

printf '\nImages:\n'
docker images --format '  {{.Repository}}:{{.Tag}} {{.Size}}' | grep -E 'strata-(proxy|embedding):'
printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
