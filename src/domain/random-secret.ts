import { createHash } from 'node:crypto'

/** What is kept of a secret of 256 random bits: nobody guesses it, so that it needs no slow hash. */
export const hashRandomSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
