import { compileResource } from './arn.ts'
import { type Condition, compileCondition } from './conditions.ts'
import { PolicyError, quote } from './policy-error.ts'
import type { Place } from './template.ts'
import { compilePattern, type Matcher } from './wildcard.ts'

/** A statement, compiled: it takes effect on a request to which all three parts apply. */
export type Statement = {
  readonly effect: 'Allow' | 'Deny'
  /** Expects the action in lower case. */
  readonly coversAction: Matcher
  readonly coversResource: Matcher
  readonly conditions: readonly Condition[]
}

/** An identity-based policy, ready to evaluate. */
export type Policy = { readonly statements: readonly Statement[] }

type Members = Readonly<Record<string, unknown>>
type Compile = (text: string, place: Place) => Matcher

const parseObject = (value: unknown, place: string, known?: readonly string[]): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new PolicyError(place, `must be an object, not ${quote(value)}`)
  }
  const unknown = known && Object.keys(value).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new PolicyError(place, `has an unknown member ${quote(unknown)}`)
  return value as Members // of any names and values, which is what it was just found to be
}

const parseVersion = (version: unknown) => {
  if (version === undefined || version === '2008-10-17') return { variables: false }
  if (version === '2012-10-17') return { variables: true }
  throw new PolicyError('Version', `must be "2012-10-17" or "2008-10-17", not ${quote(version)}`)
}

/** One string or a list of them, each with the place where it stands. */
const parseStrings = (value: unknown, place: Place): { text: string; place: Place }[] => {
  if (typeof value === 'string') return [{ text: value, place }]
  if (!Array.isArray(value) || value.length === 0) {
    throw new PolicyError(place.name, `must be a string or a list of strings, not ${quote(value)}`)
  }
  return value.map((item: unknown, index) => {
    const itemPlace = { ...place, name: `${place.name}[${index}]` }
    if (typeof item !== 'string') throw new PolicyError(itemPlace.name, `must be a string, not ${quote(item)}`)
    return { text: item, place: itemPlace }
  })
}

/** An element and its opposite, of which a statement has exactly one: Action or NotAction. */
const parseElement = (statement: Members, name: string, place: Place, compile: Compile): Matcher => {
  const has = Object.hasOwn(statement, name)
  if (has === Object.hasOwn(statement, `Not${name}`)) {
    throw new PolicyError(place.name, `needs either ${name} or Not${name}${has ? ', not both' : ''}`)
  }
  const member = has ? name : `Not${name}`
  const memberPlace = { ...place, name: `${place.name}.${member}` }
  const matchers = parseStrings(statement[member], memberPlace).map((entry) => compile(entry.text, entry.place))
  return (subject, context) => matchers.some((matcher) => matcher(subject, context)) === has
}

const ACTION = /^(?:\*|\*:\*|[a-z0-9-]+:[a-z0-9._*?-]+)$/i

const compileAction: Compile = (text, place) => {
  if (!ACTION.test(text)) {
    throw new PolicyError(place.name, `must be service:action or *, not ${quote(text)}`)
  }
  return compilePattern([{ text: text.toLowerCase() }], { wildcards: true })
}

/** Booleans and numbers may stand unquoted in a condition, and are compared as they are written. */
const parseConditionValues = (value: unknown, place: Place): string[] => {
  const items: unknown[] = Array.isArray(value) ? value : [value]
  if (items.length === 0) throw new PolicyError(place.name, 'must have at least one value')
  return items.map((item) => {
    if (typeof item === 'string' || typeof item === 'boolean' || typeof item === 'number') return String(item)
    throw new PolicyError(place.name, `must be strings, numbers or booleans, not ${quote(item)}`)
  })
}

const parseConditions = (value: unknown, place: Place): Condition[] => {
  if (value === undefined) return []
  const conditions: Condition[] = []
  for (const [operator, block] of Object.entries(parseObject(value, place.name))) {
    const operatorPlace = `${place.name}.${operator}`
    const keys = Object.entries(parseObject(block, operatorPlace))
    if (keys.length === 0) throw new PolicyError(operatorPlace, 'must have at least one condition key')
    for (const [key, written] of keys) {
      const keyPlace = { ...place, name: `${operatorPlace}.${key}` }
      conditions.push(compileCondition(operator, key, parseConditionValues(written, keyPlace), keyPlace))
    }
  }
  return conditions
}

const MEMBERS = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

const parseStatement = (value: unknown, place: Place, sids: Set<string>): Statement => {
  for (const name of ['Principal', 'NotPrincipal']) {
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, name)) {
      throw new PolicyError(`${place.name}.${name}`, 'belongs to resource-based policies, which are not supported')
    }
  }
  const statement = parseObject(value, place.name, MEMBERS)
  const { Sid: sid, Effect: effect } = statement
  if (sid !== undefined) {
    if (typeof sid !== 'string' || !/^[A-Za-z0-9]*$/.test(sid)) {
      throw new PolicyError(`${place.name}.Sid`, `must be letters and digits, not ${quote(sid)}`)
    }
    if (sid !== '' && sids.has(sid)) throw new PolicyError(`${place.name}.Sid`, `${quote(sid)} is used twice`)
    sids.add(sid)
  }
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw new PolicyError(`${place.name}.Effect`, `must be "Allow" or "Deny", not ${quote(effect)}`)
  }
  return {
    effect,
    coversAction: parseElement(statement, 'Action', place, compileAction),
    coversResource: parseElement(statement, 'Resource', place, compileResource),
    conditions: parseConditions(statement.Condition, { ...place, name: `${place.name}.Condition` }),
  }
}

/**
 * Reads an identity-based policy document, already parsed from JSON, and compiles it. Whatever could not be
 * evaluated as IAM does is refused here, by a PolicyError of one line that names the place; nothing is
 * passed over. Without Version a document is of 2008-10-17, as in IAM.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export const parsePolicy = (json: unknown): Policy => {
  const document = parseObject(json, 'Policy', ['Version', 'Id', 'Statement'])
  const { variables } = parseVersion(document.Version)
  if (document.Id !== undefined && typeof document.Id !== 'string') {
    throw new PolicyError('Id', `must be a string, not ${quote(document.Id)}`)
  }
  const { Statement: statement } = document
  const sids = new Set<string>()
  if (!Array.isArray(statement))
    return { statements: [parseStatement(statement, { name: 'Statement', variables }, sids)] }
  if (statement.length === 0) throw new PolicyError('Statement', 'must have at least one statement')
  return {
    statements: statement.map((item: unknown, index) =>
      parseStatement(item, { name: `Statement[${index}]`, variables }, sids),
    ),
  }
}
