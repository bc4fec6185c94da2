import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A client of the national axis's interface (/vxp) with the JDK alone:
 *
 * <pre>
 * java Vxp.java BASE SYSTEMID SECRET send FROM FILE.edxml
 * java Vxp.java BASE SYSTEMID SECRET call OPERATION [NAME=VALUE]...
 * </pre>
 */
public final class Vxp {
    private static final String PREFIX = "XroadVnpt-";
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;
    private final String system;
    private final String secret;

    Vxp(String base, String system, String secret) {
        this.base = base;
        this.system = system;
        this.secret = secret;
    }

    /** The answer to one call; parameters travel as header fields, signed in the order in which they stand. */
    String call(String operation, Map<String, String> parameters, byte[] body) throws Exception {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("systemid", system);
        fields.putAll(parameters);
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        fields.put("timestamp", now.format(DateTimeFormatter.ofPattern("ddMMyyyy'T'HHmmss'+0'SSS")));
        fields.put("Content-Type", "application/json");
        String signed = fields.entrySet().stream()
            .map(entry -> "\"" + PREFIX + entry.getKey() + "\":\"" + entry.getValue() + "\"")
            .collect(Collectors.joining(",", "{", "}"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + operation))
            .header("Content-Type", "application/octet-stream")
            .header(PREFIX + "version", "3.0.201608")
            .header(PREFIX + "sign-header-key", String.join(";", fields.keySet()))
            .header(PREFIX + "sign-header", signed)
            .header(PREFIX + "hash-header", hex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)), true))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        fields.forEach((name, value) -> request.header(PREFIX + name, value));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** Hexadecimal digits; the real client leaves out the leading zero of a byte in hash-file. */
    private static String hex(byte[] bytes, boolean padded) {
        StringBuilder text = new StringBuilder();
        for (byte value : bytes) {
            text.append(String.format(padded ? "%02x" : "%x", value));
        }
        return text.toString();
    }

    public static void main(String[] arguments) throws Exception {
        Vxp vxp = new Vxp(arguments[0], arguments[1], arguments[2]);
        Map<String, String> parameters = new LinkedHashMap<>();
        String answer;
        if (arguments[3].equals("send")) {
            byte[] document = Files.readAllBytes(Path.of(arguments[5]));
            parameters.put("servicetype", "eDoc");
            parameters.put("messagetype", "edoc");
            parameters.put("hash-file", hex(MessageDigest.getInstance("SHA-256").digest(document), false));
            parameters.put("from", arguments[4]);
            answer = vxp.call("sendEdoc", parameters, document);
        } else {
            for (int index = 5; index < arguments.length; index++) {
                String[] pair = arguments[index].split("=", 2);
                parameters.put(pair[0], pair[1]);
            }
            answer = vxp.call(arguments[4], parameters, "{}".getBytes(StandardCharsets.UTF_8));
        }
        System.out.println(answer);
        if (!answer.contains("\"status\":\"OK\"")) {
            System.exit(1);
        }
    }
}
