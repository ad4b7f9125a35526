import { fault } from './errors.ts'

/** `response` of what a function gave back. A map, so that no name is special. */
export type TriggerResponse = ReadonlyMap<string, unknown>

/** The error for a function's answer that is none. */
export const invalidJson = () =>
  fault('InvalidLambdaResponseException', 'Invalid lambda function output : Invalid JSON')

/** The error for a function's answer of another form than the trigger's. */
export const unrecognizable = () => fault('InvalidLambdaResponseException', 'Unrecognizable lambda output')

/** Whether a JSON value is an object: no list and no `null`. */
export const isPlainObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const membersOf = (value: unknown): ReadonlyMap<string, unknown> => {
  if (!isPlainObject(value)) throw unrecognizable()
  return new Map(Object.entries(value))
}

const envelopeTexts = ['version', 'region', 'userPoolId', 'userName'] as const

/**
 * Reads what a function gave back, which must be the whole event; only its `response` counts. The
 * service refuses members that it does not know and many a `null`; here they do no harm. Raises
 * InvalidLambdaResponseException.
 */
export const readReply = (reply: unknown): TriggerResponse => {
  if (reply === null || reply === undefined) throw invalidJson()
  const members = membersOf(reply)
  for (const name of envelopeTexts) {
    const value = members.get(name)
    if (value !== null && typeof value !== 'string') throw unrecognizable()
  }
  const caller = members.get('callerContext')
  if (caller !== null && !isPlainObject(caller)) throw unrecognizable()
  return membersOf(members.get('response'))
}

const readAs = <T>(response: TriggerResponse, name: string, isType: (value: unknown) => value is T): T | undefined => {
  const value = response.get(name) ?? undefined
  if (value !== undefined && !isType(value)) throw unrecognizable()
  return value
}

const isFlag = (value: unknown) => typeof value === 'boolean'
const isText = (value: unknown) => typeof value === 'string'

/** A member that is true or false; undefined where it is absent or `null`. Raises InvalidLambdaResponseException. */
export const readFlag = (response: TriggerResponse, name: string): boolean | undefined => readAs(response, name, isFlag)

/** A text, as above. */
export const readText = (response: TriggerResponse, name: string): string | undefined => readAs(response, name, isText)

const isTextList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)

/** A list of texts, as above; empty where there is none. */
export const readTextList = (response: TriggerResponse, name: string): readonly string[] =>
  readAs(response, name, isTextList) ?? []

/** An object's own members, as above. */
export const readObject = (response: TriggerResponse, name: string): TriggerResponse | undefined => {
  const value = readAs(response, name, isPlainObject)
  return value && membersOf(value)
}

/** Values by name, as above; empty where there are none. A name without a value is left out. */
export const readValues = (response: TriggerResponse, name: string): TriggerResponse =>
  new Map([...(readObject(response, name) ?? [])].filter(([, value]) => value !== null))

/** Texts by name, as above. */
export const readTexts = (response: TriggerResponse, name: string): Readonly<Record<string, string>> => {
  const entries = [...readValues(response, name)]
  if (!entries.every((entry): entry is [string, string] => isText(entry[1]))) throw unrecognizable()
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}
