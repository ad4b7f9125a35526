import { compileArn } from './arn.ts'
import { conditionKeyNames, findConditionKey, type RequestContext, type ValueKind } from './condition-keys.ts'
import { PolicyError, quote } from './policy-error.ts'
import { type Place, parseTemplate } from './template.ts'
import { compileAddressRange, parseBoolean, parseInstant, parseNumber } from './values.ts'
import { compilePattern, type Matcher } from './wildcard.ts'

/** Whether one condition of a statement holds for a request. */
export type Condition = (context: RequestContext) => boolean

/** `kind` is absent where the operator compares strings, as every key can be. */
type Operator = { readonly kind?: ValueKind; readonly compile: (text: string, place: Place) => Matcher }

const string = (options: { wildcards: boolean; ignoreCase?: boolean }): Operator => ({
  compile: (text, place) => compilePattern(parseTemplate(text, place), options),
})

/** An operator that reads both sides as a value, and finds no match where the request has none such. */
const value = <T>(
  kind: ValueKind,
  form: string,
  parse: (text: string) => T | undefined,
  holds: (requested: T, written: T) => boolean,
): Operator => ({
  kind,
  compile: (text, place) => {
    const written = parse(text)
    if (written === undefined) throw new PolicyError(place.name, `must be ${form}, not ${quote(text)}`)
    return (subject) => {
      const requested = parse(subject)
      return requested !== undefined && holds(requested, written)
    }
  },
})

const numeric = (holds: (requested: number, written: number) => boolean) =>
  value('numeric', 'a number', parseNumber, holds)

const date = (holds: (requested: number, written: number) => boolean) =>
  value('date', 'an ISO 8601 date with time zone, or epoch seconds', parseInstant, holds)

const arn: Operator = { kind: 'arn', compile: compileArn }

const positive: Readonly<Record<string, Operator>> = {
  StringEquals: string({ wildcards: false }),
  StringEqualsIgnoreCase: string({ wildcards: false, ignoreCase: true }),
  StringLike: string({ wildcards: true }),
  NumericEquals: numeric((requested, written) => requested === written),
  NumericLessThan: numeric((requested, written) => requested < written),
  NumericLessThanEquals: numeric((requested, written) => requested <= written),
  NumericGreaterThan: numeric((requested, written) => requested > written),
  NumericGreaterThanEquals: numeric((requested, written) => requested >= written),
  DateEquals: date((requested, written) => requested === written),
  DateLessThan: date((requested, written) => requested < written),
  DateLessThanEquals: date((requested, written) => requested <= written),
  DateGreaterThan: date((requested, written) => requested > written),
  DateGreaterThanEquals: date((requested, written) => requested >= written),
  Bool: value('bool', 'true or false', parseBoolean, (requested, written) => requested === written),
  IpAddress: {
    kind: 'ip',
    compile: (text, place) => {
      const contains = compileAddressRange(text)
      if (!contains) throw new PolicyError(place.name, `must be an IP address or CIDR range, not ${quote(text)}`)
      return contains
    },
  },
  ArnEquals: arn,
  ArnLike: arn,
}

/** Negated operator -> the one that it negates: true when that holds for none of the written values. */
const negated: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
}

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/

const findOperator = (name: string, place: Place) => {
  const [, set, base = '', ifExists] = OPERATOR.exec(name) ?? []
  const negates = Object.hasOwn(negated, base) ? negated[base] : undefined
  const key = negates ?? base
  const operator = Object.hasOwn(positive, key) ? positive[key] : undefined
  if (!operator) throw new PolicyError(place.name, `the condition operator ${quote(name)} is not supported`)
  return { operator, set, isNegated: negates !== undefined, ifExists: ifExists !== undefined }
}

const findKey = (name: string, place: Place) => {
  const key = findConditionKey(name)
  if (key) return key
  throw new PolicyError(
    place.name,
    `the condition key ${quote(name)} is not supported; supported are ${conditionKeyNames.join(', ')}`,
  )
}

const compileNull = (keyName: string, values: readonly string[], place: Place): Condition => {
  const key = findKey(keyName, place)
  const expected = values.map((text) => {
    const isAbsent = parseBoolean(text)
    if (isAbsent === undefined) throw new PolicyError(place.name, `must be true or false, not ${quote(text)}`)
    return isAbsent
  })
  return (context) => expected.includes(key.read(context).length === 0)
}

/**
 * Compiles one operator with one key and the values written for it, any of which may match. Where the
 * request lacks the key a plain operator fails, a negated one and one with IfExists hold; `ForAllValues:`
 * holds, and `ForAnyValue:` fails even with IfExists or negated. A request value that is not of the
 * operator's kind matches nothing. Raises PolicyError for what is unknown or cannot be compared.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @see https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w for ForAnyValue with IfExists
 */
export const compileCondition = (
  operatorName: string,
  keyName: string,
  values: readonly string[],
  place: Place,
): Condition => {
  if (operatorName === 'Null') return compileNull(keyName, values, place)
  const { operator, set, isNegated, ifExists } = findOperator(operatorName, place)
  const key = findKey(keyName, place)
  if (operator.kind && !key.kinds.includes(operator.kind)) {
    throw new PolicyError(place.name, `${operatorName} cannot compare ${keyName}`)
  }
  if (key.multivalued && !set) {
    throw new PolicyError(
      place.name,
      `${keyName} has many values: write ForAllValues: or ForAnyValue: before the operator`,
    )
  }
  const matchers = values.map((text) => operator.compile(text, place))
  const holdsWithout = set === undefined ? isNegated || ifExists : set === 'ForAllValues'
  return (context) => {
    const requested = key.read(context)
    if (requested.length === 0) return holdsWithout
    const holds = (subject: string) => matchers.some((matcher) => matcher(subject, context)) !== isNegated
    return set === 'ForAllValues' ? requested.every(holds) : requested.some(holds)
  }
}
