import type { Random } from './random.ts'

/** Texts that have broken one program or another. */
const oddTexts = [
  '',
  ' ',
  '\t',
  'a b',
  'x\r\nX-Injected: 1',
  'x\nBcc: eve@example.com',
  'a\0b',
  '\u0001\u001b[31mred\u007f',
  'e\u0301clair',
  'é'.normalize('NFD').repeat(40),
  '\u{1f600}',
  '\u{1f600}'.repeat(64),
  '\u{10ffff}',
  '\uffff',
  '\ue000',
  '\ud800',
  'x\udc00y',
  '\u202egnirts',
  'zero\u200bwidth',
  '\ufeffmark',
  'line\u2028end',
  'ﬁne',
  '\u212aelvin',
  'İstanbul',
  'ıstanbul',
  'straße',
  'Σίσυφος',
  '٣',
  "' or '1'='1",
  "'; drop table users; --",
  '"',
  '\\',
  '\\"',
  '%',
  '_',
  '%_%',
  '*',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'then',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-1',
  '1e400',
  '9007199254740993',
  '{"a":{"__proto__":1}}',
  '["a","b"]',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what others put in
  '${jndi:ldap://localhost/x}',
  '{####}',
  '{username}{####}{####}',
  '../../../etc/passwd',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>@example.com',
  'cognito:user_status',
  'custom:',
  'dev:custom:x',
  'a|b||c',
  'a.b.c',
  '=?utf-8?q?x?=',
] as const

const lengths = [2, 19, 20, 21, 31, 32, 33, 127, 128, 129, 256, 257, 1023, 1024, 1025, 2047, 2048, 2049, 3000] as const
const hugeLengths = [20_000, 20_001, 131_072, 131_073, 400_000] as const

/** Texts of these alphabets do not compress well, so that limits on bytes show, too. */
const alphabets: readonly ((random: Random) => string)[] = [
  (random) => String.fromCharCode(0x61 + random.int(26)),
  (random) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.charAt(random.int(62)),
  (random) => String.fromCharCode(0x4e00 + random.int(0x5000)),
  (random) => String.fromCodePoint(0x1f300 + random.int(0x200)),
  (random) => String.fromCharCode(0x21 + random.int(0x5e)),
]

/** A text of this length in UTF-16 units, or one more. */
export const textOf = (random: Random, length: number): string => {
  const letter = random.pick(alphabets)
  let text = ''
  while (text.length < Math.min(length, 4096)) text += letter(random)
  return length > 4096 ? text.repeat(Math.ceil(length / text.length)).slice(0, length) : text
}

/** An odd text: of an odd content, of an odd length, or both. */
export const oddText = (random: Random): string => {
  if (random.chance(0.01)) return textOf(random, random.pick(hugeLengths))
  return random.chance(0.7) ? random.pick(oddTexts) : textOf(random, random.pick(lengths))
}

const oddNumbers = [
  0,
  -0,
  -1,
  1,
  61,
  0.5,
  1e21,
  1e308,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53 - 1,
  2 ** 53,
  -(2 ** 53),
] as const

/** A value of any type. */
export const oddValue = (random: Random): unknown => {
  switch (random.int(8)) {
    case 0:
      return random.pick(oddNumbers)
    case 1:
      return random.pick([true, false, null])
    case 2:
      return random.pick<unknown>([[], {}, [[]], [null], [{}], { constructor: { prototype: { polluted: 1 } } }])
    default:
      return oddText(random)
  }
}
