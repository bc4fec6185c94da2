#define _GNU_SOURCE
#include "errors.h"

#include <dlfcn.h>
#include <microhttpd.h>

typedef enum MHD_Result (*queue)(struct MHD_Connection *, unsigned, struct MHD_Response *);

static lgsp_http_own_answer own_answer;

static queue library_queue(void) {
    static queue found;
    queue known = __atomic_load_n(&found, __ATOMIC_ACQUIRE);
    if (!known) {
        known = (queue)dlsym(RTLD_NEXT, "MHD_queue_response");
        __atomic_store_n(&found, known, __ATOMIC_RELEASE);
    }
    return known;
}

void lgsp_http_answer_errors(lgsp_http_own_answer answer) {
    __atomic_store_n(&own_answer, answer, __ATOMIC_RELEASE);
}

int lgsp_http_queue(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response) {
    queue known = library_queue();
    return known && known(connection, status, response) == MHD_YES;
}

/// libmicrohttpd has no option for the bodies of its own errors, but it calls its exported function for them, and a
/// program's function of that name goes before the library's (ELF, symbol interposition). Answers of the program itself
/// come through `lgsp_http_queue`, so only the library's own come here.
enum MHD_Result MHD_queue_response(
    struct MHD_Connection *connection, unsigned status, struct MHD_Response *response) {
    queue known = library_queue();
    if (!known) return MHD_NO;
    lgsp_http_own_answer answer = __atomic_load_n(&own_answer, __ATOMIC_ACQUIRE);
    struct MHD_Response *own = answer ? answer(connection, &status) : NULL;
    enum MHD_Result result = known(connection, status, own ? own : response);
    if (own) MHD_destroy_response(own);
    return result;
}
