/** Groups of users. */
import { integer, string } from '../schema.ts'

export const GroupNameType = string({ min: 1, max: 128, pattern: String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+` })
export const PrecedenceType = integer({ min: 0 })
