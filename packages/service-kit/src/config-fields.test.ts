import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  booleanField,
  bytesField,
  durationField,
  integerField,
  listField,
  numberField,
  textField,
  urlField,
} from './config-fields.ts';

function problem(field: z.ZodType, text: unknown): string | undefined {
  return field.safeParse(text).error?.issues[0]?.message;
}

describe('a boolean', () => {
  it.each(['true', '1', 'yes', 'on', 'TRUE', 'Yes', 'ON'])('is true as %s', (text) => {
    expect(booleanField().parse(text)).toBe(true);
  });
  it.each(['false', '0', 'no', 'off', 'False', 'OFF'])('is false as %s', (text) => {
    expect(booleanField().parse(text)).toBe(false);
  });
  it.each(['2', 'y', 'enabled'])('is refused as %s', (text) => {
    expect(problem(booleanField(), text)).toBe('must be true, 1, yes or on, or false, 0, no or off');
  });
  it('is taken as it is from a layer that knows booleans', () => {
    expect(booleanField().parse(true)).toBe(true);
  });
});

describe('an integer', () => {
  it('keeps its sign and range', () => {
    expect(integerField({ min: -5 }).parse('-5')).toBe(-5);
    expect(problem(integerField({ min: 1 }), '0')).toBe('must be a whole number of at least 1');
    expect(problem(integerField({ max: 9 }), '10')).toBe('must be a whole number of at most 9');
  });
  it.each(['1.5', '1e3', '0x10', 'ten', '9007199254740993'])('is refused as %s', (text) => {
    expect(problem(integerField(), text)).toBe('must be a whole number');
  });
});

describe('a number', () => {
  it.each([
    ['0.7', 0.7],
    ['.5', 0.5],
    ['1e-3', 0.001],
    ['2', 2],
  ])('reads %s', (text, value) => {
    expect(numberField().parse(text)).toBe(value);
  });
  it.each(['0,7', 'NaN', 'Infinity', ''])('is refused as %j', (text) => {
    expect(problem(numberField({ min: 0, max: 1 }), text)).toBe('must be a number from 0 to 1');
  });
});

describe('a duration', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5 s', 1500],
    ['5m', 300_000],
    ['24H', 86_400_000],
    ['7d', 604_800_000],
    ['0', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(durationField().parse(text)).toBe(ms);
  });
  it('counts a bare number in seconds, or as its field says', () => {
    expect(durationField().parse('60')).toBe(60_000);
    expect(durationField({ bare: 'ms' }).parse('60')).toBe(60);
  });
  it('is refused with its range in words', () => {
    expect(problem(durationField({ min: 1000, max: 172_800_000 }), '1w')).toBe(
      'must be a duration such as 250ms, 30s, 5m, 24h or 7d from 1s to 2d',
    );
  });
});

describe('a size', () => {
  it.each([
    ['65536', 65_536],
    ['64kb', 65_536],
    ['64K', 65_536],
    ['1KiB', 1024],
    ['1.5mb', 1_572_864],
    ['2GB', 2_147_483_648],
  ])('reads %s as %d bytes', (text, bytes) => {
    expect(bytesField().parse(text)).toBe(bytes);
  });
  it.each(['-1', 'big', '1tb', '0.5'])('is refused as %s', (text) => {
    expect(problem(bytesField({ min: 1024 }), text)).toBe(
      'must be a size such as 65536, 64kb, 5mb or 2gb of at least 1kb',
    );
  });
});

describe('a URL', () => {
  it('loses trailing slashes', () => {
    expect(urlField().parse('http://localhost:6333/')).toBe('http://localhost:6333');
  });
  it.each(['localhost:6333', 'http://', 'ftp://host', '//host'])('is refused as %s', (text) => {
    expect(problem(urlField(), text)).toBe('must be a URL that starts with http:// or https://');
  });
  it('asks nothing: paths are put behind it', () => {
    for (const text of ['http://host/v1?api-version=1', 'http://host/v1?', 'http://host/v1#top'])
      expect(problem(urlField(), text)).toBe('must be a URL without ? and #');
  });
});

describe('a list', () => {
  it('is split at commas, items trimmed, empty ones left out', () => {
    expect(listField().parse('a, b ,,c,')).toEqual(['a', 'b', 'c']);
    expect(listField().parse(['a', 'b'])).toEqual(['a', 'b']);
    const short = listField((item) => (item.length > 1 ? 'must be letters' : undefined));
    expect(short.parse('a,b')).toEqual(['a', 'b']);
    expect(() => short.parse('a,bc')).toThrow('must be letters');
  });
  it('is not empty where it has commas: what should stand between them is missing', () => {
    expect(listField().parse('')).toEqual([]);
    expect(listField().parse([])).toEqual([]);
    expect(problem(listField(), ' , ')).toBe('has commas and nothing between them');
  });
});

describe('any field', () => {
  it('is required unless it has a default or is optional', () => {
    expect(problem(textField(), undefined)).toBe('must be set');
    expect(textField().optional().parse(undefined)).toBeUndefined();
    expect(durationField().prefault('24h').parse(undefined)).toBe(86_400_000);
  });
});
