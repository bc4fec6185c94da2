#!/usr/bin/env bash
# RabbitMQ in the foreground with all it has in one folder: `serve-rabbitmq.sh FOLDER PORT`. It listens on loopback
# only; its cookie and its user's password are made for this run (LOAD_USER, LOAD_PASSWORD). Ends with SIGTERM.
set -euo pipefail
cd "$(dirname "$0")/../.."
tools=$PWD/.build/tools/peers
folder=$(realpath -m "$1")
port=$2
mkdir -p "$folder"
cd "$folder"
cat >rabbitmq.conf <<CONF
listeners.tcp.1 = 127.0.0.1:$port
default_user = $LOAD_USER
default_pass = $LOAD_PASSWORD
log.console = true
log.console.level = warning
log.file = false
CONF
: >enabled_plugins
export HOME=$folder PATH=$tools/usr/lib/erlang/bin:$PATH
export RABBITMQ_CONFIG_FILE=$folder/rabbitmq RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder/log RABBITMQ_PID_FILE=$folder/pid
export RABBITMQ_ENABLED_PLUGINS_FILE=$folder/enabled_plugins RABBITMQ_GENERATED_CONFIG_DIR=$folder/generated
export RABBITMQ_NODENAME=lgsp-bench@localhost RABBITMQ_DIST_PORT=$((port + 1))
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT=$((port + 2))
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}'
"$tools"/usr/lib/erlang/erts-*/bin/epmd -port "$ERL_EPMD_PORT" &
epmd=$!
"$tools/usr/lib/rabbitmq/lib/"rabbitmq_server-*/sbin/rabbitmq-server &
server=$!
trap 'kill $server' TERM INT
trap 'kill $epmd 2>/dev/null; wait' EXIT
wait $server || true
wait $server || true
