package dev.gumbel.vae.train;

/** How others hold a training: any thread asks, the training's own thread obeys between two steps. */
public final class TrainingControl {
    private boolean paused;
    private boolean stopping;
    private long pausedNanos;

    /** The training waits before its next step until {@link #resume()}. */
    public synchronized void pause() {
        paused = true;
    }

    /** Goes on; takes a stop back too. */
    public synchronized void resume() {
        paused = false;
        stopping = false;
        notifyAll();
    }

    /** The training ends with its present epoch, as if it had been the last. */
    public synchronized void stopAfterEpoch() {
        stopping = true;
        paused = false;
        notifyAll();
    }

    public synchronized boolean isPaused() {
        return paused;
    }

    public synchronized boolean isStopping() {
        return stopping;
    }

    /** Returns when the next step may begin. */
    synchronized void awaitStep() {
        long begin = System.nanoTime();
        boolean waited = false;
        while (paused) {
            waited = true;
            try {
                wait();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new TrainingException("interrupted while paused", interrupted);
            }
        }
        pausedNanos += waited ? System.nanoTime() - begin : 0;
    }

    /** How long the training has waited in all. */
    synchronized long pausedNanos() {
        return pausedNanos;
    }
}
