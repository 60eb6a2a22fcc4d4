import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Alias,
  type Document,
  type Node,
  type YAMLParseError,
} from 'yaml';
import type { ConfigProblem } from './config-error.ts';
import { expandVariables } from './expand-variables.ts';

export type KeyPath = readonly PropertyKey[];

/** A YAML text as plain values, and where in the file each of them stands. */
export type YamlTree = {
  readonly value: unknown;
  readonly problems: readonly ConfigProblem[];
  /** Sentences for the log: variables that are not set. */
  readonly warnings: readonly string[];
  /** `file:line:column` of the key, or of the nearest one around it that is there. */
  readonly at: (path: KeyPath) => string;
  /** Whether variables were put into the text there, so that it may stand for a number or a boolean. */
  readonly expanded: (path: KeyPath) => boolean;
};

export type YamlTreeOptions = {
  readonly text: string;
  /** What the file is called in problems. */
  readonly name: string;
  readonly variable: (name: string) => string | undefined;
};

export function readYamlTree(options: YamlTreeOptions): YamlTree {
  return new TreeReader(options).read();
}

class TreeReader {
  readonly #options: YamlTreeOptions;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #offsets = new Map<string, number>();
  readonly #expanded = new Set<string>();
  readonly #problems: ConfigProblem[] = [];
  readonly #warnings: string[] = [];
  /** The collections around the one that is read: an alias to one of them would never end. */
  readonly #around = new Set<Node>();

  constructor(options: YamlTreeOptions) {
    this.#options = options;
    // Plain errors: the pretty ones quote the line, which may hold a key.
    const settings = { lineCounter: this.#lines, prettyErrors: false, strict: true };
    this.#document = parseDocument(options.text, settings);
  }

  read(): YamlTree {
    const { errors, warnings } = this.#document;
    for (const { message, pos } of [...upToSyntax(errors), ...warnings]) {
      const source = this.#place(pos[0]);
      const why = withoutQuote(message) + this.#hintAt(pos[0]);
      this.#problems.push({ path: '', message: `cannot be read as YAML: ${why}`, source });
    }
    const value = this.#valueOf(this.#document.contents, []);
    return {
      value: value ?? {},
      problems: this.#problems,
      warnings: this.#warnings,
      at: (path) => this.#at(path),
      expanded: (path) => this.#expanded.has(keyOf(path)),
    };
  }

  #valueOf(node: unknown, path: KeyPath): unknown {
    if (isAlias(node)) return this.#aliased(node, path);
    if (isScalar(node)) return this.#scalar(node.value, path);
    if (!isMap(node) && !isSeq(node)) return undefined;
    if (this.#around.has(node)) {
      const message = 'must not stand for what it is a part of';
      this.#problems.push({ path: path.map(String).join('.'), message, source: this.#at(path) });
      return undefined;
    }
    this.#around.add(node);
    const value = isMap(node) ? this.#mapping(node.items, path) : this.#sequence(node.items, path);
    this.#around.delete(node);
    return value;
  }

  /** Of a name that nothing bears: to take it for nothing would leave out what is meant, the keys that close the API perhaps. */
  #aliased(alias: Alias, path: KeyPath): unknown {
    const node = alias.resolve(this.#document);
    if (node !== undefined) return this.#valueOf(node, path);
    // Without its name: it may be a password that begins with a star.
    const message = 'is an alias of nothing that stands before it; write a text that begins with * in quotes';
    this.#problems.push({ path: path.map(String).join('.'), message, source: this.#at(path) });
    return undefined;
  }

  /** `${…}` within `{ }` or `[ ]` begins a mapping, which few expect. */
  #hintAt(offset: number): string {
    const isVariable = this.#options.text.startsWith('${', offset - 1);
    return isVariable ? '; write "${…}", in quotes, within { } and [ ]' : '';
  }

  #mapping(items: readonly { key: unknown; value: unknown }[], path: KeyPath): object {
    const entries = items.map(({ key, value }): [string, unknown] => {
      const name = String(isScalar(key) ? key.value : key);
      this.#remember([...path, name], key);
      return [name, this.#valueOf(value, [...path, name])];
    });
    // What is empty counts as not given, as in the environment.
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== null));
  }

  #sequence(items: readonly unknown[], path: KeyPath): readonly unknown[] {
    return items.map((item, index) => {
      this.#remember([...path, index], item);
      return this.#valueOf(item, [...path, index]);
    });
  }

  #scalar(value: unknown, path: KeyPath): unknown {
    if (typeof value !== 'string' || !value.includes('${')) return value;
    const { text, missing } = expandVariables(value, this.#options.variable);
    for (const name of missing) {
      this.#warnings.push(`${name} is not set, and stands for nothing in ${this.#at(path)}.`);
    }
    this.#expanded.add(keyOf(path));
    return text === '' ? undefined : text;
  }

  #remember(path: KeyPath, node: unknown): void {
    const offset = (node as Partial<Node> | null)?.range?.[0];
    if (offset !== undefined) this.#offsets.set(keyOf(path), offset);
  }

  #at(path: KeyPath): string {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = this.#offsets.get(keyOf(path.slice(0, length)));
      if (offset !== undefined) return this.#place(offset);
    }
    return this.#options.name;
  }

  #place(offset: number): string {
    const { line, col } = this.#lines.linePos(offset);
    return `${this.#options.name}:${line}:${col}`;
  }
}

/** The first slip makes the parser stumble over all that follows it; keys that are there twice are each a slip of their own. */
function upToSyntax(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const first = errors.findIndex(({ code }) => code !== 'DUPLICATE_KEY');
  return first === -1 ? errors : errors.slice(0, first + 1);
}

function keyOf(path: KeyPath): string {
  return JSON.stringify(path.map(String));
}

/** The parser quotes the text it stumbled over at the end of its message. */
function withoutQuote(message: string): string {
  return message.replace(/:? ["'`][\s\S]*$/, '');
}
