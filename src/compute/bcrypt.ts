/** bcrypt in a thread of its own: the library computes in JavaScript, and takes a third of a second for one. */
import { hashSync } from 'bcryptjs'
import { runAfterServing } from './priority.ts'

/** What a bcrypt hash is made of: `setting` is its cost and its salt. */
export type BcryptInput = { readonly setting: string; readonly password: string }

/** The 31 characters of the hash. Like all of bcrypt, it looks at the first 72 bytes of a password. */
export const bcrypt = ({ setting, password }: BcryptInput): string => hashSync(password, `$2b$${setting}`).slice(-31)

runAfterServing()
