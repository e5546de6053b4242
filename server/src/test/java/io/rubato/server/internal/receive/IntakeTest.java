package io.rubato.server.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.rubato.server.MemoryStore;
import io.rubato.server.config.ServerConfig;
import io.rubato.server.internal.life.Life;
import io.rubato.server.internal.life.Phase;
import io.rubato.server.internal.metrics.PrometheusText;
import io.rubato.server.internal.metrics.Registry;
import io.rubato.server.internal.tenant.OneStore;
import io.rubato.server.internal.tenant.StoredSpans;
import io.rubato.server.internal.tenant.Stores;
import io.rubato.storage.Compression;
import io.rubato.storage.IngestResult;
import io.rubato.storage.SpanStore;
import io.rubato.storage.StoreStatus;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final CountDownLatch opened = new CountDownLatch(1);
    private final MemoryStore store = new MemoryStore();

    /// Requests arrive on event loops, which serve other connections, too.
    @Test
    void nobodyWaitsWhileTheStoreOfANewTenantIsOpened() throws Exception {
        Life life = new Life();
        Intake intake = new Intake(life, new Registry(), new ReceiverLimits(100, 100, 100, 1_000));
        life.move(new Phase.Serving(new SlowToOpen(new OneStore(store, ServerConfig.DEFAULT))));
        byte[] body = {1, 2, 3};
        CompletableFuture<IngestResult> first = intake.ingest(Receiver.OTLP_HTTP, "new", Compression.NONE, body, 1, 2);
        body[1] = 9;
        assertThat(first).isNotDone();
        assertThat(intake.underWay()).isEqualTo(1);
        assertThat(intake.budget().used()).isEqualTo(2);
        opened.countDown();
        first.get(1, TimeUnit.MINUTES);
        assertThat(store.requests.getFirst().body()).containsExactly(2, 3);
        assertThat(intake.underWay()).isZero();
        assertThat(intake.budget().used()).isZero();
    }

    private final class SlowToOpen implements Stores {
        private final OneStore one;

        SlowToOpen(OneStore one) {
            this.one = one;
        }

        @Override
        public boolean mustOpen(String tenant) {
            return true;
        }

        @Override
        public SpanStore taking(String tenant) {
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return one.taking(tenant);
        }

        @Override
        public StoredSpans reading(String tenants) {
            return one;
        }

        @Override
        public Set<String> names() {
            return one.names();
        }

        @Override
        public boolean hasTenants() {
            return true;
        }

        @Override
        public StoreStatus status() {
            return one.status();
        }

        @Override
        public void figures(PrometheusText text) {}

        @Override
        public void close() {
            one.close();
        }
    }
}
