import { oddText, oddValue } from './odd.ts'
import type { Random } from './random.ts'

type Slot = { holder: Record<string, unknown> | unknown[]; key: string }

const slotsOf = (value: unknown, found: Slot[] = []): Slot[] => {
  if (value === null || typeof value !== 'object') return found
  for (const [key, item] of Object.entries(value)) {
    found.push({ holder: value as Slot['holder'], key })
    slotsOf(item, found)
  }
  return found
}

const put = ({ holder, key }: Slot, value: unknown) => {
  if (Array.isArray(holder)) holder[Number(key)] = value
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

const take = ({ holder, key }: Slot): unknown => (Array.isArray(holder) ? holder[Number(key)] : holder[key])

const wrong: readonly ((random: Random, slot: Slot) => void)[] = [
  (random, slot) => put(slot, oddValue(random)),
  (random, slot) => put(slot, oddText(random)),
  (random, slot) => put(slot, oddText(random)),
  (random, slot) => {
    const value = take(slot)
    put(slot, typeof value === 'string' ? `${value}${oddText(random)}` : [value])
  },
  (_, slot) => put(slot, null),
  (_, { holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1)
    else delete holder[key]
  },
  (random, { holder, key }) => {
    if (Array.isArray(holder))
      holder.push(...Array.from({ length: random.pick([1, 60, 700]) }, () => holder[Number(key)]))
    else put({ holder, key: random.pick(['__proto__', 'constructor', 'toString', 'Extra', key.toLowerCase()]) }, {})
  },
  (random, slot) => {
    const value = take(slot)
    if (typeof value === 'string') put(slot, random.pick([value.toUpperCase(), value.normalize('NFD'), ` ${value}`]))
  },
]

/** Makes `number` random changes in a request, at any depth. */
export const mutate = (random: Random, input: Record<string, unknown>, number: number): void => {
  for (let done = 0; done < number; done++) {
    const slots = slotsOf(input)
    if (slots.length > 0) random.pick(wrong)(random, random.pick(slots))
  }
}

const brokenBodies: readonly ((random: Random, text: string) => string | Uint8Array)[] = [
  () => '',
  () => 'null',
  () => '[]',
  () => '"text"',
  (random, text) => text.slice(0, random.int(text.length)),
  (_, text) => `\ufeff${text}`,
  (_, text) => ` \r\n${text}\n`,
  (_, text) => `${text}${text}`,
  (_, text) => text.replace('{', '{"UserPoolId":"a","UserPoolId":"b",'),
  (_, text) => text.replace('{', '{"__proto__":{"polluted":1},'),
  (_, text) => text.replace('{', '{"constructor":{"prototype":{"polluted":1}},'),
  (random, text) => text.replace('{', `{"x":${'['.repeat(random.pick([20, 40, 5000]))}`),
  (_, text) => text.replace('{', `{"x":${'{"a":'.repeat(25)}1${'}'.repeat(25)},`),
  (_, text) => text.replace('{', '{"x":1e999,'),
  (_, text) => text.replaceAll('"', "'"),
  (_, text) => text.replace('{', `{"pad":"${'x'.repeat(1_100_000)}",`),
  (_, text) =>
    text.replace('{', `{${Array.from({ length: 5000 }, (_each, index) => `"k${index}":${index},`).join('')}`),
  (random, text) => {
    const bytes = Buffer.from(text)
    if (bytes.length > 0) bytes[random.int(bytes.length)] = random.int(256)
    return bytes
  },
  (_, text) => Buffer.from(text, 'utf16le'),
  (random) => Uint8Array.from({ length: 64 }, () => random.int(256)),
]

/** A body that is not quite the JSON of a request. */
export const breakBody = (random: Random, text: string): string | Uint8Array => random.pick(brokenBodies)(random, text)
