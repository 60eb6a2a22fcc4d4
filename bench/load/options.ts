import { parseArgs } from 'node:util';

export const SECTIONS = ['exact', 'semantic', 'stream', 'stampede', 'footprint'] as const;
export type SectionName = (typeof SECTIONS)[number];

export type LoadOptions = {
  readonly quick: boolean;
  readonly soak: boolean;
  readonly sections: readonly SectionName[];
  readonly check: boolean;
  /** The root of another checkout, whose memory lane is measured beside. */
  readonly beside: string | undefined;
};

const USAGE = `Usage: npm run bench -- [options]
  --quick           fewer rounds and less data: shows that it works, writes no results
  --only a,b        only these sections: ${SECTIONS.join(', ')}
  --soak            1,000,000 requests in place of the sections, to see whether memory stays flat
  --check           exit with 1 when a goal is missed
  --beside DIR      exact hits of another checkout too, its dependencies installed: before and after a change
Set QDRANT_URL to an empty Qdrant to measure the semantic tier on it too.`;

/** Ends the process with the usage on an unknown option or value. */
export function readOptions(args: readonly string[]): LoadOptions {
  try {
    return parse(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return process.exit(2);
  }
}

function parse(args: readonly string[]): LoadOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      beside: { type: 'string' },
      only: { type: 'string', default: SECTIONS.join(',') },
    },
  });
  return { ...values, beside: values.beside, sections: values.only.split(',').map(sectionOf) };
}

function sectionOf(text: string): SectionName {
  const name = SECTIONS.find((section) => section === text);
  if (name === undefined) throw new Error(`There is no section "${text}".`);
  return name;
}
