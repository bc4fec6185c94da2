/// The words that lie with a gallery.
enum GalleryReadme {
    static func text(pki: String, from: String, folder: String) -> String {
        """
        # Messages that are broken in one way each
        Made by `lgsp pki broken` from the demo PKI in `\(pki)`; none of it has any legal value. Each folder is one case:
        `message.edxml` as it is sent, `signature.p7s` where a detached CMS (DER) belongs to it, `certificate.pem` where the
        certificate is what is broken (the signer's first, then its issuers).

        `index.tsv` says of each case its name, the code that the bus refuses it with, who refuses it, and what is broken.
        Everything else in the message is right, signatures included, so that a receiver that refuses it does so for that
        one reason.

        | refused_by | who |
        |---|---|
        | `-` | nobody: a control, without any fault, which must be accepted |
        | `lint` | whoever reads the message as edXML (`lgsp lint`, and the door) |
        | `strict` | the same, where warnings count (`lgsp lint --strict`); the door accepts it |
        | `verify` | whoever verifies the signature (`lgsp verify`, and the door) |
        | `daemon` | the door alone, which knows agencies and documents, and takes no PEM |

        Send the cases in the order of the index: some need the first control to be there. Certificates and CRLs are judged
        by `root.pem`, `issuing.pem` and `crl.pem` of the PKI as they are after the gallery was made; a new gallery puts its
        own lists in the place of the old one's. Make it anew after half a year at the latest, and send it on the day it was
        made where your receiver looks at the date.

        ## Trying a receiver
        This sends all of it to the bus in the name of \(from), and tells what was answered otherwise than the index says;
        no output means that all is well. For a receiver of your own, put its request in the place of `curl`, and its
        answer's code, or whether it refused at all, in the place of `got`.

        ```sh
        url=https://127.0.0.1:8443/api/v1/documents pki=\(pki) gallery=\(folder)
        me=$pki/agencies/\(from)
        tail -n +2 $gallery/index.tsv | while IFS="$(printf '\\t')" read -r name code by what vi; do
          [ $by = strict ] && code=-
          set -- -H "Content-Type: application/edxml+xml" --data-binary @$gallery/$name/message.edxml
          [ -f $gallery/$name/signature.p7s ] && set -- "$@" -H "Lgsp-Signature: $(base64 -w0 $gallery/$name/signature.p7s)"
          answer=$(curl --silent --cacert $pki/root.pem --cert $me/certificate.pem --key $me/key.pem "$@" $url)
          got=$(printf %s "$answer" | sed -n 's|^{"type":"/errors/\\([a-z0-9_]*\\)".*|\\1|p')
          [ "${got:--}" = "$code" ] || echo "$name: ${got:-accepted} instead of $code"
        done
        ```

        """
    }
}
