package dev.etiqueta.server;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The memory that the bodies and answers of clients hold while they are on their way, all together. Each may be within
 * its limit, and many at once still be more than there is. When it runs out, who waits longest for his client gives way:
 * a client that is slow on purpose must not keep others out.
 */
public final class ClientMemory {

    /** A body takes several times its size while it is decoded. */
    private static final int SHARE_OF_HEAP = 8;

    private final long limit;
    private final Set<Share> waiting = new LinkedHashSet<>();
    private long held;

    /** @param limit in bytes */
    ClientMemory(long limit) {
        this.limit = limit;
    }

    /** A part of the heap. */
    public static ClientMemory ofHeap() {
        return new ClientMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** What one request holds. */
    public final class Share {

        private final Runnable giveWay;
        private long bytes;

        private Share(Runnable giveWay) {
            this.giveWay = giveWay;
        }

        /**
         * Takes some more. One that is alone may have all it needs.
         *
         * @return false if the others hold too much: then this one holds nothing any more
         */
        public boolean take(long more) {
            List<Share> losers = new ArrayList<>();
            boolean taken;
            synchronized (ClientMemory.this) {
                if (bytes == 0) {
                    waiting.add(this);
                }
                bytes += more;
                held += more;
                collect(losers);
                taken = bytes > 0;
            }
            losers.forEach(loser -> loser.giveWay.run());
            return taken;
        }

        private void collect(List<Share> losers) {
            Iterator<Share> oldest = waiting.iterator();
            while (held > limit && held > bytes && bytes > 0) {
                Share loser = oldest.hasNext() ? oldest.next() : this;
                if (loser != this) {
                    losers.add(loser);
                    oldest.remove();
                }
                loser.clear();
            }
        }

        /** It waits for nobody any more: what it holds is in use. */
        public void settle() {
            synchronized (ClientMemory.this) {
                waiting.remove(this);
            }
        }

        /** Gives all of it back. */
        public void release() {
            synchronized (ClientMemory.this) {
                waiting.remove(this);
                clear();
            }
        }

        private void clear() {
            held -= bytes;
            bytes = 0;
        }
    }

    /**
     * Opens a share, which holds nothing yet.
     *
     * @param giveWay what it does when its bytes are needed elsewhere; on any thread, and without waiting
     */
    public Share share(Runnable giveWay) {
        return new Share(giveWay);
    }
}
