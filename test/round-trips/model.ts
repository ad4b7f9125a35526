import { readFileSync } from 'node:fs'
import { compilePattern } from '../../src/wire/java-pattern.ts'

type Shape = {
  type: string
  members?: Record<string, string>
  required?: string[]
  member?: string
  key?: string
  value?: string
  min?: number
  pattern?: string
  enum?: string[]
}
type Model = {
  operations: Record<string, { input: string; output: string | null }>
  shapes: Record<string, Shape>
}

const model: Model = JSON.parse(readFileSync(new URL('../model/cognito-idp.json', import.meta.url), 'utf8'))

/** The names of all operations of the model. */
export const operationNames: readonly string[] = Object.keys(model.operations)

const shapeNamed = (name: string): Shape => {
  const shape = model.shapes[name]
  if (!shape) throw new Error(`The model has no shape ${name}`)
  return shape
}

/** The input of an operation. */
export const inputOf = (operation: string): Shape => shapeNamed(model.operations[operation]?.input ?? operation)

/** What an operation answers, from the member `path` on. */
export const outputOf = (operation: string, path: readonly string[]): Shape =>
  path.reduce<Shape>(
    (shape, name) => shapeNamed(shape.members?.[name] ?? name),
    shapeNamed(model.operations[operation]?.output ?? operation),
  )

/** The shape of a member of a structure. */
export const memberOf = (shape: Shape, name: string): Shape => shapeNamed(shape.members?.[name] ?? name)

/** Whether the model lets a member be left out. */
export const isOptional = (shape: Shape, name: string): boolean => !shape.required?.includes(name)

/** Everything in a value of a shape, `path` itself first: members after a dot, and what is in lists after `[]`. */
export const pathsIn = (shape: Shape, path: string): string[] => {
  if (shape.type === 'structure') {
    const inside = Object.keys(shape.members ?? {}).flatMap((name) => pathsIn(memberOf(shape, name), `${path}.${name}`))
    return [path, ...inside]
  }
  if (shape.type === 'list') return [path, ...pathsIn(shapeNamed(shape.member ?? ''), `${path}[]`).slice(1)]
  return [path]
}

const emptyTexts = (shape: Shape) =>
  !shape.enum && (shape.pattern === undefined || compilePattern(shape.pattern).test(''))

const empties: Readonly<Record<string, (shape: Shape) => { value: unknown; allowed: boolean }>> = {
  string: (shape) => ({ value: '', allowed: !shape.min && emptyTexts(shape) }),
  blob: (shape) => ({ value: '', allowed: !shape.min }),
  list: (shape) => ({ value: [], allowed: !shape.min }),
  map: (shape) => ({ value: {}, allowed: !shape.min }),
  structure: (shape) => ({ value: {}, allowed: !shape.required?.length }),
}

/** The empty value of a shape, and whether its constraints let it be; undefined for numbers and their like. */
export const emptyOf = (shape: Shape) =>
  shape.members || shape.type !== 'structure' ? empties[shape.type]?.(shape) : undefined

/** The shape at a path below a member, through structures alone. */
export const shapeAt = (input: Shape, path: string): Shape => path.split('.').reduce(memberOf, input)
