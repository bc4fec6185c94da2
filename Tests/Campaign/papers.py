"""Documents, and their signatures by libcrypto, so that a client need not start a process for each."""
import ctypes
import ctypes.util
import itertools
import time

SENDERS = ["H10.02", "H10.05", "H10.13"]
# The first is never confirmed: its mailbox holds every document, once. The others confirm and state.
KEEPER, RECEIVERS = "G22", ["H10.31", "H10.03"]

crypto = ctypes.CDLL(ctypes.util.find_library("crypto"))
for name in ("BIO_new_mem_buf", "PEM_read_bio_X509", "PEM_read_bio_PrivateKey", "CMS_sign"):
    getattr(crypto, name).restype = ctypes.c_void_p
crypto.BIO_new_mem_buf.argtypes = [ctypes.c_char_p, ctypes.c_int]
for name in ("PEM_read_bio_X509", "PEM_read_bio_PrivateKey"):
    getattr(crypto, name).argtypes = [ctypes.c_void_p] * 4
crypto.CMS_sign.argtypes = [ctypes.c_void_p] * 4 + [ctypes.c_uint]
crypto.i2d_CMS_ContentInfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
crypto.CMS_ContentInfo_free.argtypes = crypto.BIO_free.argtypes = [ctypes.c_void_p]
# Detached, binary, and without attributes: a claimed time of signing would not fit a clock that is set back.
FLAGS = 0x40 | 0x80 | 0x100


class Signer:
    """Signs as the agency whose certificate and key lie in `folder`."""

    def __init__(self, folder):
        self.certificate = self.read(folder + "/certificate.pem", crypto.PEM_read_bio_X509)
        self.key = self.read(folder + "/key.pem", crypto.PEM_read_bio_PrivateKey)

    @staticmethod
    def read(path, parse):
        with open(path, "rb") as file:
            text = file.read()
        bio = crypto.BIO_new_mem_buf(text, len(text))
        found = parse(bio, None, None, None)
        crypto.BIO_free(bio)
        assert found, path
        return found

    def sign(self, content):
        """A detached CMS in DER."""
        bio = crypto.BIO_new_mem_buf(content, len(content))
        signed = crypto.CMS_sign(self.certificate, self.key, None, bio, FLAGS)
        assert signed, "CMS_sign"
        size = crypto.i2d_CMS_ContentInfo(signed, None)
        buffer = ctypes.create_string_buffer(size)
        crypto.i2d_CMS_ContentInfo(signed, ctypes.byref(ctypes.c_void_p(ctypes.addressof(buffer))))
        crypto.CMS_ContentInfo_free(signed)
        crypto.BIO_free(bio)
        return buffer.raw


numbers = itertools.count(1)


def paper(sender, receivers, padding):
    """A new document: its DocumentId, its subject and its bytes."""
    number = next(numbers)
    # Of before every moment that the clock is set to.
    day = time.strftime("%Y/%m/%d", time.gmtime(time.time() - 3 * 86_400))
    name, subject = f"{sender},{day},{number}/CD", f"Thử thách số {number} của {sender}"
    to = "".join(f"<edXML:To><edXML:OrganId>{code}</edXML:OrganId></edXML:To>" for code in receivers)
    return name, subject, f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016" xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
<edXML:From><edXML:OrganId>{sender}</edXML:OrganId></edXML:From>{to}
<edXML:DocumentId>{name}</edXML:DocumentId>
<edXML:Code><edXML:CodeNumber>{number}</edXML:CodeNumber><edXML:CodeNotation>CD</edXML:CodeNotation></edXML:Code>
<edXML:PromulgationInfo><edXML:PromulgationDate>{day}</edXML:PromulgationDate></edXML:PromulgationInfo>
<edXML:DocumentType><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
<edXML:Subject>{subject}</edXML:Subject>
</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope><!--{'p' * padding}-->
</edXML>
""".encode()
