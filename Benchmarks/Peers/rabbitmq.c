// Load on RabbitMQ: persistent messages to a quorum queue with publisher confirms, consumed and acknowledged.
#include "load.h"
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_tcp_socket.h>

enum { channel = 1 };

static void check(amqp_rpc_reply_t reply, const char *what) {
    if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION)
        fail("%s: %s", what, amqp_error_string2(reply.library_error));
    if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION && reply.reply.id == AMQP_CHANNEL_CLOSE_METHOD) {
        amqp_bytes_t text = ((amqp_channel_close_t *)reply.reply.decoded)->reply_text;
        fail("%s: %.*s", what, (int)text.len, (char *)text.bytes);
    }
    fail("%s: refused by the server", what);
}

static amqp_connection_state_t connection_to(const struct plan *plan) {
    amqp_connection_state_t connection = amqp_new_connection();
    amqp_socket_t *socket = amqp_tcp_socket_new(connection);
    if (socket == NULL || amqp_socket_open(socket, "127.0.0.1", plan->port) != AMQP_STATUS_OK) fail("no connection");
    check(amqp_login(connection, "/", 0, 131072, 0, AMQP_SASL_METHOD_PLAIN, plan->user, plan->password), "login");
    amqp_channel_open(connection, channel);
    check(amqp_get_rpc_reply(connection), "channel.open");
    return connection;
}

static void close_all(amqp_connection_state_t connection) {
    check(amqp_connection_close(connection, AMQP_REPLY_SUCCESS), "connection.close");
    amqp_destroy_connection(connection);
}

static amqp_bytes_t queue_of(const struct pair *pair, char name[32]) {
    snprintf(name, 32, "load-%d", pair->number);
    return amqp_cstring_bytes(name);
}

static void declare(amqp_connection_state_t connection, amqp_bytes_t queue) {
    amqp_table_entry_t entry = {
        .key = amqp_cstring_bytes("x-queue-type"),
        .value = {.kind = AMQP_FIELD_KIND_UTF8, .value.bytes = amqp_cstring_bytes("quorum")},
    };
    amqp_table_t arguments = {.num_entries = 1, .entries = &entry};
    amqp_queue_declare(connection, channel, queue, 0, 1, 0, 0, arguments);
    check(amqp_get_rpc_reply(connection), "queue.declare");
}

// The publisher's messages by delivery tag: which of those from `lowest` on are confirmed already.
struct window {
    uint64_t lowest, next;
    char *is_confirmed;
};

static void confirm(struct window *window, struct pair *pair, uint64_t tag) {
    char *flag = &window->is_confirmed[tag % (uint64_t)pair->plan->window];
    if (tag < window->lowest || tag >= window->next || *flag) fail("a confirm for a message that awaits none");
    *flag = 1;
    pair->confirmed++;
}

// Takes one confirm from the server, if need be waiting for it; they may come out of order and stand for several.
static int take_confirm(amqp_connection_state_t connection, struct window *window, struct pair *pair, int must_wait) {
    struct timeval limit = {.tv_sec = must_wait ? 30 : 0};
    amqp_frame_t frame;
    int status = amqp_simple_wait_frame_noblock(connection, &frame, &limit);
    if (status == AMQP_STATUS_TIMEOUT && !must_wait) return 0;
    if (status != AMQP_STATUS_OK) fail("confirm: %s", amqp_error_string2(status));
    if (frame.frame_type != AMQP_FRAME_METHOD || frame.payload.method.id != AMQP_BASIC_ACK_METHOD)
        fail("something else came than a confirm");
    const amqp_basic_ack_t *ack = frame.payload.method.decoded;
    uint64_t size = (uint64_t)pair->plan->window;
    for (uint64_t tag = ack->multiple ? window->lowest : ack->delivery_tag; tag <= ack->delivery_tag; tag++)
        if (!window->is_confirmed[tag % size] || !ack->multiple) confirm(window, pair, tag);
    for (; window->lowest < window->next && window->is_confirmed[window->lowest % size]; window->lowest++)
        window->is_confirmed[window->lowest % size] = 0;
    amqp_maybe_release_buffers_on_channel(connection, channel);
    return 1;
}

