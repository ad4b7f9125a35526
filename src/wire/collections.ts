import {
  check,
  type Infer,
  type Sensitive,
  type Shape,
  type Size,
  sizeConstraints,
  subject,
  unreadable,
  type Violation,
} from './shape.ts'

/** Marks a structure member that must be present. */
export type Required<S extends Shape> = { readonly required: S }
export const required = <S extends Shape>(shape: S): Required<S> => ({ required: shape })

type Member = Shape | Required<Shape>
type Members = Readonly<Record<string, Member>>
type Structure<M extends Members> = {
  -readonly [K in keyof M as M[K] extends Required<Shape> ? K : never]: M[K] extends Required<infer S>
    ? Infer<S>
    : never
} & { -readonly [K in keyof M as M[K] extends Required<Shape> ? never : K]?: Infer<M[K]> }

/** A structure: members by wire name. */
export type StructureShape<M extends Members = Members> = Shape<Structure<M>> & { readonly members: M }
/** The shape of a member, whether it is required or not. */
export const memberShape = (member: Member): Shape => ('required' in member ? member.required : member)
export const isRequired = (member: Member): member is Required<Shape> => 'required' in member

/** `UserPoolId` as it stands in paths: `userPoolId`. */
const pathName = (member: string) => member.charAt(0).toLowerCase() + member.slice(1)

/** Reads a part on its own account: a collection of scalars reports its parts' failures as its own. */
const readPart = <T>(part: Shape<T>, value: unknown, violations: Violation[]) => {
  const before = violations.length
  const result = part.read(value, '', violations)
  const broken = violations.length > before
  violations.length = before
  return { result, broken }
}

const isScalar = (shape: Shape) => shape.type !== 'structure' && shape.type !== 'list' && shape.type !== 'map'
const membersMust = (shape: Shape) =>
  `Member must satisfy constraint: [${shape.constraints.map((c) => c.text).join(', ')}]`

/** A list. */
export const list = <T>(
  member: Shape<T>,
  options: Size = {},
): Shape<T[]> & { readonly member: Shape<T>; readonly options: Size } => {
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
  const shape: Shape<Record<string, T>> & {
    readonly key: Shape<string>
    readonly value: Shape<T>
    readonly options: Size
  } = {
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
        const given: unknown = Object.hasOwn(value, field.name)
          ? (value as Record<string, unknown>)[field.name]
          : undefined
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
