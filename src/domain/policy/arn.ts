import { PolicyError, quote } from './policy-error.ts'
import { type Part, type Place, parseTemplate, splitAtColons } from './template.ts'
import { compilePattern, type Matcher } from './wildcard.ts'

const SEGMENTS = 6
const SERVICE_SEGMENT = 2

const splitArn = (arn: string, count: number) => {
  const segments: string[] = []
  let start = 0
  while (segments.length < count - 1) {
    const colon = arn.indexOf(':', start)
    if (colon < 0) return undefined
    segments.push(arn.slice(start, colon))
    start = colon + 1
  }
  segments.push(arn.slice(start))
  return segments
}

const compileSegments = (segments: readonly (readonly Part[])[]): Matcher => {
  const matchers = segments.map((parts) => compilePattern(parts, { wildcards: true }))
  return (subject, context) => {
    const values = splitArn(subject, matchers.length)
    return values?.every((value, index) => matchers[index]?.(value, context)) ?? false
  }
}

const split = (text: string, place: Place) => {
  const segments = splitAtColons(parseTemplate(text, place), SEGMENTS)
  const [first] = segments
  const scheme = first?.length === 1 && first[0] && 'text' in first[0] ? first[0].text : ''
  if (segments.length < 2 || scheme !== 'arn') {
    throw new PolicyError(place.name, `must be an ARN, not ${quote(text)}`)
  }
  return segments
}

/**
 * Compiles the value of an ARN operator: each of the six parts is compared with its own wildcards, so that
 * none reaches over a colon; in the last, colons are plain characters. Raises PolicyError.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const compileArn = (text: string, place: Place): Matcher => {
  const segments = split(text, place)
  if (segments.length < SEGMENTS) {
    throw new PolicyError(place.name, `an ARN has six parts between colons, unlike ${quote(text)}`)
  }
  return compileSegments(segments)
}

const ANY_RESOURCE: Matcher = () => true

/**
 * Compiles an entry of Resource: `*` matches all, also the `*` of requests that are about no single
 * resource, which no ARN does. As in IAM an ARN may end early with an asterisk, which then reaches over
 * colons (`arn:aws:cognito-idp:*`), and may not have wildcards in its service. Raises PolicyError.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export const compileResource = (text: string, place: Place): Matcher => {
  if (text === '*') return ANY_RESOURCE
  const segments = split(text, place)
  const service = segments[SERVICE_SEGMENT] ?? []
  if (service.length === 0 || service.some((part) => !('text' in part) || /[*?]/.test(part.text))) {
    throw new PolicyError(place.name, `the service of an ARN must be written out, unlike ${quote(text)}`)
  }
  const end = segments.at(-1)?.at(-1)
  if (segments.length < SEGMENTS && !(end && 'text' in end && end.text.endsWith('*'))) {
    throw new PolicyError(place.name, `an ARN of fewer than six parts must end with *, unlike ${quote(text)}`)
  }
  return compileSegments(segments)
}
