package dev.gumbel.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A value of a golden file: a map, a list, a number, a string or a boolean. */
record Json(Object value) {

    /** Reads a file of the folder golden/ on the class path. */
    static Json golden(String file) {
        try (InputStream stream = Objects.requireNonNull(Json.class.getResourceAsStream("/golden/" + file), file);
                JsonParser parser = new JsonFactory().createParser(stream)) {
            parser.nextToken();
            return new Json(read(parser));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    parser.nextToken();
                    map.put(key, read(parser));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(read(parser));
                }
                yield list;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> parser.getText();
        };
    }

    boolean has(String key) {
        return ((Map<?, ?>) value).containsKey(key);
    }

    Json get(String key) {
        return new Json(Objects.requireNonNull(((Map<?, ?>) value).get(key), key));
    }

    List<Json> list() {
        return ((List<?>) value).stream().map(Json::new).toList();
    }

    /** JSON has no infinities, so the files write the string -inf. */
    double number() {
        return value instanceof String text ? Double.parseDouble(text.replace("inf", "Infinity")) : (Double) value;
    }

    int integer() {
        return (int) number();
    }

    boolean truth() {
        return (Boolean) value;
    }

    String text() {
        return (String) value;
    }

    /** An object of shape and data. */
    HostTensor tensor(DataType type) {
        int[] dims = get("shape").list().stream().mapToInt(Json::integer).toArray();
        double[] data = get("data").list().stream().mapToDouble(Json::number).toArray();
        return HostTensor.of(Shape.of(dims), type, data);
    }
}
