// What the load clients of all peers share: the plan on the command line, the counts, the clock, the line of JSON.
//
// A client starts PAIRS publishers, each to a queue of its own with one consumer, first for the warm-up and then for
// the measurement. The clock runs from the first message published to the moment the server has taken the last
// acknowledgement; every message must have been published, confirmed, consumed and acknowledged by then.
#ifndef LOAD_H
#define LOAD_H
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

struct plan {
    int port;
    int pairs;
    // Messages that may be published and not yet confirmed, of each publisher.
    int window;
    // Messages that may be delivered and not yet acknowledged, of each consumer.
    int prefetch;
    size_t size;
    double warm_up, seconds;
    const char *user, *password;
};

// One publisher and its consumer.
struct pair {
    const struct plan *plan;
    int number;
    pthread_barrier_t *start;
    double stop_after;
    atomic_long published, confirmed, consumed, acknowledged;
    // Set once `confirmed` is final.
    atomic_int is_done;
    double first, last;
};

// Says what went wrong and ends the whole measurement: a figure with a fault in it is none.
#define fail(...) (fprintf(stderr, __VA_ARGS__), fputc('\n', stderr), exit(1))

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static struct plan plan_from(int count, char **words) {
    if (count != 8) fail("usage: %s PORT PAIRS WINDOW PREFETCH SIZE WARM-UP-SECONDS SECONDS", words[0]);
    struct plan plan = {
        .port = atoi(words[1]), .pairs = atoi(words[2]), .window = atoi(words[3]), .prefetch = atoi(words[4]),
        .size = strtoul(words[5], NULL, 10), .warm_up = atof(words[6]), .seconds = atof(words[7]),
        .user = getenv("LOAD_USER"), .password = getenv("LOAD_PASSWORD"),
    };
    if (plan.pairs < 1 || plan.window < 1 || plan.prefetch < 1 || plan.size < 16) fail("a number is too small");
    return plan;
}

// Bytes that do not compress and differ from pair to pair.
static char *body_of(const struct pair *pair) {
    char *body = malloc(pair->plan->size);
    if (body == NULL) fail("out of memory");
    unsigned long state = 88172645463325252UL + (unsigned long)pair->number;
    for (size_t index = 0; index < pair->plan->size; index++) {
        state ^= state << 13, state ^= state >> 7, state ^= state << 17;
        body[index] = (char)state;
    }
    return body;
}

typedef void *(*role)(void *);

// Runs all pairs for `seconds` and until everything is acknowledged; prints the line when it is the measurement.
static void run(const struct plan *plan, role publish, role consume, double seconds, int is_measured) {
    struct pair *pairs = calloc((size_t)plan->pairs, sizeof *pairs);
    pthread_t *threads = calloc((size_t)plan->pairs * 2, sizeof *threads);
    pthread_barrier_t start;
    if (pairs == NULL || threads == NULL) fail("out of memory");
    pthread_barrier_init(&start, NULL, (unsigned)plan->pairs * 2);
    double processor = processor_seconds();
    for (int index = 0; index < plan->pairs; index++) {
        pairs[index].plan = plan;
        pairs[index].number = index;
        pairs[index].start = &start;
        pairs[index].stop_after = seconds;
        if (pthread_create(&threads[index * 2], NULL, publish, &pairs[index]) != 0 ||
            pthread_create(&threads[index * 2 + 1], NULL, consume, &pairs[index]) != 0)
            fail("no thread could be started");
    }
    for (int index = 0; index < plan->pairs * 2; index++) pthread_join(threads[index], NULL);
    long published = 0, confirmed = 0, consumed = 0, acknowledged = 0;
    double first = pairs[0].first, last = pairs[0].last;
    for (int index = 0; index < plan->pairs; index++) {
        published += pairs[index].published, confirmed += pairs[index].confirmed;
        consumed += pairs[index].consumed, acknowledged += pairs[index].acknowledged;
        if (pairs[index].first < first) first = pairs[index].first;
        if (pairs[index].last > last) last = pairs[index].last;
    }
    if (published != confirmed || confirmed != consumed || consumed != acknowledged)
        fail("published %ld, confirmed %ld, consumed %ld, acknowledged %ld", published, confirmed, consumed,
             acknowledged);
    if (is_measured)
        printf("{\"documents_per_second\":%.0f,\"published\":%ld,\"confirmed\":%ld,\"consumed\":%ld,"
               "\"acknowledged\":%ld,\"seconds\":%.3f,\"size\":%zu,\"pairs\":%d,\"window\":%d,\"prefetch\":%d,"
               "\"client_processor_seconds\":%.2f}\n",
               (double)acknowledged / (last - first), published, confirmed, consumed, acknowledged, last - first,
               plan->size, plan->pairs, plan->window, plan->prefetch, processor_seconds() - processor);
    pthread_barrier_destroy(&start);
    free(pairs), free(threads);
}

static int measure(int count, char **words, role publish, role consume) {
    struct plan plan = plan_from(count, words);
    run(&plan, publish, consume, plan.warm_up, 0);
    run(&plan, publish, consume, plan.seconds, 1);
    return 0;
}
#endif
