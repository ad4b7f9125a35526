import assert from 'node:assert/strict'
import type { ModelShape } from '../wire/compare-with-model.ts'
import { constraintsOf, shapeOf } from './constraints.ts'

/** One of these is good for every string of the model. */
const texts = [
  'a',
  'aaa',
  'aaaaaa',
  'a'.repeat(24),
  '123456',
  'us-east-1_a',
  'arn:a:a::0:a',
  'arn:aws:iam::000000000000:role/a',
  'arn:aws:s3:::bucket',
  'import-a',
  'terms-of-use',
  'cognito:default',
  '{####}',
  '{##a##}',
  'a@example.com',
  '00000000-0000-4000-8000-000000000000',
]
/** Every pattern refuses one of these, but for the one that lets everything through. */
const unfit = ['\u0001', ' ']
const EVERYTHING = '(?s).*'

/** Whether a value breaks nothing. */
export const keeps = (shape: ModelShape, value: unknown) => constraintsOf(shape).every(({ holds }) => holds(value))

const scalars: Record<string, (shape: ModelShape) => unknown> = {
  string: (shape) => shape.enum?.[0] ?? texts.find((text) => keeps(shape, text)) ?? assert.fail(shape.pattern),
  integer: ({ min = 0 }) => min,
  boolean: () => true,
  blob: () => '',
}

const items = (shape: ModelShape, count: number) => Array.from({ length: count }, () => sampleOf(shapeOf(shape.member)))

const entries = (shape: ModelShape, count: number) => {
  const key = String(sampleOf(shapeOf(shape.key)))
  const names = Array.from({ length: count }, (_, index) => (index === 0 ? key : `${key}${index}`))
  return Object.fromEntries(names.map((name) => [name, sampleOf(shapeOf(shape.value))]))
}

/** A good value of a shape, as short as can be. */
export const sampleOf = (shape: ModelShape): unknown => {
  const { type, members = {}, required = [], min = 0 } = shape
  if (type === 'list') return items(shape, min)
  if (type === 'map') return entries(shape, min)
  if (type !== 'structure') return scalars[type]?.(shape) ?? assert.fail(type)
  return Object.fromEntries(required.map((name) => [name, sampleOf(shapeOf(members[name]))]))
}

/** A text of a length that breaks nothing else, if there is one. */
export const textOf = ({ pattern, type }: ModelShape, length: number): string => {
  const padded = texts
    .filter((text) => text.length <= length)
    .flatMap((text) => ['a', '1'].map((pad) => text.padEnd(length, pad)))
  const free = { type, ...(pattern !== undefined && { pattern }) }
  return padded.find((text) => keeps(free, text)) ?? 'a'.repeat(length)
}

/** A value of a size, whatever else it is. */
const sized: Record<string, (shape: ModelShape, size: number) => unknown> = {
  string: textOf,
  integer: (_, size) => size,
  blob: (_, size) => Buffer.alloc(size).toString('base64'),
  list: items,
  map: entries,
}

/** A value for each constraint of a shape that breaks it, and no other one if that can be. */
export const brokenOf = (shape: ModelShape): unknown[] => {
  const { type, min, max, pattern, enum: values } = shape
  const make = sized[type]
  const found: unknown[] = []
  if (make && max !== undefined) found.push(make(shape, max + 1))
  if (make && min !== undefined && (min > 0 || type === 'integer')) found.push(make(shape, min - 1))
  if (pattern !== undefined && pattern !== EVERYTHING) {
    const repeated = unfit.map((text) => text.repeat(Math.max(1, min ?? 1)))
    found.push(repeated.find((text) => !keeps(shape, text)) ?? assert.fail(pattern))
  }
  if (values) found.push('NO_SUCH_VALUE')
  return found
}
