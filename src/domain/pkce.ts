import { createHash, timingSafeEqual } from 'node:crypto'

/** What S256 makes of any verifier: 256 bits in base64url. */
const CHALLENGE = /^[\w-]{43}$/
const VERIFIER = /^[\w.~-]{43,128}$/

/** Whether a text can be a challenge by S256 (RFC 7636 section 4.2). */
export const isChallenge = (text: string): boolean => CHALLENGE.test(text)

/**
 * Whether a verifier is the one of a challenge. Without a challenge there must be none, so that nobody
 * takes the protection off a request (RFC 9700 section 4.8.2).
 */
export const provesChallenge = (challenge: string | undefined, verifier: string | undefined): boolean => {
  if (challenge === undefined || verifier === undefined) return challenge === verifier
  if (!VERIFIER.test(verifier)) return false
  const made = createHash('sha256').update(verifier).digest()
  const wanted = Buffer.from(challenge, 'base64url')
  return made.length === wanted.length && timingSafeEqual(made, wanted)
}
