// Load on NATS JetStream: messages to a stream in files with its acknowledgements, consumed and acknowledged.
#include "load.h"
#include <nats/nats.h>

static void check(natsStatus status, const char *what) {
    if (status != NATS_OK) fail("%s: %s", what, natsStatus_GetText(status));
}

static natsConnection *connection_to(const struct plan *plan) {
    natsConnection *connection = NULL;
    char address[64];
    snprintf(address, sizeof address, "nats://127.0.0.1:%d", plan->port);
    check(natsConnection_ConnectTo(&connection, address), "connect");
    return connection;
}

static const char *name_of(const struct pair *pair, char name[32]) {
    snprintf(name, 32, "load-%d", pair->number);
    return name;
}

// The server's answer to a message published: in the stream, or not.
static void take_confirm(jsCtx *stream, natsMsg *message, jsPubAck *ack, jsPubAckErr *error, void *closure) {
    (void)stream;
    struct pair *pair = closure;
    if (ack == NULL) fail("publish: %s", error != NULL && error->ErrText != NULL ? error->ErrText : "no answer");
    pair->confirmed++;
    natsMsg_Destroy(message);
}

static void *publish(void *argument) {
    struct pair *pair = argument;
    natsConnection *connection = connection_to(pair->plan);
    char name[32];
    name_of(pair, name);
    jsOptions options;
    jsOptions_Init(&options);
    options.PublishAsync.MaxPending = pair->plan->window;
    options.PublishAsync.StallWait = 30000;
    options.PublishAsync.AckHandler = take_confirm;
    options.PublishAsync.AckHandlerClosure = pair;
    jsCtx *stream = NULL;
    check(natsConnection_JetStream(&stream, connection, &options), "JetStream");
    char *body = body_of(pair);
    pthread_barrier_wait(pair->start);
    pair->first = now();
    while (now() < pair->first + pair->stop_after) {
        check(js_PublishAsync(stream, name, body, (int)pair->plan->size, NULL), "publish");
        pair->published++;
    }
    check(js_PublishAsyncComplete(stream, NULL), "publish");
    while (pair->confirmed < pair->published) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    pair->is_done = 1;
    jsCtx_Destroy(stream);
    natsConnection_Destroy(connection);
    free(body);
    return NULL;
}

// A stream of one subject whose messages are gone once they are acknowledged, as those of a queue.
static void declare(jsCtx *stream, const char *name) {
    jsStreamConfig config;
    jsStreamConfig_Init(&config);
    config.Name = name;
    config.Subjects = &name;
    config.SubjectsLen = 1;
    config.Retention = js_WorkQueuePolicy;
    config.Storage = js_FileStorage;
    check(js_AddStream(NULL, stream, &config, NULL, NULL), "the stream");
}

static uint64_t messages_in(jsCtx *stream, const char *name) {
    jsStreamInfo *info = NULL;
    check(js_GetStreamInfo(&info, stream, name, NULL, NULL), "the stream's state");
    uint64_t count = info->State.Msgs;
    jsStreamInfo_Destroy(info);
    return count;
}

static void *consume(void *argument) {
    struct pair *pair = argument;
    natsConnection *connection = connection_to(pair->plan);
    char name[32];
    name_of(pair, name);
    jsCtx *stream = NULL;
    check(natsConnection_JetStream(&stream, connection, NULL), "JetStream");
    declare(stream, name);
    jsSubOptions options;
    jsSubOptions_Init(&options);
    options.ManualAck = true;
    options.Config.Durable = name;
    options.Config.AckPolicy = js_AckExplicit;
    options.Config.MaxAckPending = pair->plan->prefetch;
    natsSubscription *subscription = NULL;
    check(js_SubscribeSync(&subscription, stream, name, NULL, &options, NULL), "subscribe");
    check(natsSubscription_SetPendingLimits(subscription, -1, -1), "subscribe");
    pthread_barrier_wait(pair->start);
    while (!pair->is_done || pair->acknowledged < pair->confirmed) {
        natsMsg *message = NULL;
        natsStatus status = natsSubscription_NextMsg(&message, subscription, 20);
        if (status == NATS_TIMEOUT) continue;
        check(status, "consume");
        if (natsMsg_GetDataLength(message) != (int)pair->plan->size) fail("a message of another size came");
        pair->consumed++;
        check(natsMsg_Ack(message, NULL), "ack");
        pair->acknowledged++;
        natsMsg_Destroy(message);
    }
    // The server has taken every acknowledgement once its stream is empty.
    check(natsConnection_Flush(connection), "flush");
    for (double limit = now() + 30; messages_in(stream, name) > 0;)
        if (now() > limit) fail("messages were left in the stream");
    pair->last = now();
    natsSubscription_Destroy(subscription);
    check(js_DeleteStream(stream, name, NULL, NULL), "the stream's end");
    jsCtx_Destroy(stream);
    natsConnection_Destroy(connection);
    return NULL;
}

int main(int count, char **words) {
    check(nats_Open(-1), "the library");
    int status = measure(count, words, publish, consume);
    nats_Close();
    return status;
}
