import { readFileSync } from 'node:fs'
import { isRequired, memberShape, type Shape, type StructureShape } from '../../src/wire/schema.ts'

type Constraints = { readonly min?: number; readonly max?: number; readonly pattern?: string }

/** A shape of the published model; structure members and other parts are names of shapes. */
export type ModelShape = Constraints & {
  readonly type: string
  readonly sensitive?: boolean
  readonly enum?: readonly string[]
  readonly members?: Readonly<Record<string, string>>
  readonly required?: readonly string[]
  readonly member?: string
  readonly key?: string
  readonly value?: string
}

type ModelOperation = {
  readonly auth: 'iam' | 'none'
  readonly input: string
  /** Absent where nothing is answered. */
  readonly output?: string
  readonly errors: readonly string[]
}

type Model = {
  readonly operations: Readonly<Record<string, ModelOperation>>
  readonly shapes: Readonly<Record<string, ModelShape>>
}

/** The service's API as its public clients know it, word for word. */
const published: Model = JSON.parse(readFileSync(new URL('../model/cognito-idp.json', import.meta.url), 'utf8'))

/** A published shape with what is documented of it besides. */
const amended = (name: string, more: Partial<ModelShape>): Record<string, ModelShape> => {
  const shape = published.shapes[name]
  if (!shape) throw new Error(`The model has no shape ${name}`)
  const members = shape.members && { members: { ...shape.members, ...more.members } }
  return { [name]: { ...shape, ...more, ...members } }
}

const ofPool = { members: { UserPoolId: 'UserPoolIdType' } }

/**
 * What the service's documentation states and the model of its public clients lacks: a value of the
 * newest kind of client, and constraints of the newest operations.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/Welcome.html
 */
const documented: Readonly<Record<string, ModelShape>> = {
  ...amended('ExplicitAuthFlowsType', {
    enum: [...(published.shapes.ExplicitAuthFlowsType?.enum ?? []), 'ALLOW_CLIENT_TOKEN_AUTH'],
  }),
  ...amended('GetClientTokenRequest', { members: { Scopes: 'ScopeListType', ClientMetadata: 'ClientMetadataType' } }),
  // Of custom domains the service takes whole names, which the pattern of prefixes would refuse.
  DomainType: { type: 'string', min: 1, max: 63 },
  ...amended('DescribeTermsByClientRequest', { members: { ...ofPool.members, TermsName: 'TermsNameType' } }),
  MaxPerUserType: { type: 'integer', min: 1, max: 100 },
  ...amended('UserPoolTokenSessionConfigType', { members: { MaxPerUser: 'MaxPerUserType' } }),
  MaxValidityMinutesType: { type: 'integer', min: 0, max: 129_600 },
  ...amended('ClientSSOSessionConfigType', { members: { MaxValidityMinutes: 'MaxValidityMinutesType' } }),
  ...amended('GetUserPoolSessionConfigurationRequest', ofPool),
  ...amended('SetUserPoolSessionConfigurationRequest', ofPool),
  ...amended('GetUserPoolClientSessionConfigurationRequest', ofPool),
  ...amended('SetUserPoolClientSessionConfigurationRequest', ofPool),
  ...amended('ListUserSessionsRequest', { members: { NextToken: 'PaginationKey' } }),
  ...amended('AdminListUserSessionsRequest', { members: { ...ofPool.members, NextToken: 'PaginationKey' } }),
  ...amended('AdminRevokeUserSessionRequest', ofPool),
}

/** The service's API as its public clients and its documentation know it. */
export const model: Model = { ...published, shapes: { ...published.shapes, ...documented } }

/** The model's shape of this name; one that the model has no name for bears a trailing `_` there. */
export const findModelShape = (name: string): ModelShape | undefined => model.shapes[name] ?? model.shapes[`${name}_`]

const requireModelShape = (name: string): ModelShape => {
  const found = findModelShape(name)
  if (!found) throw new Error(`The model has no shape ${name}`)
  return found
}

/** The names of the shapes that a shape of the model is made of, by where they stand in it. */
export const modelParts = ({ members, member, key, value }: ModelShape): Record<string, string> => ({
  ...members,
  ...(member && { '[]': member }),
  ...(key && { '{key}': key }),
  ...(value && { '{value}': value }),
})

type Facts = Constraints & {
  readonly type: string
  readonly sensitive: boolean
  readonly enum: readonly string[] | undefined
  readonly required: readonly string[]
}

/** What every constructor of schema.ts leaves on its shape, as far as it was given it. */
type Declared = Shape & {
  readonly options?: Constraints
  readonly values?: readonly string[]
  readonly members?: StructureShape['members']
  readonly member?: Shape
  readonly key?: Shape
  readonly value?: Shape
}

const declaredParts = ({ members = {}, member, key, value }: Declared): Record<string, Shape> => ({
  ...Object.fromEntries(Object.entries(members).map(([name, each]) => [name, memberShape(each)])),
  ...(member && { '[]': member }),
  ...(key && { '{key}': key }),
  ...(value && { '{value}': value }),
})

const declaredFacts = ({ type, sensitive, options, values, members = {} }: Declared): Facts => ({
  type,
  sensitive,
  ...bounds(options ?? {}),
  enum: values?.toSorted(),
  required: Object.keys(members)
    .filter((name) => members[name] && isRequired(members[name]))
    .toSorted(),
})

const modelFacts = (shape: ModelShape): Facts => ({
  type: modelType(shape),
  sensitive: isSensitive(shape),
  ...bounds(shape),
  enum: shape.enum?.toSorted(),
  required: shape.required?.toSorted() ?? [],
})

const bounds = ({ min, max, pattern }: Constraints) => ({ min, max, pattern }) as Constraints // absent and undefined alike

/** A document is a structure without members in the model, and long is an integer here. */
const modelType = (shape: ModelShape) => {
  if (shape === model.shapes.Document) return 'document'
  return shape.type === 'long' ? 'integer' : shape.type
}

/** Whether messages never show a value of the shape. A collection of sensitive parts is sensitive itself. */
export const isSensitive = (shape: ModelShape): boolean =>
  shape.sensitive === true ||
  (!shape.members && Object.values(modelParts(shape)).some((part) => isSensitive(requireModelShape(part))))

/**
 * The differences between a declared shape and the model's shape `name`, at every depth, one line
 * each and headed by where it was found: members, which of them are required, lengths, ranges,
 * patterns, enum values (in any order), parts of lists and maps, sensitivity.
 */
export const compareShape = (shape: Shape, name: string, path = name): string[] => {
  const expected = requireModelShape(name)
  const found: string[] = []
  const ours = declaredFacts(shape)
  for (const [fact, theirs] of Object.entries(modelFacts(expected))) {
    const own = JSON.stringify(ours[fact as keyof Facts]) // both come from the same type
    if (own !== JSON.stringify(theirs)) found.push(`${path}: ${fact} is ${own}, not ${JSON.stringify(theirs)}`)
  }
  const parts = declaredParts(shape)
  const names = modelParts(expected)
  for (const part of Object.keys(parts)) {
    if (!names[part]) found.push(`${path}.${part}: the model has none`)
  }
  for (const [part, partName] of Object.entries(names)) {
    const own = parts[part]
    found.push(...(own ? compareShape(own, partName, `${path}.${part}`) : [`${path}.${part}: missing`]))
  }
  return found
}

/** The differences between an operation's declared input and the model's. */
export const compareWithModel = (operation: string, input: StructureShape): string[] => {
  const expected = model.operations[operation]
  return expected ? compareShape(input, expected.input, operation) : [`${operation}: the model has no such operation`]
}
