import assert from 'node:assert/strict'
import { compilePattern } from '../../src/wire/java-pattern.ts'
import { javaSetOrder } from '../../src/wire/java-set-order.ts'
import { findModelShape, isSensitive, type ModelShape } from '../wire/compare-with-model.ts'

/** A request, or a part of it. */
export type Members = Record<string, unknown>

/** The model's shape of this name. */
export const shapeOf = (name: string | undefined): ModelShape => findModelShape(name ?? '') ?? assert.fail(name)

/** A constraint in the service's words, and whether a value keeps it. */
export type Constraint = { readonly text: string; readonly holds: (value: unknown) => boolean }

const isNumber = ({ type }: ModelShape) => type === 'integer' || type === 'long' || type === 'double'

/** What bounds are about. Bytes are base64 here, as on the wire. */
const sizeOf = (shape: ModelShape, value: unknown): number => {
  if (isNumber(shape)) return Number(value)
  if (shape.type === 'blob') return Buffer.from(String(value), 'base64').length
  return typeof value === 'string' ? value.length : Object.keys(Object(value)).length
}

/** Everything that the model says of the values of a shape, in the order in which the service lists it. */
export const constraintsOf = (shape: ModelShape): Constraint[] => {
  const { max, min, pattern, enum: values } = shape
  const noun = isNumber(shape) ? 'value' : 'length'
  const found: Constraint[] = []
  if (max !== undefined) {
    found.push({
      text: `Member must have ${noun} less than or equal to ${max}`,
      holds: (value) => sizeOf(shape, value) <= max,
    })
  }
  if (min !== undefined) {
    found.push({
      text: `Member must have ${noun} greater than or equal to ${min}`,
      holds: (value) => sizeOf(shape, value) >= min,
    })
  }
  if (pattern !== undefined) {
    const expression = compilePattern(pattern)
    found.push({
      text: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => expression.test(String(value)),
    })
  }
  if (values) {
    found.push({
      text: `Member must satisfy enum value set: [${javaSetOrder(values).join(', ')}]`,
      holds: (value) => values.includes(String(value)),
    })
  }
  return found
}

/** How a message shows a value. */
const shown = (shape: ModelShape, value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map((item) => shown(shapeOf(shape.member), item)).join(', ')}]`
  if (shape.type === 'blob') {
    const size = sizeOf(shape, value)
    return `java.nio.HeapByteBuffer[pos=0 lim=${size} cap=${size}]`
  }
  if (typeof value !== 'object' || value === null) return String(value)
  const entries = Object.entries(value).map(([name, item]) => {
    const part = shapeOf(shape.members?.[name] ?? shape.value)
    return `${name}=${shown(part, item)}`
  })
  return `{${entries.join(', ')}}`
}

const problem = (subject: string, path: string, text: string) =>
  `${subject} at '${path}' failed to satisfy constraint: ${text}`

/** What is said of a member that must be there and is not. */
export const missing = (shape: ModelShape, path: string): string =>
  problem(isSensitive(shape) ? 'Value' : 'Value null', path, 'Member must not be null')

/** Whether a shape is reported by the list or the map that it is in, and not by itself. */
export const isScalar = ({ type }: ModelShape): boolean => !['structure', 'list', 'map'].includes(type)

const isBroken = (shape: ModelShape, value: unknown) => constraintsOf(shape).some(({ holds }) => !holds(value))

/** What is said of the parts of a collection: of all that break something at once, with all that they have to keep. */
const partProblems = (shape: ModelShape, value: object): string[] => {
  const { member, key, value: item } = shape
  const parts: [string | undefined, unknown[]][] = [
    [member, Object.values(value)],
    [key, Object.keys(value)],
    [item, Object.values(value)],
  ]
  return parts.flatMap(([name, values]) => {
    if (name === undefined) return []
    const part = shapeOf(name)
    if (!isScalar(part) || !values.some((one) => isBroken(part, one))) return []
    const texts = constraintsOf(part).map(({ text }) => text)
    return [`Member must satisfy constraint: [${texts.join(', ')}]`]
  })
}

/** What is said of a value itself: all that it breaks, and not of structures in it. */
export const problemsOf = (shape: ModelShape, value: unknown, path: string): string[] => {
  const subject = isSensitive(shape) ? 'Value' : `Value '${shown(shape, value)}'`
  const own = constraintsOf(shape).filter(({ holds }) => !holds(value))
  const parts = typeof value === 'object' && value !== null ? partProblems(shape, value) : []
  return [...parts, ...own.map(({ text }) => text)].map((text) => problem(subject, path, text))
}
