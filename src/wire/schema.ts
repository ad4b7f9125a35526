/**
 * The AWS JSON 1.1 protocol. This folder knows shapes, signatures and bytes, and no behaviour of
 * any operation.
 *
 * A shape is data that also reads: `read` takes a parsed JSON value and gives the typed input, with
 * nulls dropped and unknown members left out, and notes every broken constraint on the way. A value
 * of the wrong JSON type is not a broken constraint but an unreadable request, so it throws.
 */
import { fault } from '../domain/errors.ts'
import { javaSetOrder } from './java-set-order.ts'

/** What breaks a constraint (`Value 'x'`, or `Value` alone where it is sensitive), where, and which. */
export type Violation = { subject: string; path: string; constraint: string }

/** One shape. `T` is what `read` gives. */
export type Shape<T = unknown> = {
  readonly type: 'string' | 'integer' | 'double' | 'boolean' | 'timestamp' | 'blob' | 'list' | 'map' | 'structure' | 'document'
  /** Never to be logged or repeated in a message. */
  readonly sensitive: boolean
  /** The constraints of this shape in the service's words, in the order in which it lists them. */
  readonly constraints: readonly Constraint<T>[]
  read(value: unknown, path: string, violations: Violation[]): T
}

type Constraint<T> = { readonly text: string; holds(value: T): boolean }

/** The input type that a shape gives. */
export type Infer<S> = S extends Shape<infer T> ? T : never

/** Marks a structure member that must be present. */
export type Required<S extends Shape> = { readonly required: S }
export const required = <S extends Shape>(shape: S): Required<S> => ({ required: shape })

type Member = Shape | Required<Shape>
type Members = Readonly<Record<string, Member>>
type Structure<M extends Members> = {
  -readonly [K in keyof M as M[K] extends Required<Shape> ? K : never]: M[K] extends Required<infer S> ? Infer<S> : never
} & { -readonly [K in keyof M as M[K] extends Required<Shape> ? never : K]?: Infer<M[K]> }

/** A structure: members by wire name. */
export type StructureShape<M extends Members = Members> = Shape<Structure<M>> & { readonly members: M }
/** The shape of a member, whether it is required or not. */
export const memberShape = (member: Member): Shape => ('required' in member ? member.required : member)
export const isRequired = (member: Member): member is Required<Shape> => 'required' in member

/** `UserPoolId` as it stands in paths: `userPoolId`. */
const pathName = (member: string) => member.charAt(0).toLowerCase() + member.slice(1)

const check = <T>(shape: Shape<T>, value: T, path: string, violations: Violation[]): T => {
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

const subject = (shape: Shape, value: unknown) => (shape.sensitive ? 'Value' : `Value '${show(value)}'`)

const unreadable = (value: unknown, wanted: string) => {
  if (Array.isArray(value)) return fault('SerializationException', 'Start of list found where not expected')
  if (value !== null && typeof value === 'object') {
    return fault('SerializationException', 'Start of structure or map found where not expected.')
  }
  const kind = typeof value === 'boolean' ? `${value}`.toUpperCase() : typeof value === 'number' ? 'NUMBER' : 'STRING'
  return fault('SerializationException', `${kind}_VALUE can not be converted to ${wanted}`)
}

type Sensitive = { readonly sensitive?: boolean }
type Size = { readonly min?: number; readonly max?: number }

const sizeConstraints = <T>({ min, max }: Size, measure: (value: T) => number, noun: 'length' | 'value'): Constraint<T>[] => {
  const found: Constraint<T>[] = []
  if (max !== undefined) {
    found.push({ text: `Member must have ${noun} less than or equal to ${max}`, holds: (value) => measure(value) <= max })
  }
  if (min !== undefined) {
    found.push({ text: `Member must have ${noun} greater than or equal to ${min}`, holds: (value) => measure(value) >= min })
  }
  return found
}

/** Java's classes that JavaScript reads differently (ASCII there, Unicode here), as content of brackets. */
const javaClasses: Readonly<Record<string, string>> = {
  '\\s': '\\t-\\r ',
  '\\S': '\\0-\\x08\\x0E-\\x1F!-\\u{10FFFF}',
}

/**
 * A loop over a class, the literal behind it, and the same class again: `[ab]*\{##[ab]*`. The first
 * occurrence of the literal serves as well as any, since the class that follows takes up the rest.
 */
const literalSearch = /(\[[^\]]+\]|\.)([*+])((?:\\[^\w\s]|[^\\[\](){}.*+?|^$])+)(?=\1[*+])/g

/**
 * A Java pattern as the service applies it: to the whole value, with Java's meaning of `\s`, `\S`
 * (both only inside brackets, where all patterns of the model have them) and of the dot, which
 * passes line ends only after `(?s)`. Matching takes linear time for every pattern of the model:
 * searches are atomic, because tried again they would take quadratic or cubic time, minutes for
 * a message template of permitted length.
 */
