// libmicrohttpd. Its functions with options are variadic, and its enumerations are closed, which Swift would import as
// enums that trap on a value they do not know: both are wrapped here.
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <gnutls/gnutls.h>
#define enum_extensibility(x)
#include <microhttpd.h>
#undef enum_extensibility

typedef struct {
    const char *certificate;
    const char *key;
    const char *trust;
} lgsp_http_tls;

/// Leaves escapes as they are: libmicrohttpd would turn `%2F` into a separator before the path is split.
static size_t lgsp_http_keep(void *context, struct MHD_Connection *connection, char *text) {
    (void)context, (void)connection;
    size_t length = 0;
    while (text[length]) length++;
    return length;
}

/// TLS 1.3, and TLS 1.2 with authenticated encryption and keys of its own for each session (RFC 9325, 3.1.1 and 4.2). A
/// client that asks for renegotiation is cut by libmicrohttpd.
#define LGSP_HTTP_CIPHERS \
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-RSA"

/// What is told of a request's target as it came, up to its first NUL; it gives NULL.
typedef void *(*lgsp_http_heard)(void *context, const char *target, struct MHD_Connection *connection);

/// Starts a daemon without a socket of its own, in poll mode with a pool of threads: epoll mode can stall with exactly
/// 128 ready connections. `heard` is told of each request line before it is taken apart.
static inline struct MHD_Daemon *lgsp_http_start(
    unsigned threads, unsigned timeout, unsigned limit, const lgsp_http_tls *tls, MHD_AccessHandlerCallback handler,
    MHD_RequestCompletedCallback completed, MHD_NotifyConnectionCallback noticed, lgsp_http_heard heard, void *context) {
    unsigned flags = MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET;
    struct MHD_OptionItem secure[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(tls ? tls->certificate : NULL)},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(tls ? tls->key : NULL)},
        {MHD_OPTION_HTTPS_MEM_TRUST, 0, (void *)(tls ? tls->trust : NULL)},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)LGSP_HTTP_CIPHERS},
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    if (tls) flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, 0, NULL, NULL, handler, context, MHD_OPTION_THREAD_POOL_SIZE, threads, MHD_OPTION_CONNECTION_TIMEOUT,
        timeout, MHD_OPTION_CONNECTION_LIMIT, limit, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)65536,
        MHD_OPTION_NOTIFY_COMPLETED, completed, context, MHD_OPTION_NOTIFY_CONNECTION, noticed, context,
        MHD_OPTION_URI_LOG_CALLBACK, heard, context, MHD_OPTION_UNESCAPE_CALLBACK, lgsp_http_keep, NULL, MHD_OPTION_ARRAY,
        tls ? secure : plain, MHD_OPTION_END);
}

/// Gives a connected socket to the daemon, which closes it in the end, or at once where it cannot take it.
static inline int lgsp_http_add(struct MHD_Daemon *daemon, int descriptor) {
    struct sockaddr_storage address;
    socklen_t size = sizeof(address);
    if (getpeername(descriptor, (struct sockaddr *)&address, &size) != 0) {
        close(descriptor);
        return 0;
    }
    return MHD_add_connection(daemon, descriptor, (struct sockaddr *)&address, size) == MHD_YES;
}

/// What was kept for a connection when it began.
static inline void *lgsp_http_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/// How many bytes a request's head takes, from its method to the empty line; 0 where it is not in yet.
static inline size_t lgsp_http_head_size(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

/// The socket of a connection.
static inline int lgsp_http_descriptor(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/// Writes the address of a connection's peer to `bytes`, which has room for 16, and gives how many there are: 4, 16, or 0
/// where there is none.
static inline int lgsp_http_source(struct MHD_Connection *connection, unsigned char *bytes) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr) return 0;
    if (info->client_addr->sa_family == AF_INET) {
        // The places of `sin_addr` and `sin6_addr` in Linux: with their header here Glibc's module would lose it.
        memcpy(bytes, (const char *)info->client_addr + 4, 4);
        return 4;
    }
    if (info->client_addr->sa_family != AF_INET6) return 0;
    memcpy(bytes, (const char *)info->client_addr + 8, 16);
    return 16;
}

/// The DER of the certificate that the peer showed; NULL where it showed none.
static inline const unsigned char *lgsp_http_peer(struct MHD_Connection *connection, size_t *size) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (!info || !info->tls_session) return NULL;
    unsigned count = 0;
    const gnutls_datum_t *chain = gnutls_certificate_get_peers((gnutls_session_t)info->tls_session, &count);
    if (!chain || count == 0) return NULL;
    *size = chain[0].size;
    return chain[0].data;
}

/// Says the last words on a connection, past libmicrohttpd, which takes no answer while a body still comes in. Nothing is
/// waited for: what does not fit into the socket's buffer is lost.
static inline void lgsp_http_last_words(struct MHD_Connection *connection, const void *bytes, size_t size) {
    const union MHD_ConnectionInfo *secure = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    const union MHD_ConnectionInfo *plain = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (secure && secure->tls_session) {
        gnutls_record_send((gnutls_session_t)secure->tls_session, bytes, size);
        gnutls_bye((gnutls_session_t)secure->tls_session, GNUTLS_SHUT_WR);
    } else if (plain) {
        send(plain->connect_fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    if (plain) shutdown(plain->connect_fd, SHUT_WR);
}
