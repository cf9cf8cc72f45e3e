// rabbitmq-c, and what Swift cannot say of it or of glibc: a call with variable arguments, constants with a cast.
#pragma once
#include <sys/eventfd.h>
#include <sys/time.h>
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>

static inline amqp_rpc_reply_t shop_amqp_login(
    amqp_connection_state_t state, const char *vhost, int frame_max, int heartbeat,
    const amqp_table_t *properties, const char *user, const char *password) {
    return amqp_login_with_properties(
        state, vhost, 0, frame_max, heartbeat, properties, AMQP_SASL_METHOD_PLAIN, user, password);
}

static inline int shop_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

enum {
    shop_amqp_basic_deliver = AMQP_BASIC_DELIVER_METHOD,
    shop_amqp_basic_return = AMQP_BASIC_RETURN_METHOD,
    shop_amqp_basic_ack = AMQP_BASIC_ACK_METHOD,
    shop_amqp_basic_nack = AMQP_BASIC_NACK_METHOD,
    shop_amqp_basic_cancel = AMQP_BASIC_CANCEL_METHOD,
    shop_amqp_basic_get_empty = AMQP_BASIC_GET_EMPTY_METHOD,
    shop_amqp_channel_close = AMQP_CHANNEL_CLOSE_METHOD,
    shop_amqp_channel_close_ok = AMQP_CHANNEL_CLOSE_OK_METHOD,
    shop_amqp_connection_close = AMQP_CONNECTION_CLOSE_METHOD,
    shop_amqp_connection_blocked = AMQP_CONNECTION_BLOCKED_METHOD,
    shop_amqp_connection_unblocked = AMQP_CONNECTION_UNBLOCKED_METHOD,
};
