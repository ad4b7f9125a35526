import { type ConditionKey, conditionKeyNames, findConditionKey } from './condition-keys.ts'
import { PolicyError, quote } from './policy-error.ts'

/** A policy variable: its value in a request, or the default that the policy gives. */
export type Variable = { readonly read: ConditionKey['read']; readonly fallback: string | undefined }

/** A piece of policy text. `text` may hold wildcards; `literal` is text in which they mean themselves. */
export type Part = { readonly text: string } | { readonly literal: string } | Variable

/** Where a text stands, and whether the version of its policy knows variables. */
export type Place = { readonly name: string; readonly variables: boolean }

const escapes: ReadonlySet<string> = new Set(['*', '?', '$'])

const parseReference = (reference: string, place: Place): Part => {
  if (escapes.has(reference)) return { literal: reference }
  const comma = reference.indexOf(',')
  const name = (comma < 0 ? reference : reference.slice(0, comma)).trim()
  const written = comma < 0 ? undefined : reference.slice(comma + 1).trim()
  if (written !== undefined && !/^'[^']*'$/.test(written)) {
    throw new PolicyError(place.name, `the default of a variable must be in single quotes, not ${quote(written)}`)
  }
  const key = findConditionKey(name)
  if (!key || key.multivalued) {
    const known = conditionKeyNames.filter((candidate) => !findConditionKey(candidate)?.multivalued)
    throw new PolicyError(place.name, `unknown policy variable ${quote(name)}; known are ${known.join(', ')}`)
  }
  return { read: key.read, fallback: written?.slice(1, -1) }
}

/**
 * Parts the variables of a policy text from the rest. Raises PolicyError for a variable that is not known
 * or not closed, and for any in a policy of version 2008-10-17, where it would be plain text and so most
 * likely not what the author meant.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const parseTemplate = (text: string, place: Place): readonly Part[] => {
  const parts: Part[] = []
  let position = 0
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', position)) {
    if (!place.variables) throw new PolicyError(place.name, 'policy variables need Version "2012-10-17"')
    const end = text.indexOf('}', start)
    if (end < 0) throw new PolicyError(place.name, `a variable is not closed in ${quote(text)}`)
    if (start > position) parts.push({ text: text.slice(position, start) })
    parts.push(parseReference(text.slice(start + 2, end), place))
    position = end + 1
  }
  if (position < text.length) parts.push({ text: text.slice(position) })
  return parts
}

/** Splits at the first colons outside variables, into at most `limit` pieces; the last keeps further colons. */
export const splitAtColons = (parts: readonly Part[], limit: number): readonly (readonly Part[])[] => {
  const pieces: Part[][] = [[]]
  for (const part of parts) {
    if (!('text' in part)) {
      pieces.at(-1)?.push(part)
      continue
    }
    let rest = part.text
    for (let colon = rest.indexOf(':'); colon >= 0 && pieces.length < limit; colon = rest.indexOf(':')) {
      pieces.at(-1)?.push({ text: rest.slice(0, colon) })
      pieces.push([])
      rest = rest.slice(colon + 1)
    }
    if (rest !== '') pieces.at(-1)?.push({ text: rest })
  }
  return pieces
}
