using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

/// <summary>Signs an edXML message with SignedXml of .NET, as a document-management system written in C# does.</summary>
public static class SignXML
{
    /// <summary>IN OUT KEY.pfx SIGNATURE-METHOD DIGEST-METHOD CANONICALIZATION TRANSFORM|- x509|none</summary>
    public static int Main(string[] words)
    {
        var document = new XmlDocument { PreserveWhitespace = true };
        document.Load(words[0]);
        var certificate = new X509Certificate2(words[2], "pass", X509KeyStorageFlags.Exportable);
        var key = new RSACryptoServiceProvider();
        key.FromXmlString(certificate.PrivateKey.ToXmlString(true));

        var signed = new SignedXml(document) { SigningKey = key };
        signed.SignedInfo.SignatureMethod = words[3];
        signed.SignedInfo.CanonicalizationMethod = words[5];
        var reference = new Reference { Uri = "", DigestMethod = words[4] };
        reference.AddTransform(new XmlDsigEnvelopedSignatureTransform());
        if (words[6] != "-")
        {
            reference.AddTransform((Transform)CryptoConfig.CreateFromName(words[6]));
        }
        signed.AddReference(reference);
        if (words[7] == "x509")
        {
            signed.KeyInfo = new KeyInfo();
            signed.KeyInfo.AddClause(new KeyInfoX509Data(certificate));
        }
        signed.ComputeSignature();
        var header = document.GetElementsByTagName("edXML:edXMLHeader")[0];
        header.AppendChild(document.ImportNode(signed.GetXml(), true));
        document.Save(words[1]);
        return 0;
    }
}
