import { type ModelShape, model } from '../wire/compare-with-model.ts'
import { type Case, shapeOfInput } from './case.ts'
import { type Members, shapeOf } from './constraints.ts'
import { sampleOf } from './samples.ts'

type Kind = { readonly value: unknown; readonly types: readonly string[]; readonly message: (wanted: string) => string }

const convert = (token: string) => (wanted: string) => `${token}_VALUE can not be converted to ${wanted}`

/** What JSON has, the types that are written so, and what the service says where it wants another. */
const kinds: readonly Kind[] = [
  { value: 'QUFB', types: ['string', 'blob'], message: convert('STRING') },
  { value: 'no base64', types: ['string'], message: convert('STRING') },
  { value: 1, types: ['integer', 'long'], message: convert('NUMBER') },
  { value: 1.5, types: [], message: convert('NUMBER') },
  { value: true, types: ['boolean'], message: convert('TRUE') },
  { value: false, types: ['boolean'], message: convert('FALSE') },
  { value: [], types: ['list'], message: () => 'Start of list found where not expected' },
  {
    value: {},
    types: ['map', 'structure'],
    message: () => 'Start of structure or map found where not expected.',
  },
]

/** What the service calls each type. */
const wanted: Readonly<Record<string, string>> = {
  string: 'a String',
  integer: 'an Integer',
  long: 'an Integer',
  boolean: 'a Boolean',
  list: 'a List',
  map: 'a Map',
  structure: 'a Structure',
  blob: 'a Blob',
}

/** Every value of JSON that is of the wrong type for a shape, and what is said of it. A document is of any type. */
const wrongFor = (shape: ModelShape) =>
  shape === model.shapes.Document
    ? []
    : kinds
        .filter(({ types }) => !types.includes(shape.type))
        .map(({ value, message }) => ({ value, message: message(wanted[shape.type] ?? shape.type) }))

/** A value with something of a wrong type in it, and what is said of that. */
type WrongType = { readonly value: unknown; readonly message: string }

const membersOfWrongType = ({ members = {} }: ModelShape, sample: Members): WrongType[] =>
  Object.entries(members).flatMap(([member, name]) =>
    [...wrongFor(shapeOf(name)), ...wrongTypesIn(shapeOf(name))].map(({ value, message }) => ({
      value: { ...sample, [member]: value },
      message,
    })),
  )

const itemsOfWrongType = ({ member, key, value }: ModelShape): WrongType[] => {
  const part = member ?? value
  if (part === undefined) return []
  const name = key === undefined ? undefined : String(sampleOf(shapeOf(key)))
  return [...wrongFor(shapeOf(part)), ...wrongTypesIn(shapeOf(part))].map(({ value: item, message }) => ({
    value: name === undefined ? [item] : { [name]: item },
    message,
  }))
}

/** Every way to put a value of the wrong type into one of a shape, at every depth. A structure is `sample` but for that. */
const wrongTypesIn = (shape: ModelShape, sample: unknown = sampleOf(shape)): WrongType[] =>
  shape.type === 'structure' ? membersOfWrongType(shape, sample as Members) : itemsOfWrongType(shape)

/** A good request with one value of a wrong type, for all of them. */
export const wrongTypeCases = (operation: string, input: Members): Case[] =>
  wrongTypesIn(shapeOfInput(operation), input).map(({ value, message }) => ({
    body: value as Members, // a structure is made of members
    refusal: ['SerializationException', message],
  }))
