import { fault } from '../../domain/errors.ts'
import { unverifiedTexts } from '../../domain/unverified-texts.ts'

/** An alias is an attribute, and has no more than this. */
const MAX_NAME_LENGTH = 2048

/** A parameter of a sign-in; raises InvalidParameterException where it is missing or empty. */
export const requireParameter = (parameters: Readonly<Record<string, string>>, name: string): string => {
  const value = parameters[name]
  if (!value) throw fault('InvalidParameterException', `Missing required parameter ${name}`)
  return value
}

/**
 * The name of who signs in. Raises InvalidParameterException also for one that is longer than any can
 * be: it would stand in all that the sign-in is remembered by.
 */
export const requireUsername = (parameters: Readonly<Record<string, string>>): string => {
  const username = requireParameter(parameters, 'USERNAME')
  if (username.length > MAX_NAME_LENGTH) throw fault('InvalidParameterException', unverifiedTexts.longUsername)
  return username
}