static void *publish(void *argument) {
    struct pair *pair = argument;
    amqp_connection_state_t connection = connection_to(pair->plan);
    char name[32];
    amqp_bytes_t queue = queue_of(pair, name);
    amqp_confirm_select(connection, channel);
    check(amqp_get_rpc_reply(connection), "confirm.select");
    amqp_basic_properties_t properties = {._flags = AMQP_BASIC_DELIVERY_MODE_FLAG, .delivery_mode = 2};
    amqp_bytes_t body = {.len = pair->plan->size, .bytes = body_of(pair)};
    struct window window = {1, 1, calloc((size_t)pair->plan->window, 1)};
    if (window.is_confirmed == NULL) fail("out of memory");
    pthread_barrier_wait(pair->start);
    pair->first = now();
    while (now() < pair->first + pair->stop_after) {
        while (window.next - window.lowest >= (uint64_t)pair->plan->window) take_confirm(connection, &window, pair, 1);
        int status =
            amqp_basic_publish(connection, channel, amqp_empty_bytes, queue, 0, 0, &properties, body);
        if (status != AMQP_STATUS_OK) fail("publish: %s", amqp_error_string2(status));
        window.next++;
        pair->published++;
        while (take_confirm(connection, &window, pair, 0)) {}
    }
    while (window.lowest < window.next) take_confirm(connection, &window, pair, 1);
    pair->is_done = 1;
    close_all(connection);
    free(body.bytes), free(window.is_confirmed);
    return NULL;
}

static void *consume(void *argument) {
    struct pair *pair = argument;
    amqp_connection_state_t connection = connection_to(pair->plan);
    char name[32];
    amqp_bytes_t queue = queue_of(pair, name);
    declare(connection, queue);
    amqp_basic_qos(connection, channel, 0, (uint16_t)pair->plan->prefetch, 0);
    check(amqp_get_rpc_reply(connection), "basic.qos");
    amqp_basic_consume(connection, channel, queue, amqp_empty_bytes, 0, 0, 0, amqp_empty_table);
    check(amqp_get_rpc_reply(connection), "basic.consume");
    pthread_barrier_wait(pair->start);
    while (!pair->is_done || pair->acknowledged < pair->confirmed) {
        struct timeval limit = {.tv_usec = 20000};
        amqp_envelope_t envelope;
        amqp_maybe_release_buffers(connection);
        amqp_rpc_reply_t reply = amqp_consume_message(connection, &envelope, &limit, 0);
        if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION && reply.library_error == AMQP_STATUS_TIMEOUT) continue;
        check(reply, "consume");
        if (envelope.message.body.len != pair->plan->size) fail("a message of another size came");
        if (envelope.redelivered) fail("a message came twice");
        pair->consumed++;
        // Acknowledged together: all that is here already, and at the latest half of what may be under way.
        int is_more = amqp_frames_enqueued(connection) || amqp_data_in_buffer(connection);
        if (!is_more || pair->consumed - pair->acknowledged >= (pair->plan->prefetch + 1) / 2) {
            int status = amqp_basic_ack(connection, channel, envelope.delivery_tag, 1);
            if (status != AMQP_STATUS_OK) fail("ack: %s", amqp_error_string2(status));
            pair->acknowledged = pair->consumed;
        }
        amqp_destroy_envelope(&envelope);
    }
    // The answer to a later request on the same channel says that the server has taken the acknowledgements. It hands
    // them to the queue in its own time, and would drop those still under way if the channel closed at once.
    amqp_basic_qos(connection, channel, 0, (uint16_t)pair->plan->prefetch, 0);
    check(amqp_get_rpc_reply(connection), "basic.qos");
    pair->last = now();
    nanosleep(&(struct timespec){.tv_nsec = 500000000}, NULL);
    check(amqp_channel_close(connection, channel, AMQP_REPLY_SUCCESS), "channel.close");
    amqp_channel_open(connection, channel + 1);
    check(amqp_get_rpc_reply(connection), "channel.open");
    amqp_queue_delete_ok_t *deleted = amqp_queue_delete(connection, channel + 1, queue, 0, 0);
    check(amqp_get_rpc_reply(connection), "queue.delete");
    if (deleted->message_count != 0) fail("%u messages were left in the queue", deleted->message_count);
    close_all(connection);
    return NULL;
}

int main(int count, char **words) {
    if (getenv("LOAD_USER") == NULL || getenv("LOAD_PASSWORD") == NULL) fail("LOAD_USER or LOAD_PASSWORD is not set");
    return measure(count, words, publish, consume);
}
