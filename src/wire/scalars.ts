import { compilePattern } from './java-pattern.ts'
import { javaSetOrder } from './java-set-order.ts'
import { check, type Sensitive, type Shape, type Size, sizeConstraints, unreadable } from './shape.ts'

type StringOptions = Size & Sensitive & { readonly pattern?: string }

/** A string. Lengths count UTF-16 units, as Java does; `pattern` is the model's. */
export const string = (options: StringOptions = {}): Shape<string> & { readonly options: StringOptions } => {
  const { pattern, sensitive = false } = options
  const constraints = sizeConstraints<string>(options, (value) => value.length, 'length')
  if (pattern !== undefined) {
    const expression = compilePattern(pattern)
    constraints.push({
      text: `Member must satisfy regular expression pattern: ${pattern}`,
      holds: (value) => expression.test(value),
    })
  }
  const shape: Shape<string> & { readonly options: StringOptions } = {
    type: 'string',
    options,
    sensitive,
    constraints,
    read(value, path, violations) {
      if (typeof value !== 'string') throw unreadable(value, 'a String')
      return check(shape, value, path, violations)
    },
  }
  return shape
}

/** One of `values`. Messages list them in the order of a Java hash set, as the service's do. */
export const oneOf = <const V extends readonly string[]>(values: V): Shape<V[number]> & { readonly values: V } => {
  const known: ReadonlySet<string> = new Set(values)
  const shape: Shape<V[number]> & { readonly values: V } = {
    type: 'string',
    values,
    sensitive: false,
    constraints: [
      {
        text: `Member must satisfy enum value set: [${javaSetOrder(values).join(', ')}]`,
        holds: (value) => known.has(value),
      },
    ],
    read(value, path, violations) {
      if (typeof value !== 'string') throw unreadable(value, 'a String')
      return check<V[number]>(shape, value, path, violations)
    },
  }
  return shape
}

const number =
  (type: 'integer' | 'double', wanted: string, accepts: (value: number) => boolean) =>
  (options: Size = {}) => {
    const shape: Shape<number> & { readonly options: Size } = {
      type,
      options,
      sensitive: false,
      constraints: sizeConstraints<number>(options, (value) => value, 'value'),
      read(value, path, violations) {
        if (typeof value !== 'number' || !accepts(value)) throw unreadable(value, wanted)
        return check(shape, value, path, violations)
      },
    }
    return shape
  }

/** A whole number; long as well, as far as a double holds it exactly. */
export const integer = number('integer', 'an Integer', Number.isSafeInteger)
export const double = number('double', 'a Double', Number.isFinite)

const plain = <T>(
  type: 'boolean' | 'timestamp' | 'document',
  accepts: (value: unknown) => boolean,
  wanted: string,
): Shape<T> => ({
  type,
  sensitive: false,
  constraints: [],
  read(value) {
    if (!accepts(value)) throw unreadable(value, wanted)
    return value as T // `accepts` proved it
  },
})

/** A boolean. */
export const boolean = plain<boolean>('boolean', (value) => typeof value === 'boolean', 'a Boolean')
/** Epoch seconds, with a fraction. */
export const timestamp = plain<number>('timestamp', Number.isFinite, 'a Timestamp')
/** Any JSON value, taken as it is. */
export const document = plain<unknown>('document', () => true, 'a Document')

/** Bytes, base64 on the wire. */
export const blob = (options: Size & Sensitive = {}): Shape<Buffer> & { readonly options: Size } => {
  const shape: Shape<Buffer> & { readonly options: Size } = {
    type: 'blob',
    options,
    sensitive: options.sensitive ?? false,
    constraints: sizeConstraints<Buffer>(options, (value) => value.length, 'length'),
    read(value, path, violations) {
      if (typeof value !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw unreadable(value, 'a Blob')
      return check(shape, Buffer.from(value, 'base64'), path, violations)
    },
  }
  return shape
}
