package dev.gumbel.vae.export;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A message in the protocol buffers' wire format, field by field. */
final class Message {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream fields = CodedOutputStream.newInstance(bytes);

    private interface Write {
        void to(CodedOutputStream fields) throws IOException;
    }

    private Message add(Write write) {
        try {
            write.to(fields);
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    Message text(int field, String value) {
        return add(to -> to.writeString(field, value));
    }

    Message number(int field, long... values) {
        for (long value : values) {
            add(to -> to.writeInt64(field, value));
        }
        return this;
    }

    Message bytes(int field, byte[] value) {
        return add(to -> to.writeByteArray(field, value));
    }

    Message message(int field, Message value) {
        return bytes(field, value.toBytes());
    }

    /** The fields of another message after these. */
    Message append(Message other) {
        return add(to -> to.writeRawBytes(other.toBytes()));
    }

    byte[] toBytes() {
        add(CodedOutputStream::flush);
        return bytes.toByteArray();
    }
}
