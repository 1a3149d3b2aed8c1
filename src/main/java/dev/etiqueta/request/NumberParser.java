package dev.etiqueta.request;

import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.sym.ByteQuadsCanonicalizer;

/**
 * A parser of UTF-8 that reads many numbers of an array at once: most of a tensor's JSON is that, and a token for each would
 * take several times longer. It takes numbers of the usual forms only, and leaves any other to be read as a token, so that
 * Jackson decides what is right.
 */
public final class NumberParser extends UTF8StreamJsonParser {

    /** Of so many digits, each number fits into a long. */
    private static final int MOST_DIGITS = 18;

    /** Up to it, a double tells whole numbers apart. */
    private static final long MOST_EXACT = 1L << 53;

    /** The powers that a double has exactly: by one of them, a division is rounded once, and so as it must be. */
    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private long mantissa;
    private int fraction;

    private NumberParser(
            ObjectReadContext context,
            IOContext io,
            int streamFeatures,
            int formatFeatures,
            ByteQuadsCanonicalizer symbols,
            byte[] json,
            int from,
            int to) {
        super(context, io, streamFeatures, formatFeatures, null, symbols, json, from, to, 0, false);
    }

    /** Makes such parsers for arrays of bytes. */
    static final class Factory extends JsonFactory {

        private static final int BYTE_ORDER_MARK = 0xefbbbf;

        Factory(JsonFactoryBuilder builder) {
            super(builder);
        }

        @Override
        protected NumberParser _createParser(
                ObjectReadContext context, IOContext io, byte[] json, int from, int length) {
            int start = from + (length >= 3 && mark(json, from) == BYTE_ORDER_MARK ? 3 : 0);
            return new NumberParser(
                    context,
                    io,
                    context.getStreamReadFeatures(_streamReadFeatures),
                    context.getFormatReadFeatures(_formatReadFeatures),
                    _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
                    json,
                    start,
                    from + length);
        }

        private static int mark(byte[] json, int from) {
            return (json[from] & 0xff) << 16 | (json[from + 1] & 0xff) << 8 | (json[from + 2] & 0xff);
        }
    }

    /** Where in the array the next token is looked for. */
    public int position() {
        return _inputPtr;
    }

    /**
     * Reads whole numbers that follow in the array that has begun, up to the last one that is there, fits, and is in its
     * usual form.
     *
     * @param into is filled from its begin
     * @return how many there are; 0 where a token is to be read
     */
    public int readWhole(long[] into) {
        int count = 0;
        for (int at = begin(); count < into.length; count++) {
            int end = scan(at);
            if (end < 0 || fraction > 0) {
                break;
            }
            into[count] = mantissa;
            at = goOn(end);
            if (at < 0) {
                return count + 1;
            }
        }
        return count;
    }

    /** Reads numbers, whole or not, as {@link #readWhole} does. */
    public int readDecimals(double[] into) {
        int count = 0;
        for (int at = begin(); count < into.length; count++) {
            int end = scan(at);
            if (end < 0 || Math.abs(mantissa) > MOST_EXACT) {
                break;
            }
            into[count] = fraction == 0 ? mantissa : mantissa / POWERS[fraction];
            at = goOn(end);
            if (at < 0) {
                return count + 1;
            }
        }
        return count;
    }

    /** Where the next number may begin. Behind a value, it is behind the comma. */
    private int begin() {
        int at = skipSpace(_inputPtr);
        if (_streamReadContext.hasCurrentIndex()) {
            return at < _inputEnd && _inputBuffer[at] == ',' ? skipSpace(at + 1) : _inputEnd;
        }
        return at;
    }

    /** Takes a number that ends there: the next one may begin where this says; negative if there is none. */
    private int goOn(int end) {
        int next = skipSpace(end);
        _inputPtr = end;
        _streamReadContext.expectComma();
        return next < _inputEnd && _inputBuffer[next] == ',' ? skipSpace(next + 1) : -1;
    }

    /** Line ends are left to Jackson, which counts them. */
    private int skipSpace(int from) {
        int at = from;
        while (at < _inputEnd && _inputBuffer[at] == ' ') {
            at++;
        }
        return at;
    }

    /** Where a number ends that begins here, and is {@link #mantissa} / 10^{@link #fraction}; negative if it is none of the usual form. */
    private int scan(int from) {
        byte[] json = _inputBuffer;
        int limit = _inputEnd;
        int at = from;
        boolean negative = at < limit && json[at] == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long value = 0;
        while (at < limit && isDigit(json[at])) {
            value = value * 10 + (json[at++] - '0');
        }
        int digits = at - first;
        if (digits == 0 || digits > MOST_DIGITS || (digits > 1 && json[first] == '0')) {
            return -1;
        }
        int places = 0;
        if (at < limit && json[at] == '.') {
            int point = at++;
            while (at < limit && isDigit(json[at]) && digits + places < MOST_DIGITS) {
                value = value * 10 + (json[at++] - '0');
                places++;
            }
            if (at == point + 1) {
                return -1;
            }
        }
        if (at == limit || !isEnd(json[at]) || (negative && value == 0)) {
            return -1;
        }
        mantissa = negative ? -value : value;
        fraction = places;
        return at;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isEnd(byte b) {
        return b == ',' || b == ']' || b == ' ';
    }
}