const compilePattern = (pattern: string): RegExp => {
  const dotAll = pattern.startsWith('(?s)')
  let searches = 0
  const source = pattern
    .slice(dotAll ? 4 : 0)
    .replace(literalSearch, (_, part: string, repeat: string, literal: string) => {
      const name = `search${++searches}`
      return `(?=(?<${name}>${part}${repeat}?${literal}))\\k<${name}>`
    })
    .replace(/\\./g, (escaped) => javaClasses[escaped] ?? escaped)
  return new RegExp(`^(?:${source})$`, dotAll ? 'su' : 'u')
}

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
export const oneOf = <const V extends readonly string[]>(
  values: V,
): Shape<V[number]> & { readonly values: V } => {
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

const number = (type: 'integer' | 'double', wanted: string, accepts: (value: number) => boolean) => (options: Size = {}) => {
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

const plain = <T>(type: 'boolean' | 'timestamp' | 'document', accepts: (value: unknown) => boolean, wanted: string): Shape<T> => ({
  type,
  sensitive: false,
  constraints: [],
  read(value) {
    if (!accepts(value)) throw unreadable(value, wanted)
    return value as T // `accepts` proved it
  },
})

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

/** Reads a part on its own account: a collection of scalars reports its parts' failures as its own. */
const readPart = <T>(part: Shape<T>, value: unknown, violations: Violation[]) => {
  const before = violations.length
  const result = part.read(value, '', violations)
  const broken = violations.length > before
  violations.length = before
  return { result, broken }
}

const isScalar = (shape: Shape) => shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map'
const membersMust = (shape: Shape) => `Member must satisfy constraint: [${shape.constraints.map((c) => c.text).join(', ')}]`

/** A list. */
export const list = <T>(member: Shape<T>, options: Size = {}): Shape<T[]> & { readonly member: Shape<T>; readonly options: Size } => {
  const shape: Shape<T[]> & { readonly member: Shape<T>; readonly options: Size } = {
    type: 'list',
    member,
    options,
    sensitive: member.sensitive,
    constraints: sizeConstraints<T[]>(options, (value) => value.length, 'length'),
    read(value, path, violations) {
      if (!Array.isArray(value)) throw unreadable(value, 'a List')
      const items = value.filter((item) => item !== null)
      if (!isScalar(member)) {
        const read = items.map((item, index) => member.read(item, `${path}.${index + 1}.member`, violations))
        return check(shape, read, path, violations)
      }
      const parts = items.map((item) => readPart(member, item, violations))
      const read = parts.map((part) => part.result)
      if (parts.some((part) => part.broken)) {
        violations.push({ subject: subject(member, read), path, constraint: membersMust(member) })
      }
      return check(shape, read, path, violations)
    },
  }
  return shape
}

/** A map with string keys; read into an object without a prototype. */
export const map = <T>(key: Shape<string>, value: Shape<T>, options: Size & Sensitive = {}) => {
  const shape: Shape<Record<string, T>> & { readonly key: Shape<string>; readonly value: Shape<T>; readonly options: Size } = {
    type: 'map',
    key,
    value,
    options,
    sensitive: options.sensitive || key.sensitive || value.sensitive,
    constraints: sizeConstraints<Record<string, T>>(options, (entries) => Object.keys(entries).length, 'length'),
    read(input, path, violations) {
      if (input === null || typeof input !== 'object' || Array.isArray(input)) throw unreadable(input, 'a Map')
      const entries: Record<string, T> = Object.create(null)
      const broken = new Set<Shape>()
      for (const [name, item] of Object.entries(input)) {
        if (item === null) continue
        if (readPart(key, name, violations).broken) broken.add(key)
        if (isScalar(value)) {
          const part = readPart(value, item, violations)
          if (part.broken) broken.add(value)
          entries[name] = part.result
        } else {
          entries[name] = value.read(item, `${path}.${name}.member`, violations)
        }
      }
      for (const part of broken) {
        violations.push({ subject: subject(shape, entries), path, constraint: membersMust(part) })
      }
      return check(shape, entries, path, violations)
    },
  }
  return shape
}

/** A structure. Unknown members are left out, a null member is an absent one. */
export const structure = <const M extends Members>(members: M, options: Sensitive = {}): StructureShape<M> => {
  const fields = Object.entries(members).map(([name, member]) => ({
    name,
    path: pathName(name),
    shape: memberShape(member),
    required: isRequired(member),
  }))
  return {
    type: 'structure',
    members,
    sensitive: options.sensitive ?? false,
    constraints: [],
    read(value, path, violations) {
      if (value === null || typeof value !== 'object' || Array.isArray(value)) throw unreadable(value, 'a Structure')
      const prefix = path === '' ? '' : `${path}.`
      const result: Record<string, unknown> = {}
      for (const field of fields) {
        const given: unknown = Object.hasOwn(value, field.name) ? (value as Record<string, unknown>)[field.name] : undefined
        if (given !== undefined && given !== null) {
          result[field.name] = field.shape.read(given, prefix + field.path, violations)
        } else if (field.required) {
          violations.push({
            subject: field.shape.sensitive ? 'Value' : 'Value null',
            path: prefix + field.path,
            constraint: 'Member must not be null',
          })
        }
      }
      return result as Structure<M> // every member was read by its own shape; missing ones are violations
    },
  }
}
