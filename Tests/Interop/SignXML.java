import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;

/** Signs an edXML message with Java's own XML signatures, as a document-management system written in Java does. */
public class SignXML {
    /** IN OUT KEY.der CERTIFICATE.pem SIGNATURE-METHOD CANONICALIZATION TRANSFORM|- PREFIX|- */
    public static void main(String[] words) throws Exception {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        Document document = builders.newDocumentBuilder().parse(new File(words[0]));
        PrivateKey key = KeyFactory.getInstance(words[4].contains("ecdsa") ? "EC" : "RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(Paths.get(words[2]))));
        X509Certificate certificate;
        try (FileInputStream file = new FileInputStream(words[3])) {
            certificate = (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(file);
        }
        XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
        List<Transform> transforms = new ArrayList<>();
        transforms.add(signatures.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null));
        if (!words[6].equals("-")) {
            transforms.add(signatures.newTransform(words[6], (TransformParameterSpec) null));
        }
        Reference reference = signatures.newReference(
            "", signatures.newDigestMethod(DigestMethod.SHA256, null), transforms, null, null);
        SignedInfo info = signatures.newSignedInfo(
            signatures.newCanonicalizationMethod(words[5], (C14NMethodParameterSpec) null),
            signatures.newSignatureMethod(words[4], null), Collections.singletonList(reference));
        KeyInfoFactory infos = signatures.getKeyInfoFactory();
        List<Object> data = new ArrayList<>();
        data.add(infos.newX509IssuerSerial(certificate.getIssuerX500Principal().getName(), certificate.getSerialNumber()));
        data.add(certificate.getSubjectX500Principal().getName());
        data.add(certificate);
        KeyInfo keyInfo = infos.newKeyInfo(Collections.singletonList(infos.newX509Data(data)));
        DOMSignContext context =
            new DOMSignContext(key, document.getElementsByTagNameNS("*", "edXMLHeader").item(0));
        if (!words[7].equals("-")) {
            context.setDefaultNamespacePrefix(words[7]);
        }
        signatures.newXMLSignature(info, keyInfo).sign(context);
        try (OutputStream out = new FileOutputStream(words[1])) {
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(out));
        }
    }
}
