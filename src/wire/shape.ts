/**
 * The AWS JSON 1.1 protocol. This folder knows shapes, signatures and bytes, and no behaviour of
 * any operation.
 *
 * A shape is data that also reads: `read` takes a parsed JSON value and gives the typed input, with
 * nulls dropped and unknown members left out, and notes every broken constraint on the way. A value
 * of the wrong JSON type is not a broken constraint but an unreadable request, so it throws.
 */
import { fault } from '../domain/errors.ts'

/** What breaks a constraint (`Value 'x'`, or `Value` alone where it is sensitive), where, and which. */
export type Violation = { subject: string; path: string; constraint: string }

/** One shape. `T` is what `read` gives. */
export type Shape<T = unknown> = {
  readonly type:
    | 'string'
    | 'integer'
    | 'double'
    | 'boolean'
    | 'timestamp'
    | 'blob'
    | 'list'
    | 'map'
    | 'structure'
    | 'document'
  /** Never to be logged or repeated in a message. */
  readonly sensitive: boolean
  /** The constraints of this shape in the service's words, in the order in which it lists them. */
  readonly constraints: readonly Constraint<T>[]
  read(value: unknown, path: string, violations: Violation[]): T
}

/** A constraint in the service's words. */
export type Constraint<T> = { readonly text: string; holds(value: T): boolean }

/** The input type that a shape gives. */
export type Infer<S> = S extends Shape<infer T> ? T : never

/** Notes every constraint that a value breaks. */
export const check = <T>(shape: Shape<T>, value: T, path: string, violations: Violation[]): T => {
  for (const constraint of shape.constraints) {
    if (!constraint.holds(value)) {
      violations.push({ subject: subject(shape, value), path, constraint: constraint.text })
    }
  }
  return value
}

const show = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (Buffer.isBuffer(value)) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${show(item)}`)
      .join(', ')}}`
  }
  return String(value)
}

/** What a message calls the value: its text, unless it is sensitive. */
export const subject = (shape: Shape, value: unknown) => (shape.sensitive ? 'Value' : `Value '${show(value)}'`)

/** The error for a value of the wrong JSON type. */
export const unreadable = (value: unknown, wanted: string) => {
  if (Array.isArray(value)) return fault('SerializationException', 'Start of list found where not expected')
  if (value !== null && typeof value === 'object') {
    return fault('SerializationException', 'Start of structure or map found where not expected.')
  }
  const kind = typeof value === 'boolean' ? `${value}`.toUpperCase() : typeof value === 'number' ? 'NUMBER' : 'STRING'
  return fault('SerializationException', `${kind}_VALUE can not be converted to ${wanted}`)
}

/** What a shape may say of itself. */
export type Sensitive = { readonly sensitive?: boolean }
/** Bounds of a length or of a value. */
export type Size = { readonly min?: number; readonly max?: number }

/** The constraints of bounds, the upper one first, as the service lists them. */
export const sizeConstraints = <T>(
  { min, max }: Size,
  measure: (value: T) => number,
  noun: 'length' | 'value',
): Constraint<T>[] => {
  const found: Constraint<T>[] = []
  if (max !== undefined) {
    found.push({
      text: `Member must have ${noun} less than or equal to ${max}`,
      holds: (value) => measure(value) <= max,
    })
  }
  if (min !== undefined) {
    found.push({
      text: `Member must have ${noun} greater than or equal to ${min}`,
      holds: (value) => measure(value) >= min,
    })
  }
  return found
}
