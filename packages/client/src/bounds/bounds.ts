/*
 * The largest size of an answer of the API. Whatever is larger is no such answer, and is refused while it is read: an answer
 * must not fill the memory, whatever its sender meant by it.
 */

/** Bytes of a whole body, before and after decompression. The largest, offers of all countries, take under 2 MB. */
export const LARGEST_BODY = 8 * 1024 * 1024;
export const LARGER_THAN_A_BODY = 'larger than 8 MB';

/** Bytes of an answer that is an error. A longer one is some web page. */
export const LARGEST_ERROR = 64 * 1024;

/** Entries of one answer other than the list: daily rows, packages. Three years in ten places a day take half of that. */
export const MOST_ENTRIES = 20_000;

/**
 * Values of any kind in a whole body. Each takes far more memory than its bytes: a property under a distinct name about
 * 800 bytes. Twenty thousand entries of ten values each, the longest history, stay below it.
 */
export const MOST_VALUES = 250_000;

/** Objects and arrays inside each other; the API needs four. */
export const DEEPEST = 32;
export const NESTED_TOO_DEEPLY = `nested more than ${DEEPEST} levels deep`;

/** Bytes of one eSIM in the list; one takes about 1 KB, with a QR code inline 20. A larger one is left out. */
export const LARGEST_ESIM = 128 * 1024;
export const LARGER_THAN_AN_ESIM = 'larger than 128 KB';

/** Bytes around the eSIMs of the list: status, message, code. */
export const LARGEST_ENVELOPE = 64 * 1024;

/** eSIMs in one list, whatever the limit. A list this long takes two gigabytes. */
export const MOST_ESIMS = 2_000_000;

/** eSIMs in a list with a lower limit, or none: a provider may ignore the limit, but must not send endlessly. */
export const MOST_UNLIMITED = 10_000;

/** Characters of any single text. */
export const LONGEST_TEXT = 200;

/** Characters of one note for people, and notes of an eSIM. */
export const LONGEST_NOTE = 1_000;
export const MOST_NOTES = 20;
