// GnuTLS: what the HTTP server needs to read the peer's certificate.
#pragma once
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
