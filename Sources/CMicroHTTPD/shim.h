// libmicrohttpd. Its enumerations are declared closed, which makes Swift import them as Swift enums that trap on a value
// they do not know; without that attribute they arrive as plain constants.
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <microhttpd.h>
