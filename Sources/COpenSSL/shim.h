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

/// Everything a certificate of the demo PKI says; texts are UTF-8, extensions are in OpenSSL's own notation.
typedef struct {
    const char *common_name;
    const char *organization;
    long long not_before;
    long long not_after;
    unsigned long long serial;
    const char *basic_constraints;
    const char *key_usage;
    const char *extended_key_usage;
    const char *alternative_names;
} lgsp_certificate_text;

static inline int lgsp_add_extension(X509 *certificate, X509 *issuer, int nid, const char *value) {
    if (!value) return 1;
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    if (!extension) return 0;
    int added = X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    return added;
}

/// A certificate for `key`, signed by the issuer; `issuer` NULL for one that signs itself.
static inline X509 *lgsp_make_certificate(
    const lgsp_certificate_text *text, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key) {
    X509 *made = X509_new();
    if (!made) return NULL;
    X509_NAME *name = X509_get_subject_name(made);
    int done = X509_set_version(made, X509_VERSION_3)
        && ASN1_INTEGER_set_uint64(X509_get_serialNumber(made), text->serial)
        && ASN1_TIME_set(X509_getm_notBefore(made), (time_t)text->not_before)
        && ASN1_TIME_set(X509_getm_notAfter(made), (time_t)text->not_after)
        && X509_NAME_add_entry_by_txt(name, "C", MBSTRING_UTF8, (const unsigned char *)"VN", -1, -1, 0)
        && X509_NAME_add_entry_by_txt(
            name, "O", MBSTRING_UTF8, (const unsigned char *)text->organization, -1, -1, 0)
        && X509_NAME_add_entry_by_txt(
            name, "CN", MBSTRING_UTF8, (const unsigned char *)text->common_name, -1, -1, 0)
        && X509_set_issuer_name(made, issuer ? X509_get_subject_name(issuer) : name) && X509_set_pubkey(made, key);
    X509 *parent = issuer ? issuer : made;
    done = done && lgsp_add_extension(made, parent, NID_basic_constraints, text->basic_constraints)
        && lgsp_add_extension(made, parent, NID_key_usage, text->key_usage)
        && lgsp_add_extension(made, parent, NID_ext_key_usage, text->extended_key_usage)
        && lgsp_add_extension(made, parent, NID_subject_alt_name, text->alternative_names)
        && lgsp_add_extension(made, parent, NID_subject_key_identifier, "hash")
        && lgsp_add_extension(made, parent, NID_authority_key_identifier, "keyid:always")
        && X509_sign(made, issuer_key, EVP_sha256()) > 0;
    if (done) return made;
    X509_free(made);
    return NULL;
}

/// A CRL of the issuer over these serial numbers.
static inline X509_CRL *lgsp_make_crl(
    X509 *issuer, EVP_PKEY *key, const unsigned long long *serials, const long long *times, size_t count,
    unsigned long long number, long long now, long long next) {
    X509_CRL *made = X509_CRL_new();
    ASN1_TIME *time = ASN1_TIME_new();
    ASN1_INTEGER *integer = ASN1_INTEGER_new();
    int done = made && time && integer && X509_CRL_set_version(made, X509_CRL_VERSION_2)
        && X509_CRL_set_issuer_name(made, X509_get_subject_name(issuer)) && ASN1_TIME_set(time, (time_t)now)
        && X509_CRL_set1_lastUpdate(made, time) && ASN1_TIME_set(time, (time_t)next)
        && X509_CRL_set1_nextUpdate(made, time) && ASN1_INTEGER_set_uint64(integer, number)
        && X509_CRL_add1_ext_i2d(made, NID_crl_number, integer, 0, 0);
    for (size_t index = 0; done && index < count; index++) {
        X509_REVOKED *revoked = X509_REVOKED_new();
        done = revoked && ASN1_INTEGER_set_uint64(integer, serials[index])
            && X509_REVOKED_set_serialNumber(revoked, integer) && ASN1_TIME_set(time, (time_t)times[index])
            && X509_REVOKED_set_revocationDate(revoked, time) && X509_CRL_add0_revoked(made, revoked);
    }
    done = done && X509_CRL_sort(made) && X509_CRL_sign(made, key, EVP_sha256()) > 0;
    ASN1_TIME_free(time);
    ASN1_INTEGER_free(integer);
    if (done) return made;
    X509_CRL_free(made);
    return NULL;
}
