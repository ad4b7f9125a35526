import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ToldContext } from './sign-in.ts'

const MAX_LENGTH = 16 * 1024
const MAX_TEXT = 200

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const parse = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : {}
  } catch {
    return {} // not JSON
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= MAX_TEXT && !/\p{Cc}/u.test(value) ? value : undefined

const isSigned = (clientId: string, version: string, payload: string, signature: string): boolean => {
  const expected = createHmac('sha256', clientId).update(version).update(payload).digest()
  const given = Buffer.from(signature, 'base64')
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/**
 * What the service's collecting scripts have put into EncodedData: base64 of a payload and its
 * signature, by a key that is no secret. It is no proof of anything, and decides nothing. What cannot
 * be read counts as not sent. Its form is unverified.
 */
export const readContextData = (
  encoded: string | undefined,
  clientId: string,
): Pick<ToldContext, 'userAgent' | 'timezone'> => {
  if (encoded === undefined || encoded.length > MAX_LENGTH) return {}
  const { payload, signature, version } = parse(Buffer.from(encoded, 'base64').toString('utf8'))
  if (typeof payload !== 'string' || typeof signature !== 'string' || typeof version !== 'string') return {}
  if (!isSigned(clientId, version, payload, signature)) return {}
  const { contextData } = parse(payload)
  if (!isObject(contextData)) return {}
  return { userAgent: textOf(contextData.UserAgent), timezone: textOf(contextData.ClientTimezone) }
}
