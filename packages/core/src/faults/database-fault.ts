/** The kinds of database failures; a closed set, so that callers can distinguish temporary from permanent failures. */
export type DatabaseFault =
  /** The disk, or the size allowed for the file, is used up. The transaction was undone; a later one may work. */
  | 'disk-full'
  /** The database server does not answer, or broke the connection off. Temporary. */
  | 'unreachable'
  /** Another process kept the file locked for longer than the busy time-out. Temporary. */
  | 'busy'
  /** The file or its folder cannot be written. */
  | 'read-only'
  /** The file was deleted, emptied or replaced after it was first used. */
  | 'vanished'
  /** There is no such file, or it cannot be opened (permissions, a missing folder). */
  | 'cannot-open'
  /** A folder, device or socket is where the file should be. */
  | 'not-a-file'
  /** Not an SQLite file, or one that another program made. */
  | 'not-ours'
  /** Made by a newer version of Roamwatch. */
  | 'newer-version'
  /** Made by an older version, and opened for reading only. */
  | 'older-version'
  /** Made by an older version, of which a process works on it. */
  | 'older-running'
  /** A copy of another database into it was begun and not finished. */
  | 'unfinished-copy'
  /** The content of a database is not what it should be. */
  | 'differs'
  /** SQLite finds the file damaged. */
  | 'corrupt'
  /** The disk failed to read or write. */
  | 'io'
  /** The id of a message was used before: it must not be sent twice. */
  | 'already-queued'
  /** A month that is closed already, or one that cannot be reopened. */
  | 'closing'
  /** A call inside the transaction failed and the caller went on: all of it was undone. */
  | 'undone'
  /** A rule of the schema was broken: a fault of the program, not of its user. */
  | 'constraint';
