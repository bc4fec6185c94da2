// The parts of OpenSSL's libcrypto that Trust uses. Macros and variadic functions get a `static inline` twin here.
#pragma once
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/// A fresh key on a named curve; `EVP_PKEY_Q_keygen` is variadic.
static inline EVP_PKEY *lgsp_generate_ec(const char *curve) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", curve);
}

/// A fresh RSA key; `EVP_PKEY_Q_keygen` is variadic.
static inline EVP_PKEY *lgsp_generate_rsa(size_t bits) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "RSA", bits);
}

/// Names as in RFC 4514, letters beyond ASCII as they are; the flag is a macro that Swift can't import.
static inline unsigned long lgsp_name_flags(void) {
    return XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
}
