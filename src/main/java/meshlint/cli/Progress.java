package meshlint.cli;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Says what a run that takes long is at, on one line of a terminal that goes away again. Elsewhere,
 * and in a run that is done soon, it says nothing.
 */
final class Progress implements AutoCloseable {
  /** Until then nobody wonders. */
  private static final long QUIET_MILLIS = 2000;

  private static final long STEP_MILLIS = 1000;

  private static final String ERASE = "\r\u001b[K";

  private final @Nullable Thread ticker;
  private volatile String stage = "";

  private Progress(@Nullable Thread ticker) {
    this.ticker = ticker;
  }

  /** Watches a run, which tells it its {@link #stage stages}. */
  static Progress of(Invocation invocation) {
    if (!invocation.watchesLongRuns()) {
      return new Progress(null);
    }
    Progress[] self = new Progress[1];
    Thread ticker = new Thread(() -> self[0].tick(invocation.err(), System.nanoTime()), "progress");
    self[0] = new Progress(ticker);
    ticker.setDaemon(true);
    ticker.start();
    return self[0];
  }

  /** What the run is at from now on, such as {@code reading 12 files}. */
  void stage(String text) {
    stage = text;
  }

  private void tick(PrintStream err, long start) {
    boolean shown = false;
    try {
      Thread.sleep(QUIET_MILLIS);
      // Asked only now: looking costs time, and most runs are over.
      if (!Terminal.isTerminal(2)) {
        return;
      }
      while (true) {
        long seconds = (System.nanoTime() - start) / 1_000_000_000L;
        err.print(ERASE + stage + " (" + seconds + " s)");
        err.flush();
        shown = true;
        Thread.sleep(STEP_MILLIS);
      }
    } catch (InterruptedException e) {
      if (shown) {
        err.print(ERASE);
        err.flush();
      }
    }
  }

  /** The run is over: the line goes. */
  @Override
  public void close() {
    if (ticker != null) {
      ticker.interrupt();
      try {
        ticker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
