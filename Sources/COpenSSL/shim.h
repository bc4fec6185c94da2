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
    /// Not 0: signed with SHA-1, which every check refuses.
    int is_weak;
    /// Not 0: with a critical extension that nobody knows.
    int has_unknown_extension;
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

/// A critical extension under 2.999.1, an arc for examples (ITU-T X.660).
static inline int lgsp_add_unknown_extension(X509 *certificate) {
    ASN1_OBJECT *name = OBJ_txt2obj("2.999.1", 1);
    ASN1_OCTET_STRING *value = ASN1_OCTET_STRING_new();
    X509_EXTENSION *extension = NULL;
    int added = name && value && ASN1_OCTET_STRING_set(value, (const unsigned char *)"\x05", 2)
        && (extension = X509_EXTENSION_create_by_OBJ(NULL, name, 1, value))
        && X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    ASN1_OCTET_STRING_free(value);
    ASN1_OBJECT_free(name);
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
        && (!text->has_unknown_extension || lgsp_add_unknown_extension(made))
        && X509_sign(made, issuer_key, text->is_weak ? EVP_sha1() : EVP_sha256()) > 0;
    if (done) return made;
    X509_free(made);
    return NULL;
}

/// The signature over a SHA-1, which every check refuses; the number of its bytes, 0 where it can't be made.
static inline size_t lgsp_sign_sha1(
    EVP_PKEY *key, const unsigned char *bytes, size_t count, unsigned char *signature, size_t capacity) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    size_t length = capacity;
    int done = context && EVP_DigestSignInit(context, NULL, EVP_sha1(), NULL, key) == 1
        && EVP_DigestSign(context, signature, &length, bytes, count) == 1;
    EVP_MD_CTX_free(context);
    return done ? length : 0;
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

/// What a chain is refused for: each error with the place of its certificate, as far as there is room.
typedef struct {
    int *errors;
    int *depths;
    int count;
    int capacity;
    /// Not 0: CRLs of a later time judge the moment, and only revocations before the moment count.
    int hindsight;
    long long moment;
} lgsp_objections;

/// Whether every list that names the certificate at hand says it was revoked after `moment`.
static inline int lgsp_revoked_later(X509_STORE_CTX *context, long long moment) {
    // OpenSSL doesn't say in the callback which CRL it looked at.
    X509 *certificate = X509_STORE_CTX_get_current_cert(context);
    if (!certificate) return 0;
    STACK_OF(X509_CRL) *lists = X509_STORE_CTX_get1_crls(context, X509_get_issuer_name(certificate));
    time_t time = (time_t)moment;
    int later = lists && sk_X509_CRL_num(lists) > 0;
    for (int index = 0; later && index < sk_X509_CRL_num(lists); index++) {
        X509_REVOKED *revoked = NULL;
        if (X509_CRL_get0_by_cert(sk_X509_CRL_value(lists, index), &revoked, certificate) == 1)
            later = X509_cmp_time(X509_REVOKED_get0_revocationDate(revoked), &time) > 0;
    }
    sk_X509_CRL_pop_free(lists, X509_CRL_free);
    return later;
}

static inline int lgsp_object(int stands, X509_STORE_CTX *context) {
    if (stands) return 1;
    lgsp_objections *list = (lgsp_objections *)X509_STORE_CTX_get_ex_data(context, 0);
    int error = X509_STORE_CTX_get_error(context);
    if (list->hindsight && error == X509_V_ERR_CRL_NOT_YET_VALID) return 1;
    if (list->hindsight && error == X509_V_ERR_CERT_REVOKED && lgsp_revoked_later(context, list->moment)) return 1;
    if (list->count == list->capacity) return 0;
    list->errors[list->count] = error;
    list->depths[list->count++] = X509_STORE_CTX_get_error_depth(context);
    return 1;
}

/// `X509_verify_cert` that goes on after an error and lists them all; whoever calls it looks at the list first.
static inline int lgsp_verify_chain(X509_STORE_CTX *context, lgsp_objections *list) {
    if (!X509_STORE_CTX_set_ex_data(context, 0, list)) return -1;
    X509_STORE_CTX_set_verify_cb(context, lgsp_object);
    return X509_verify_cert(context);
}

/// `content` as CMS AuthEnvelopedData (RFC 5083) by AES-256-GCM, for whoever knows the password (RFC 3211): DER, to be freed
/// with `CMS_ContentInfo_free`. NULL where OpenSSL fails.
static inline CMS_ContentInfo *lgsp_seal(BIO *content, unsigned char *password, long length, int rounds) {
    CMS_ContentInfo *made = CMS_encrypt(NULL, content, EVP_aes_256_gcm(), CMS_PARTIAL | CMS_BINARY);
    if (!made) return NULL;
    unsigned char *copy = OPENSSL_memdup(password, length);
    CMS_RecipientInfo *recipient =
        copy ? CMS_add0_recipient_password(made, rounds, NID_undef, NID_undef, copy, length, EVP_aes_256_cbc()) : NULL;
    if (!recipient) OPENSSL_free(copy);
    if (recipient && CMS_final(made, content, NULL, CMS_BINARY)) return made;
    CMS_ContentInfo_free(made);
    return NULL;
}

/// Writes what `lgsp_seal` made out of `message` into `content`; 0 where the password is not the one, or OpenSSL fails.
static inline int lgsp_open_seal(CMS_ContentInfo *message, unsigned char *password, long length, BIO *content) {
    return CMS_decrypt_set1_password(message, password, length)
        && CMS_decrypt(message, NULL, NULL, NULL, content, CMS_BINARY);
}
