import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { readBounded } from './bounded-file.js';
import { ConfigError, type ConfigProblem, type Path } from './problem.js';
import { whyUnreadable } from './unreadable.js';

/** A YAML file as plain values that remembers where each of them is. */
export interface ConfigDocument {
  readonly file: string;
  /** The file's top mapping. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Faults that left the rest readable: keys given twice. */
  readonly problems: readonly ConfigProblem[];
  /** A problem with the value at `path`, or with the nearest thing around it that exists. */
  problemAt(path: Path, key: string, message: string, suggestion?: string | null): ConfigProblem;
}

/** The kind of file, for the messages about a file of which nothing can be used. */
export interface FileKind {
  /** Such as `the configuration file`. */
  readonly called: string;
  /** A line that such a file could have: `timeZone: UTC`. */
  readonly example: string;
  /** How to get one: `write one with "roamwatch init"`. */
  readonly hint: string;
}

/** @throws {ConfigError} when nothing can be made of the file at all. */
export function readDocument(file: string, kind: FileKind): ConfigDocument {
  return parseDocumentText(file, readText(file, kind), kind);
}

/** The same for text that is at hand; `file` is its name in messages. */
export function parseDocumentText(file: string, text: string, { example, hint }: FileKind): ConfigDocument {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const duplicates = document.errors.filter(({ code }) => code === 'DUPLICATE_KEY');
  const fatal = document.errors.filter(({ code }) => code !== 'DUPLICATE_KEY');
  if (fatal.length > 0) {
    throw new ConfigError(
      oncePerLine(
        fatal.map((error) => ({
          ...at(error.pos[0]),
          key: null,
          message: inWords(error, text),
          suggestion: null,
        })),
      ),
    );
  }
  if (document.contents === null) throw unusable(file, `the file is empty; ${hint}`);
  if (!isMap(document.contents)) {
    throw unusable(file, `the file must hold keys and values such as "${example}"; ${hint}`);
  }
  return {
    file,
    value: plainValue(file, () => document.toJS()),
    problems: duplicates.map((error) => ({
      ...at(error.pos[0]),
      key: /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? null,
      message: 'is given twice',
      suggestion: null,
    })),
    problemAt(path, key, message, suggestion = null) {
      const start = document.contents?.range?.[0] ?? 0;
      return { ...at(offsetOf(document.contents, path, document) ?? start), key, message, suggestion };
    },
  };
}

/** A thousand receivers with a route each take a tenth of it. */
const LARGEST_CONFIGURATION = 1024 * 1024;

function readText(file: string, { called, hint }: FileKind): string {
  let bytes: Uint8Array;
  try {
    bytes = readBounded(file, LARGEST_CONFIGURATION);
  } catch (error) {
    const why = whyUnreadable(error);
    throw unusable(file, `${called} ${why}${why === 'does not exist' ? `; ${hint}` : ''}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unusable(file, 'the file is not UTF-8 text');
  }
}

function unusable(file: string, message: string): ConfigError {
  return new ConfigError([{ file, line: null, column: null, key: null, message, suggestion: null }]);
}

/** Clearer messages for faults that the parser's own words leave unclear. */
const WORDS: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY: 'the indentation of this line or the next does not fit',
  MULTILINE_IMPLICIT_KEY: 'the indentation of this line or the next does not fit',
  MULTIPLE_DOCS: 'the file contains more than one document',
  BAD_ALIAS: 'text that begins with * needs quotes',
};

/** Inside braces that of a variable begins a mapping. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: the form of a variable
const BARE_VARIABLE = 'a variable inside { } or [ ] needs quotes, such as "${NAME}"';

/** Without the excerpt some of the parser's messages end with: it could be a secret. */
function inWords({ code, message, pos }: YAMLError, text: string): string {
  if (/call stack/i.test(message)) return 'it is nested too deeply';
  if (text.startsWith('${', pos[0] - 1)) return `not valid YAML: ${BARE_VARIABLE}`;
  if (/^missing closing .*quote/i.test(message)) return 'not valid YAML: a quote is opened and not closed';
  const known = /\balias\b/.test(message) ? WORDS.BAD_ALIAS : WORDS[code];
  const sentence = message.replace(/:?\s*["'`].*$/s, '').replace(/:$/, '');
  return `not valid YAML: ${known ?? `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`}`;
}

/** One slip makes the parser stumble over the rest of its line. */
function oncePerLine(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.filter(({ line }, index) => problems.findIndex((other) => other.line === line) === index);
}

function plainValue(file: string, read: () => unknown): Readonly<Record<string, unknown>> {
  try {
    return read() as Record<string, unknown>;
  } catch {
    throw unusable(file, 'the aliases (*name) of this file refer to each other without end');
  }
}

/** Where the key (or list item) that `path` ends with begins; as far down as the file goes. */
function offsetOf(top: Node | null, path: Path, document: Parameters<Node['toJS']>[0]): number | undefined {
  let node: unknown = top;
  let offset: number | undefined;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) break;
      offset = isScalar(pair.key) ? pair.key.range?.[0] : offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      offset = isNode(node) ? node.range?.[0] : offset;
    } else {
      break;
    }
  }
  return offset;
}
