#!/bin/sh
# Runs Debian's rabbitmq-server for one shop: as whoever calls, on this machine's loopback only, with all its files in one
# folder. It becomes the server, so whoever started it can stop, kill and await it like any other process.
#
#   start.sh FOLDER PORT MAPPER-PORT DISTRIBUTION-PORT
#
# A fleet says these in its settings. FOLDER/rabbitmq.config is read if it is there; it is of Erlang's terms, since a server
# needs two seconds of each start to make them of a rabbitmq.conf. With SHOP_LIFELINE=stdin the server is killed when standard
# input ends: then whoever started it is gone, and everything it has confirmed is on the disk.
set -eu
folder=${1:-$SHOP_HOME/data/rabbitmq}
port=${2:-${SHOP_ADDRESS##*:}}
mapper=${3:-$SHOP_RABBITMQ_MAPPER}
distribution=${4:-$SHOP_RABBITMQ_DISTRIBUTION}
mkdir -p "$folder"
cd "$folder"

server=/usr/lib/rabbitmq/bin/rabbitmq-server
if ! [ -x "$server" ]; then
    echo "rabbitmq-server is missing; apt-get install rabbitmq-server brings it" >&2
    exit 1
fi

export HOME="$folder" ERL_EPMD_PORT="$mapper" ERL_EPMD_ADDRESS=127.0.0.1 ERL_CRASH_DUMP=/dev/null
export RABBITMQ_NODENAME=shop@localhost RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_NODE_IP_ADDRESS=127.0.0.1 RABBITMQ_NODE_PORT="$port" RABBITMQ_DIST_PORT="$distribution"
export RABBITMQ_MNESIA_BASE="$folder/data" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_LOGS=-
export RABBITMQ_CONFIG_FILE="$folder/rabbitmq.config" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/plugins"
[ -e rabbitmq.config ] || echo '[].' > rabbitmq.config
echo '[].' > plugins

# Input is allowed, so that no shell stays between; and refused to the machine itself. Nobody spins while it waits.
export RABBITMQ_ALLOW_INPUT=1
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-noinput +S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none \
-sname $RABBITMQ_NODENAME -start_epmd false -kernel inet_dist_use_interface {127,0,0,1} \
inet_dist_listen_min $distribution inet_dist_listen_max $distribution"

# Erlang's port mapper, a private one: it ends with the server, however that ends. A server whose Erlang has its name from the
# beginning does not start another Erlang to see to the mapper.
setpriv --pdeathsig TERM epmd -port "$mapper" -address 127.0.0.1 < /dev/null &
until epmd -port "$mapper" -names > /dev/null 2>&1; do sleep 0.02; done

if [ "${SHOP_LIFELINE:-}" = stdin ]; then
    exec 3<&0
    setpriv --pdeathsig KILL sh -c 'while read -r _; do :; done; kill -KILL "$0"' $$ <&3 &
    exec 3<&-
fi
exec "$server" < /dev/null
