package dev.gumbel.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.gumbel.op.DataType;
import dev.gumbel.tensor.HostTensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The header of a safetensors file: where each tensor lies, and texts by name. */
record Header(Map<String, Entry> entries, Map<String, String> metadata) {
    /** The format's own limit. */
    static final int MOST_BYTES = 100_000_000;

    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final JsonFactory JSON = JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** Bits of an element of each type of the format. A file may hold others, of which only the place is known. */
    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("BOOL", 8), Map.entry("U8", 8), Map.entry("I8", 8), Map.entry("F8_E5M2", 8), Map.entry("F8_E4M3", 8), Map.entry("F8_E8M0", 8),
            Map.entry("F4", 4), Map.entry("F6_E2M3", 6), Map.entry("F6_E3M2", 6), Map.entry("I16", 16), Map.entry("U16", 16), Map.entry("F16", 16),
            Map.entry("BF16", 16), Map.entry("I32", 32), Map.entry("U32", 32), Map.entry("F32", 32), Map.entry("F64", 64), Map.entry("I64", 64),
            Map.entry("U64", 64), Map.entry("C64", 64));

    /**
     * One tensor as the file describes it: bytes begin to end, counted from the end of the header. It need not be one that can be decoded.
     *
     * @param dtype the format's name of the element type
     */
    record Entry(String dtype, List<Long> dims, long begin, long end) {}

    static Header of(Map<String, HostTensor> tensors, Map<String, String> metadata) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        long begin = 0;
        for (Map.Entry<String, HostTensor> named : new TreeMap<>(tensors).entrySet()) {
            HostTensor tensor = named.getValue();
            long end = begin + tensor.shape().size() * tensor.type().bytes();
            List<Long> dims = Arrays.stream(tensor.shape().dims()).asLongStream().boxed().toList();
            entries.put(named.getKey(), new Entry(code(tensor.type()), dims, begin, end));
            begin = end;
        }
        return new Header(entries, new TreeMap<>(metadata));
    }

    long dataBytes() {
        return entries.values().stream().mapToLong(Entry::end).max().orElse(0);
    }

    /** The header's text, padded so that the elements are aligned. */
    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> text : metadata.entrySet()) {
                    json.writeStringField(text.getKey(), text.getValue());
                }
                json.writeEndObject();
            }
            for (Map.Entry<String, Entry> named : entries.entrySet()) {
                Entry entry = named.getValue();
                json.writeObjectFieldStart(named.getKey());
                json.writeStringField("dtype", entry.dtype());
                json.writeFieldName("shape");
                json.writeArray(entry.dims().stream().mapToLong(Long::longValue).toArray(), 0, entry.dims().size());
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        byte[] padded = Arrays.copyOf(bytes.toByteArray(), (bytes.size() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, bytes.size(), padded.length, (byte) ' ');
        return padded;
    }

    private static String code(DataType type) {
        return switch (type) {
            case FLOAT32 -> "F32";
            case FLOAT64 -> "F64";
            case INT32 -> "I32";
        };
    }

    /**
     * Reads a header and checks it against the bytes that follow it.
     *
     * @throws FormatException if it is not the format's, or its tensors do not fill the data exactly
     */
    static Header parse(String source, byte[] text, long dataBytes) {
        // As text: given bytes, the parser would guess at other encodings than the format's.
        try (JsonParser json = JSON.createParser(new String(text, StandardCharsets.UTF_8))) {
            expect(source, json.nextToken() == JsonToken.START_OBJECT, "the header is no JSON object");
            Map<String, Entry> entries = new LinkedHashMap<>();
            Map<String, String> metadata = new TreeMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals(METADATA)) {
                    metadata.putAll(metadata(source, json));
                } else {
                    entries.put(name, entry(source, name, json));
                }
            }
            expect(source, json.nextToken() == null, "something follows the header's object");
            Header header = new Header(entries, metadata);
            header.requireFills(source, dataBytes);
            return header;
        } catch (JsonProcessingException wrong) {
            throw new FormatException("%s: the header is no JSON: %s".formatted(source, wrong.getOriginalMessage()), wrong);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static Map<String, String> metadata(String source, JsonParser json) throws IOException {
        Map<String, String> metadata = new TreeMap<>();
        expect(source, json.currentToken() == JsonToken.START_OBJECT, "%s is no object", METADATA);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(source, json.nextToken() == JsonToken.VALUE_STRING, "%s: '%s' is no text", METADATA, name);
            metadata.put(name, json.getText());
        }
        return metadata;
    }

    private static Entry entry(String source, String name, JsonParser json) throws IOException {
        String dtype = "";
        List<Long> shape = List.of();
        List<Long> offsets = List.of();
        expect(source, json.currentToken() == JsonToken.START_OBJECT, "tensor '%s' is not described by an object", name);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "dtype" -> dtype = json.getText();
                case "shape" -> shape = numbers(source, name, json);
                case "data_offsets" -> offsets = numbers(source, name, json);
                default -> json.skipChildren();
            }
        }
        expect(source, offsets.size() == 2 && offsets.get(0) <= offsets.get(1),
                "tensor '%s': data_offsets %s, expected begin and end", name, offsets);
        Entry entry = new Entry(dtype, shape, offsets.get(0), offsets.get(1));
        expect(source, holds(entry), "tensor '%s': %d bytes do not hold %s of %s", name, entry.end() - entry.begin(), shape, dtype);
        return entry;
    }

    /** Whether the bytes are as many as the elements need. */
    private static boolean holds(Entry entry) {
        Integer bits = BITS.get(entry.dtype());
        BigInteger elements = entry.dims().stream().map(BigInteger::valueOf).reduce(BigInteger.ONE, BigInteger::multiply);
        BigInteger given = BigInteger.valueOf(entry.end() - entry.begin()).multiply(BigInteger.valueOf(Byte.SIZE));
        return bits == null || elements.multiply(BigInteger.valueOf(bits)).equals(given);
    }

    private static List<Long> numbers(String source, String name, JsonParser json) throws IOException {
        expect(source, json.currentToken() == JsonToken.START_ARRAY, "tensor '%s': expected a list of numbers", name);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(source, json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    && json.getLongValue() >= 0, "tensor '%s': expected whole numbers of at least 0", name);
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    /** The format allows neither holes nor overlaps. */
    private void requireFills(String source, long dataBytes) {
        long expected = 0;
        for (Entry entry : entries.values().stream().sorted(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)).toList()) {
            expect(source, entry.begin() == expected, "the data has a hole or an overlap at byte %d", expected);
            expected = entry.end();
        }
        expect(source, expected == dataBytes, "%d bytes of data, the header describes %d; the file is truncated or damaged", dataBytes, expected);
    }

    private static void expect(String source, boolean condition, String problem, Object... arguments) {
        if (!condition) {
            throw new FormatException(source + ": " + problem.formatted(arguments));
        }
    }
}
