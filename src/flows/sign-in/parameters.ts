import { fault } from '../../domain/errors.ts'

/** A parameter of a sign-in; raises InvalidParameterException where it is missing or empty. */
export const requireParameter = (parameters: Readonly<Record<string, string>>, name: string): string => {
  const value = parameters[name]
  if (!value) throw fault('InvalidParameterException', `Missing required parameter ${name}`)
  return value
}
