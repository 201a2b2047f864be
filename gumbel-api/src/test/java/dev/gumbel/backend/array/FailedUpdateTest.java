package dev.gumbel.backend.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update.Assign;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Variable;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A library that fails while updates are applied. */
class FailedUpdateTest {

    @Test
    void copiesMadeForTheUpdatesAreReleased() {
        Ledger ledger = new Ledger();
        Capabilities capabilities = new Capabilities(Set.of(), Set.of(DataType.FLOAT32), "paper", "1");
        Backend backend = new ArrayBackend<>(capabilities, Settings.defaults(), () -> ledger);
        Variable a = Variable.of("a", Shape.of(2), Initializer.zeros());
        Variable b = Variable.of("b", Shape.of(2), Initializer.zeros());
        Program swap = Program.named("swap").update(new Assign(a, b)).update(new Assign(b, a)).build();
        try (Session session = backend.open(1, swap)) {
            int bound = ledger.live();
            ledger.failAt(ledger.made() + 1);
            assertThatThrownBy(() -> session.run(swap, Feed.at(0))).isInstanceOf(UnsupportedOperationException.class);
            assertThat(ledger.live()).isEqualTo(bound);
        }
    }
}
