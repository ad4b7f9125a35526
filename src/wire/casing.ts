/** A type with the first letter of every member's name in lower case, as the domain has it. */
export type Uncased<T> = T extends readonly (infer I)[]
  ? Uncased<I>[]
  : T extends object
    ? string extends keyof T
      ? T
      : { [K in keyof T as K extends string ? Uncapitalize<K> : K]: Uncased<T[K]> }
    : T

/** The reverse of `Uncased`. */
export type Cased<T> = T extends readonly (infer I)[]
  ? Cased<I>[]
  : T extends object
    ? string extends keyof T
      ? T
      : { [K in keyof T as K extends string ? Capitalize<K> : K]: Cased<T[K]> }
    : T

const rename = (value: unknown, letter: (name: string) => string): unknown => {
  if (Array.isArray(value)) return value.map((item) => rename(item, letter))
  // A map (no prototype) has keys of its own, not names of members; bytes have none.
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  const renamed: Record<string, unknown> = {}
  for (const [name, item] of Object.entries(value)) renamed[letter(name)] = rename(item, letter)
  return renamed
}

/** A request's structure as the domain spells it: `PoolName` becomes `poolName`, at every depth. */
export const fromWire = <T>(value: T): Uncased<T> =>
  rename(value, (name) => name.charAt(0).toLowerCase() + name.slice(1)) as Uncased<T>

/** The reverse of `fromWire`, for answers. Maps must have no prototype, or not pass through here. */
export const toWire = <T>(value: T): Cased<T> =>
  rename(value, (name) => name.charAt(0).toUpperCase() + name.slice(1)) as Cased<T>

/** An instant as the wire has it: epoch seconds with milliseconds as a fraction. */
export const toTimestamp = (milliseconds: number) => milliseconds / 1000
