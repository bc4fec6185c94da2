// The answers that libmicrohttpd gives on its own, before a request is whole or where it cannot be read. Its header stays
// out of the module, since CMicroHTTPD has it already.
#pragma once

struct MHD_Connection;
struct MHD_Response;

/// Gives the answer to send in place of libmicrohttpd's own with `status`, which it may change; NULL to leave that as it
/// is. Called on the connection's thread.
typedef struct MHD_Response *(*lgsp_http_own_answer)(struct MHD_Connection *connection, unsigned *status);

/// Has `answer` asked for every answer that libmicrohttpd gives on its own, from now on, in the whole process.
void lgsp_http_answer_errors(lgsp_http_own_answer answer);

/// Queues an answer of the program itself: `MHD_queue_response` past what stands in its place here. 1, or 0 where it cannot
/// be queued.
int lgsp_http_queue(struct MHD_Connection *connection, unsigned status, struct MHD_Response *response);
